package vite_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

const (
	forever    = "public, max-age=31536000, immutable"
	revalidate = "no-cache"
)

func get(v *vite.Vite, path string) *httptest.ResponseRecorder {
	return do(v, http.MethodGet, path, nil)
}

// do takes the path as it is decoded, so that nothing tidies it up before.
func do(v *vite.Vite, method, path string, header http.Header) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/", nil)
	r.URL = &url.URL{Path: path}
	if header != nil {
		r.Header = header
	}
	w := httptest.NewRecorder()
	v.Handler().ServeHTTP(w, r)
	return w
}

func TestHandlerServesTheBuild(t *testing.T) {
	t.Parallel()
	root, err := vite.Open(os.DirFS("testdata/app"))
	require.NoError(t, err)
	below, err := vite.Open(os.DirFS("testdata/base"), vite.WithBase("/build/"))
	require.NoError(t, err)

	const script, style, svg = "text/javascript; charset=utf-8", "text/css; charset=utf-8", "image/svg+xml"
	tests := map[string]struct {
		v                          *vite.Vite
		path, contentType, caching string
	}{
		"script":      {root, "/assets/main-D5aSHfuo.js", script, forever},
		"stylesheet":  {root, "/assets/table-C5yqyzht.css", style, forever},
		"asset":       {root, "/assets/logo-YdksmfwZ.svg", svg, forever},
		"worker":      {root, "/assets/worker-B8QvT9Zy.js", script, forever},
		"public file": {root, "/favicon.svg", svg, revalidate},
		"public text": {root, "/robots.txt", "text/plain; charset=utf-8", revalidate},
		"base script": {below, "/build/assets/main-BrAOGSiy.js", script, forever},
		"base public": {below, "/build/favicon.svg", svg, revalidate},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := get(test.v, test.path)
			require.Equal(t, 200, w.Code)
			assert.Equal(t, test.contentType, w.Header().Get("Content-Type"))
			assert.Equal(t, test.caching, w.Header().Get("Cache-Control"))
			assert.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
			assert.Regexp(t, `^"[0-9a-f]{32}"$`, w.Header().Get("ETag"))
			assert.Empty(t, w.Header().Get("Access-Control-Allow-Origin"))
			assert.NotEmpty(t, w.Body.String())

			head := do(test.v, http.MethodHead, test.path, nil)
			assert.Equal(t, 200, head.Code)
			assert.Equal(t, w.Header(), head.Header())
			assert.Empty(t, head.Body.String())

			etag := http.Header{"If-None-Match": {w.Header().Get("ETag")}}
			same := do(test.v, http.MethodGet, test.path, etag)
			assert.Equal(t, 304, same.Code)
			assert.Equal(t, test.caching, same.Header().Get("Cache-Control"))
			assert.Empty(t, same.Body.String())
			assert.Equal(t, 200, do(test.v, http.MethodGet, test.path, http.Header{"If-None-Match": {`"other"`}}).Code)

			part := do(test.v, http.MethodGet, test.path, http.Header{"Range": {"bytes=2-4"}})
			assert.Equal(t, 206, part.Code)
			assert.Equal(t, w.Body.String()[2:5], part.Body.String())
			assert.Equal(t, 416, do(test.v, http.MethodGet, test.path, http.Header{"Range": {"bytes=99999-"}}).Code)

			post := do(test.v, http.MethodPost, test.path, nil)
			assert.Equal(t, 405, post.Code)
			assert.Equal(t, "GET, HEAD", post.Header().Get("Allow"))
			assert.Equal(t, "no-store", post.Header().Get("Cache-Control"))
		})
	}
}

