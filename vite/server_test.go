package vite_test

import (
	"bytes"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

// with is a real build for browsers that has more files in its outDir.
func with(t *testing.T, files map[string]string) fstest.MapFS {
	t.Helper()
	dist := fstest.MapFS{}
	add := func(from fs.FS, to string) {
		require.NoError(t, fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(from, name)
			dist[to+name] = &fstest.MapFile{Data: data}
			return err
		}))
	}
	add(os.DirFS("testdata/app"), "")
	for name, content := range files {
		if content == "SSR" {
			add(os.DirFS("testdata/ssr"), name)
		}
	}
	for name, content := range files {
		if content != "SSR" {
			dist[name] = &fstest.MapFile{Data: []byte(content)}
		}
	}
	return dist
}

func TestServerBundlesAreNeverServed(t *testing.T) {
	t.Parallel()
	const (
		react   = "import { createElement } from \"react\";\nexport { x as default };\n"
		bundled = "var a = 1;\n//# sourceMappingURL=x\nexport { a as default };\n" // imports nothing
	)
	tests := map[string]struct {
		files    map[string]string
		no, also []string // also served
	}{
		"a build with its manifest":        {map[string]string{"ssr/": "SSR"}, []string{"ssr/ssr.js", "ssr/assets/Page-CKk4Zewm.js", "ssr/.vite/manifest.json"}, nil},
		"whatever the folder is called":    {map[string]string{"out/node/": "SSR"}, []string{"out/node/ssr.js", "out/node/assets/Page-CKk4Zewm.js"}, nil},
		"among the files for browsers":     {map[string]string{"": "SSR", ".vite/manifest.json": appManifest(t)}, []string{"ssr.js", "assets/Page-CKk4Zewm.js"}, nil},
		"without a manifest":               {map[string]string{"ssr/ssr.mjs": bundled, "ssr/ssr.mjs.map": "{}", "ssr/assets/a-B8QvT9Zy.css": "a", "ssr/a.json": "{}"}, []string{"ssr/ssr.mjs", "ssr/ssr.mjs.map", "ssr/assets/a-B8QvT9Zy.css", "ssr/a.json"}, nil},
		"below another folder":             {map[string]string{"a/b/dist-ssr/app.js": bundled}, []string{"a/b/dist-ssr/app.js"}, nil},
		"beside the files for browsers":    {map[string]string{"ssr.js": bundled, "ssr.js.map": "{}", "ssr.js.br": "x", "ssr.mjs": bundled, "ssr.cjs": "x"}, []string{"ssr.js", "ssr.js.map", "ssr.js.br", "ssr.mjs", "ssr.cjs"}, nil},
		"in the folder of assets":          {map[string]string{"assets/ssr.js": bundled, "assets/ssr/app.js": bundled}, []string{"assets/ssr.js", "assets/ssr/app.js"}, []string{"assets/main-D5aSHfuo.js"}},
		"by what it imports":               {map[string]string{"app.js": react, "b/c.mjs": "import fs from 'node:fs'", "min.js": `import{a as b}from"react/jsx-runtime";b()`}, []string{"app.js", "b/c.mjs", "min.js"}, nil},
		"by what it imports after remarks": {map[string]string{"a.js": "#!/usr/bin/env node\n/* a\n'b' */\n'use strict';\n// x\nimport './b.js'\nimport \"process\";"}, []string{"a.js"}, nil},
		"by what it exports again":         {map[string]string{"a.js": "export * from 'react'", "b.js": "export { a } from \"react\""}, []string{"a.js", "b.js"}, nil},
		"by what it requires":              {map[string]string{"a.js": "Object.defineProperties(exports, {});\nlet react = require(\"react\");\n", "b.js": "\"use strict\";\nconst fs = __toESM(require('fs'));"}, []string{"a.js", "b.js"}, nil},
		"by its name, as a module":         {map[string]string{"entry-server.js": bundled, "server/render.js": bundled, "a.server.mjs": "export default 1"}, []string{"entry-server.js", "server/render.js", "a.server.mjs"}, nil},
		"with all its parts": {map[string]string{"node.js": "import 'node:os'\nimport('./parts/a-B8QvT9Zy.js')", "parts/a-B8QvT9Zy.js": "import './b.js'", "parts/b.js": "1",
			"assets/c-B8QvT9Zy.js": `import{t}from"../node.js";t()`, "parts/public.js": "1"},
			[]string{"node.js", "parts/a-B8QvT9Zy.js", "parts/b.js", "assets/c-B8QvT9Zy.js"}, []string{"parts/public.js"}},
		"other scripts of the public folder": {map[string]string{
			"sw.js":                 "importScripts('/a.js'); self.addEventListener('install', () => {})",
			"jquery.min.js":         "!function(e,t){\"object\"==typeof module&&\"object\"==typeof module.exports?module.exports=t(e):t(e)}(this)",
			"umd.js":                "(function (f) { if (typeof exports === 'object') { f(require('react')) } })()",
			"pdf.worker.mjs":        "import './a.js'\nimport x from \"https://esm.sh/react\"\nconst s = 'import fs from \"node:fs\"'; export { x }",
			"vendor/lib.js":         "export default 1",
			"server-status.js":      "fetch('/status')",
			"docs/ssr.md":           "# ssr",
			"images/ssr/photo.png":  "png",
			"images/server/a.js":    "alert(1)",
			"text.js":               "const s = `\nimport fs from 'node:fs'\n`",
			"dynamic.js":            "import('react')",
			"assets/worker-none.js": "postMessage(1)",
		}, nil, []string{"sw.js", "jquery.min.js", "umd.js", "pdf.worker.mjs", "vendor/lib.js", "server-status.js", "docs/ssr.md", "images/ssr/photo.png", "images/server/a.js", "text.js", "dynamic.js", "assets/worker-none.js"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			v, err := vite.Open(with(t, test.files), vite.WithLogger(slog.New(slog.NewTextHandler(&log, nil))), vite.WithCompression())
			require.NoError(t, err)
			for _, file := range test.no {
				assert.Equal(t, http.StatusNotFound, get(v, "/"+file).Code, file)
				assert.Equal(t, http.StatusNotFound, do(v, http.MethodGet, "/"+strings.TrimSuffix(file, ".br"), http.Header{"Accept-Encoding": {"br"}}).Code, file)
				if !strings.HasPrefix(file, "assets/") {
					assert.False(t, v.Owns(asked(http.MethodGet, "/"+file, nil)), file)
				}
				_, err := v.Content(file)
				require.ErrorIs(t, err, fs.ErrNotExist)
			}
			for _, file := range append(test.also, "robots.txt", "assets/worker-B8QvT9Zy.js") {
				assert.Equal(t, http.StatusOK, get(v, "/"+file).Code, file)
			}
			if len(test.no) > 0 {
				assert.Contains(t, log.String(), `vite build --ssr --outDir dist-ssr`)
			} else {
				assert.Empty(t, log.String())
			}
		})
	}
}

