package inertia_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/flash"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/ssr"
)

// watcher keeps what an observer is told.
type watcher struct {
	mu     sync.Mutex
	events []inertia.Event
}

func (w *watcher) observe(_ context.Context, e inertia.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.events = append(w.events, e)
}

// told are the events of type E.
func told[E inertia.Event](w *watcher) (list []E) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, e := range w.events {
		if e, ok := e.(E); ok {
			list = append(list, e)
		}
	}
	return list
}

// answered is the last answer.
func (w *watcher) answered(t *testing.T) inertia.Answered {
	t.Helper()
	all := told[inertia.Answered](w)
	require.NotEmpty(t, all)
	return all[len(all)-1]
}

func TestAnswersAreObserved(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		method, path string
		headers      []string
		want         inertia.Answered
	}{
		"document":     {"GET", "/page?a=1", []string{"Accept", "text/html"}, inertia.Answered{URL: "/page?a=1", Route: "GET /page", Kind: inertia.KindInitial, Component: "Page", Status: 200}},
		"visit":        {"GET", "/page", client, inertia.Answered{Route: "GET /page", Kind: inertia.KindNavigate, Component: "Page", Status: 200}},
		"partial":      {"GET", "/page", with("X-Inertia-Partial-Component", "Page", "X-Inertia-Partial-Data", "a"), inertia.Answered{Route: "GET /page", Kind: inertia.KindPartial, Component: "Page", Status: 200}},
		"deferred":     {"GET", "/page", with("X-Inertia-Devtools-Deferred", "1"), inertia.Answered{Route: "GET /page", Kind: inertia.KindDeferred, Component: "Page", Status: 200}},
		"poll":         {"GET", "/page", with("X-Inertia-Devtools-Poll", "1"), inertia.Answered{Route: "GET /page", Kind: inertia.KindPoll, Component: "Page", Status: 200}},
		"prefetch":     {"GET", "/page", with("Purpose", "prefetch"), inertia.Answered{Route: "GET /page", Kind: inertia.KindPrefetch, Component: "Page", Status: 200}},
		"precognition": {"POST", "/form", []string{"Precognition", "true", "Accept", "application/json"}, inertia.Answered{Route: "POST /form", Kind: inertia.KindPrecognition, Status: 422}},
		"redirect":     {"PUT", "/go", client, inertia.Answered{Route: "PUT /go", Kind: inertia.KindNavigate, Status: 303, Location: "/page"}},
		"location":     {"GET", "/away", client, inertia.Answered{Route: "GET /away", Kind: inertia.KindNavigate, Status: 409, Location: "https://example.org/"}},
		"unknown":      {"GET", "/none", client, inertia.Answered{Kind: inertia.KindNavigate, Status: 404}},
		"error":        {"GET", "/fails", client, inertia.Answered{Route: "GET /fails", Kind: inertia.KindNavigate, Status: 418}},
		"panic":        {"GET", "/panics", client, inertia.Answered{Route: "GET /panics", Kind: inertia.KindNavigate, Status: 500}},
		"other":        {"GET", "/text", []string{"Accept", "*/*"}, inertia.Answered{Route: "GET /text", Kind: inertia.KindHTTP, Status: 200}},
		"head":         {"HEAD", "/page", []string{"Accept", "text/html"}, inertia.Answered{Route: "GET /page", Kind: inertia.KindInitial, Component: "Page", Status: 200}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var seen watcher
			i := quiet(t, inertia.WithObserver(seen.observe))
			mux := http.NewServeMux()
			mux.Handle("GET /page", i.Page("Page", inertia.Props{"a": inertia.Lazy(fn(1)), "b": 2}))
			mux.Handle("POST /form", i.Handle(func(http.ResponseWriter, *http.Request) error { return inertia.Errors{"name": {"no"}} }))
			mux.HandleFunc("PUT /go", func(w http.ResponseWriter, r *http.Request) { i.Redirect(w, r, "/page") })
			mux.HandleFunc("GET /away", func(w http.ResponseWriter, r *http.Request) { i.Location(w, r, "https://example.org/") })
			mux.Handle("GET /fails", i.Handle(func(http.ResponseWriter, *http.Request) error { return &inertia.HTTPError{Status: 418} }))
			mux.HandleFunc("GET /panics", func(http.ResponseWriter, *http.Request) { panic("boom") })
			mux.HandleFunc("GET /text", func(w http.ResponseWriter, _ *http.Request) {
				_, _ = io.WriteString(w, "one")
				w.(http.Flusher).Flush()
				_, _ = io.WriteString(w, "two")
			})
			h := i.Middleware(mux)
			if name == "panic" {
				h = i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { mux.ServeHTTP(w, r) }))
			}
			res := do(h, tc.method, tc.path, tc.headers...)
			text := body(t, res)
			got := seen.answered(t)
			assert.Len(t, told[inertia.Answered](&seen), 1)

			if tc.want.URL == "" {
				tc.want.URL = tc.path
			}
			assert.Equal(t, tc.method, got.Method)
			assert.Equal(t, tc.want.URL, got.URL)
			assert.Equal(t, tc.want.Route, got.Route)
			assert.Equal(t, tc.want.Kind, got.Kind)
			assert.Equal(t, tc.want.Component, got.Component)
			assert.Equal(t, tc.want.Status, got.Status)
			assert.Equal(t, res.StatusCode, got.Status)
			assert.Equal(t, tc.want.Location, got.Location)
			assert.False(t, got.Begun.IsZero())
			assert.GreaterOrEqual(t, got.Duration, got.Render)
			if tc.method != "HEAD" {
				assert.EqualValues(t, len(text), got.Bytes)
			}
			if got.Kind == inertia.KindNavigate && got.Component != "" {
				assert.Equal(t, len(text), got.PageBytes)
			}
			assert.Equal(t, got.Status >= 400 && got.Status != 409 && got.Kind != inertia.KindPrecognition && tc.want.Route != "", got.Err != nil && tc.want.Route != "")
		})
	}
}

