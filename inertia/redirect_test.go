package inertia_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
)

func quiet(t testing.TB, opts ...inertia.Option) *inertia.Inertia {
	t.Helper()
	return app(t, append([]inertia.Option{inertia.WithLogger(slog.New(slog.DiscardHandler))}, opts...)...)
}

// The released client assigns X-Inertia-Location to location.href.
func TestNoScriptLeavesInARedirectByWhateverWay(t *testing.T) {
	t.Parallel()
	for _, target := range []string{
		"javascript://x/%0aalert(1)", "JAVASCRIPT:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "vbscript:x", "mailto:a@b.test", "myapp://x",
	} {
		i := quiet(t)
		for way, send := range map[string]http.HandlerFunc{
			"Redirect":      func(w http.ResponseWriter, r *http.Request) { i.Redirect(w, r, target) },
			"FullPage":      func(w http.ResponseWriter, r *http.Request) { i.Redirect(w, r, target, inertia.FullPage()) },
			"Location":      func(w http.ResponseWriter, r *http.Request) { i.Location(w, r, target) },
			"http.Redirect": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, target, http.StatusFound) },
			"a header": func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["Location"] = []string{target}
				w.WriteHeader(http.StatusSeeOther)
			},
			"a header of the protocol": func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["X-Inertia-Location"] = []string{target}
				w.WriteHeader(http.StatusConflict)
			},
			"another header of the protocol": func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["X-Inertia-Redirect"] = []string{target}
				w.WriteHeader(http.StatusConflict)
			},
		} {
			for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut} {
				res := do(i.Middleware(send), method, "/a", client...)
				assert.Equal(t, http.StatusInternalServerError, res.StatusCode, "%s %s %q", way, method, target)
				for _, header := range []string{"Location", "X-Inertia-Location", "X-Inertia-Redirect"} {
					assert.Empty(t, res.Header.Get(header), "%s %s %q", way, method, target)
				}
			}
		}
	}
}

func TestOtherSchemesNeedToBeAllowed(t *testing.T) {
	t.Parallel()
	i := quiet(t)
	to := func(target string, opts ...inertia.RedirectOption) http.Handler {
		return i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { i.Redirect(w, r, target, opts...) }))
	}
	res := do(to("mailto:a@b.test", inertia.AllowScheme("mailto")), "GET", "/a", client...)
	assert.Equal(t, http.StatusConflict, res.StatusCode)
	assert.Equal(t, "mailto:a@b.test", res.Header.Get("X-Inertia-Location"))
	res = do(to("myapp://x", inertia.AllowScheme("mailto", "MyApp")), "GET", "/a")
	assert.Equal(t, http.StatusFound, res.StatusCode)
	assert.Equal(t, "myapp://x", res.Header.Get("Location"))
	assert.Equal(t, http.StatusInternalServerError, do(to("javascript:x", inertia.AllowScheme("javascript")), "GET", "/a", client...).StatusCode)
}

func TestRedirectRefusesWhatCannotBeMeant(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		opts []inertia.RedirectOption
		want string
	}{
		{[]inertia.RedirectOption{inertia.Status(200)}, "Status(200) does not redirect"},
		{[]inertia.RedirectOption{inertia.Status(304)}, "Status(304) does not redirect"},
		{[]inertia.RedirectOption{inertia.FullPage(), inertia.Status(301)}, "exclude each other"},
	} {
		var log bytes.Buffer
		i := app(t, inertia.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
		res := do(i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { i.Redirect(w, r, "/b", test.opts...) })), "POST", "/a", client...)
		assert.Equal(t, http.StatusInternalServerError, res.StatusCode)
		assert.Contains(t, log.String(), test.want)
	}
}

