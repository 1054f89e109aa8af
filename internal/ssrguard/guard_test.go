package ssrguard_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
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
			assert.Equal(t, "a1", body, "stale, while it is rendered again")
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

// behaviour is a renderer whose components do different things. It counts what it
// is asked.
type behaviour struct {
	mu    sync.Mutex
	asked map[string]int
	does  map[string]rendererFunc
}

func (b *behaviour) Render(ctx context.Context, page []byte) (ssr.Result, error) {
	b.mu.Lock()
	b.asked[string(page)]++
	f := b.does[string(page)]
	b.mu.Unlock()
	if f == nil {
		f = echo
	}
	return f(ctx, page)
}

func fails(kind ssr.Kind) rendererFunc {
	return func(context.Context, []byte) (ssr.Result, error) {
		return ssr.Result{}, &ssr.Error{Kind: kind, Message: string(kind)}
	}
}

// A component that takes too long, or ends its process, again and again, is left
// to the browser; the others are rendered.
func TestGuardLeavesOneComponentAlone(t *testing.T) {
	t.Parallel()
	for name, deadly := range map[string]rendererFunc{"slow": hang, "deadly": fails(ssr.Crash)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := &behaviour{asked: map[string]int{}, does: map[string]rendererFunc{"Bad": deadly}}
				logged := &output{}
				g := newGuard(t, b, ssr.WithTimeout(time.Second), ssr.WithPause(time.Second, 8*time.Second), ssr.WithLogger(logged.logger()))
				visit := func(component string) bool {
					_, ok, err := g.Render(t.Context(), ssrguard.Request{Page: []byte(component), Component: component})
					require.NoError(t, err)
					return ok
				}
				good := 0
				for range 600 { // 60 seconds
					assert.False(t, visit("Bad"))
					for _, component := range []string{"Good", "Other"} {
						assert.True(t, visit(component))
						good++
					}
					time.Sleep(100 * time.Millisecond)
				}
				synctest.Wait()
				assert.Equal(t, good, b.asked["Good"]+b.asked["Other"], "the others are not paused")
				// Once, and after pauses of 1, 2, 4, 8, 8 ... seconds.
				assert.GreaterOrEqual(t, b.asked["Bad"], 6)
				assert.LessOrEqual(t, b.asked["Bad"], 11)
				assert.Contains(t, logged.String(), "a component takes too long or ends its process")
				assert.NotContains(t, logged.String(), "the renderer does not answer")

				b.does["Bad"] = echo // it is fixed
				time.Sleep(8 * time.Second)
				assert.False(t, visit("Bad"), "the trial")
				synctest.Wait()
				assert.True(t, visit("Bad"))
			})
		})
	}
}

// Two components without an answer, and no other one with it, are the renderer's
// fault.
func TestGuardTellsTheRendererFromItsPages(t *testing.T) {
	t.Parallel()
	for name, does := range map[string]rendererFunc{"no answer": hang, "busy": fails(ssr.Busy)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := &behaviour{asked: map[string]int{}, does: map[string]rendererFunc{"A": does, "B": does}}
				g := newGuard(t, b, ssr.WithTimeout(time.Second), ssr.WithPause(10*time.Second, time.Minute))
				visit := func(component string) bool {
					_, ok, err := g.Render(t.Context(), ssrguard.Request{Page: []byte(component), Component: component})
					require.NoError(t, err)
					synctest.Wait()
					return ok
				}
				visit("A")
				assert.True(t, visit("C"), "one says nothing of the others")
				b.does["C"] = does
				visit("B")
				assert.Equal(t, 1, b.asked["C"])
				visit("C")
				before := b.asked["C"] + b.asked["D"]
				for range 10 {
					assert.False(t, visit("D"))
				}
				assert.Equal(t, before, b.asked["C"]+b.asked["D"], "the renderer is paused")

				// There may be no component without a failure: the trial is one of those.
				clear(b.does)
				time.Sleep(2 * time.Minute)
				assert.False(t, visit("A"))
				assert.True(t, visit("D"))
				assert.True(t, visit("A"))
			})
		})
	}
}

// A component that crashes as the trial of the renderer says nothing about it.
func TestGuardGoesOnAfterATrialThatCrashes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := &behaviour{asked: map[string]int{}, does: map[string]rendererFunc{"Away": fails(ssr.Connection), "Bad": fails(ssr.Crash)}}
		g := newGuard(t, b, ssr.WithPause(time.Second, time.Minute))
		visit := func(component string) bool {
			_, ok, err := g.Render(t.Context(), ssrguard.Request{Page: []byte(component), Component: component})
			require.NoError(t, err)
			synctest.Wait()
			return ok
		}
		visit("Away")
		assert.False(t, visit("Good"))
		time.Sleep(time.Second)
		visit("Bad")
		assert.Equal(t, 1, b.asked["Bad"])
		assert.False(t, visit("Good"), "the next trial")
		assert.True(t, visit("Good"))
		assert.False(t, visit("Bad"))
		assert.Equal(t, 1, b.asked["Bad"], "it is paused itself")
	})
}