func appManifest(t *testing.T) string {
	t.Helper()
	manifest, err := os.ReadFile("testdata/app/.vite/manifest.json")
	require.NoError(t, err)
	return string(manifest)
}

// What the manifest names is for browsers, whatever it is called and imports.
func TestBuildsForBrowsersMayLookLikeOthers(t *testing.T) {
	t.Parallel()
	script := func(content string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(content)} }
	for name, test := range map[string]struct {
		manifest string
		files    fstest.MapFS
	}{
		"an import map":         {`{"src/main.tsx": {"file": "assets/main-D5aSHfuo.js", "name": "main", "src": "src/main.tsx", "isEntry": true}}`, fstest.MapFS{"assets/main-D5aSHfuo.js": script(`import{a}from"react";a()`)}},
		"a page called ssr":     {`{"src/ssr.tsx": {"file": "assets/ssr-D5aSHfuo.js", "name": "ssr", "src": "src/ssr.tsx", "isEntry": true}}`, fstest.MapFS{"assets/ssr-D5aSHfuo.js": script(`a()`)}},
		"a folder called ssr":   {`{"src/ssr.tsx": {"file": "ssr/main-D5aSHfuo.js", "name": "main", "src": "src/ssr.tsx", "isEntry": true}}`, fstest.MapFS{"ssr/main-D5aSHfuo.js": script(`a()`)}},
		"no hashes":             {`{"src/main.tsx": {"file": "main.js", "name": "main", "src": "src/main.tsx", "isEntry": true}}`, fstest.MapFS{"main.js": script(`import"./a.js";a()`)}},
		"styles and nothing":    {`{"src/a.css": {"file": "a.css", "src": "src/a.css", "isEntry": true}}`, fstest.MapFS{"a.css": script(`a{}`)}},
		"no entry":              {`{"_a.js": {"file": "a.js"}}`, fstest.MapFS{"a.js": script(`import "node:fs"`)}},
		"files that are absent": {oneEntry, fstest.MapFS{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.files[".vite/manifest.json"] = script(test.manifest)
			v, err := vite.Open(test.files)
			require.NoError(t, err)
			for file := range test.files {
				if file != ".vite/manifest.json" {
					assert.Equal(t, http.StatusOK, get(v, "/"+file).Code, file)
				}
			}
		})
	}
}

