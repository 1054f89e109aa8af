package inertia_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/inertia-templ/shell/inertia"
)

// counted returns a function that takes a second and counts its calls.
func counted(calls *atomic.Int32) func(context.Context) (int, error) {
	return func(ctx context.Context) (int, error) {
		n := calls.Add(1)
		select {
		case <-time.After(time.Second):
			return int(n), nil
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
}

func TestMemoRunsOnceForARequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int32
		user := inertia.Memo(counted(&calls))
		name := func(ctx context.Context) (int, error) {
			n, err := user(ctx)
			return 10 * n, err
		}
		i := app(t, inertia.WithShared("shared", inertia.Lazy(user)))
		h := i.Middleware(i.Page("Page", inertia.Props{"a": user, "b": inertia.Lazy(user), "c": name}))
		begun := time.Now()
		assert.Contains(t, visit(h, "/").Body.String(), `"props":{"errors":{},"shared":1,"a":1,"b":1,"c":10}`)
		assert.Equal(t, time.Second, time.Since(begun))
		assert.Contains(t, visit(h, "/").Body.String(), `"shared":2,"a":2,"b":2,"c":20`, "another request runs it again")
	})
}

func TestMemoByRunsOnceForAKey(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	double := inertia.MemoBy(func(_ context.Context, n int) (int, error) { calls.Add(1); return 2 * n, nil })
	of := func(n int) any { return func(ctx context.Context) (int, error) { return double(ctx, n) } }
	i := app(t)
	w := visit(i.Middleware(i.Page("Page", inertia.Props{"a": of(1), "b": of(2), "c": of(1), "d": of(2)})), "/")
	assert.Contains(t, w.Body.String(), `"a":2,"b":4,"c":2,"d":4`)
	assert.EqualValues(t, 2, calls.Load())

	calls.Store(0)
	for range 2 {
		n, err := double(t.Context(), 3)
		assert.NoError(t, err)
		assert.Equal(t, 6, n)
	}
	assert.EqualValues(t, 2, calls.Load(), "outside of a request nothing is kept")
}

func TestMemoGivesEveryCallerItsError(t *testing.T) {
	t.Parallel()
	fails := inertia.Memo(func(context.Context) (error, error) { return nil, errors.New("down") })
	panics := inertia.Memo(func(context.Context) (int, error) { panic("boom") })
	var self func(context.Context) (int, error)
	self = inertia.Memo(func(ctx context.Context) (int, error) { return self(ctx) })
	for name, tc := range map[string]struct {
		call func(context.Context) error
		want string
	}{
		"an error": {func(ctx context.Context) error { _, err := fails(ctx); return err }, "down"},
		"a panic":  {func(ctx context.Context) error { _, err := panics(ctx); return err }, "panic: boom"},
		"itself":   {func(ctx context.Context) error { _, err := self(ctx); return err }, "it needs its own result"},
	} {
		i := app(t, inertia.WithLogger(slog.New(slog.DiscardHandler)))
		visit(i.Middleware(i.Handle(func(_ http.ResponseWriter, r *http.Request) error {
			for range 2 {
				err := func() (err error) {
					defer func() {
						if p := recover(); p != nil {
							err = errors.New("panic: boom")
						}
					}()
					return tc.call(r.Context())
				}()
				assert.ErrorContains(t, err, tc.want, name)
			}
			return nil
		})), "/")
	}
}

// A caller that gives up does not take the result from the others.
func TestMemoOutlivesTheCallerThatBegan(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int32
		slow := inertia.Memo(counted(&calls))
		i := app(t, inertia.WithLogger(slog.New(slog.DiscardHandler)))
		h := i.Middleware(i.Page("Page", inertia.Props{
			"a": inertia.Defer(slow).Timeout(time.Millisecond),
			"b": inertia.Defer(func(ctx context.Context) (int, error) { time.Sleep(time.Millisecond / 2); return slow(ctx) }),
		}))
		w := visit(h, "/", partial("a,b", "")...)
		assert.Contains(t, w.Body.String(), `"props":{"errors":{},"b":1}`)
		assert.Contains(t, w.Body.String(), `"rescuedProps":["a"]`)
		assert.EqualValues(t, 1, calls.Load())
	})
}

func TestMemoIsCancelledWithItsRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int32
		slow := inertia.Memo(counted(&calls))
		ctx, leave := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer leave()
		i := app(t, inertia.WithLogger(slog.New(slog.DiscardHandler)))
		h := i.Middleware(i.Handle(func(_ http.ResponseWriter, r *http.Request) error {
			begun := time.Now()
			_, err := slow(context.WithoutCancel(r.Context()))
			assert.ErrorIs(t, err, context.Canceled)
			assert.Equal(t, 100*time.Millisecond, time.Since(begun))
			return nil
		}))
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil))
	})
}
