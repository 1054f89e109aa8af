package vite_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

// asked is a request for a path as it is decoded.
func asked(method, path string, header http.Header) *http.Request {
	r := httptest.NewRequest(method, "/", nil)
	r.URL = &url.URL{Path: path}
	if header != nil {
		r.Header = header
	}
	return r
}

func devServer(t *testing.T, opts ...vite.Option) *vite.Vite {
	t.Helper()
	v, err := vite.Dev("http://localhost:5173", opts...)
	require.NoError(t, err)
	return v
}

func TestOwns(t *testing.T) {
	t.Parallel()
	open := func(dir, base string) *vite.Vite {
		v, err := vite.Open(os.DirFS("testdata/"+dir), vite.WithBase(base))
		require.NoError(t, err)
		return v
	}
	beside := openManifest(t, `{"main.ts": {"file": "main-1.js", "isEntry": true}}`)
	index, err := vite.Open(fstest.MapFS{
		".vite/manifest.json": {Data: []byte(oneEntry)},
		"index.html":          {}, "docs/index.html": {}, ".well-known/x": {},
	})
	require.NoError(t, err)

	tests := map[string]struct {
		v         *vite.Vite
		yes, no   []string
		protocols map[string]bool // at GET /
	}{
		"a build at the root": {v: open("app", "/"),
			yes: []string{"/assets/main-D5aSHfuo.js", "/assets/main-Yester4Y.js", "/assets/main-Yester4Y.js.map", "/favicon.svg", "/robots.txt"},
			no: []string{"/", "/users", "/assets", "/assets/", "/assets/7", "/assets/7/checkout", "/assets/main-of-yesterday.js", "/assets/Team-Portrait.jpg",
				"/assets/brochure-20240101.pdf", "/assets/plan-Yester4Y.pdf", "/assets/main-Yester4Y", "/other/main-Yester4Y.js", "/main-Yester4Y.js",
				"/assetsx", "/index.html", "/.vite/manifest.json", "/favicon.svg/", "/favicon", "", "favicon.svg", "/src/main.tsx"}},
		"a build with index.html": {v: index, yes: []string{"/docs/index.html", "/.well-known/x"}, no: []string{"/index.html", "/docs/", "/assets/x", "/.well-known/", "/.well-known/y"}},
		"a build without folder":  {v: beside, no: []string{"/", "/users", "/main-2.js", "/main-Yester4Y.js"}},
		"a build below a base": {v: open("base", "/build/"),
			yes: []string{"/build/assets/main-BrAOGSiy.js", "/build/favicon.svg", "/build/assets/main-Yester4Y.js"},
			no: []string{"/build", "/build/", "/build/none", "/build/7", "/build/.vite/manifest.json", "/builds/", "/", "/favicon.svg", "/assets/main-BrAOGSiy.js",
				"/assets/main-Yester4Y.js"}},
		"a build for a CDN": {v: open("base", "https://cdn.example/build/"),
			yes: []string{"/build/assets/main-BrAOGSiy.js", "/build/favicon.svg", "/build/assets/main-Yester4Y.js"},
			no:  []string{"/build/", "/build/none", "/build/assets/none", "/favicon.svg"}},
		"a dev server": {v: devServer(t),
			yes: []string{"/__vite/", "/__vite/@vite/client", "/__vite/src/main.tsx", "/__vite/favicon.svg", "/__vite/__inspect/", "/__vite/@id/virtual:x"},
			no:  []string{"/", "/__vite", "/@vite/client", "/src/main.tsx", "/__vite/users"}, protocols: map[string]bool{"vite-hmr": false}},
		"a dev server below a base of the program": {v: devServer(t, vite.WithBase("/app/")),
			yes: []string{"/app/@vite/client", "/app/src/main.tsx", "/app/node_modules/.vite/deps/react.js"},
			no:  []string{"/app", "/app/users", "/app/users/7"}},
		"a dev server at the root": {v: devServer(t, vite.WithBase("/"), vite.WithEntry("resources/js/app.tsx", "solo.ts")),
			yes: []string{"/@vite/client", "/@vite-plugin-x/y", "/@fs/home/x.ts", "/@id/x", "/@react-refresh", "/node_modules/.vite/deps/react.js",
				"/src/x.ts", "/resources/css/app.css", "/solo.ts"},
			no:        []string{"/", "/users", "/@gopher", "/source", "/favicon.svg", "/resources", "/resources/7", "/src/"},
			protocols: map[string]bool{"vite-hmr": true, "vite-ping": true, "chat": false}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, path := range test.yes {
				assert.True(t, test.v.Owns(asked(http.MethodGet, path, nil)), path)
			}
			for _, path := range test.no {
				assert.False(t, test.v.Owns(asked(http.MethodGet, path, nil)), path)
			}
			for protocol, want := range test.protocols {
				r := asked(http.MethodGet, "/", nil)
				r.Header.Set("Connection", "Upgrade")
				r.Header.Set("Upgrade", "websocket")
				r.Header.Set("Sec-WebSocket-Protocol", protocol)
				assert.Equal(t, want, test.v.Owns(r), protocol)
				r.URL.Path = "/users"
				assert.False(t, test.v.Owns(r), "the socket is at the base")
			}
		})
	}
}