func TestAnAnswerThatIsCutIsObserved(t *testing.T) {
	t.Parallel()
	for name, begins := range map[string]bool{"before it began": false, "in the middle": true} {
		var seen watcher
		i := quiet(t, inertia.WithObserver(seen.observe), inertia.WithDevTools(everybody))
		h := i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if begins {
				_, _ = io.WriteString(w, "half")
			}
			panic(http.ErrAbortHandler)
		}))
		assert.PanicsWithError(t, http.ErrAbortHandler.Error(), func() { do(h, "GET", "/", "Accept", "*/*") }, name)
		want := 0
		if begins {
			want = 200
		}
		assert.Equal(t, want, seen.answered(t).Status, name)
	}
}

func TestEachPropIsObserved(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	fails := func(context.Context) (int, error) { return 0, boom }
	props := inertia.Props{
		"value":    "text",
		"lazy":     inertia.Lazy(fn([]int{1, 2})),
		"always":   inertia.Always(1),
		"later":    inertia.Defer(fn(1)).Group("g"),
		"rescued":  inertia.Defer(fails).Rescue(),
		"optional": inertia.Optional(fn(1)),
		"adaptive": inertia.Lazy(fn(1)).DeferAfter(time.Hour),
		"live":     inertia.Live(fn(1), "channel"),
		"merge":    inertia.Merge([]int{1}),
		"once":     inertia.Once(fn(1)),
		"inside":   inertia.Props{"deep": inertia.Lazy(fn(3)), "plain": 4},
		"returns":  inertia.Lazy(func(context.Context) (any, error) { return inertia.Props{"more": inertia.Lazy(fn(5))}, nil }),
	}
	type got struct {
		kind     string
		outcome  inertia.PropOutcome
		shared   bool
		computed bool
		bytes    int
	}
	observed := func(t *testing.T, headers ...string) map[string]got {
		var seen watcher
		i := quiet(t, inertia.WithObserver(seen.observe), inertia.WithShared("user", "Ada"), inertia.WithShared("value", "other"), inertia.WithLive(anybody))
		do(i.Middleware(i.Page("Page", props)), "GET", "/", headers...)
		out := map[string]got{}
		for _, p := range seen.answered(t).Props {
			out[p.Path] = got{p.Kind, p.Outcome, p.Shared, p.Computed, p.Bytes}
			assert.Equal(t, p.Computed, !p.Start.IsZero(), p.Path)
			assert.GreaterOrEqual(t, p.Wait, 0*p.Wait, p.Path)
			assert.Equal(t, p.Outcome == inertia.OutcomeRescued, errors.Is(p.Err, boom), p.Path)
		}
		return out
	}

	assert.Equal(t, map[string]got{
		"errors":       {"", inertia.OutcomeSent, true, false, 2},
		"user":         {"", inertia.OutcomeSent, true, false, 5},
		"value":        {"", inertia.OutcomeSent, false, false, 6},
		"lazy":         {"", inertia.OutcomeSent, false, true, 5},
		"always":       {"always", inertia.OutcomeSent, false, false, 1},
		"later":        {"defer", inertia.OutcomeSkipped, false, false, 0},
		"rescued":      {"defer", inertia.OutcomeSkipped, false, false, 0},
		"optional":     {"optional", inertia.OutcomeSkipped, false, false, 0},
		"adaptive":     {"deferAfter", inertia.OutcomeSent, false, true, 1},
		"live":         {"live", inertia.OutcomeSent, false, true, 1},
		"merge":        {"merge", inertia.OutcomeSent, false, false, 3},
		"once":         {"once", inertia.OutcomeCached, false, false, 0},
		"inside":       {"", inertia.OutcomeSent, false, false, len(`{"deep":3,"plain":4}`)},
		"inside.deep":  {"", inertia.OutcomeSent, false, true, 1},
		"returns":      {"", inertia.OutcomeSent, false, true, len(`{"more":5}`)},
		"returns.more": {"", inertia.OutcomeSent, false, true, 1},
	}, observed(t, with("X-Inertia-Except-Once-Props", "once")...))

	partial := observed(t, with("X-Inertia-Partial-Component", "Page", "X-Inertia-Partial-Data", "later,rescued,inside.deep")...)
	assert.Equal(t, got{"defer", inertia.OutcomeSent, false, true, 1}, partial["later"])
	assert.Equal(t, got{"defer", inertia.OutcomeRescued, false, true, 0}, partial["rescued"])
	assert.Equal(t, got{"", inertia.OutcomeSent, false, true, 1}, partial["inside.deep"])
	assert.NotContains(t, partial, "lazy", "not asked for")
}