func TestHandlerHidesAllElse(t *testing.T) {
	t.Parallel()
	dist := fstest.MapFS{
		"manifest.json":           {Data: []byte(`{"src/main.tsx": {"file": "assets/main-4ed993c7.js", "isEntry": true}, "other.html": {"file": "assets/other-1.js", "isEntry": true}}`)},
		"assets/main-4ed993c7.js": {Data: []byte("1")},
		"assets/.env":             {Data: []byte("SECRET=1")},
		".vite/ssr-manifest.json": {Data: []byte("{}")},
		".htaccess":               {Data: []byte("deny")},
		"index.html":              {Data: []byte("<html>")},
		"other.html":              {Data: []byte("<html>")},
		"link":                    {Data: []byte("/etc/passwd"), Mode: fs.ModeSymlink},
	}
	paths := []string{
		"/", "", "/manifest.json", "/.vite", "/.vite/ssr-manifest.json", "/.vite/manifest.json", "/.htaccess", "/assets/.env",
		"/index.html", "/other.html", "/link", "/assets", "/assets/", "/assets/main.js", "//assets/main-4ed993c7.js",
		"/assets//main-4ed993c7.js", "/./assets/main-4ed993c7.js", "/assets/../assets/main-4ed993c7.js", "/../manifest.json",
		"/assets/../manifest.json", `/assets\..\manifest.json`, `\manifest.json`, "/assets/%2e%2e/manifest.json", "/assets/..%2fmanifest.json",
		"/assets/main-4ed993c7.js/", "/assets/main-4ed993c7.js\x00", "/assets/\x00", "/assets/main-4ed993c7.js/..", "/ASSETS/main-4ed993c7.js",
		"/../../../../../../etc/passwd", "/C:/windows/win.ini", "assets/main-4ed993c7.js", strings.Repeat("/a", 10000),
	}
	for _, base := range []string{"/", "/build/", "https://cdn.example/build/"} {
		v, err := vite.Open(dist, vite.WithManifest("manifest.json"), vite.WithBase(base))
		require.NoError(t, err)
		prefix := "/build"
		if base == "/" {
			prefix = ""
		}
		require.Equal(t, 200, get(v, prefix+"/assets/main-4ed993c7.js").Code)
		for _, path := range paths {
			w := get(v, prefix+path)
			assert.Equal(t, 404, w.Code, "%s below %s", path, base)
			assert.Equal(t, "no-store", w.Header().Get("Cache-Control"))
			assert.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
			assert.Equal(t, 404, do(v, http.MethodPost, prefix+path, nil).Code)
		}
	}
	v, err := vite.Open(dist, vite.WithManifest("manifest.json"), vite.WithBase("/build/"))
	require.NoError(t, err)
	assert.Equal(t, 404, get(v, "/assets/main-4ed993c7.js").Code, "not below the base")
}

// The same through a server and as the raw request line of a client.
func TestHandlerRefusesEncodedTraversal(t *testing.T) {
	t.Parallel()
	v, err := vite.Open(os.DirFS("testdata/app"))
	require.NoError(t, err)
	server := httptest.NewServer(v.Handler())
	t.Cleanup(server.Close)
	for _, path := range []string{
		"/..%2f..%2fgenerate.sh", "/%2e%2e/generate.sh", "/assets/%2e%2e/.vite/manifest.json", "/assets/..%5c.vite%5cmanifest.json",
		"/%2evite/manifest.json", "/.vite%2fmanifest.json", "/favicon.svg%00.js", "/%252e%252e/generate.sh", "/assets/%2e",
	} {
		r, err := http.NewRequest(http.MethodGet, server.URL, nil)
		require.NoError(t, err)
		r.URL.Opaque = path
		res, err := server.Client().Do(r)
		require.NoError(t, err)
		res.Body.Close()
		assert.Equal(t, 404, res.StatusCode, path)
	}
}

// Other programs look for files there, and some insist on their types.
func TestHandlerServesWellKnownFiles(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		".well-known/security.txt": "text/plain; charset=utf-8", ".well-known/assetlinks.json": "application/json",
		".well-known/apple-app-site-association": "application/json", ".well-known/openid-configuration": "application/json",
		".well-known/acme-challenge/DGyRejmC": "text/plain; charset=utf-8", ".well-known/empty": "text/plain; charset=utf-8",
	}
	contents := map[string]string{".well-known/apple-app-site-association": "{}", ".well-known/openid-configuration": "\n [1]"}
	hidden := []string{".well-known/.secret", ".well-known/.git/config", ".git/config", ".env", "assets/.well-known/a.txt", "sub/.well-known/a.txt", ".well-knownx/a.txt", ".WELL-KNOWN/a.txt"}
	dist := fstest.MapFS{".vite/manifest.json": {Data: []byte(oneEntry)}}
	for name := range want {
		dist[name] = &fstest.MapFile{Data: []byte(contents[name])}
	}
	for _, name := range hidden {
		dist[name] = &fstest.MapFile{Data: []byte("secret")}
	}
	for _, base := range []string{"/", "/build/"} {
		v, err := vite.Open(dist, vite.WithBase(base))
		require.NoError(t, err)
		for name, contentType := range want {
			w := get(v, base+name)
			assert.Equal(t, 200, w.Code, name)
			assert.Equal(t, contentType, w.Header().Get("Content-Type"), name)
			assert.Equal(t, revalidate, w.Header().Get("Cache-Control"), name)
			assert.True(t, v.Owns(asked(http.MethodGet, base+name, http.Header{"Accept": {"text/html"}})), name)
		}
		for _, name := range append(hidden, ".well-known", ".well-known/", ".well-known/acme-challenge/") {
			assert.Equal(t, 404, get(v, base+name).Code, name)
			assert.False(t, v.Owns(asked(http.MethodGet, base+name, nil)), name)
		}
	}
}

