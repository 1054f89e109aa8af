package vite_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

func TestOpenExplainsWhatIsMissing(t *testing.T) {
	t.Parallel()
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	tests := map[string]struct {
		fsys    fs.FS
		options []vite.Option
		want    []string
	}{
		"nothing built":            {fstest.MapFS{}, nil, []string{".vite/manifest.json", "npx vite build"}},
		"a folder that isn't":      {os.DirFS("testdata/nowhere"), nil, []string{".vite/manifest.json", "npx vite build"}},
		"built without a manifest": {fstest.MapFS{"index.html": file("")}, nil, []string{".vite/manifest.json", "build.manifest: true", "vite.config", "npx vite build"}},
		"a manifest elsewhere":     {fstest.MapFS{"manifest.json": file("{}")}, nil, []string{".vite/manifest.json", `vite.WithManifest("manifest.json")`, "build.manifest: true"}},
		"a manifest named wrongly": {fstest.MapFS{"a.js": file("")}, []vite.Option{vite.WithManifest("m.json")}, []string{"m.json", "build.manifest: true"}},
		"a manifest beyond":        {fstest.MapFS{}, []vite.Option{vite.WithManifest("../m.json")}, []string{"../m.json"}},
		"a default that isn't":     {build(oneEntry), []vite.Option{vite.WithEntry("src/app.tsx")}, []string{`"src/app.tsx"`, "src/main.tsx", ".vite/manifest.json", "npx vite build"}},
		"broken JSON":              {build(`{"a":`), nil, []string{".vite/manifest.json", "unexpected end", "npx vite build"}},
		"two documents":            {build(`{} {}`), nil, []string{".vite/manifest.json"}},
		"empty":                    {build(``), nil, []string{".vite/manifest.json"}},
		"null":                     {build(`null`), nil, []string{"null"}},
		"a list":                   {build(`[]`), nil, []string{".vite/manifest.json", "npx vite build"}},
		"an SSR manifest":          {build(`{"src/a.tsx": ["/assets/a.js"]}`), nil, []string{".vite/manifest.json"}},
		"a null chunk":             {build(`{"a": null}`), nil, []string{`"a" is null`}},
		"a chunk without a file":   {build(`{"a": {"isEntry": true}}`), nil, []string{`"a" has the file ""`}},
		"a file beyond":            {build(`{"a": {"file": "../a.js"}}`), nil, []string{`"a" has the file "../a.js"`}},
		"a stylesheet beyond":      {build(`{"a": {"file": "a.js", "css": ["/etc/passwd"]}}`), nil, []string{`"/etc/passwd"`}},
		"an asset beyond":          {build(`{"a": {"file": "a.js", "assets": ["a/../b"]}}`), nil, []string{`"a/../b"`}},
		"a relative base":          {build(oneEntry), []vite.Option{vite.WithBase("./")}, []string{`WithBase("./")`, "vite.config"}},
		"a base without a slash":   {build(oneEntry), []vite.Option{vite.WithBase("build")}, []string{`WithBase("build")`}},
		"a base with a query":      {build(oneEntry), []vite.Option{vite.WithBase("/a/?b")}, []string{`WithBase("/a/?b")`}},
		"a base with dots":         {build(oneEntry), []vite.Option{vite.WithBase("/a/../b/")}, []string{"not clean"}},
		"a base with slashes":      {build(oneEntry), []vite.Option{vite.WithBase("https://a//b/")}, []string{"not clean"}},
		"a base of only slashes":   {build(oneEntry), []vite.Option{vite.WithBase("https://a//")}, []string{"not clean"}},
		"a base of another scheme": {build(oneEntry), []vite.Option{vite.WithBase("javascript:alert(1)//")}, []string{"WithBase"}},
		"a build for Node":         {os.DirFS("testdata/ssr"), nil, []string{".vite/manifest.json", "src/ssr.tsx", "ssr.js", "vite build --ssr", "--outDir dist-ssr"}},
		"a base that is not a URL": {build(oneEntry), []vite.Option{vite.WithBase("http://[")}, []string{"WithBase"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, err := vite.Open(test.fsys, test.options...)
			assert.Nil(t, v)
			for _, want := range append(test.want, "vite: ") {
				require.ErrorContains(t, err, want)
			}
		})
	}
}