func TestFailuresAreObserved(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	fails := func(context.Context) (int, error) { return 0, boom }

	t.Run("prop fails the page", func(t *testing.T) {
		t.Parallel()
		var seen watcher
		i := quiet(t, inertia.WithConcurrency(1), inertia.WithObserver(seen.observe))
		h := i.Middleware(i.Page("Page", inertia.Props{"a": inertia.Lazy(fails), "b": inertia.Lazy(fn(1)), "c": 1}))
		do(h, "GET", "/x", client...)
		failed := told[inertia.PropFailed](&seen)
		require.Len(t, failed, 1)
		assert.Equal(t, "a", failed[0].Path)
		assert.Equal(t, "Page", failed[0].Component)
		assert.Equal(t, "/x", failed[0].URL)
		assert.ErrorIs(t, failed[0].Err, boom)
		a := seen.answered(t)
		assert.ErrorIs(t, a.Err, boom)
		assert.Equal(t, 500, a.Status)
		assert.Zero(t, a.PageBytes)
		outcomes := map[string]inertia.PropOutcome{}
		for _, p := range a.Props {
			outcomes[p.Path] = p.Outcome
		}
		assert.Equal(t, map[string]inertia.PropOutcome{"errors": "cancelled", "a": "failed", "b": "cancelled", "c": "cancelled"}, outcomes)
	})
	t.Run("prop does not encode", func(t *testing.T) {
		t.Parallel()
		var seen watcher
		i := quiet(t, inertia.WithObserver(seen.observe))
		do(i.Middleware(i.Page("Page", inertia.Props{"a": inertia.Lazy(fn(make(chan int)))})), "GET", "/x", client...)
		require.Len(t, told[inertia.PropFailed](&seen), 1)
	})
	t.Run("prop is rescued", func(t *testing.T) {
		t.Parallel()
		var seen watcher
		i := quiet(t, inertia.WithObserver(seen.observe))
		h := i.Middleware(i.Page("Page", inertia.Props{"a": inertia.Defer(fails).Rescue(), "b": inertia.Defer(fn(make(chan int))).Rescue()}))
		do(h, "GET", "/x", with("X-Inertia-Partial-Component", "Page", "X-Inertia-Partial-Data", "a,b")...)
		rescued := told[inertia.PropRescued](&seen)
		require.Len(t, rescued, 2, "one fails when it is computed, one when it is encoded")
		assert.Equal(t, "a", rescued[0].Path)
		assert.ErrorIs(t, rescued[0].Err, boom)
		assert.Equal(t, "b", rescued[1].Path)
		assert.Empty(t, told[inertia.PropFailed](&seen))
	})
	t.Run("visitor left", func(t *testing.T) {
		t.Parallel()
		var seen watcher
		i := quiet(t, inertia.WithObserver(seen.observe))
		ctx, cancel := context.WithCancel(t.Context())
		h := i.Middleware(i.Page("Page", inertia.Props{"a": inertia.Lazy(func(ctx context.Context) (int, error) { cancel(); return 0, context.Cause(ctx) })}))
		r := httptest.NewRequestWithContext(ctx, "GET", "/", nil)
		r.Header.Set("X-Inertia", "true")
		r.Header.Set("X-Inertia-Version", "v1")
		h.ServeHTTP(httptest.NewRecorder(), r)
		assert.Empty(t, told[inertia.PropFailed](&seen), "nobody's mistake")
		for _, p := range seen.answered(t).Props {
			assert.Equal(t, inertia.OutcomeCancelled, p.Outcome, p.Path)
		}
	})
	t.Run("version", func(t *testing.T) {
		t.Parallel()
		var seen watcher
		i := app(t, inertia.WithObserver(seen.observe))
		do(i.Middleware(i.Page("Page", nil)), "GET", "/x", "X-Inertia", "true", "X-Inertia-Version", "old")
		assert.Equal(t, []inertia.VersionConflict{{URL: "/x", Client: "old", Server: "v1"}}, told[inertia.VersionConflict](&seen))
		assert.Equal(t, 409, seen.answered(t).Status)
	})
	t.Run("another site", func(t *testing.T) {
		t.Parallel()
		var seen watcher
		i := quiet(t, inertia.WithCSRF(), inertia.WithObserver(seen.observe))
		do(i.Middleware(http.NotFoundHandler()), "POST", "/x", "Origin", "https://evil.test", "Sec-Fetch-Site", "cross-site")
		assert.Equal(t, []inertia.RequestRefused{{Method: "POST", URL: "/x", Origin: "https://evil.test", Site: "cross-site"}}, told[inertia.RequestRefused](&seen))
		assert.Equal(t, 403, seen.answered(t).Status)
	})
	t.Run("flash is lost", func(t *testing.T) {
		t.Parallel()
		var seen watcher
		i := quiet(t, inertia.WithObserver(seen.observe), inertia.WithFlashStore(brokenStore{}))
		do(i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			i.Redirect(w, r, "/y", inertia.Flashed("a", 1))
		})), "POST", "/x")
		lost := told[inertia.FlashLost](&seen)
		require.NotEmpty(t, lost)
		assert.ErrorContains(t, lost[0].Err, "not readable")
		assert.ErrorContains(t, lost[len(lost)-1].Err, "full")
		assert.False(t, lost[0].Partial)
	})
	t.Run("a part of flash is lost", func(t *testing.T) {
		t.Parallel()
		var seen watcher
		i := quiet(t, inertia.WithObserver(seen.observe))
		do(i.Middleware(i.Handle(manyErrors)), "POST", "/x")
		lost := told[inertia.FlashLost](&seen)
		require.Len(t, lost, 1)
		assert.True(t, lost[0].Partial)
	})
	t.Run("server-side rendering", func(t *testing.T) {
		t.Parallel()
		var seen watcher
		broken := newRenderer()
		broken.err = &ssr.Error{Kind: ssr.Render, Message: "window is not here"}
		i := quiet(t, inertia.WithSSR(broken), inertia.WithObserver(seen.observe))
		do(i.Middleware(i.Page("Page", nil)), "GET", "/x", "Accept", "text/html")
		failed := told[inertia.SSRFailed](&seen)
		require.Len(t, failed, 1)
		assert.Equal(t, "Page", failed[0].Component)
		assert.ErrorContains(t, failed[0].Err, "window is not here")
		require.NotNil(t, seen.answered(t).SSR)
		assert.Equal(t, ssr.Failed, seen.answered(t).SSR.Outcome)

		good := app(t, inertia.WithSSR(newRenderer()), inertia.WithObserver(seen.observe))
		do(good.Middleware(good.Page("Page", nil)), "GET", "/x", "Accept", "text/html")
		assert.Equal(t, ssr.Rendered, seen.answered(t).SSR.Outcome)
		assert.Len(t, told[inertia.SSRFailed](&seen), 1)
	})
}

