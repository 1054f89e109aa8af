package inertia_test

import (
	"context"
	"errors"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/inertia-templ/shell/inertia"
)

func TestMain(m *testing.M) {
	flag.Parse()
	if !flagGiven("rapid.checks") {
		_ = flag.Set("rapid.checks", "2000")
	}
	code := m.Run()
	if code == 0 {
		if err := goleak.Find(); err != nil {
			_, _ = io.WriteString(os.Stderr, err.Error()+"\n")
			code = 1
		}
	}
	os.Exit(code)
}

func flagGiven(name string) (given bool) {
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == name })
	return given
}

func sleeping(d time.Duration) func(context.Context) (time.Duration, error) {
	return func(context.Context) (time.Duration, error) {
		time.Sleep(d)
		return d, nil
	}
}

func TestLazyPropsRunInParallelWithinTheLimit(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		limit int
		want  time.Duration
	}{
		"eight at once":     {8, 20 * time.Millisecond},
		"three at once":     {3, 60 * time.Millisecond},
		"one after another": {1, 160 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				props := inertia.Props{}
				for _, key := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
					props[key] = inertia.Lazy(sleeping(20 * time.Millisecond))
				}
				start := time.Now()
				w := visit(app(t, inertia.WithConcurrency(tc.limit)).Page("Page", props), "/")
				assert.Equal(t, 200, w.Code)
				assert.Equal(t, tc.want, time.Since(start))
			})
		})
	}
}

func TestPropsFoundOnTheWayRunToo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		inner := inertia.Props{"x": inertia.Lazy(sleeping(time.Second)), "y": inertia.Lazy(sleeping(time.Second))}
		props := inertia.Props{
			"a": func() any { return inner },
			"b": []any{inner, func() any { return inertia.Props{"deep": inner} }},
		}
		start := time.Now()
		w := visit(app(t).Page("Page", props), "/")
		assert.Equal(t, time.Second, time.Since(start))
		assert.Contains(t, w.Body.String(), `"props":{"errors":{},"a":{"x":1000000000,"y":1000000000},"b":[{"x":1000000000,"y":1000000000},{"deep":{"x":1000000000,"y":1000000000}}]}`)
	})
}

func TestTimeout(t *testing.T) {
	t.Parallel()
	deaf := func(context.Context) (int, error) { time.Sleep(time.Minute); return 1, nil }
	obedient := func(ctx context.Context) (int, error) { <-ctx.Done(); return 0, ctx.Err() }
	for name, tc := range map[string]struct {
		prop  any
		after time.Duration // of the bubble's clock, which stands still while anything runs
		want  int
		body  string
	}{
		"deferred is rescued":            {inertia.Defer(obedient).Timeout(time.Second), time.Second, 200, `"rescuedProps":["p"]`},
		"deaf is left behind":            {inertia.Defer(deaf).Timeout(time.Second), time.Second, 200, `"rescuedProps":["p"]`},
		"in time":                        {inertia.Defer(fn(1)).Timeout(time.Second), 0, 200, `"p":1`},
		"lazy fails the page":            {inertia.Lazy(obedient).Timeout(time.Second), time.Second, 500, "500"},
		"another error is not a timeout": {inertia.Defer(func(context.Context) (int, error) { return 0, errors.New("x") }).Timeout(time.Second), 0, 500, "500"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				i := app(t, inertia.WithLogger(slog.New(slog.DiscardHandler)))
				begun := time.Now()
				w := visit(i.Page("Page", inertia.Props{"p": tc.prop}), "/", partial("p", "")...)
				assert.Equal(t, begun.Add(tc.after), time.Now())
				assert.Equal(t, tc.want, w.Code)
				assert.Contains(t, w.Body.String(), tc.body)
				time.Sleep(time.Minute) // the deaf function ends in its own time
			})
		})
	}
}

// A client that goes away cancels every prop that still runs.
func TestAbortedRequestCancelsItsProps(t *testing.T) {
	t.Parallel()
	started, ended := make(chan struct{}, 20), atomic.Int32{}
	waits := func(ctx context.Context) (int, error) {
		started <- struct{}{}
		<-ctx.Done()
		ended.Add(1)
		return 0, ctx.Err()
	}
	i := app(t, inertia.WithLogger(slog.New(slog.DiscardHandler)))
	done := make(chan struct{})
	server := httptest.NewServer(i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(done)
		i.Page("Page", inertia.Props{"a": inertia.Lazy(waits), "b": inertia.Lazy(waits), "c": inertia.Lazy(waits)}).ServeHTTP(w, r)
	})))
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL, nil)
	require.NoError(t, err)
	go func() {
		for range 3 {
			<-started
		}
		cancel()
	}()
	_, err = server.Client().Do(r)
	require.Error(t, err)
	<-done
	assert.EqualValues(t, 3, ended.Load())
}

func TestOnlyWhatIsSentIsComputed(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	counted := func(context.Context) (int, error) { calls.Add(1); return 1, nil }
	props := inertia.Props{
		"a": inertia.Lazy(counted), "b": inertia.Lazy(counted), "o": inertia.Optional(counted),
		"d": inertia.Defer(counted), "once": inertia.Once(counted), "f": func() int { calls.Add(1); return 1 },
		"in": inertia.Props{"x": inertia.Lazy(counted), "y": inertia.Lazy(counted)},
	}
	shared := inertia.WithShared("s", func(*http.Request) int { calls.Add(1); return 1 })
	for _, tc := range []struct {
		headers []string
		want    int32
	}{
		{nil, 7},
		{[]string{"X-Inertia-Except-Once-Props", "once"}, 6},
		{partial("a", ""), 1},
		{partial("in.x", ""), 1},
		{partial("nothing", ""), 0},
		{partial("", "in,a"), 6},
		{partial("s,d", ""), 2},
	} {
		calls.Store(0)
		w := visit(app(t, shared).Page("Page", props), "/", tc.headers...)
		require.Equal(t, 200, w.Code)
		assert.Equal(t, tc.want, calls.Load(), tc.headers)
	}
}

type panicking struct{}

func (panicking) InertiaProp(inertia.PropContext) any { panic("boom") }

// Helpers work in goroutines that no middleware recovers.
func TestAProviderThatPanicsInsideLazyPropsFailsThePage(t *testing.T) {
	t.Parallel()
	i := app(t)
	props := inertia.Props{}
	for _, name := range []string{"a", "b", "c", "d"} {
		props[name] = func() any {
			time.Sleep(time.Millisecond)
			return panicking{}
		}
	}
	h := i.Middleware(i.Page("Home", props))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	assert.Equal(t, http.StatusInternalServerError, w.Code)
}
