package inertiatest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/inertia/inertiatest"
)

// soakApp tells every visitor only of himself. Whoever he is stands in a cookie.
func soakApp(t testing.TB) http.Handler {
	type key struct{}
	who := func(ctx context.Context) (string, error) {
		name, _ := ctx.Value(key{}).(string)
		return name, nil
	}
	rows := make([]map[string]any, 100)
	for i := range rows {
		rows[i] = map[string]any{"id": i, "text": "</script><!-- \u2028"}
	}
	i, err := inertia.New(
		inertia.WithShell(shell.Default), inertia.WithSecret([]byte("sixteen bytes or more")), inertia.WithLogger(slog.New(slog.DiscardHandler)),
		inertia.WithCSRF(), inertia.WithCSP(inertia.StrictCSP), inertia.WithETag(true), inertia.WithShared("me", inertia.Lazy(who)),
	)
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /enter/{who}", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "who", Value: r.PathValue("who"), Path: "/"})
		i.Redirect(w, r, "/")
	})
	for _, path := range []string{"/{$}", "/other"} {
		mux.Handle("GET "+path, i.Page("Page", inertia.Props{
			"rows": rows, "mine": inertia.Lazy(who), "again": inertia.Lazy(who), "later": inertia.Defer(who), "asked": inertia.Optional(who),
		}))
	}
	mux.Handle("GET /slow", i.Page("Slow", inertia.Props{"slow": inertia.Lazy(func(ctx context.Context) (string, error) {
		select {
		case <-time.After(50 * time.Millisecond):
			return "slow", nil
		case <-ctx.Done():
			return "", ctx.Err()
		}
	})}))
	mux.Handle("POST /form", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		name, err := who(r.Context())
		if err != nil {
			return err
		}
		var in struct {
			N     int
			Fails bool
		}
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			return err
		}
		if in.Fails {
			return inertia.Errors{"name": {name}}
		}
		inertia.Flash(r, "saved", fmt.Sprint(name, " ", in.N))
		i.Redirect(w, r, "/other")
		return nil
	}))
	pages := i.Middleware(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c, err := r.Cookie("who"); err == nil {
			r = r.WithContext(context.WithValue(r.Context(), key{}, c.Value))
		}
		pages.ServeHTTP(w, r)
	})
}

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
	server := httptest.NewServer(soakApp(t))
	transport := &http.Transport{MaxIdleConnsPerHost: visitors}
	defer server.Close()
	defer transport.CloseIdleConnections()

	ctx, cancel := context.WithTimeout(t.Context(), duration)
	defer cancel()
	var pages, messages, aborted, stalled atomic.Int64
	var problems sync.Map
	var group sync.WaitGroup
	for n := range visitors {
		group.Go(func() {
			v := visitor{name: fmt.Sprint("visitor-", n), pages: &pages, messages: &messages}
			err := v.run(ctx, server.URL, transport)
			if err != nil {
				problems.Store(v.name, err)
			}
		})
	}
	for range 4 { // those who go away, and those who do not read
		group.Go(func() { rude(ctx, server.URL, &aborted, &stalled) })
	}
	time.Sleep(duration / 3)
	early := resources()
	group.Wait()
	late := resources()
	problems.Range(func(name, err any) bool {
		t.Errorf("%v: %v", name, err)
		return true
	})
	t.Logf("%d pages, %d messages, %d aborted, %d stalled; heap %d MB and then %d MB", pages.Load(), messages.Load(), aborted.Load(), stalled.Load(), early>>20, late>>20)
	assert.Positive(t, messages.Load())
	assert.Positive(t, aborted.Load())
	assert.Positive(t, stalled.Load())
	assert.Less(t, late, early*2+(32<<20))
	server.Close()
	transport.CloseIdleConnections()
	assert.Eventually(t, func() bool { return runtime.NumGoroutine() < 50 }, 10*time.Second, 50*time.Millisecond)
}

// resources is the memory that is in use.
func resources() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// visitor is a browser that knows what it ought to see.
type visitor struct {
	name            string
	pages, messages *atomic.Int64
}

func (v *visitor) run(ctx context.Context, url string, transport http.RoundTripper) error {
	b, err := inertiatest.NewBrowser(nil, inertiatest.WithBaseURL(url), inertiatest.WithTransport(transport))
	if err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(1, uint64(len(v.name))))
	if _, err := b.Load(ctx, "/enter/"+v.name); err != nil {
		return v.unless(ctx, err)
	}
	for n := 0; ctx.Err() == nil; n++ {
		var page *inertiatest.PageObject
		var err error
		switch random.IntN(7) {
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
			return v.unless(ctx, err)
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

// unless is err, unless the time is simply over.
func (v *visitor) unless(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
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