// brokenStore reads and keeps nothing.
type brokenStore struct{}

func (brokenStore) Load(*http.Request, string) (flash.Data, flash.Key, error) {
	return flash.Data{}, "", errors.New("not readable")
}

func (brokenStore) Save(http.ResponseWriter, *http.Request, string, flash.Data, flash.Key) error {
	return errors.New("full")
}

func TestSeveralObserversAddUpAndNoneHarmsAnAnswer(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	var one, two watcher
	i := app(t, inertia.WithLogger(slog.New(slog.NewTextHandler(&log, nil))), inertia.WithObserver(one.observe),
		inertia.WithObserver(func(context.Context, inertia.Event) { panic("oops") }), inertia.WithObserver(two.observe))
	res := do(i.Middleware(i.Page("Page", nil)), "GET", "/", client...)
	assert.Equal(t, 200, res.StatusCode)
	assert.Len(t, told[inertia.Answered](&one), 1)
	assert.Equal(t, one.events, two.events)
	assert.Contains(t, log.String(), "an observer panics on inertia.Answered: oops")

	_, err := inertia.New(inertia.WithObserver(nil))
	assert.ErrorContains(t, err, "WithObserver")
}

func TestRequestsThatWantNoPageAreNotObserved(t *testing.T) {
	t.Parallel()
	var seen watcher
	i := app(t, inertia.WithObserver(seen.observe))
	plain := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) })
	do(i.Middleware(plain), "GET", "/api", "Accept", "application/json")
	assert.Empty(t, seen.events)
	do(i.Middleware(i.Handle(func(w http.ResponseWriter, _ *http.Request) error { w.WriteHeader(204); return nil })), "GET", "/api", "Accept", "application/json")
	assert.Equal(t, inertia.KindHTTP, seen.answered(t).Kind)
}

