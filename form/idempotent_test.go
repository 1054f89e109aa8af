package form_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
)

const aKey = "0123456789abcdef"

func user(r *http.Request) string { return r.Header.Get("User") }

// submit sends a form, as a visit of the client.
func submit(h http.Handler, key string, edit ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/orders", strings.NewReader("{}"))
	r.Header.Set("X-Inertia", "true")
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Referer", "http://example.com/orders/new")
	r.Header.Set("User", "ann")
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	for _, f := range edit {
		f(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// shownAfter is the page that the redirect of a submission leads to.
func shownAfter(h http.Handler, w *httptest.ResponseRecorder) string {
	r := httptest.NewRequest(http.MethodGet, w.Header().Get("Location"), nil)
	r.Header.Set("X-Inertia", "true")
	for _, c := range w.Result().Cookies() {
		r.AddCookie(c)
	}
	page := httptest.NewRecorder()
	h.ServeHTTP(page, r)
	return page.Body.String()
}

// shop makes a row for each order, in the ways that handlers answer.
func shop(t testing.TB, rows *atomic.Int32, inside bool, answer func(*inertia.Inertia, http.ResponseWriter, *http.Request, int32) error) http.Handler {
	t.Helper()
	i := newInertia(t)
	create := i.Handle(func(w http.ResponseWriter, r *http.Request) error { return answer(i, w, r, rows.Add(1)) })
	mux := http.NewServeMux()
	mux.Handle("GET /", i.Page("Show", nil))
	if inside {
		mux.Handle("POST /orders", form.Idempotent(create, user))
		return i.Middleware(mux)
	}
	mux.Handle("POST /orders", create)
	return form.Idempotent(i.Middleware(mux), user)
}

func redirectsToTheOrder(i *inertia.Inertia, w http.ResponseWriter, r *http.Request, n int32) error {
	inertia.Flash(r, "notice", map[string]any{"order": n, "large": json.Number("12345678901234567890")})
	http.SetCookie(w, &http.Cookie{Name: "last", Value: fmt.Sprint(n)})
	i.Redirect(w, r, fmt.Sprint("/orders/", n))
	return nil
}

func TestIdempotentGivesTheFirstOutcomeAgain(t *testing.T) {
	t.Parallel()
	for _, inside := range []bool{true, false} {
		for name, answer := range map[string]func(*inertia.Inertia, http.ResponseWriter, *http.Request, int32) error{
			"a redirect with flash": redirectsToTheOrder,
			"errors": func(*inertia.Inertia, http.ResponseWriter, *http.Request, int32) error {
				return inertia.Errors{"name": {"is empty"}}
			},
			"a fragment": func(i *inertia.Inertia, w http.ResponseWriter, r *http.Request, n int32) error {
				i.Redirect(w, r, fmt.Sprint("/orders/", n, "#paid"), inertia.Flashed("notice", n))
				return nil
			},
			"another site": func(i *inertia.Inertia, w http.ResponseWriter, r *http.Request, n int32) error {
				i.Location(w, r, fmt.Sprint("https://pay.example/", n))
				return nil
			},
			"a page": func(i *inertia.Inertia, w http.ResponseWriter, r *http.Request, n int32) error {
				return i.Render(w, r, "Done", inertia.Props{"n": n}, inertia.Flashed("notice", n))
			},
			"nothing": func(*inertia.Inertia, http.ResponseWriter, *http.Request, int32) error { return nil },
		} {
			t.Run(fmt.Sprint(name, " inside ", inside), func(t *testing.T) {
				t.Parallel()
				var rows atomic.Int32
				h := shop(t, &rows, inside, answer)
				first := submit(h, aKey)
				for range 3 {
					again := submit(h, aKey)
					assert.Equal(t, first.Code, again.Code)
					assert.Equal(t, first.Body.String(), again.Body.String())
					for _, name := range []string{"Location", "X-Inertia-Redirect", "X-Inertia-Location", "X-Inertia", "Content-Type"} {
						assert.Equal(t, first.Header()[name], again.Header()[name], name)
					}
					assert.Len(t, again.Result().Cookies(), len(first.Result().Cookies()))
					if first.Header().Get("Location") != "" {
						assert.Equal(t, shownAfter(h, first), shownAfter(h, again))
					}
				}
				assert.EqualValues(t, 1, rows.Load())
			})
		}
	}
}

func TestIdempotentShowsTheFlashOfTheFirst(t *testing.T) {
	t.Parallel()
	var rows atomic.Int32
	h := shop(t, &rows, true, redirectsToTheOrder)
	submit(h, aKey)
	assert.Contains(t, shownAfter(h, submit(h, aKey)), `"flash":{"notice":{"large":12345678901234567890,"order":1}}`)
	h = shop(t, &rows, true, func(*inertia.Inertia, http.ResponseWriter, *http.Request, int32) error {
		return inertia.Errors{"name": {"is empty"}}
	})
	submit(h, aKey)
	assert.Contains(t, shownAfter(h, submit(h, aKey)), `"errors":{"name":"is empty"}`)
}

func TestIdempotentRunsOtherSubmissions(t *testing.T) {
	t.Parallel()
	set := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	for name, other := range map[string]struct {
		key  string
		edit func(*http.Request)
		code int
	}{
		"without a key":    {code: 302},
		"another key":      {key: aKey + "0", code: 302},
		"another visitor":  {key: aKey, edit: set("User", "bob"), code: 302},
		"nobody":           {key: aKey, edit: set("User", ""), code: 302},
		"another host":     {key: aKey, edit: func(r *http.Request) { r.Host = "other.example" }, code: 302},
		"another path":     {key: aKey, edit: func(r *http.Request) { r.URL.Path = "/others" }, code: 302},
		"another method":   {key: aKey, edit: func(r *http.Request) { r.Method = http.MethodPut }, code: 303},
		"a short key":      {key: "short", code: 400},
		"a very long key":  {key: strings.Repeat("k", 200), code: 400},
		"live validation":  {key: aKey, edit: set("Precognition", "true"), code: 302},
		"a page, as asked": {key: aKey, edit: func(r *http.Request) { r.Method = http.MethodGet }, code: 302},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var rows atomic.Int32
			i := newInertia(t)
			h := i.Middleware(form.Idempotent(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
				return redirectsToTheOrder(i, w, r, rows.Add(1))
			}), user))
			submit(h, aKey)
			edit := other.edit
			if edit == nil {
				edit = func(*http.Request) {}
			}
			res := submit(h, other.key, edit)
			assert.Equal(t, other.code, res.Code)
			assert.NotEqual(t, "/orders/1", res.Header().Get("Location"))
			if other.code != http.StatusBadRequest {
				assert.EqualValues(t, 2, rows.Load())
			}
		})
	}
}

