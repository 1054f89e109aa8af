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
// another one's values, every message arrives, and nothing grows. It ends when
// enough of everything was done, however long that takes, or after SOAK (a
// duration).
func TestSoak(t *testing.T) {
	const visitors = 200
	url := startSoakServer(t)
	transport := &http.Transport{MaxIdleConnsPerHost: visitors}
	defer transport.CloseIdleConnections()
	defer http.DefaultClient.CloseIdleConnections()

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var done deeds
	var problems sync.Map
	var group sync.WaitGroup
	for n := range visitors {
		group.Go(func() {
			v := visitor{name: fmt.Sprint("visitor-", n), random: rand.New(rand.NewPCG(1, uint64(n))), done: &done}
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
	part := progress(t, &done)
	wait(part, 0.3)
	early := usageOf(t, url)
	wait(part, 0.9)
	late := usageOf(t, url)
	wait(part, 1)
	cancel()
	group.Wait()
	transport.CloseIdleConnections()
	var last usage
	assert.Eventually(t, func() bool {
		last = usageOf(t, url)
		return last.Goroutines < 20
	}, time.Minute, 100*time.Millisecond, "goroutines stay behind")

	problems.Range(func(name, err any) bool {
		t.Errorf("%v: %v", name, err)
		return true
	})
	t.Log(&done)
	t.Logf("after a third of it %v, near the end %v, then %v", early, late, last)
	assert.Less(t, late.Heap, early.Heap*3/2+(16<<20), "memory grows")
	assert.Less(t, late.Goroutines, early.Goroutines+visitors, "goroutines grow")
}

// deeds are what visitors have done.
type deeds struct{ pages, messages, aborted, stalled atomic.Int64 }

func (d *deeds) String() string {
	return fmt.Sprintf("%d pages, %d messages, %d aborted, %d stalled", d.pages.Load(), d.messages.Load(), d.aborted.Load(), d.stalled.Load())
}

// progress tells which part of the test is over: 1 at its end.
func progress(t *testing.T, done *deeds) func() float64 {
	t.Helper()
	if text := os.Getenv("SOAK"); text != "" {
		duration, err := time.ParseDuration(text)
		require.NoError(t, err)
		start := time.Now()
		return func() float64 { return float64(time.Since(start)) / float64(duration) }
	}
	return func() float64 {
		part := 1.0
		for count, goal := range map[*atomic.Int64]float64{&done.pages: 600, &done.messages: 100, &done.aborted: 20, &done.stalled: 20} {
			part = min(part, float64(count.Load())/goal)
		}
		return part
	}
}

func wait(part func() float64, until float64) {
	for part() < until {
		time.Sleep(time.Millisecond)
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
