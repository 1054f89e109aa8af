package inertia_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/vite"
)

// developing is an Inertia with a dev server that has a page User, and that
// answers requests for rendering with rendered.
func developing(t *testing.T, rendered http.HandlerFunc, opts ...inertia.Option) *inertia.Inertia {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /__vite/src/app.tsx", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`Object.assign({"./pages/User.tsx": () => import("/__vite/src/pages/User.tsx")})`))
	})
	mux.HandleFunc("POST /__inertia_ssr", rendered)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	v, err := vite.Dev(server.URL, vite.WithEntry("src/app.tsx"), vite.WithLogger(slog.New(slog.DiscardHandler)))
	require.NoError(t, err)
	i, err := inertia.New(append([]inertia.Option{inertia.WithVite(v), inertia.WithLogger(slog.New(slog.DiscardHandler))}, opts...)...)
	require.NoError(t, err)
	return i
}

func TestAMisspeltComponentIsAnErrorInDevelopment(t *testing.T) {
	t.Parallel()
	i := developing(t, http.NotFound)
	h := i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return i.Render(w, r, "Usre", nil) // the culprit
	}))
	for name, headers := range map[string][]string{
		"document": {"Accept", "text/html"},
		"visit":    {"Accept", "text/html", "X-Inertia", "true", "X-Inertia-Version", "dev"},
	} {
		res := do(h, "GET", "/", headers...)
		html := body(t, res)
		assert.Equal(t, http.StatusInternalServerError, res.StatusCode, name)
		assert.Contains(t, html, "there is no page for the component &#34;Usre&#34;; the nearest is &#34;User&#34;", name)
		assert.Contains(t, html, "inertia.WithAnyComponent", name)
		assert.Contains(t, html, "// the culprit", name)
		calls, _, _ := strings.Cut(html, "All calls")
		assert.NotContains(t, calls, "handle.go", name)
	}
	res := do(i.Middleware(i.Page("User", nil)), "GET", "/", "Accept", "text/html")
	assert.Equal(t, http.StatusOK, res.StatusCode)

	unchecked := developing(t, http.NotFound, inertia.WithAnyComponent())
	res = do(unchecked.Middleware(unchecked.Page("Usre", nil)), "GET", "/", "Accept", "text/html")
	assert.Equal(t, http.StatusOK, res.StatusCode)
}

func TestAMisspeltComponentIsLoggedOnceInProduction(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	v, err := vite.Open(build("CCCCCCCC"))
	require.NoError(t, err)
	i, err := inertia.New(inertia.WithVite(v), inertia.WithSecret([]byte(strings.Repeat("s", 32))), inertia.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	require.NoError(t, err)
	h := i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = i.Render(w, r, r.URL.Query().Get("component"), nil)
	}))
	for _, component := range []string{"Stable", "Stabel", "Stable", "Stabel", "stable"} {
		assert.Equal(t, http.StatusOK, do(h, "GET", "/?component="+component, "Accept", "text/html").StatusCode)
	}
	assert.Equal(t, 1, strings.Count(log.String(), " component=Stabel "), log.String())
	assert.Equal(t, 1, strings.Count(log.String(), " component=stable "), log.String())
	assert.NotContains(t, log.String(), " component=Stable ")
	assert.Contains(t, log.String(), `the nearest is \"Stable\"`)
	for n := range 1000 {
		do(h, "GET", fmt.Sprintf("/?component=C%d", n), "Accept", "text/html")
	}
	assert.Equal(t, 100, strings.Count(log.String(), "there is no page"))
}

func TestWhatFailsOnTheServerShowsInDevelopment(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		status int
		answer any
		want   []string
	}{
		"a page that throws": {500, map[string]string{"error": "x is </script>", "type": "render", "sourceLocation": "/app/src/pages/User.tsx:3:7"},
			[]string{`x is \u003c/script\u003e`, `"id":"/app/src/pages/User.tsx:3:7"`}},
		"a page that needs a browser": {500, map[string]string{"error": "window is not defined"}, []string{"only browsers have window"}},
		"a server that has no plugin": {404, nil, []string{"add the plugin @inertiajs/vite"}},
		"an answer of something else": {200, "hello", []string{"something other than JSON"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := developing(t, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(tc.status)
				_ = json.NewEncoder(w).Encode(tc.answer)
			}, inertia.WithSSR(nil), inertia.WithCSP(inertia.StrictCSP))
			res := do(i.Middleware(i.Page("User", nil)), "GET", "/", "Accept", "text/html")
			html := body(t, res)
			assert.Equal(t, http.StatusOK, res.StatusCode, "the browser renders the page")
			assert.Contains(t, html, `"component":"User"`)
			_, overlay, found := strings.Cut(html, "import { ErrorOverlay } from \"/__vite/@vite/client\"")
			require.True(t, found, html)
			assert.Regexp(t, `<script type="module" nonce="[^"]+">\s*import \{ ErrorOverlay`, html)
			for _, want := range tc.want {
				assert.Contains(t, overlay, want)
			}
		})
	}
}

// A busy machine is not the page's fault, so nothing covers the page then.
func TestADevServerThatTakesTooLongShowsNothing(t *testing.T) {
	defer inertia.SetDevSSRTimeout(100 * time.Millisecond)() // so this test runs beside no other
	i := developing(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "null") }, inertia.WithSSR(nil))
	res := do(i.Middleware(i.Page("User", nil)), "GET", "/", "Accept", "text/html")
	html := body(t, res)
	assert.Equal(t, http.StatusOK, res.StatusCode)
	assert.Contains(t, html, `"component":"User"`)
	assert.NotContains(t, html, "ErrorOverlay")
}

func TestAnErrorShowsWhoRendered(t *testing.T) {
	t.Parallel()
	i := app(t, inertia.WithDebug(), inertia.WithEditor("idea://open?file={file}&line={line}"), inertia.WithLogger(slog.New(slog.DiscardHandler)))
	broken := errors.New("the disk is full")
	h := i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return i.Render(w, r, "User", inertia.Props{ // the culprit
			"user":  func() (int, error) { return 0, broken },
			"name":  "<Ada>",
			"team":  inertia.Props{"size": 3, "lead": func() (int, error) { return 0, broken }},
			"count": func() int { return 42 },
			"later": inertia.Defer(func() int { return 1 }),
			"long":  strings.Repeat("x", 10_000),
		})
	}))
	html := body(t, do(h, "GET", "/", "Accept", "text/html"))
	_, known, found := strings.Cut(html, "Props of User so far")
	require.True(t, found)
	for _, want := range []string{
		"<dt>name</dt><dd>&#34;\\u003cAda\\u003e&#34;</dd>",
		"<dt>user</dt><dd><em>inertia: prop &#34;user&#34; of User: the disk is full</em></dd>",
		"<dt>team.size</dt><dd>3</dd>",
		"<dt>count</dt><dd>42</dd>",
		"<dt>later</dt><dd><em>not part of this answer</em></dd>",
		"xxx…</dd>",
	} {
		assert.Contains(t, known, want)
	}
	assert.Less(t, len(known), 8000)
	assert.Contains(t, html, "the disk is full")
	assert.Contains(t, html, "// the culprit")
	assert.Contains(t, html, `href="idea://open?file=`)
}