func build(manifest string) fs.FS {
	return fstest.MapFS{".vite/manifest.json": {Data: []byte(manifest)}}
}

func TestOpenWrapsTheCause(t *testing.T) {
	t.Parallel()
	_, err := vite.Open(fstest.MapFS{})
	assert.ErrorIs(t, err, fs.ErrNotExist)
	denied := errors.New("denied")
	_, err = vite.Open(failingFS{denied})
	assert.ErrorIs(t, err, denied)
}

type failingFS struct{ err error }

func (f failingFS) Open(string) (fs.File, error) { return nil, f.err }

func TestOpenManifestFindsTheOutDir(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"a/.vite/manifest.json", "b/manifest.json"} {
		file := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(oneEntry), 0o644))
		asset := filepath.Join(dir, name[:1], "assets/main-4ed993c7.js")
		require.NoError(t, os.MkdirAll(filepath.Dir(asset), 0o755))
		require.NoError(t, os.WriteFile(asset, []byte("1"), 0o644))

		v, err := vite.OpenManifest(file, vite.WithManifest("the path wins"))
		require.NoError(t, err, name)
		assert.Equal(t, 200, get(v, "/assets/main-4ed993c7.js").Code, name)
		assert.Equal(t, 404, get(v, "/manifest.json").Code, name)
		assert.Equal(t, 404, get(v, "/.vite/manifest.json").Code, name)
	}
	missing := filepath.Join(dir, "c", ".vite", "manifest.json")
	_, err := vite.OpenManifest(missing)
	require.ErrorContains(t, err, filepath.ToSlash(missing))
	_, err = vite.OpenManifest(filepath.Join(dir, "b", ".vite", "manifest.json"))
	require.ErrorContains(t, err, "build.manifest: true")
}

func TestOpenManifestInTheWorkingDirectory(t *testing.T) {
	t.Chdir("testdata/app")
	v, err := vite.OpenManifest(".vite/manifest.json")
	require.NoError(t, err)
	assert.Equal(t, 200, get(v, "/favicon.svg").Code)
}

func TestURL(t *testing.T) {
	t.Parallel()
	open := func(opts ...vite.Option) *vite.Vite {
		v, err := vite.Open(os.DirFS("testdata/app"), opts...)
		require.NoError(t, err)
		return v
	}
	dev, err := vite.Dev("http://localhost:5173")
	require.NoError(t, err)
	tests := map[string]struct {
		v           *vite.Vite
		asset, want string
	}{
		"source file":    {open(), "src/logo.svg", "/assets/logo-YdksmfwZ.svg"},
		"leading slash":  {open(), "/src/logo.svg", "/assets/logo-YdksmfwZ.svg"},
		"fragment":       {open(), "src/logo.svg?a#b", "/assets/logo-YdksmfwZ.svg?a#b"},
		"public file":    {open(), "favicon.svg", "/favicon.svg"},
		"base":           {open(vite.WithBase("/build")), "favicon.svg", "/build/favicon.svg"},
		"CDN":            {open(vite.WithBase("https://cdn.example")), "/favicon.svg", "https://cdn.example/favicon.svg"},
		"CDN, no scheme": {open(vite.WithBase("//cdn.example/a")), "favicon.svg", "//cdn.example/a/favicon.svg"},
		"odd characters": {open(), `a b"<%.png`, "/a%20b%22%3C%25.png"},
		"dev server":     {dev, "src/logo.svg", "/__vite/src/logo.svg"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, test.want, test.v.URL(test.asset))
		})
	}
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	v, err := vite.Open(os.DirFS("testdata/entries"))
	require.NoError(t, err)
	app, err := vite.Open(os.DirFS("testdata/app"))
	require.NoError(t, err)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			assert.NotEmpty(t, render(t, v.Tags("src/main.tsx", "src/admin.ts"), "n"))
			assert.Equal(t, 200, get(app, "/favicon.svg").Code)
			assert.NoError(t, app.Ready(context.Background()))
		})
	}
	wg.Wait()
}

func TestNilOptionsAreFine(t *testing.T) {
	t.Parallel()
	v := openManifest(t, oneEntry, nil, vite.WithBase(""), vite.WithManifest(""), vite.WithLogger(nil))
	assert.False(t, v.IsDev())
}
