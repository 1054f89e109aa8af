package inertia_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/inertia-templ/shell/inertia"
)

// A middleware that edits the header of its own answer edits no other.
func TestHeadersOfAnAnswerBelongToIt(t *testing.T) {
	t.Parallel()
	i := quiet(t, inertia.WithETag())
	mux := http.NewServeMux()
	mux.Handle("/page", i.Page("Page", nil))
	mux.Handle("/private", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return i.Render(w, r, "Page", nil, inertia.EncryptHistory(true))
	}))
	mux.Handle("/errors", i.Handle(func(http.ResponseWriter, *http.Request) error { return inertia.Errors{"a": {"b"}} }))
	mux.Handle("/api", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) }))
	h := i.Middleware(mux)
	headers := func(path string, asked ...string) http.Header {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		for n := 0; n < len(asked); n += 2 {
			r.Header.Set(asked[n], asked[n+1])
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Header()
	}
	for _, path := range []string{"/page", "/private", "/errors", "/api"} {
		for _, asked := range [][]string{nil, client, {"Accept", "application/json"}, with("Precognition", "true")} {
			before := headers(path, asked...).Clone()
			for _, values := range headers(path, asked...) {
				for n := range values {
					values[n] = "edited"
				}
				_ = append(values, "added")
			}
			after := headers(path, asked...)
			delete(before, "Set-Cookie")
			delete(after, "Set-Cookie")
			assert.Equal(t, before, after, "%s %v", path, asked)
		}
	}
}

// A shell may keep its document: its page is never another visitor's.
func TestADocumentMayBeKept(t *testing.T) {
	t.Parallel()
	kept, shell := keepingShell()
	i := quiet(t, inertia.WithShell(shell))
	h := i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return i.Render(w, r, "Page", inertia.Props{"me": r.URL.Query().Get("me")})
	}))
	for _, me := range []string{"alice", "bob", "carol"} {
		for range 50 {
			do(h, "GET", "/?me="+me)
		}
	}
	for n, doc := range *kept {
		want := []string{"alice", "bob", "carol"}[n/50]
		assert.Contains(t, string(doc.Page), `"me":"`+want+`"`, n)
	}
}

// What caches keep of a page with a max-age of the program's own is never given
// to a request that asks for something else of the same URL.
func TestCachesAreToldWhatAPageDependsOn(t *testing.T) {
	t.Parallel()
	i := quiet(t)
	h := i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		if r.URL.Query().Has("cached") {
			w.Header().Set("Cache-Control", "max-age=60")
		}
		return i.Render(w, r, "Page", inertia.Props{"a": 1})
	}))
	vary := func(path string, headers ...string) string {
		return strings.Join(do(h, "GET", path, headers...).Header["Vary"], ", ")
	}
	assert.Equal(t, "X-Inertia", vary("/"))
	assert.Equal(t, "X-Inertia", vary("/", client...), "not kept without being asked for again")
	for _, name := range []string{"X-Inertia", "X-Inertia-Version", "X-Inertia-Partial-Component", "X-Inertia-Partial-Data", "X-Inertia-Partial-Except", "X-Inertia-Reset", "X-Inertia-Except-Once-Props", "X-Inertia-Error-Bag", "X-Inertia-Infinite-Scroll-Merge-Intent"} {
		assert.Contains(t, vary("/?cached", client...), name)
		assert.Contains(t, vary("/?cached", with(partial("a", "")...)...), name)
	}
}

// A browser offers the tag of whichever answer to the URL it has.
func TestATagOfTheProgramsNamesOneVariant(t *testing.T) {
	t.Parallel()
	i := quiet(t)
	h := i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("ETag", `"v7"`)
		if strings.Contains(r.Header.Get("If-None-Match"), `"v7"`) {
			w.WriteHeader(http.StatusNotModified)
			return nil
		}
		return i.Render(w, r, "Page", inertia.Props{"a": 1, "b": 2})
	}))
	variants := [][]string{nil, client, with(partial("a", "")...), with(partial("b", "")...), with("X-Inertia-Reset", "a"), with("X-Inertia-Except-Once-Props", "a")}
	for from, asked := range variants {
		res := do(h, "GET", "/", asked...)
		tag := res.Header.Get("ETag")
		assert.Equal(t, http.StatusOK, res.StatusCode)
		for to, again := range variants {
			res := do(h, "GET", "/", append(again[:len(again):len(again)], "If-None-Match", `"other", `+tag)...)
			want := http.StatusOK
			if from == to {
				want = http.StatusNotModified
				assert.Equal(t, tag, res.Header.Get("ETag"))
			}
			assert.Equal(t, want, res.StatusCode, "%v then %v", asked, again)
		}
	}
	file := i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"file"`)
		assert.Equal(t, `"file"`, r.Header.Get("If-None-Match"))
		w.WriteHeader(http.StatusNotModified)
	}))
	assert.Equal(t, `"file"`, do(file, "GET", "/", "If-None-Match", `"file"`).Header.Get("ETag"), "what is not a page keeps its tag")
}
