package ssrguard_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/inertia-templ/shell/internal/ssrguard"
	"github.com/inertia-templ/shell/ssr"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// rendererFunc lets tests say how a renderer behaves, and when.
type rendererFunc func(ctx context.Context, page []byte) (ssr.Result, error)

func (f rendererFunc) Render(ctx context.Context, page []byte) (ssr.Result, error) {
	return f(ctx, page)
}

// hang answers when the context ends.
func hang(ctx context.Context, _ []byte) (ssr.Result, error) {
	<-ctx.Done()
	return ssr.Result{}, ctx.Err()
}

func echo(_ context.Context, page []byte) (ssr.Result, error) {
	return ssr.Result{Body: string(page)}, nil
}

// output collects what is logged.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

func (o *output) logger() *slog.Logger { return slog.New(slog.NewTextHandler(o, nil)) }

// newGuard is a guard whose log nobody reads, unless the options say otherwise.
func newGuard(t *testing.T, r ssr.Renderer, opts ...ssr.Option) *ssrguard.Guard {
	t.Helper()
	g, err := ssrguard.New(r, append([]ssr.Option{ssr.WithLogger(slog.New(slog.DiscardHandler))}, opts...)...)
	require.NoError(t, err)
	return g
}

// kind is what an error is, "" for none.
func kind(err error) ssr.Kind {
	var e *ssr.Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}

func request(page string) ssrguard.Request {
	return ssrguard.Request{Page: []byte(page), Component: "Page"}
}

func TestGuardLeavesFailuresToTheBrowser(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fails error
		kind  ssr.Kind
	}{
		"a page that throws":       {&ssr.Error{Kind: ssr.Render, Message: "broken", Location: "/app/Page.jsx:1:2", Hint: "fix it"}, ssr.Render},
		"a renderer that is away":  {&ssr.Error{Kind: ssr.Connection, Message: "refused"}, ssr.Connection},
		"an error of another kind": {errors.New("no idea"), ssr.Connection},
		"no time left":             {fmt.Errorf("slow: %w", context.DeadlineExceeded), ssr.Timeout},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fails := rendererFunc(func(context.Context, []byte) (ssr.Result, error) { return ssr.Result{}, test.fails })
			logged := &output{}
			var seen []ssr.Event
			g := newGuard(t, fails, ssr.WithLogger(logged.logger()), ssr.WithObserver(func(_ context.Context, e ssr.Event) { seen = append(seen, e) }))
			_, ok, err := g.Render(t.Context(), request("{}"))
			assert.False(t, ok)
			require.NoError(t, err)
			assert.Contains(t, logged.String(), "level=ERROR")
			assert.Contains(t, logged.String(), "component=Page kind="+string(test.kind))
			require.Len(t, seen, 1)
			assert.Equal(t, ssr.Failed, seen[0].Outcome)
			assert.Equal(t, test.kind, seen[0].Err.Kind)
			assert.Equal(t, 2, seen[0].Bytes)

			_, ok, err = newGuard(t, fails, ssr.WithRequired(), ssr.WithLogger(logged.logger())).Render(t.Context(), request("{}"))
			assert.False(t, ok)
			assert.Equal(t, test.kind, kind(err))
		})
	}
}