func TestHandlerNamesTypesByItself(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"a.js": "text/javascript; charset=utf-8", "a.mjs": "text/javascript; charset=utf-8", "a.CSS": "text/css; charset=utf-8",
		"a.wasm": "application/wasm", "a.svg": "image/svg+xml", "a.woff2": "font/woff2", "a.js.map": "application/json",
		"a.json": "application/json", "a.webmanifest": "application/manifest+json", "a.ico": "image/x-icon",
		"a.avif": "image/avif", "a.unknown": "application/octet-stream", "a": "application/octet-stream",
	}
	dist := fstest.MapFS{".vite/manifest.json": {Data: []byte(oneEntry)}}
	for name := range want {
		dist[name] = &fstest.MapFile{Data: []byte("<html>")}
	}
	v, err := vite.Open(dist)
	require.NoError(t, err)
	for name, contentType := range want {
		assert.Equal(t, contentType, get(v, "/"+name).Header().Get("Content-Type"), name)
	}
}

func TestHandlerSeesFilesChange(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS("testdata/app")))
	v, err := vite.Open(os.DirFS(dir))
	require.NoError(t, err)
	before := get(v, "/robots.txt").Header().Get("ETag")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "robots.txt"), []byte("changed"), 0o644))
	w := do(v, http.MethodGet, "/robots.txt", http.Header{"If-None-Match": {before}})
	assert.Equal(t, 200, w.Code)
	assert.Equal(t, "changed", w.Body.String())

	require.NoError(t, os.Remove(filepath.Join(dir, "robots.txt")))
	w = get(v, "/robots.txt")
	assert.Equal(t, 404, w.Code)
	assert.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "robots.txt"), 0o755))
	assert.Equal(t, 404, get(v, "/robots.txt").Code)
}

func TestHandlerServesAnArchive(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	require.NoError(t, archive.AddFS(os.DirFS("testdata/app")))
	require.NoError(t, archive.Close())
	dist, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	require.NoError(t, err)
	v, err := vite.Open(dist)
	require.NoError(t, err)
	w := do(v, http.MethodGet, "/robots.txt", http.Header{"Range": {"bytes=0-9"}})
	assert.Equal(t, 206, w.Code)
	assert.Equal(t, "User-agent", w.Body.String())
}

func TestHandlerLeavesNothingOpen(t *testing.T) {
	t.Parallel()
	dist := &countingFS{FS: os.DirFS("testdata/app")}
	v, err := vite.Open(dist)
	require.NoError(t, err)
	for _, path := range []string{"/robots.txt", "/assets/main-D5aSHfuo.js", "/none", "/assets/"} {
		for _, header := range []http.Header{{}, {"Range": {"bytes=0-1"}}, {"Range": {"bytes=9999-"}}, {"If-None-Match": {"*"}}} {
			do(v, http.MethodGet, path, header)
			do(v, http.MethodHead, path, header)
			do(v, http.MethodPost, path, header)
		}
	}
	assert.Positive(t, dist.opened.Load())
	assert.Zero(t, dist.open.Load())

	dist.statErr.Store(true)
	w := get(v, "/robots.txt")
	assert.Equal(t, 500, w.Code)
	assert.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	assert.NotContains(t, w.Body.String(), "broken")
	assert.Zero(t, dist.open.Load())
}

// countingFS knows how many of its files are open.
type countingFS struct {
	fs.FS
	opened, open atomic.Int64
	statErr      atomic.Bool
}

func (c *countingFS) Open(name string) (fs.File, error) {
	f, err := c.FS.Open(name)
	if err != nil {
		return nil, err
	}
	c.opened.Add(1)
	c.open.Add(1)
	if dir, ok := f.(fs.ReadDirFile); ok {
		if info, err := f.Stat(); err == nil && info.IsDir() {
			return countingDir{dir, c}, nil
		}
	}
	return countingFile{f, c}, nil
}

type countingDir struct {
	fs.ReadDirFile
	in *countingFS
}

func (d countingDir) Close() error { d.in.open.Add(-1); return d.ReadDirFile.Close() }

type countingFile struct {
	fs.File
	in *countingFS
}

func (f countingFile) Close() error { f.in.open.Add(-1); return f.File.Close() }

func (f countingFile) Stat() (fs.FileInfo, error) {
	if f.in.statErr.Load() {
		return nil, errors.New("broken")
	}
	return f.File.Stat()
}

func TestHandlerLetsOtherOriginsInForACDN(t *testing.T) {
	t.Parallel()
	v, err := vite.Open(os.DirFS("testdata/base"), vite.WithBase("https://cdn.example/build/"))
	require.NoError(t, err)
	w := get(v, "/build/assets/main-BrAOGSiy.js")
	assert.Equal(t, 200, w.Code)
	assert.Equal(t, "*", w.Header().Get("Access-Control-Allow-Origin"))
}
