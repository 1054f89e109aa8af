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

// TestSoak has many visitors do all that visitors do, for SOAK (a duration, two
// seconds by default): nothing fails, nobody sees another one's values, every
// message arrives, and nothing grows.
func TestSoak(t *testing.T) {
	duration := 2 * time.Second
	if text := os.Getenv("SOAK"); text != "" {
		var err error
		duration, err = time.ParseDuration(text)
		require.NoError(t, err)
	}
	const visitors = 200
	url := startSoakServer(t)
	transport := &http.Transport{MaxIdleConnsPerHost: visitors}
	defer transport.CloseIdleConnections()
	defer http.DefaultClient.CloseIdleConnections()

	ctx, cancel := context.WithTimeout(t.Context(), duration)
	defer cancel()
	var pages, messages, aborted, stalled atomic.Int64
	var problems sync.Map
	var group sync.WaitGroup
	for n := range visitors {
		group.Go(func() {
			v := visitor{name: fmt.Sprint("visitor-", n), random: rand.New(rand.NewPCG(1, uint64(n))), pages: &pages, messages: &messages}
			for ctx.Err() == nil {
				if err := v.session(ctx, url, transport); err != nil && ctx.Err() == nil {
					problems.Store(v.name, err)
				}
			}
		})
	}
	for range 4 { // those who go away, and those who do not read
		group.Go(func() { rude(ctx, url, &aborted, &stalled) })
	}
	time.Sleep(duration / 3)
	early := usageOf(t, url)
	time.Sleep(duration * 6 / 10)
	late := usageOf(t, url)
	group.Wait()
	transport.CloseIdleConnections()
	var last usage
	assert.Eventually(t, func() bool {
		last = usageOf(t, url)
		return last.Goroutines < 20
	}, 10*time.Second, 100*time.Millisecond, "goroutines stay behind")

	problems.Range(func(name, err any) bool {
		t.Errorf("%v: %v", name, err)
		return true
	})
	t.Logf("%d pages, %d messages, %d aborted, %d stalled", pages.Load(), messages.Load(), aborted.Load(), stalled.Load())
	t.Logf("after a third of the time %v, at the end of it %v, then %v", early, late, last)
	assert.Positive(t, messages.Load())
	assert.Positive(t, aborted.Load())
	assert.Positive(t, stalled.Load())
	assert.Less(t, late.Heap, early.Heap*3/2+(16<<20), "memory grows")
	assert.Less(t, late.Goroutines, early.Goroutines+visitors, "goroutines grow")
}

// visitor is somebody who knows what he ought to see.
type visitor struct {
	name            string
	random          *rand.Rand
	pages, messages *atomic.Int64
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
				v.messages.Add(1)
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
		v.pages.Add(1)
		for _, prop := range []string{"me", "mine"} {
			if page.Props[prop] != v.name {
				return fmt.Errorf("%s is %v on %s", prop, page.Props[prop], page.URL)
			}
		}
	}
	return nil
}

// rude aborts a request, and then leaves a connection without reading from it.
func rude(ctx context.Context, url string, aborted, stalled *atomic.Int64) {
	for ctx.Err() == nil {
		short, cancel := context.WithTimeout(ctx, time.Duration(1+rand.IntN(20))*time.Millisecond)
		r, _ := http.NewRequestWithContext(short, http.MethodGet, url+"/slow", nil) // a URL of httptest
		if _, err := http.DefaultTransport.RoundTrip(r); errors.Is(err, context.DeadlineExceeded) {
			aborted.Add(1)
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
		stalled.Add(1)
	}
}