// Visitors who leave do not keep the guard from learning that a page never ends.
func TestGuardTriesPagesThatVisitorsLeave(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := &behaviour{asked: map[string]int{}, does: map[string]rendererFunc{"Bad": hang, "Slow": func(ctx context.Context, page []byte) (ssr.Result, error) {
			select {
			case <-time.After(500 * time.Millisecond):
				return echo(ctx, page)
			case <-ctx.Done():
				return ssr.Result{}, ctx.Err()
			}
		}}}
		g := newGuard(t, b, ssr.WithTimeout(time.Second), ssr.WithPause(time.Hour, time.Hour))
		leave := func(component string) {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(100*time.Millisecond, cancel)
			_, ok, err := g.Render(ctx, ssrguard.Request{Page: []byte(component), Component: component})
			require.NoError(t, err)
			assert.False(t, ok)
		}
		for range 100 {
			leave("Bad")
			leave("Slow")
			time.Sleep(time.Second)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		assert.Equal(t, 4, b.asked["Bad"], "three visitors and a trial")
		assert.Greater(t, b.asked["Slow"], 20, "its trials succeed")
		_, ok, err := g.Render(t.Context(), ssrguard.Request{Page: []byte("Slow"), Component: "Slow"})
		require.NoError(t, err)
		for range 2 { // the first one may be a trial
			_, ok, err = g.Render(t.Context(), ssrguard.Request{Page: []byte("Slow"), Component: "Slow"})
			require.NoError(t, err)
			time.Sleep(time.Second)
		}
		assert.True(t, ok)
	})
}

// Names of components that a program makes up do not use up the memory. The test
// runs alone, because it measures the memory.
func TestGuardForgetsComponents(t *testing.T) {
	g := newGuard(t, fails(ssr.Crash), ssr.WithPause(time.Hour, time.Hour))
	visit := func(n int) {
		_, _, err := g.Render(t.Context(), ssrguard.Request{Page: []byte("{}"), Component: fmt.Sprint(strings.Repeat("x", 1000), n)})
		require.NoError(t, err)
	}
	for n := range 2000 {
		visit(n)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for n := range 20_000 {
		visit(2000 + n)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	assert.Less(t, int64(after.HeapAlloc)-int64(before.HeapAlloc), int64(5<<20), "20 MB of names")
	runtime.KeepAlive(g)
}

func TestOptionsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		opt  ssr.Option
		want string // "" if it makes sense
	}{
		"a path without its slash": {ssr.WithoutPaths("/ok", "admin/*"), `ssr: WithoutPaths("admin/*"): it fits no path, because paths start with a slash: write "/admin/*"`},
		"an empty path":            {ssr.WithoutPaths(""), `ssr: WithoutPaths(""): `},
		"a URL":                    {ssr.WithoutPaths("https://example.com/admin"), "paths start with a slash"},
		"a path with its query":    {ssr.WithoutPaths("/search?q=*"), "query and fragment are not part of it"},
		"a path with a fragment":   {ssr.WithoutPaths("/search#top"), "query and fragment are not part of it"},
		"a path that is encoded":   {ssr.WithoutPaths("/caf%C3%A9"), `compared decoded: write "/café"`},
		"a percent sign":           {ssr.WithoutPaths("/100%"), ""},
		"all paths":                {ssr.WithoutPaths("*"), ""},
		"paths by their end":       {ssr.WithoutPaths("*.pdf"), ""},
		"no paths":                 {ssr.WithoutPaths(), ""},
		"an empty component":       {ssr.WithoutComponents(""), "ssr: WithoutComponents"},
		"no time":                  {ssr.WithTimeout(0), "ssr: WithTimeout(0s)"},
		"no page":                  {ssr.WithMaxPage(0), "ssr: WithMaxPage(0)"},
		"a pause below 0":          {ssr.WithPause(-1, 0), "ssr: WithPause(-1ns, 0s)"},
		"no pause":                 {ssr.WithPause(0, 0), ""},
		"a cache below 0":          {ssr.WithCacheSize(-1), "ssr: WithCacheSize(-1)"},
		"no logger":                {ssr.WithLogger(nil), "ssr: WithLogger(nil)"},
		"no condition":             {ssr.WithCondition(nil), "ssr: WithCondition(nil)"},
		"no observer":              {ssr.WithObserver(nil), "ssr: WithObserver(nil)"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := ssrguard.New(rendererFunc(echo), test.opt)
			if test.want == "" {
				require.NoError(t, err)
				return
			}
			assert.ErrorContains(t, err, test.want)
		})
	}
	_, err := ssrguard.New(rendererFunc(echo), ssr.WithTimeout(-1), ssr.WithoutPaths("a", "b"))
	assert.Equal(t, 3, len(strings.Split(err.Error(), "\n")), "all of them are told")
}

// Several observers are all told; options that set a value replace each other.
func TestRepeatedOptions(t *testing.T) {
	t.Parallel()
	var told []string
	observer := func(name string) ssr.Option {
		return ssr.WithObserver(func(_ context.Context, e ssr.Event) { told = append(told, name+" "+string(e.Outcome)) })
	}
	g := newGuard(t, rendererFunc(echo), observer("a"), observer("b"), ssr.WithMaxPage(1), ssr.WithMaxPage(10))
	_, ok, err := g.Render(t.Context(), request("{}"))
	require.NoError(t, err)
	assert.True(t, ok)
	assert.Equal(t, []string{"a rendered", "b rendered"}, told)
}
