package inertiatest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia/inertiatest"
)

// TestSoak has many visitors use a program in every way: nothing fails, nobody sees
// another one's values, every message arrives, and visitors who are gone leave
// nothing behind. They come twice, and go when enough of everything was done,
// however long that takes, or after half of SOAK (a duration).
func TestSoak(t *testing.T) {
	url := startSoakServer(t)
	defer http.DefaultClient.CloseIdleConnections()
	alone := usageOf(t, url)
	soak(t, url, 1)
	first := waitForUsage(t, url, "goroutines stay behind", func(u usage) bool { return u.Goroutines <= alone.Goroutines })
	soak(t, url, 2)
	second := waitForUsage(t, url, "goroutines or memory stay behind", func(u usage) bool {
		return u.Goroutines <= alone.Goroutines && u.Heap < first.Heap+1<<20
	})
	t.Logf("before %v, after the first round %v, after the second %v", alone, first, second)
}

// waitForUsage waits until the server uses what it may, and no more.
func waitForUsage(t *testing.T, url, message string, may func(usage) bool) (u usage) {
	t.Helper()
	assert.Eventually(t, func() bool {
		u = usageOf(t, url)
		return may(u)
	}, time.Minute, 100*time.Millisecond, message)
	return u
}

// soak is one round of visitors.
func soak(t *testing.T, url string, round uint64) {
	t.Helper()
	const visitors = 200
	transport := &http.Transport{MaxIdleConnsPerHost: visitors}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var done deeds
	var problems sync.Map
	var group sync.WaitGroup
	for n := range uint64(visitors) {
		group.Go(func() {
			v := visitor{name: fmt.Sprintf("visitor-%d-%d", round, n), random: rand.New(rand.NewPCG(round, n)), done: &done}
			for ctx.Err() == nil {
				if err := v.session(ctx, url, transport); err != nil && ctx.Err() == nil {
					problems.Store(v.name, err)
				}
			}
		})
	}
	for range 4 { // those who go away, and those who do not read
		group.Go(func() { rude(ctx, url, &done) })
	}
	for part := progress(t, &done); part() < 1; {
		time.Sleep(time.Millisecond)
	}
	cancel()
	group.Wait()
	transport.CloseIdleConnections()
	http.DefaultClient.CloseIdleConnections()
	problems.Range(func(name, err any) bool {
		t.Errorf("%v: %v", name, err)
		return true
	})
	t.Log(&done)
}

// deeds are what visitors have done.
type deeds struct{ pages, messages, aborted, stalled atomic.Int64 }

func (d *deeds) String() string {
	return fmt.Sprintf("%d pages, %d messages, %d aborted, %d stalled", d.pages.Load(), d.messages.Load(), d.aborted.Load(), d.stalled.Load())
}

// progress tells which part of a round is over: 1 at its end.
func progress(t *testing.T, done *deeds) func() float64 {
	t.Helper()
	if text := os.Getenv("SOAK"); text != "" {
		duration, err := time.ParseDuration(text)
		require.NoError(t, err)
		start := time.Now()
		return func() float64 { return 2 * float64(time.Since(start)) / float64(duration) }
	}
	return func() float64 {
		part := 1.0
		for count, goal := range map[*atomic.Int64]float64{&done.pages: 300, &done.messages: 50, &done.aborted: 10, &done.stalled: 10} {
			part = min(part, float64(count.Load())/goal)
		}
		return part
	}
}

// visitor is somebody who knows what he ought to see.
type visitor struct {
	name   string
	random *rand.Rand
	done   *deeds
}

// session is a time with one browser. Like a real one it keeps a history, so it
// must end.
func (v *visitor) session(ctx context.Context, url string, transport http.RoundTripper) error {
	b, err := inertiatest.NewBrowser(nil, inertiatest.WithBaseURL(url), inertiatest.WithTransport(transport))
	if err != nil {
		return err
	}
	if _, err := b.Load(ctx, "/enter/"+v.name); err != nil {
		return err
	}
	for n := range 30 {
		var page *inertiatest.PageObject
		var err error
		switch v.random.IntN(7) {
		case 0:
			page, err = b.Load(ctx, "/")
		case 1:
			page, err = b.Get(ctx, "/other")
		case 2:
			page, err = b.Reload(ctx, inertiatest.Only("mine", "asked"))
			if err == nil && page.Props["asked"] != v.name {
				err = fmt.Errorf("asked is %v", page.Props["asked"])
			}
		case 3:
			page, err = b.Get(ctx, "/")
			if err == nil && page.Props["later"] != v.name {
				err = fmt.Errorf("later is %v", page.Props["later"])
			}
		case 4, 5:
			page, err = b.Post(ctx, "/form", map[string]any{"n": n})
			if err == nil {
				if want := fmt.Sprint(v.name, " ", n); page.Flash["saved"] != want {
					err = fmt.Errorf("the message is %v, not %v", page.Flash["saved"], want)
				}
				v.done.messages.Add(1)
			}
		case 6:
			page, err = b.Post(ctx, "/form", map[string]any{"fails": true})
			if err == nil {
				if errs, ok := page.Props["errors"].(map[string]any); !ok || errs["name"] != v.name {
					err = fmt.Errorf("the errors are %v", page.Props["errors"])
				}
			}
		}
		if err != nil {
			return err
		}
		v.done.pages.Add(1)
		for _, prop := range []string{"me", "mine"} {
			if page.Props[prop] != v.name {
				return fmt.Errorf("%s is %v on %s", prop, page.Props[prop], page.URL)
			}
		}
	}
	return nil
}

// rude aborts a request, and then leaves a connection without reading from it.
func rude(ctx context.Context, url string, done *deeds) {
	for ctx.Err() == nil {
		short, cancel := context.WithTimeout(ctx, time.Duration(1+rand.IntN(20))*time.Millisecond)
		r, _ := http.NewRequestWithContext(short, http.MethodGet, url+"/slow", nil) // a URL of httptest
		if _, err := http.DefaultTransport.RoundTrip(r); errors.Is(err, context.DeadlineExceeded) {
			done.aborted.Add(1)
		}
		cancel()
		conn, err := net.Dial("tcp", url[len("http://"):])
		if err != nil {
			continue
		}
		fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: x\r\nCookie: who=rude\r\nAccept: text/html\r\n\r\n")
		_, _ = io.ReadFull(conn, make([]byte, 10))
		time.Sleep(20 * time.Millisecond)
		conn.Close()
		done.stalled.Add(1)
	}
}