// A renderer that does not answer costs one request its time.
func TestGuardLeavesAloneWhatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		asked, works := 0, false
		g := newGuard(t, rendererFunc(func(ctx context.Context, page []byte) (ssr.Result, error) {
			if asked++; works {
				return echo(ctx, page)
			}
			return hang(ctx, page)
		}), ssr.WithTimeout(2*time.Second), ssr.WithPause(time.Second, 3*time.Second))
		visit := func() (bool, time.Duration) {
			begun := time.Now()
			_, ok, err := g.Render(t.Context(), request("{}"))
			require.NoError(t, err)
			return ok, time.Since(begun)
		}

		ok, waited := visit()
		assert.False(t, ok)
		assert.Equal(t, 2*time.Second, waited)
		for range 100 {
			ok, waited = visit()
			assert.False(t, ok)
			assert.Zero(t, waited)
		}
		assert.Equal(t, 1, asked)

		// After the pause there is a trial, for which nobody waits either.
		for trial, pause := range []time.Duration{time.Second, 2 * time.Second, 3 * time.Second, 3 * time.Second} {
			time.Sleep(pause - time.Millisecond)
			visit()
			synctest.Wait()
			require.Equal(t, 1+trial, asked)
			time.Sleep(time.Millisecond)
			for range 10 {
				ok, waited = visit()
				assert.False(t, ok)
				assert.Zero(t, waited)
			}
			synctest.Wait()
			require.Equal(t, 2+trial, asked)
			time.Sleep(2 * time.Second) // the trial fails
			synctest.Wait()
		}

		works = true
		time.Sleep(3 * time.Second)
		ok, _ = visit()
		assert.False(t, ok)
		synctest.Wait()
		ok, _ = visit()
		assert.True(t, ok, "the trial has succeeded")
	})
}

func TestGuardGoesOnAfterErrorsOfPages(t *testing.T) {
	t.Parallel()
	asked := 0
	g := newGuard(t, rendererFunc(func(context.Context, []byte) (ssr.Result, error) {
		asked++
		return ssr.Result{}, &ssr.Error{Kind: ssr.Render, Message: "broken"}
	}))
	for range 10 {
		_, _, _ = g.Render(t.Context(), request("{}"))
	}
	assert.Equal(t, 10, asked)
}

func TestGuardLearnsNothingFromVisitorsWhoLeave(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		logged := &output{}
		hangs := true
		g := newGuard(t, rendererFunc(func(ctx context.Context, page []byte) (ssr.Result, error) {
			if hangs {
				return hang(ctx, page)
			}
			return echo(ctx, page)
		}), ssr.WithLogger(logged.logger()), ssr.WithRequired())
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Millisecond, cancel)
		_, ok, err := g.Render(ctx, request("{}"))
		assert.False(t, ok)
		require.NoError(t, err)
		assert.Empty(t, logged.String())
		hangs = false
		_, ok, _ = g.Render(t.Context(), request("{}"))
		assert.True(t, ok)
	})
}

func TestGuardSkips(t *testing.T) {
	t.Parallel()
	g := newGuard(t, rendererFunc(echo),
		ssr.WithoutPaths("/admin", "/admin/*"),
		ssr.WithoutPaths("/a*z/*.html", "*.pdf"), // repeated, they add up
		ssr.WithoutComponents("Editor/*"),
		ssr.WithoutComponents("Draft"),
		ssr.WithCondition(func(r *http.Request) bool { return r.Header.Get("Save-Data") == "" }),
		ssr.WithCondition(func(r *http.Request) bool { return r.Method == http.MethodGet }),
		ssr.WithMaxPage(1000))
	tests := []struct {
		path, component, saveData string
		size                      int
		want                      bool
	}{
		{"/", "Page", "", 2, true},
		{"/admin", "Page", "", 2, false},
		{"/admin/x/y", "Page", "", 2, false},
		{"/administration", "Page", "", 2, true},
		{"/abcz/x\ny.html", "Page", "", 2, false},
		{"/abc/x.html", "Page", "", 2, true},
		{"/", "Editor/Page", "", 2, false},
		{"/", "Editor", "", 2, true},
		{"/", "Draft", "", 2, false},
		{"/x.pdf", "Page", "", 2, false},
		{"/", "Page", "on", 2, false},
		{"/", "Page", "", 1000, true},
		{"/", "Page", "", 1001, false},
		{"/a" + strings.Repeat("z/", 100_000), "Page", "", 2, true},
	}
	for _, test := range tests {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.Path = test.path
		if test.saveData != "" {
			r.Header.Set("Save-Data", test.saveData)
		}
		_, ok, err := g.Render(t.Context(), ssrguard.Request{Page: make([]byte, test.size), Component: test.component, HTTP: r})
		require.NoError(t, err)
		assert.Equal(t, test.want, ok, "%.40q of %s", test.path, test.component)
	}
}