func TestDevelopmentLogsALineForEachAnswer(t *testing.T) {
	t.Parallel()
	for _, level := range []slog.Level{slog.LevelDebug, slog.LevelInfo} {
		var log bytes.Buffer
		i := app(t, inertia.WithDebug(), inertia.WithLogger(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: level}))))
		do(i.Middleware(i.Page("Users/Index", inertia.Props{"users": inertia.Lazy(fn([]int{1}))})), "GET", "/users?page=2", client...)
		line := `GET /users\?page=2 200 navigate Users/Index \d+ B in [\d.e-]+ m?s \(users [\d.e-]+ m?s\)`
		if level == slog.LevelDebug {
			assert.Regexp(t, line, log.String())
			assert.Equal(t, 1, strings.Count(log.String(), "\n"))
		} else {
			assert.Empty(t, log.String())
		}
	}
}

func TestTheLineOfAnAnswerReadsWell(t *testing.T) {
	t.Parallel()
	for took, want := range map[time.Duration]string{
		1200: "0.0012 ms", 31_234_000: "31.2 ms", 99_900_000: "99.9 ms", 999_600_000: "1000 ms", 3_061_000_000: "3.06 s", 754 * time.Second: "754.00 s",
	} {
		a := inertia.Answered{Method: "GET", URL: "/", Status: 200, Kind: inertia.KindInitial, Component: "Home", Bytes: 12_700, Duration: took}
		assert.Equal(t, "GET / 200 initial Home 12.4 KB in "+want, a.String())
	}
}

