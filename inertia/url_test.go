package inertia_test

import (
	"crypto/tls"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
)

func pageURL(t *testing.T, h http.Handler, r *http.Request) string {
	t.Helper()
	r.Header.Set("X-Inertia", "true")
	r.Header.Set("X-Inertia-Version", "v1")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var page struct{ URL string }
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &page), w.Body)
	return page.URL
}

// The client compares the page's URL with the address bar letter by letter.
func TestURLIsTheTargetAsTheBrowserSentIt(t *testing.T) {
	t.Parallel()
	i := app(t)
	for target, want := range map[string]string{
		"/a?b=2&a=1":                    "/a?b=2&a=1",
		"/users/":                       "/users/",
		"/users/?x=1":                   "/users/?x=1",
		"/a?":                           "/a?",
		"/caf%C3%A9?q=a+b":              "/caf%C3%A9?q=a+b",
		"/a?x[]=1&y%5B%5D=2":            "/a?x[]=1&y%5B%5D=2",
		"/a%2Fb%20c":                    "/a%2Fb%20c",
		"//evil.test/x":                 "/evil.test/x",
		`/\evil.test`:                   "/evil.test",
		"http://example.com/abs?x=1":    "/abs?x=1",
		"http://example.com":            "/",
		"http://example.com?x=http://y": "/?x=http://y",
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RequestURI = target
		assert.Equal(t, want, pageURL(t, i.Page("Page", nil), r), target)
	}
	// A mux or StripPrefix in between changes nothing.
	mux := http.NewServeMux()
	mux.Handle("/sub/", http.StripPrefix("/sub", i.Page("Page", nil)))
	assert.Equal(t, "/sub/users?a=1", pageURL(t, i.Middleware(mux), httptest.NewRequest(http.MethodGet, "/sub/users?a=1", nil)))
	mux.Handle("/own/", http.StripPrefix("/own", i.Page("Page", nil)))
	assert.Equal(t, "/own/x", pageURL(t, mux, httptest.NewRequest(http.MethodGet, "/own/x", nil)), "without the middleware too")

	hook := app(t, inertia.WithURL(func(r *http.Request) string { return "/hook" + r.URL.Path }))
	assert.Equal(t, "/hook/a", pageURL(t, hook.Page("Page", nil), httptest.NewRequest(http.MethodGet, "/a", nil)))
}

// What a program says of the page's URL is a path of the program: it gets the
// prefix that the browser sees, and never names a host.
func TestURLOfAPageMayLeaveThePrefixOut(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ own, prefix, want string }{
		{"/users?page=2", "", "/users?page=2"},
		{"/users?page=2", "/app", "/app/users?page=2"},
		{"/app/users", "/app", "/app/users"},
		{"/apples", "/app", "/app/apples"},
		{"//evil.test/x", "", "/evil.test/x"},
		{"//evil.test/x", "/app", "/app/evil.test/x"},
		{`/\evil.test`, "", "/evil.test"},
		{"", "", "/asked?a=1"},
		{"", "/app", "/app/asked?a=1"},
	} {
		request := func() *http.Request {
			r := httptest.NewRequest(http.MethodGet, "/asked?a=1", nil)
			r.Header.Set("X-Forwarded-Prefix", tc.prefix)
			return r
		}
		document := func(h http.Handler) string {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, request())
			return w.Body.String()
		}
		escaped := strings.ReplaceAll(tc.want, "/", `\/`)
		option := app(t, inertia.WithForwarded())
		h := option.Handle(func(w http.ResponseWriter, r *http.Request) error {
			return option.Render(w, r, "Page", nil, inertia.URL(tc.own))
		})
		assert.Equal(t, tc.want, pageURL(t, h, request()), "URL: %+v", tc)
		assert.Contains(t, document(h), `"url":"`+escaped+`"`, "URL: %+v", tc)

		hook := app(t, inertia.WithForwarded(), inertia.WithURL(func(*http.Request) string { return tc.own }))
		h = hook.Page("Page", nil)
		assert.Equal(t, tc.want, pageURL(t, h, request()), "WithURL: %+v", tc)
		assert.Contains(t, document(h), `"url":"`+escaped+`"`, "WithURL: %+v", tc)
	}
}

func TestForwardedHeadersCountOnlyIfTrusted(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		trusted               bool
		headers               []string
		secure                bool
		wantURL, wantLocation string
	}{
		{false, []string{"X-Forwarded-Prefix", "/app", "X-Forwarded-Host", "evil.test", "X-Forwarded-Proto", "https"}, false, "/a?b", "http://example.com/a?b"},
		{true, []string{"X-Forwarded-Prefix", "/app/", "X-Forwarded-Host", "www.test, inner", "X-Forwarded-Proto", "https"}, false, "/app/a?b", "https://www.test/app/a?b"},
		{true, []string{"X-Forwarded-Prefix", "//evil.test"}, false, "/evil.test/a?b", "http://example.com/evil.test/a?b"},
		{true, nil, false, "/a?b", "http://example.com/a?b"},
		{false, nil, true, "/a?b", "https://example.com/a?b"},
		{false, []string{"Referer", "https://example.com/x"}, false, "/a?b", "https://example.com/a?b"},
		{false, []string{"Origin", "https://example.com"}, false, "/a?b", "https://example.com/a?b"},
		{false, []string{"Origin", "https://evil.test"}, false, "/a?b", "http://example.com/a?b"},
	} {
		var opts []inertia.Option
		if tc.trusted {
			opts = append(opts, inertia.WithForwarded())
		}
		i := app(t, opts...)
		r := httptest.NewRequest(http.MethodGet, "/a?b", nil)
		for n := 0; n < len(tc.headers); n += 2 {
			r.Header.Set(tc.headers[n], tc.headers[n+1])
		}
		if tc.secure {
			r.TLS = &tls.ConnectionState{}
		}
		assert.Equal(t, tc.wantURL, pageURL(t, i.Page("Page", nil), r.Clone(t.Context())), tc.headers)
		r.Header.Set("X-Inertia", "true")
		w := httptest.NewRecorder()
		i.Page("Page", nil).ServeHTTP(w, r)
		assert.Equal(t, http.StatusConflict, w.Code)
		assert.Equal(t, tc.wantLocation, w.Header().Get("X-Inertia-Location"), tc.headers)
	}
}
