package inertia_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
	"weak"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
)

// slow is a prop that takes a second, and counts how often it is computed.
type slow struct{ calls, ended atomic.Int32 }

func (s *slow) load(ctx context.Context) (int32, error) {
	n := s.calls.Add(1)
	defer s.ended.Add(1)
	select {
	case <-time.After(time.Second):
		return n, nil
	case <-ctx.Done():
		return 0, context.Cause(ctx)
	}
}

// browser has the cookies that a handler sets.
type cookies map[string]string

func (c cookies) visit(h http.Handler, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("X-Inertia", "true")
	r.Header.Set("X-Inertia-Version", "v1")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	for name, value := range c {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	for _, set := range w.Result().Cookies() {
		if c[set.Name] = set.Value; set.MaxAge < 0 {
			delete(c, set.Name)
		}
	}
	return w
}

func TestDeferAfterSendsWhatIsReadyInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s slow
		i := app(t)
		h := i.Middleware(i.Page("Page", inertia.Props{"p": inertia.Lazy(s.load).DeferAfter(2 * time.Second)}))
		res := visit(h, "/")
		assert.Contains(t, res.Body.String(), `"p":1`)
		assert.NotContains(t, res.Body.String(), "deferredProps")
		assert.Empty(t, res.Header()["Set-Cookie"])
	})
}

func TestDeferAfterLeavesWithoutWhatIsLate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s slow
		i := app(t)
		h := i.Middleware(i.Page("Page", inertia.Props{"p": inertia.Lazy(s.load).DeferAfter(150 * time.Millisecond).Group("g"), "q": 2}))
		c := cookies{"session": "ann"}
		begun := time.Now()
		page := c.visit(h, "/")
		assert.Equal(t, 150*time.Millisecond, time.Since(begun))
		assert.NotContains(t, page.Body.String(), `"p":`)
		assert.Contains(t, page.Body.String(), `"q":2`)
		assert.Contains(t, page.Body.String(), `"deferredProps":{"g":["p"]}`)
		cookie := page.Result().Cookies()[0]
		assert.True(t, cookie.HttpOnly)
		assert.Equal(t, http.SameSiteLaxMode, cookie.SameSite)

		time.Sleep(350 * time.Millisecond)
		assert.Contains(t, c.visit(h, "/", partial("p", "")...).Body.String(), `"p":1`)
		assert.Equal(t, time.Second, time.Since(begun), "the client waited for what had begun")
		assert.EqualValues(t, 1, s.calls.Load())

		// What waited is handed out once: the next reload is a new value.
		assert.Contains(t, c.visit(h, "/", partial("p", "")...).Body.String(), `"p":2`)
	})
}

// The result reaches whoever has the token, the credentials and the place of the
// page, and nobody else.
func TestDeferAfterKeepsTheResultForTheVisitor(t *testing.T) {
	t.Parallel()
	for name, other := range map[string]struct {
		edit    func(cookies)
		path    string
		headers []string
	}{
		"no cookies":         {edit: func(c cookies) { clear(c) }},
		"another session":    {edit: func(c cookies) { c["session"] = "bob" }},
		"no session":         {edit: func(c cookies) { delete(c, "session") }},
		"no token":           {edit: func(c cookies) { delete(c, "inertia_late") }},
		"a token of another": {edit: func(c cookies) { c["inertia_late"] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" }},
		"an Authorization":   {headers: []string{"Authorization", "Bearer b"}},
		"another language":   {headers: []string{"Accept-Language", "de"}},
		"another URL":        {path: "/?page=2"},
		"another component":  {path: "/other", headers: []string{"X-Inertia-Partial-Component", "Other"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var s slow
				i := app(t)
				mux := http.NewServeMux()
				props := inertia.Props{"p": inertia.Lazy(s.load).DeferAfter(150 * time.Millisecond)}
				mux.Handle("/", i.Page("Page", props))
				mux.Handle("/other", i.Page("Other", props))
				h := i.Middleware(mux)
				c := cookies{"session": "ann"}
				c.visit(h, "/")
				time.Sleep(5 * time.Second)
				mine := cookies{}
				for name, value := range c {
					mine[name] = value
				}
				if other.edit != nil {
					other.edit(c)
				}
				path := other.path
				if path == "" {
					path = "/"
				}
				assert.Contains(t, c.visit(h, path, append(partial("p", ""), other.headers...)...).Body.String(), `"p":2`)
				assert.Contains(t, mine.visit(h, "/", partial("p", "")...).Body.String(), `"p":1`, "it still waits for its own")
			})
		})
	}
}

// The answer itself may change the cookies: the browser comes back with those.
func TestDeferAfterKnowsTheVisitorByTheCookiesOfTheAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s slow
		i := app(t, inertia.WithCSRF())
		page := i.Page("Page", inertia.Props{"p": inertia.Lazy(s.load).DeferAfter(150 * time.Millisecond)})
		h := i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.SetCookie(w, &http.Cookie{Name: "session", Value: "new"})
			http.SetCookie(w, &http.Cookie{Name: "gone", MaxAge: -1})
			page.ServeHTTP(w, r)
		}))
		c := cookies{"gone": "1", "session": "old"}
		c.visit(h, "/")
		assert.Contains(t, c.visit(h, "/", partial("p", "")...).Body.String(), `"p":1`)
	})
}