func TestPagesBeyondTheBudgetAreNoticed(t *testing.T) {
	t.Parallel()
	large := inertia.Props{"a": strings.Repeat("a", 300), "b": strings.Repeat("b", 500), "c": strings.Repeat("c", 100), "d": strings.Repeat("d", 200), "e": inertia.Lazy(fn(strings.Repeat("e", 10)))}
	for name, tc := range map[string]struct {
		opts     []inertia.Option
		told     bool
		warnings int
	}{
		"within the default": {nil, false, 0},
		"beyond":             {[]inertia.Option{inertia.WithPageBudget(1000)}, true, 0},
		"development":        {[]inertia.Option{inertia.WithPageBudget(1000), inertia.WithDebug()}, true, 1},
		"off":                {[]inertia.Option{inertia.WithPageBudget(0), inertia.WithDebug()}, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var seen watcher
			var log bytes.Buffer
			i := app(t, append(tc.opts, inertia.WithObserver(seen.observe), inertia.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))...)
			h := i.Middleware(i.Page("Page", large))
			for range 2 {
				assert.Equal(t, 200, do(h, "GET", "/x", client...).StatusCode)
			}
			assert.Equal(t, tc.warnings, strings.Count(log.String(), "more than the budget"), log.String())
			events := told[inertia.PageTooLarge](&seen)
			if !tc.told {
				assert.Empty(t, events)
				return
			}
			require.Len(t, events, 2, "each page")
			assert.Equal(t, 1000, events[0].Budget)
			assert.Equal(t, seen.answered(t).PageBytes, events[0].Bytes)
			var names []string
			for _, p := range events[0].Largest {
				names = append(names, fmt.Sprint(p.Path, " ", p.Bytes))
			}
			assert.Equal(t, []string{"b 502", "a 302", "d 202"}, names)
		})
	}
	_, err := inertia.New(inertia.WithPageBudget(-1))
	assert.ErrorContains(t, err, "WithPageBudget(-1)")

	// The default is 128 KB.
	var seen watcher
	i := app(t, inertia.WithObserver(seen.observe))
	for _, size := range []int{127 << 10, 128 << 10} {
		do(i.Middleware(i.Page("Page", inertia.Props{"a": strings.Repeat("a", size)})), "GET", "/x", client...)
	}
	require.Len(t, told[inertia.PageTooLarge](&seen), 1)
}

func silent() inertia.Option { return inertia.WithLogger(slog.New(slog.DiscardHandler)) }
