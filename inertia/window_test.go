package inertia_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/routes"
	"github.com/inertia-templ/shell/vite"
)

type windowProps struct {
	Users []string `json:"users"`
	Later inertia.Deferred[int]
}

// windowed is an app that has answered a page, a failing one, and a redirect with
// a message. It returns the cookies that wait, too.
func windowed(t *testing.T, opts ...inertia.Option) (h http.Handler, cookies []string) {
	t.Helper()
	v, err := vite.Open(fstest.MapFS{
		".vite/manifest.json": {Data: []byte(`{"src/main.tsx":{"file":"assets/main-1.js","isEntry":true,"src":"src/main.tsx","dynamicImports":["src/pages/Users/Show.tsx"],"css":["assets/main-1.css"]},"src/pages/Users/Show.tsx":{"file":"assets/Show-1.js","isDynamicEntry":true,"src":"src/pages/Users/Show.tsx"}}`)},
		"assets/main-1.js":    {Data: make([]byte, 12_345)},
		"assets/main-1.css":   {Data: make([]byte, 678)},
		"assets/Show-1.js":    {Data: make([]byte, 90)},
	})
	require.NoError(t, err)
	named := routes.New()
	named.Handle("users.index", "GET /users", http.NotFoundHandler())
	i := quiet(t, append([]inertia.Option{inertia.WithVite(v), inertia.WithDebug(), inertia.WithRoutes(named), inertia.WithSSR(poolOf{Workers: 2, Ready: 1, Answers: 7})}, opts...)...)
	mux := http.NewServeMux()
	page := inertia.NewPage[windowProps]("Users/Index")
	mux.Handle("GET /users", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		inertia.Share(r, "<b>shared</b>", "<script>alert(1)</script>")
		return page.Render(i, w, r, windowProps{Users: []string{"Ada", "Bob"}, Later: inertia.Defer(fn(1)).Group("slow")})
	}))
	mux.Handle("GET /slow", i.Page("Slow", inertia.Props{"lazy": inertia.Lazy(fn("x")), "password": inertia.Public("hunter2")}))
	mux.Handle("POST /users", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		inertia.Flash(r, "success", "Saved, <Ada>.")
		i.Redirect(w, r, "/users")
		return nil
	}))
	h = i.Middleware(mux)
	for _, path := range []string{"/users?page=2", "/slow"} {
		require.Equal(t, http.StatusOK, ask(h, "GET", path, with("Host", "localhost")...).Code)
	}
	w := ask(h, "POST", "/users", client...)
	require.Equal(t, http.StatusFound, w.Code)
	for _, c := range w.Result().Cookies() {
		cookies = append(cookies, "Cookie", c.Name+"="+c.Value)
	}
	return h, cookies
}

// local asks as a browser on the developer's machine.
func local(h http.Handler, method, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	r.Host = "localhost:8080"
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

var everyone = inertia.WithDevTools(func(*http.Request) bool { return true })

func TestTheWindowShowsWhatTheProgramDoes(t *testing.T) {
	t.Parallel()
	h, cookies := windowed(t, everyone)
	w := local(h, "GET", "/_inertia", cookies...)
	require.Equal(t, http.StatusOK, w.Code)
	html := w.Body.String()
	for _, want := range []string{
		"GET /users?page=2", "POST /users", "→ /users", "Users/Index", "Slow", // requests
		"Users/Show", "inertia_test.windowProps", "inertia.Props", "src/pages/Users/Show.tsx", // pages
		"users.index", "assets/main-1.js", "12.3 KB", "assets/main-1.css", "678 B", // routes, build
		"1 of 2 ready, 0 busy", "inertia_test.poolOf", // server-side rendering
		"success", "Saved, ", // flash
	} {
		assert.Contains(t, html, want)
	}
	assert.Contains(t, local(h, "GET", "/users", with(cookies...)...).Body.String(), "Saved, ", "the window took no message")

	entry := regexp.MustCompile(`href="(\?entry=[A-Z0-9]+)">GET /slow`).FindStringSubmatch(html)
	require.NotNil(t, entry)
	one := local(h, "GET", "/_inertia"+entry[1]).Body.String()
	for _, want := range []string{"lazy", "sent", "window_test.go:", "GET /slow", "ms</td>"} {
		assert.Contains(t, one, want)
	}
	assert.NotContains(t, one, "hunter2")

	entry = regexp.MustCompile(`href="(\?entry=[A-Z0-9]+)">GET /users\?page=2`).FindStringSubmatch(html)
	require.NotNil(t, entry)
	one = local(h, "GET", "/_inertia"+entry[1]).Body.String()
	for _, want := range []string{"defer, group slow", "skipped", "&lt;b&gt;shared&lt;/b&gt;"} {
		assert.Contains(t, one, want)
	}
	for _, page := range []string{html, one} {
		assert.NotContains(t, page, "<script")
		assert.NotContains(t, page, "<b>")
		assert.NotRegexp(t, `(href|src)="/`, page, "links are relative")
	}
	assert.Equal(t, http.StatusNotFound, local(h, "GET", "/_inertia?entry=%3Cscript%3E").Code)
}

func TestTheWindowIsSealed(t *testing.T) {
	t.Parallel()
	h, _ := windowed(t, everyone)
	w := local(h, "GET", "/_inertia")
	policy := w.Header().Get("Content-Security-Policy")
	nonce := regexp.MustCompile(`'nonce-(\w+)'`).FindStringSubmatch(policy)
	require.NotNil(t, nonce)
	assert.Contains(t, w.Body.String(), `<style nonce="`+nonce[1]+`">`)
	assert.True(t, strings.HasPrefix(policy, "default-src 'none';"))
	assert.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	assert.NotContains(t, w.Body.String(), " style=")
	assert.Equal(t, http.StatusMethodNotAllowed, local(h, "POST", "/_inertia").Code)
	assert.Equal(t, http.StatusOK, local(h, "HEAD", "/_inertia/").Code)
	assert.NotContains(t, w.Body.String(), "/_inertia\"", "it is not recorded itself")
}

func TestTheWindowIsForDevelopersOnly(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		opts []inertia.Option
		host string
		seen bool
	}{
		"production":              {nil, "localhost", false},
		"development":             {[]inertia.Option{inertia.WithDebug()}, "localhost:8080", true},
		"development, an address": {[]inertia.Option{inertia.WithDebug()}, "127.0.0.1:8080", true},
		"development, elsewhere":  {[]inertia.Option{inertia.WithDebug()}, "app.example", false},
		"let in":                  {[]inertia.Option{everyone}, "app.example", true},
		"kept out":                {[]inertia.Option{inertia.WithDebug(), inertia.WithDevTools(func(*http.Request) bool { return false })}, "localhost", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := quiet(t, tc.opts...)
			h := i.Middleware(http.NotFoundHandler())
			for _, path := range []string{"/_inertia", "/_inertia/", "/_inertia?entry=x"} {
				r := httptest.NewRequest(http.MethodGet, path, nil)
				r.Host = tc.host
				r.Header.Set("Accept", "text/html")
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				assert.Equal(t, tc.seen, strings.Contains(w.Body.String(), "<title>Inertia</title>"), path)
			}
		})
	}
}