func TestIdempotentTakesTheKeyOfPlainForms(t *testing.T) {
	t.Parallel()
	var rows atomic.Int32
	h := shop(t, &rows, true, redirectsToTheOrder)
	for range 2 {
		r := httptest.NewRequest(http.MethodPost, "/orders?idempotency-key="+aKey, strings.NewReader("a=b"))
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		assert.Equal(t, "/orders/1", w.Header().Get("Location"))
	}
}

// What comes while the first is running waits for it, and whoever leaves frees
// the others.
func TestIdempotentDuplicatesWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var rows atomic.Int32
		h := shop(t, &rows, true, func(i *inertia.Inertia, w http.ResponseWriter, r *http.Request, n int32) error {
			time.Sleep(time.Second)
			return redirectsToTheOrder(i, w, r, n)
		})
		locations := make(chan string, 20)
		begun := time.Now()
		for range 20 {
			go func() { locations <- submit(h, aKey).Header().Get("Location") }()
		}
		for range 20 {
			assert.Equal(t, "/orders/1", <-locations)
		}
		assert.Equal(t, time.Second, time.Since(begun))
		assert.EqualValues(t, 1, rows.Load())

		go submit(h, aKey+"2")
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		left := submit(h, aKey+"2", func(r *http.Request) { *r = *r.WithContext(ctx) })
		assert.Equal(t, http.StatusServiceUnavailable, left.Code)
		assert.Equal(t, "/orders/2", submit(h, aKey+"2").Header().Get("Location"))
		time.Sleep(2 * time.Hour)
		assert.Equal(t, "/orders/3", submit(h, aKey).Header().Get("Location"), "outcomes are kept for an hour")
	})
}

// What failed may be tried again.
func TestIdempotentRunsAgainAfterAFailure(t *testing.T) {
	t.Parallel()
	for name, fails := range map[string]func() error{
		"an error":  func() error { return errors.New("the database is away") },
		"a panic":   func() error { panic("no") },
		"forbidden": func() error { return &inertia.HTTPError{Status: http.StatusForbidden} },
		"too many":  func() error { return &inertia.HTTPError{Status: http.StatusTooManyRequests} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var rows atomic.Int32
			h := shop(t, &rows, true, func(i *inertia.Inertia, w http.ResponseWriter, r *http.Request, n int32) error {
				if n == 1 {
					return fails()
				}
				return redirectsToTheOrder(i, w, r, n)
			})
			assert.GreaterOrEqual(t, submit(h, aKey).Code, 400)
			assert.Equal(t, "/orders/2", submit(h, aKey).Header().Get("Location"))
			assert.Equal(t, "/orders/2", submit(h, aKey).Header().Get("Location"))
		})
	}
}

func TestIdempotentDoesNotRunTwiceForALargeAnswer(t *testing.T) {
	t.Parallel()
	var rows atomic.Int32
	h := form.Idempotent(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		rows.Add(1)
		for range 3 {
			_, _ = w.Write(make([]byte, 1<<20))
		}
	}), user)
	assert.Equal(t, 3<<20, submit(h, aKey).Body.Len())
	assert.Equal(t, http.StatusConflict, submit(h, aKey).Code)
	assert.EqualValues(t, 1, rows.Load())
}

// brokenStore fails in one of its methods.
type brokenStore struct {
	form.OutcomeStore
	get, lock bool
}

func (s brokenStore) Get(context.Context, string) ([]byte, error) {
	if s.get {
		return nil, errors.New("away")
	}
	return nil, nil
}

func (s brokenStore) Lock(context.Context, string) (func(), error) {
	if s.lock {
		return nil, errors.New("away")
	}
	return func() {}, nil
}

func TestIdempotentRefusesWithoutItsStore(t *testing.T) {
	t.Parallel()
	for _, store := range []brokenStore{{get: true}, {lock: true}} {
		h := form.Idempotent(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it ran") }), user, form.OutcomesIn(store))
		assert.Equal(t, http.StatusServiceUnavailable, submit(h, aKey).Code)
	}
}

func TestIdempotentWantsToKnowTheVisitor(t *testing.T) {
	t.Parallel()
	assert.PanicsWithValue(t, "form: Idempotent: visitor is nil; pass a function that returns the user's id, or \"\" for everybody who is not signed in",
		func() { form.Idempotent(http.NotFoundHandler(), nil) })
	require.NotEqual(t, form.NewKey(), form.NewKey())
}