func cachedRequest(page string) ssrguard.Request {
	r := request(page)
	r.Fresh, r.Stale = time.Minute, time.Hour
	return r
}

func TestGuardKeepsPages(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int64
		g := newGuard(t, rendererFunc(func(_ context.Context, page []byte) (ssr.Result, error) {
			time.Sleep(100 * time.Millisecond)
			return ssr.Result{Body: fmt.Sprint(string(page), asked.Add(1))}, nil
		}))
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				res, ok, err := g.Render(t.Context(), cachedRequest("a"))
				assert.NoError(t, err)
				assert.True(t, ok)
				assert.Equal(t, "a1", res.Body, "one rendering for all")
			})
		}
		all.Wait()
		ask := func(r ssrguard.Request) (string, time.Duration) {
			begun := time.Now()
			res, ok, err := g.Render(t.Context(), r)
			require.NoError(t, err)
			require.True(t, ok)
			return res.Body, time.Since(begun)
		}
		body, waited := ask(cachedRequest("a"))
		assert.Equal(t, "a1", body)
		assert.Zero(t, waited)
		body, _ = ask(cachedRequest("b"))
		assert.Equal(t, "b2", body, "another page object is another page")
		body, _ = ask(request("a"))
		assert.Equal(t, "a3", body, "nothing is kept for those who did not ask for it")

		time.Sleep(2 * time.Minute)
		for range 3 {
			body, waited = ask(cachedRequest("a"))
			assert.Equal(t, "a1", body, "stale, while it is rendered anew")
			assert.Zero(t, waited)
		}
		time.Sleep(time.Second)
		body, _ = ask(cachedRequest("a"))
		assert.Equal(t, "a4", body)

		time.Sleep(2 * time.Hour)
		body, waited = ask(cachedRequest("a"))
		assert.Equal(t, "a5", body, "too old")
		assert.Equal(t, 100*time.Millisecond, waited)
	})
}

func TestGuardKeepsNoFailures(t *testing.T) {
	t.Parallel()
	asked := 0
	g := newGuard(t, rendererFunc(func(context.Context, []byte) (ssr.Result, error) {
		if asked++; asked == 1 {
			return ssr.Result{}, &ssr.Error{Kind: ssr.Render, Message: "broken"}
		}
		return ssr.Result{Body: "fixed"}, nil
	}))
	_, ok, _ := g.Render(t.Context(), cachedRequest("a"))
	assert.False(t, ok)
	res, ok, _ := g.Render(t.Context(), cachedRequest("a"))
	assert.True(t, ok)
	assert.Equal(t, "fixed", res.Body)
}

func TestGuardBoundsWhatItKeeps(t *testing.T) {
	t.Parallel()
	asked := map[string]int{}
	g := newGuard(t, rendererFunc(func(_ context.Context, page []byte) (ssr.Result, error) {
		asked[string(page)]++
		return ssr.Result{Head: []string{"<title>"}, Body: strings.Repeat("x", 1000)}, nil
	}), ssr.WithCacheSize(5000)) // three and a bit
	visit := func(pages ...string) {
		for _, page := range pages {
			_, ok, err := g.Render(t.Context(), cachedRequest(page))
			require.NoError(t, err)
			require.True(t, ok)
		}
	}
	visit("a", "b", "c", "a", "d", "a")
	assert.Equal(t, map[string]int{"a": 1, "b": 1, "c": 1, "d": 1}, asked)
	visit("b")
	assert.Equal(t, 2, asked["b"], "it was the one not used for longest")

	none := newGuard(t, rendererFunc(echo), ssr.WithCacheSize(0))
	for range 2 {
		_, ok, err := none.Render(t.Context(), cachedRequest("a"))
		require.NoError(t, err)
		assert.True(t, ok)
	}
}
