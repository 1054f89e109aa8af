package inertia_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
)

func TestFromRequest(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	assert.Equal(t, inertia.RequestInfo{MergeIntent: "append"}, inertia.FromRequest(r))
	for name, value := range map[string]string{
		"X-Inertia": "true", "X-Inertia-Version": "v", "X-Inertia-Error-Bag": "b", "X-Inertia-Partial-Component": "Page",
		"X-Inertia-Partial-Except": "c", "X-Inertia-Reset": "d", "X-Inertia-Except-Once-Props": "e", "Purpose": "prefetch",
		"X-Inertia-Infinite-Scroll-Merge-Intent": "prepend", "Precognition": "true",
	} {
		r.Header.Set(name, value)
	}
	r.Header.Add("X-Inertia-Partial-Data", "a, b,,")
	r.Header.Add("X-Inertia-Partial-Data", "c")
	info := inertia.FromRequest(r)
	assert.Equal(t, inertia.RequestInfo{
		IsInertia: true, IsPrefetch: true, IsPrecognition: true, Version: "v", ErrorBag: "b", MergeIntent: "prepend",
		PartialComponent: "Page", Only: []string{"a", "b", "c"}, Except: []string{"c"}, Reset: []string{"d"}, ExceptOnce: []string{"e"},
	}, info, "a header that is repeated is one list")
	assert.True(t, info.IsPartial("Page"))
	assert.False(t, info.IsPartial("Other"))
}

func TestHeaderListsHaveLimits(t *testing.T) {
	t.Parallel()
	page := app(t).Page("Page", inertia.Props{"a": 1})
	for _, list := range []string{strings.Repeat("a,", 1001), "a" + strings.Repeat(".a", 64)} {
		for _, header := range []string{"X-Inertia-Partial-Data", "X-Inertia-Partial-Except", "X-Inertia-Reset", "X-Inertia-Except-Once-Props"} {
			assert.Equal(t, http.StatusBadRequest, do(page, "GET", "/", with("X-Inertia-Partial-Component", "Page", header, list)...).StatusCode, header)
		}
	}
	assert.Equal(t, http.StatusOK, do(page, "GET", "/", with("X-Inertia-Reset", strings.Repeat("a,", 1000))...).StatusCode)
}

func FuzzHeaders(f *testing.F) {
	i := app(f)
	page := i.Middleware(i.Page("Page", inertia.Props{
		"a": inertia.Props{"b": inertia.Optional(fn(1)), "c": inertia.Merge([]int{1}).MatchOn("id")},
		"l": []any{inertia.Props{"x": inertia.Defer(fn(2)).Once()}, 3}, "o": inertia.Once(fn(4)).As("k"),
	}))
	f.Add("a.b,l.0.x", "a.c", "o", "k", "/p?q=1")
	f.Add("", ",,", "..", "l.", "//x")
	f.Add("a.", ".a", "l.00.x", "l.0.x", `/\x`)
	f.Add("l.-1", "l.99999999999999999999", "\x00", "é", "/%zz?%")
	f.Fuzz(func(t *testing.T, only, except, reset, once, target string) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RequestURI = target
		r.Header.Set("X-Inertia", "true")
		r.Header.Set("X-Inertia-Version", "v1")
		r.Header.Set("X-Inertia-Partial-Component", "Page")
		r.Header.Set("X-Inertia-Partial-Data", only)
		r.Header.Set("X-Inertia-Partial-Except", except)
		r.Header.Set("X-Inertia-Reset", reset)
		r.Header.Set("X-Inertia-Except-Once-Props", once)
		w := httptest.NewRecorder()
		page.ServeHTTP(w, r)
		if w.Code == http.StatusBadRequest {
			return
		}
		require.Equal(t, http.StatusOK, w.Code, w.Body)
		require.JSONEq(t, w.Body.String(), w.Body.String())
	})
}
