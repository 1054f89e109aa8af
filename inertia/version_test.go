package inertia_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/textproto"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/vite"
)

// build is a front end with two pages, of which Changing has the given hash;
// so has the entry, because it names the pages.
func build(hash string) fstest.MapFS {
	manifest := `{
		"src/main.tsx": {"file": "assets/main-HASH.js", "src": "src/main.tsx", "isEntry": true, "dynamicImports": ["src/pages/Stable.tsx", "src/pages/Changing.tsx"]},
		"src/pages/Stable.tsx": {"file": "assets/Stable-BBBBBBBB.js", "src": "src/pages/Stable.tsx", "isDynamicEntry": true, "imports": ["src/main.tsx"]},
		"src/pages/Changing.tsx": {"file": "assets/Changing-HASH.js", "src": "src/pages/Changing.tsx", "isDynamicEntry": true, "imports": ["src/main.tsx"]}
	}`
	file := func(code string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(code)} }
	return fstest.MapFS{
		".vite/manifest.json":             file(strings.ReplaceAll(manifest, "HASH", hash)),
		"assets/main-" + hash + ".js":     file("import('./Stable-BBBBBBBB.js'); import('./Changing-" + hash + ".js')"),
		"assets/Stable-BBBBBBBB.js":       file("export {}"),
		"assets/Changing-" + hash + ".js": file("export { " + hash + " }"),
	}
}

func TestChunkVersionsInterruptOnlyChangedPages(t *testing.T) {
	t.Parallel()
	older, err := vite.Open(build("CCCCCCCC"))
	require.NoError(t, err)
	newer, err := vite.Open(build("DDDDDDDD"), vite.WithPreviousBuilds(build("CCCCCCCC")))
	require.NoError(t, err)
	require.NotEqual(t, older.Version(), newer.Version())
	i, err := inertia.New(inertia.WithVite(newer), inertia.WithChunkVersions(), inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")))
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.Handle("GET /stable", i.Page("Stable", nil))
	mux.Handle("GET /changing", i.Page("Changing", nil))
	h := i.Middleware(mux)
	ask := func(path, version string) *http.Response {
		return do(h, "GET", path, "X-Inertia", "true", "X-Inertia-Version", version)
	}

	res := ask("/stable", older.Version())
	assert.Equal(t, http.StatusOK, res.StatusCode)
	assert.Contains(t, body(t, res), `"version":"`+older.Version()+`"`, "the client goes on with what it runs")
	res = ask("/changing", older.Version())
	assert.Equal(t, http.StatusConflict, res.StatusCode)
	assert.Equal(t, newer.Version(), res.Header.Get("X-Inertia-Version"))
	assert.Equal(t, http.StatusOK, ask("/changing", newer.Version()).StatusCode)
	assert.Equal(t, http.StatusConflict, ask("/stable", "unknown").StatusCode)
	assert.Equal(t, http.StatusOK, do(h, "GET", "/assets/Changing-CCCCCCCC.js").StatusCode, "older files stay")
	assert.Contains(t, body(t, do(h, "GET", "/changing")), `<link rel="modulepreload" href="/assets/Changing-DDDDDDDD.js">`)
}

// A reload would lose what was typed into a form that comes back with errors.
func TestFormsWithErrorsDoNotReload(t *testing.T) {
	t.Parallel()
	older, err := vite.Open(build("CCCCCCCC"))
	require.NoError(t, err)
	newer, err := vite.Open(build("DDDDDDDD"), vite.WithPreviousBuilds(build("CCCCCCCC")))
	require.NoError(t, err)
	i, err := inertia.New(inertia.WithVite(newer), inertia.WithChunkVersions(), inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")))
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.Handle("GET /form", i.Page("Changing", nil))
	mux.Handle("GET /", i.Page("Changing", nil))
	mux.HandleFunc("POST /form", func(w http.ResponseWriter, r *http.Request) {
		i.Back(w, r, inertia.Errors{"name": {"is missing"}})
	})
	mux.HandleFunc("POST /saved", func(w http.ResponseWriter, r *http.Request) { i.Back(w, r, inertia.Flashed("text", "Saved.")) })
	h := i.Middleware(mux)
	for name, test := range map[string]struct {
		post, get, referer string
		status             int
	}{
		"with errors":          {"/form", "/form", "http://example.com/form", 200},
		"with a message alone": {"/saved", "/form", "http://example.com/form", 409},
		"of another page":      {"/form", "/form", "http://example.com/other", 409},
		"from nowhere":         {"/form", "/", "", 409},
		"from elsewhere":       {"/form", "/", "http://elsewhere.example/", 409},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ask := func(method, path string, cookies []*http.Cookie) *http.Response {
				header := []string{"X-Inertia", "true", "X-Inertia-Version", older.Version(), "Referer", test.referer}
				for _, c := range cookies {
					header = append(header, "Cookie", c.Name+"="+c.Value)
				}
				return do(h, method, path, header...)
			}
			posted := do(h, "POST", test.post, "X-Inertia", "true", "X-Inertia-Version", older.Version(), "Referer", "http://example.com"+test.get)
			got := ask("GET", test.get, posted.Cookies())
			require.Equal(t, test.status, got.StatusCode)
			if test.status == 200 {
				text := body(t, got)
				assert.Contains(t, text, "is missing")
				assert.Contains(t, text, `"version":"`+older.Version()+`"`, "the next visit reloads")
				assert.Equal(t, 409, ask("GET", test.get, nil).StatusCode)
			}
		})
	}
}