func TestOpenRefusesServerBuilds(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ file, content string }{
		"by its name":        {"ssr.js", "export default 1"},
		"as an mjs":          {"app.mjs", "export default 1"},
		"one for CommonJS":   {"app.cjs", "exports.default = 1"},
		"that imports react": {"app.js", "import { createElement } from \"react\";\n"},
		"that imports Node":  {"nested/app-D5aSHfuo.js", "import { createServer } from \"http\";\n"},
		"that imports vue's": {"assets/app.js", "import { renderToString } from \"vue/server-renderer\";\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dist := fstest.MapFS{
				".vite/manifest.json": {Data: []byte(`{"src/app.tsx": {"file": "` + test.file + `", "name": "app", "src": "src/app.tsx", "isEntry": true}}`)},
				test.file:             {Data: []byte(test.content)},
			}
			v, err := vite.Open(dist)
			assert.Nil(t, v)
			for _, want := range []string{"vite: .vite/manifest.json is not a manifest for browsers", "src/app.tsx", test.file, `"npx vite build --ssr --outDir dist-ssr"`} {
				require.ErrorContains(t, err, want)
			}
			require.ErrorContains(t, vite.SaveBuild(t.TempDir(), dist, 1), "is not a manifest for browsers")
		})
	}
}

// What is written in scripts of the public folder cannot make Open slow.
func FuzzServerBundle(f *testing.F) {
	for _, seed := range []string{"import a from 'react'", "/* */ import{a}from\"./a.js\"", "export * from 'x'", "let a = require('b')", "import", "/*", "'use strict';;;\n//", "import x from \"y\" with { type: 'json' }"} {
		f.Add(seed)
	}
	manifest := &fstest.MapFile{Data: []byte(oneEntry)}
	f.Fuzz(func(t *testing.T, script string) {
		open := func(script string) bool {
			v, err := vite.Open(fstest.MapFS{".vite/manifest.json": manifest, "a.js": {Data: []byte(script)}}, vite.WithLogger(slog.New(slog.DiscardHandler)))
			require.NoError(t, err)
			return get(v, "/a.js").Code == http.StatusOK
		}
		served := open(script)
		if served == open("import 'node:fs';\n"+script) {
			assert.False(t, served, "an import in front hides any script")
		}
		assert.Equal(t, served, open("// remark\n"+script), "a remark changes nothing")
	})
}