func TestBackNeverLeadsToItself(t *testing.T) {
	t.Parallel()
	i := quiet(t, inertia.WithFallback("/home"))
	mux := http.NewServeMux()
	mux.HandleFunc("/empty", func(http.ResponseWriter, *http.Request) {})
	mux.Handle("/invalid", i.Handle(func(http.ResponseWriter, *http.Request) error { return inertia.Errors{"q": {"Too short."}} }))
	mux.HandleFunc("/home", func(w http.ResponseWriter, r *http.Request) { i.Back(w, r) })
	h := i.Middleware(mux)
	for _, test := range []struct {
		method, path, referer string
		status                int
		location              string
	}{
		{"GET", "/empty", "/empty", 500, ""},
		{"GET", "/empty?a=1", "/empty?a=1", 500, ""},
		{"GET", "/empty?a=1", "/empty?a=2", 302, "/empty?a=2"},
		{"GET", "/%65mpty", "/empty", 500, ""},
		{"GET", "/empty", "/list", 302, "/list"},
		{"GET", "/invalid?q=a", "/invalid?q=a", 422, ""},
		{"GET", "/invalid?q=a", "/list", 302, "/list"},
		{"POST", "/invalid", "/invalid", 302, "/invalid"},
		{"PUT", "/empty", "/empty", 303, "/empty"},
		{"GET", "/home", "", 500, ""},
		{"POST", "/home", "", 302, "/home"},
	} {
		headers := client
		if test.referer != "" {
			headers = with("Referer", "http://example.com"+test.referer)
		}
		res := do(h, test.method, test.path, headers...)
		assert.Equal(t, test.status, res.StatusCode, "%+v", test)
		assert.Equal(t, test.location, res.Header.Get("Location"), "%+v", test)
	}
}

func TestRedirectsStayBelowATrustedPrefix(t *testing.T) {
	t.Parallel()
	i := quiet(t, inertia.WithForwarded())
	mux := http.NewServeMux()
	mux.HandleFunc("/redirect", func(w http.ResponseWriter, r *http.Request) { i.Redirect(w, r, r.FormValue("to")) })
	mux.HandleFunc("/plain", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.FormValue("to"), http.StatusFound)
	})
	mux.HandleFunc("/location", func(w http.ResponseWriter, r *http.Request) { i.Location(w, r, r.FormValue("to")) })
	mux.HandleFunc("/back", func(w http.ResponseWriter, r *http.Request) { i.Back(w, r) })
	h := i.Middleware(mux)
	for _, test := range []struct{ path, referer, want string }{
		{"/redirect?to=/users", "", "/app/users"},
		{"/redirect?to=/app/users", "", "/app/users"},
		{"/redirect?to=/apple", "", "/app/apple"},
		{"/redirect?to=users", "", "users"},
		{"/redirect?to=//other.test/x", "", "//other.test/x"},
		{"/redirect?to=https://other.test/x", "", "https://other.test/x"},
		{"/plain?to=/users", "", "/app/users"},
		{"/location?to=/users", "", "/app/users"},
		{"/back", "http://example.com/app/users?a=1", "/app/users?a=1"},
		{"/back", "http://example.com/other", "/app/"},
		{"/back", "http://example.com/apple", "/app/"},
		{"/back", "", "/app/"},
	} {
		res := do(h, "POST", test.path, "X-Forwarded-Prefix", "/app", "Referer", test.referer)
		assert.Equal(t, test.want, res.Header.Get("Location"), "%+v", test)
	}
	res := do(h, "POST", "/redirect?to=/users%23x", with("X-Forwarded-Prefix", "/app")...)
	assert.Equal(t, "/app/users#x", res.Header.Get("X-Inertia-Redirect"))
}

func TestCookiesAreSecureWheneverTheBrowserUsedHTTPS(t *testing.T) {
	t.Parallel()
	i := quiet(t, inertia.WithForwarded(), inertia.WithCSRF())
	h := i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			assert.NoError(t, i.Render(w, r, "Page", nil))
			return
		}
		i.Redirect(w, r, "/", inertia.Flashed("a", "b"))
	}))
	for _, test := range []struct {
		headers []string
		secure  bool
	}{
		{nil, false},
		{[]string{"X-Forwarded-Proto", "https"}, true},
		{[]string{"Referer", "https://example.com/x"}, true},
	} {
		for _, method := range []string{"GET", "POST"} { // the token, then the flash
			cookies := do(h, method, "/", test.headers...).Cookies()
			require.Len(t, cookies, 1, method)
			assert.Equal(t, test.secure, cookies[0].Secure, "%s %v", method, test.headers)
		}
	}
	untrusted := quiet(t, inertia.WithCSRF())
	assert.False(t, do(untrusted.Middleware(untrusted.Page("Page", nil)), "GET", "/", "X-Forwarded-Proto", "https").Cookies()[0].Secure)
}

func TestAStreamOfAHandlerThatFlushesFirstPasses(t *testing.T) {
	t.Parallel()
	i := quiet(t)
	h := i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		assert.NoError(t, http.NewResponseController(w).Flush())
		_, _ = io.WriteString(w, "x")
	}))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	assert.True(t, w.Flushed)
	assert.Equal(t, "x", w.Body.String())
}