// The program has routes below the same prefix: what is asked for decides, and
// how it is asked for.
func TestOwnsByTheKindOfRequest(t *testing.T) {
	t.Parallel()
	build, err := vite.Open(os.DirFS("testdata/app"))
	require.NoError(t, err)
	const (
		file  = "/assets/main-D5aSHfuo.js"
		older = "/assets/main-Yester4Y.js"
		image = "/assets/logo-Yester4Y.svg"
		font  = "/assets/inter-Yester4Y.woff2"
	)
	header := func(pairs ...string) http.Header {
		h := http.Header{}
		for i := 0; i < len(pairs); i += 2 {
			h.Set(pairs[i], pairs[i+1])
		}
		return h
	}
	page := "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
	tests := map[string]struct {
		method  string
		header  http.Header
		yes, no []string
	}{
		"a plain request":          {http.MethodGet, header(), []string{file, older, image, font}, nil},
		"HEAD":                     {http.MethodHead, header(), []string{file, older}, nil},
		"POST":                     {http.MethodPost, header(), nil, []string{file, older, "/favicon.svg", "/assets/7/checkout"}},
		"PUT, PATCH, DELETE":       {http.MethodDelete, header(), nil, []string{file, older}},
		"OPTIONS":                  {http.MethodOptions, header(), nil, []string{file, older}},
		"a visit":                  {http.MethodGet, header("X-Inertia", "true", "Accept", "text/html, application/xhtml+xml"), nil, []string{file, older, "/assets/7"}},
		"a navigation":             {http.MethodGet, header("Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document", "Accept", page), []string{file, "/favicon.svg"}, []string{older, image}},
		"a frame":                  {http.MethodGet, header("Sec-Fetch-Dest", "iframe"), []string{file}, []string{older, image}},
		"an older navigation":      {http.MethodGet, header("Accept", page), []string{file}, []string{older, image}},
		"a script":                 {http.MethodGet, header("Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "script", "Accept", "*/*"), []string{file, older}, []string{image, font}},
		"a style":                  {http.MethodGet, header("Sec-Fetch-Dest", "style", "Accept", "text/css,*/*;q=0.1"), []string{"/assets/main-Yester4Y.css"}, []string{older, image}},
		"an image":                 {http.MethodGet, header("Sec-Fetch-Dest", "image"), []string{image}, []string{older, "/assets/Team-Portrait.jpg", "/assets/7"}},
		"a font":                   {http.MethodGet, header("Sec-Fetch-Dest", "font"), []string{font}, []string{older, image}},
		"a worker":                 {http.MethodGet, header("Sec-Fetch-Dest", "worker"), []string{older}, []string{image}},
		"fetch, of data":           {http.MethodGet, header("Sec-Fetch-Dest", "empty", "Accept", "*/*"), []string{file, older, "/assets/a-Yester4Y.wasm"}, []string{image, font, "/assets/7"}},
		"a video of the program's": {http.MethodGet, header("Sec-Fetch-Dest", "video"), nil, []string{"/assets/clip-Yester4Y.mp4", older}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, path := range test.yes {
				assert.True(t, build.Owns(asked(test.method, path, test.header)), path)
			}
			for _, path := range test.no {
				assert.False(t, build.Owns(asked(test.method, path, test.header)), path)
			}
		})
	}

	dev := devServer(t, vite.WithBase("/"), vite.WithEntry("resources/main.ts"))
	for _, test := range []struct {
		method string
		header http.Header
		path   string
		want   bool
	}{
		{http.MethodGet, header("Sec-Fetch-Dest", "script"), "/resources/main.ts", true},
		{http.MethodGet, header("X-Inertia", "true"), "/resources/a.b", false},
		{http.MethodGet, header("Accept", page), "/resources/a.b", false},
		{http.MethodPost, header(), "/resources/a.b", false},
		{http.MethodPost, header(), "/@vite/x", true},
		{http.MethodGet, header("Accept", page), "/@fs/home/a.ts", true},
	} {
		assert.Equal(t, test.want, dev.Owns(asked(test.method, test.path, test.header)), "%s %s %v", test.method, test.path, test.header)
	}
	below := devServer(t, vite.WithBase("/app/"))
	assert.True(t, below.Owns(asked(http.MethodGet, "/app/logo.svg", header("Accept", page))))
	assert.False(t, below.Owns(asked(http.MethodPost, "/app/users", header())))
	assert.False(t, below.Owns(asked(http.MethodGet, "/app/", header("Accept", page))))
	assert.False(t, below.Owns(asked(http.MethodGet, "/app/a.b", header("X-Inertia", "true"))))
}