func TestEarlyHintsLeaveBeforePropsAreComputed(t *testing.T) {
	t.Parallel()
	v, err := vite.Open(build("CCCCCCCC"))
	require.NoError(t, err)
	i, err := inertia.New(inertia.WithVite(v), inertia.WithEarlyHints(), inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")))
	require.NoError(t, err)
	hinted := make(chan string, 1)
	server := httptest.NewServer(i.Middleware(i.Page("Stable", inertia.Props{"slow": func(context.Context) (string, error) {
		return <-hinted, nil // the hints have to have arrived already
	}})))
	t.Cleanup(server.Close)
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{Got1xxResponse: func(_ int, h textproto.MIMEHeader) error {
		hinted <- strings.Join(h["Link"], ",")
		return nil
	}})
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL, nil)
	require.NoError(t, err)
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Sec-Fetch-Mode", "navigate")
	r.Header.Set("Sec-Fetch-Dest", "document")
	r.Header.Set("User-Agent", "Mozilla/5.0")
	res, err := server.Client().Do(r)
	require.NoError(t, err)
	defer func() { _ = res.Body.Close() }()
	assert.Contains(t, body(t, res), `Stable-BBBBBBBB.js\u003e; rel=modulepreload`)
}

func TestEntriesOfOnePage(t *testing.T) {
	t.Parallel()
	files := build("CCCCCCCC")
	files[".vite/manifest.json"].Data = []byte(strings.Replace(string(files[".vite/manifest.json"].Data), `"src/main.tsx": {`,
		`"src/admin.tsx": {"file": "assets/admin-CCCCCCCC.js", "src": "src/admin.tsx", "isEntry": true}, "src/main.tsx": {`, 1))
	files["assets/admin-CCCCCCCC.js"] = &fstest.MapFile{Data: []byte("export {}")}
	v, err := vite.Open(files)
	require.NoError(t, err)
	i, err := inertia.New(inertia.WithVite(v), inertia.WithEntry("src/main.tsx"), inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")))
	require.NoError(t, err)
	page := func(opts ...inertia.RenderOption) string {
		return body(t, do(i.Handle(func(w http.ResponseWriter, r *http.Request) error { return i.Render(w, r, "Stable", nil, opts...) }), "GET", "/"))
	}
	assert.Contains(t, page(), "main-CCCCCCCC.js")
	assert.Contains(t, page(inertia.Entries("src/admin.tsx")), "admin-CCCCCCCC.js")
	assert.NotContains(t, page(inertia.Entries("src/admin.tsx")), `src="/assets/main`)
}