func TestDeferAfterForgetsWhatNobodyFetches(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s slow
		i := app(t)
		h := i.Middleware(i.Page("Page", inertia.Props{"p": inertia.Lazy(s.load).DeferAfter(150 * time.Millisecond)}))
		c := cookies{}
		c.visit(h, "/")
		time.Sleep(time.Minute)
		assert.Contains(t, c.visit(h, "/", partial("p", "")...).Body.String(), `"p":2`)

		// A later page takes the place of an earlier one, whose function ends.
		c.visit(h, "/")
		c.visit(h, "/")
		synctest.Wait()
		assert.EqualValues(t, 3, s.ended.Load())
		assert.Contains(t, c.visit(h, "/", partial("p", "")...).Body.String(), `"p":4`)
	})
}

func TestDeferAfterEndsWithAPageThatIsNotSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s slow
		i := app(t, inertia.WithLogger(slog.New(slog.DiscardHandler)))
		late := inertia.Lazy(s.load).DeferAfter(150 * time.Millisecond)
		fails := inertia.Lazy(func(context.Context) (int, error) {
			time.Sleep(300 * time.Millisecond)
			return 0, errors.New("no")
		})
		h := i.Middleware(i.Page("Page", inertia.Props{"p": late, "q": fails}))
		assert.Equal(t, http.StatusInternalServerError, visit(h, "/").Code)
		synctest.Wait()
		assert.EqualValues(t, 1, s.ended.Load())

		// The visitor leaves while the page waits.
		h = i.Middleware(i.Page("Page", inertia.Props{"p": inertia.Lazy(s.load).DeferAfter(time.Hour)}))
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil))
		synctest.Wait()
		assert.EqualValues(t, 2, s.ended.Load())
	})
}

func TestDeferAfterFailsAsAnyProp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		i := app(t, inertia.WithLogger(slog.New(slog.DiscardHandler)))
		fails := func(context.Context) (int, error) {
			time.Sleep(time.Second)
			panic("no")
		}
		h := i.Middleware(i.Page("Page", inertia.Props{"p": inertia.Lazy(fails).DeferAfter(2 * time.Second)}))
		assert.Equal(t, http.StatusInternalServerError, visit(h, "/").Code)

		h = i.Middleware(i.Page("Page", inertia.Props{"p": inertia.Lazy(fails).DeferAfter(time.Millisecond).Rescue()}))
		c := cookies{}
		c.visit(h, "/")
		assert.Contains(t, c.visit(h, "/", partial("p", "")...).Body.String(), `"rescuedProps":["p"]`)
	})
}

// With a cache the value is computed once for everybody, and waits there.
func TestDeferAfterOfACachedProp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s slow
		i := app(t)
		h := i.Middleware(i.Page("Page", inertia.Props{
			"p": inertia.Lazy(s.load).Cache(time.Hour, 0).Shared().DeferAfter(150 * time.Millisecond)}))
		assert.NotContains(t, visit(h, "/").Body.String(), `"p":`)
		time.Sleep(time.Second)
		assert.Contains(t, visit(h, "/").Body.String(), `"p":1`)
		assert.Contains(t, visit(h, "/", partial("p", "")...).Body.String(), `"p":1`)
		assert.EqualValues(t, 1, s.calls.Load())
	})
}

// A page that leaves without a prop is not what the same versions stand for.
func TestDeferAfterAndVersion(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s slow
		i := app(t)
		prop := inertia.Lazy(s.load).Version(newOrders().Version)
		late := visit(i.Middleware(i.Page("Page", inertia.Props{"p": prop.DeferAfter(time.Millisecond)})), "/")
		assert.Empty(t, late.Header().Get("ETag"))
		inTime := visit(i.Middleware(i.Page("Page", inertia.Props{"p": prop.DeferAfter(time.Minute)})), "/")
		require.NotEmpty(t, inTime.Header().Get("ETag"))
		time.Sleep(time.Minute)
	})
}

// Around the prop, Defer and Optional take back that the page waits.
func TestDeferAfterIsTakenBack(t *testing.T) {
	t.Parallel()
	i := app(t)
	p := inertia.Lazy(fn(1)).DeferAfter(time.Hour)
	h := i.Middleware(i.Page("Page", inertia.Props{"a": inertia.Defer(p), "b": inertia.Optional(p), "c": p}))
	body := visit(h, "/").Body.String()
	assert.Contains(t, body, `"deferredProps":{"default":["a"]}`)
	assert.Contains(t, body, `"c":1`)
	assert.NotContains(t, body, `"b":`)
}

// A result may wait for 30 seconds, long after its request has ended.
func TestWhatIsLateHoldsNothingOfItsRequest(t *testing.T) {
	t.Parallel()
	type key struct{}
	pageLeft := make(chan struct{})
	var calls atomic.Int32
	p := inertia.Lazy(func() int32 { <-pageLeft; return calls.Add(1) }).DeferAfter(time.Millisecond)
	i := app(t)
	h := i.Middleware(i.Page("Page", inertia.Props{"p": p}))
	body := new([1 << 20]byte)
	held := weak.Make(body)
	c := cookies{"session": "ann"}
	c.visit(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), key{}, body)))
	}), "/")
	assert.True(t, held.Value() != nil, "the function has it")
	body = nil
	close(pageLeft)
	require.Eventually(t, func() bool { // the function ends soon
		runtime.GC()
		return held.Value() == nil
	}, time.Minute, time.Millisecond)
	late := c.visit(h, "/", "X-Inertia-Partial-Component", "Page", "X-Inertia-Partial-Data", "p")
	assert.Contains(t, late.Body.String(), `"p":1`, "it has waited")
}
