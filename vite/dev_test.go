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

func TestDevRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		url     string
		options []vite.Option
		want    string
	}{
		"nothing":                   {"", nil, `want one like "http://localhost:5173"`},
		"no URL":                    {"::", nil, `want one like "http://localhost:5173"`},
		"no scheme":                 {"localhost:5173", nil, `"localhost:5173"; want one like "http://localhost:5173"`},
		"another scheme":            {"ws://localhost:5173", nil, "want one like"},
		"no host":                   {"http://:5173", nil, "want one like"},
		"a path":                    {"http://localhost:5173/__vite/", nil, "vite.WithBase"},
		"a base of another origin":  {"http://localhost:5173", []vite.Option{vite.WithBase("http://localhost:5173/")}, "behind a path"},
		"a base that is relative":   {"http://localhost:5173", []vite.Option{vite.WithBase("vite/")}, `WithBase("vite/")`},
		"an entry outside the root": {"http://localhost:5173", []vite.Option{vite.WithEntry("../main.tsx")}, `"../main.tsx"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, err := vite.Dev(test.url, test.options...)
			assert.Nil(t, v)
			require.ErrorContains(t, err, "vite: ")
			require.ErrorContains(t, err, test.want)
		})
	}
}

// A forgotten file or variable must not make a program in production load
// scripts from a developer's machine.
func TestOnlyDevMeansDev(t *testing.T) {
	t.Setenv("NODE_ENV", "development")
	t.Setenv("VITE_DEV_SERVER_URL", "http://localhost:5173")
	dist := fstest.MapFS{
		".vite/manifest.json": {Data: []byte(oneEntry)},
		"hot":                 {Data: []byte("http://localhost:5173")},
	}
	v, err := vite.Open(dist)
	require.NoError(t, err)
	assert.False(t, v.IsDev())
	assert.NotContains(t, render(t, v.Tags(), ""), "5173")
	dev, err := vite.Dev("http://localhost:5173/")
	require.NoError(t, err)
	assert.True(t, dev.IsDev())
}

func TestOwns(t *testing.T) {
	t.Parallel()
	open := func(dir, base string) *vite.Vite {
		v, err := vite.Open(os.DirFS("testdata/"+dir), vite.WithBase(base))
		require.NoError(t, err)
		return v
	}
	dev := func(opts ...vite.Option) *vite.Vite {
		v, err := vite.Dev("http://localhost:5173", opts...)
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
			yes: []string{"/assets/main-D5aSHfuo.js", "/assets/main-of-yesterday.js", "/assets/", "/favicon.svg", "/robots.txt"},
			no:  []string{"/", "/users", "/assets", "/assetsx", "/index.html", "/.vite/manifest.json", "/favicon.svg/", "/favicon", "", "favicon.svg", "/src/main.tsx"}},
		"a build with index.html": {v: index, yes: []string{"/docs/index.html", "/assets/x"}, no: []string{"/index.html", "/docs/", "/.well-known/x"}},
		"a build without folder":  {v: beside, no: []string{"/", "/users", "/main-2.js"}},
		"a build below a base": {v: open("base", "/build/"),
			yes: []string{"/build/", "/build/none", "/build/.vite/manifest.json", "/build/assets/main-BrAOGSiy.js"},
			no:  []string{"/build", "/builds/", "/", "/favicon.svg", "/assets/main-BrAOGSiy.js"}},
		"a build for a CDN": {v: open("base", "https://cdn.example/build/"),
			yes: []string{"/build/assets/main-BrAOGSiy.js", "/build/favicon.svg"},
			no:  []string{"/build/", "/build/none", "/build/assets/none", "/favicon.svg"}},
		"a dev server": {v: dev(),
			yes: []string{"/__vite/", "/__vite/@vite/client", "/__vite/src/main.tsx"},
			no:  []string{"/", "/__vite", "/@vite/client", "/src/main.tsx"}, protocols: map[string]bool{"vite-hmr": false}},
		"a dev server at the root": {v: dev(vite.WithBase("/"), vite.WithEntry("resources/js/app.tsx", "solo.ts")),
			yes: []string{"/@vite/client", "/@vite-plugin-x/y", "/@fs/home/x.ts", "/@id/x", "/@react-refresh", "/node_modules/.vite/deps/react.js",
				"/src/x.ts", "/resources/css/app.css", "/solo.ts"},
			no:        []string{"/", "/users", "/@gopher", "/source", "/favicon.svg", "/resources"},
			protocols: map[string]bool{"vite-hmr": true, "vite-ping": true, "chat": false}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request := func(path string) *http.Request {
				r := httptest.NewRequest(http.MethodGet, "/", nil)
				r.URL = &url.URL{Path: path}
				return r
			}
			for _, path := range test.yes {
				assert.True(t, test.v.Owns(request(path)), path)
			}
			for _, path := range test.no {
				assert.False(t, test.v.Owns(request(path)), path)
			}
			for protocol, want := range test.protocols {
				r := request("/")
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
