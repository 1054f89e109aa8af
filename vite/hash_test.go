package vite_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

func TestOnlyWhatViteHashedIsKeptForever(t *testing.T) {
	t.Parallel()
	const main = `{"src/main.tsx": {"file": "assets/main-D5aSHfuo.js", "name": "main", "src": "src/main.tsx", "isEntry": true`
	type files map[string]string // their content
	tests := map[string]struct {
		manifest string
		content  files
		forever  []string
		not      []string
	}{
		"files of the public folder": {
			manifest: main + `}}`,
			content:  files{"assets/main-D5aSHfuo.js": `img.src = "/assets/Team-Portrait.jpg"; a.href = "/assets/plan-A1B2C3D4.pdf"`},
			forever:  []string{"assets/main-D5aSHfuo.js", "assets/main-D5aSHfuo.js.map", "assets/main-D5aSHfuo.js.br", "assets/main-D5aSHfuo.js.map.gz"},
			not: []string{"assets/Team-Portrait.jpg", "assets/Logo-Vertical.svg", "assets/brochure-20240101.pdf", "brochure-20240101.pdf", "assets/plan-A1B2C3D4.pdf",
				"assets/photo-B8QvT9Zy.jpg", "assets/vendor-B8QvT9Zy.js", "assets/vendor-B8QvT9Zy.js.map", "assets/vendor-B8QvT9Zy.css", "assets/README-CHANGELOG.txt",
				"assets/README-LICENSES.js", "assets/report-2024-0101.js", "assets/TeamLogo.svg", "assets/main.js", "favicon-D5aSHfuo.ico", "assets/noextension",
				"other/worker-B8QvT9Zy.js"},
		},
		"names without hashes": {
			manifest: `{
				"src/main.tsx": {"file": "assets/main.js", "name": "main", "src": "src/main.tsx", "isEntry": true, "css": ["assets/main.css"]},
				"src/users.tsx": {"file": "assets/users.bundle.js", "name": "users", "src": "src/users.tsx", "isEntry": true, "css": ["assets/users-styles.css"]},
				"_shared.js": {"file": "assets/shared-20240101.js", "name": "shared"},
				"src/Team.jpg": {"file": "assets/Team-Portrait.jpg", "src": "src/Team.jpg"},
				"src/logo.svg": {"file": "assets/logo.svg", "src": "src/logo.svg"}
			}`,
			not: []string{"assets/main.js", "assets/main.css", "assets/users.bundle.js", "assets/users-styles.css", "assets/shared-20240101.js", "assets/Team-Portrait.jpg", "assets/logo.svg"},
		},
		"hashes of other kinds": {
			manifest: `{
				"src/main.tsx": {"file": "js/main.4ed993c7.js", "name": "main", "src": "src/main.tsx", "isEntry": true, "css": ["css/main.0a1b2c3d4e5f6a7b.min.css"]},
				"src/dash.tsx": {"file": "js/dashboard-abc123.js", "name": "dashboard", "src": "src/dash.tsx", "isDynamicEntry": true},
				"src/page.tsx": {"file": "pages/page-abcdef.js", "name": "page", "src": "src/page.tsx", "isDynamicEntry": true},
				"src/b.tsx": {"file": "js/B8-T9_Zy.js", "name": "b", "src": "src/b.tsx", "isDynamicEntry": true, "assets": ["fonts/inter-Dx4kXJAl.woff2", "fonts/inter.woff2"]}
			}`,
			forever: []string{"js/main.4ed993c7.js", "css/main.0a1b2c3d4e5f6a7b.min.css", "js/dashboard-abc123.js", "pages/page-abcdef.js", "js/B8-T9_Zy.js", "fonts/inter-Dx4kXJAl.woff2"},
			not:     []string{"fonts/inter.woff2"},
		},
		"a hash that looks like a word, in a build with others": {
			manifest: main + `, "dynamicImports": ["src/a.tsx"]}, "src/a.tsx": {"file": "assets/a-Portrait.js", "name": "a", "src": "src/a.tsx", "isDynamicEntry": true}}`,
			forever:  []string{"assets/a-Portrait.js"},
		},
		"code that the manifest leaves out": {
			manifest: main + `, "css": ["assets/main-BRWiIo4f.css"]}}`,
			content: files{
				"assets/main-D5aSHfuo.js":    `new Worker(new URL("/assets/worker-B8QvT9Zy.js", import.meta.url))`,
				"assets/worker-B8QvT9Zy.js":  "import('./part-B8-T9_Zy.mjs')",
				"assets/part-B8-T9_Zy.mjs":   "fetch(`/assets/a.C9QvT9Zy.wasm`)",
				"assets/main-BRWiIo4f.css":   `@import "./print-E9QvT9Zy.css"`,
				"assets/unknown-F9QvT9Zy.js": "import './alone-G9QvT9Zy.js'",
			},
			forever: []string{"assets/worker-B8QvT9Zy.js", "assets/worker-B8QvT9Zy.js.map", "assets/part-B8-T9_Zy.mjs", "assets/a.C9QvT9Zy.wasm", "assets/print-E9QvT9Zy.css"},
			not:     []string{"assets/unknown-F9QvT9Zy.js", "assets/alone-G9QvT9Zy.js"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dist := fstest.MapFS{".vite/manifest.json": {Data: []byte(test.manifest)}}
			for _, name := range append(test.forever, test.not...) {
				dist[name] = &fstest.MapFile{Data: []byte(name)}
			}
			for name, content := range test.content {
				dist[name] = &fstest.MapFile{Data: []byte(content)}
			}
			v, err := vite.Open(dist)
			require.NoError(t, err)
			for _, name := range test.forever {
				assert.Equal(t, forever, get(v, "/"+name).Header().Get("Cache-Control"), name)
			}
			for _, name := range test.not {
				assert.Equal(t, revalidate, get(v, "/"+name).Header().Get("Cache-Control"), name)
			}
		})
	}
}

// A file that many chunks might refer to is read once, however many there are.
func TestImmutableFilesAreFoundInOnePass(t *testing.T) {
	t.Parallel()
	var chunks []string
	dist := fstest.MapFS{}
	for i := range 300 {
		chunks = append(chunks, fmt.Sprintf(`"src/p%d.tsx": {"file": "assets/p%[1]d-D5aSHfuo.js", "isEntry": true}`, i))
		dist[fmt.Sprintf("assets/p%d-D5aSHfuo.js", i)] = &fstest.MapFile{Data: []byte(strings.Repeat("x-A1.js ", 100))}
		dist[fmt.Sprintf("assets/w%d-B8QvT9Zy.js", i)] = &fstest.MapFile{Data: []byte("1")}
	}
	dist[".vite/manifest.json"] = &fstest.MapFile{Data: []byte("{" + strings.Join(chunks, ",") + "}")}
	counted := &countingFS{FS: dist}
	_, err := vite.Open(counted, vite.WithEntry("src/p0.tsx"))
	require.NoError(t, err)
	assert.Less(t, counted.opened.Load(), int64(4*600+100))
	assert.Zero(t, counted.open.Load())
}

func TestPreviousBuildsLeaveTheirPublicFilesBehind(t *testing.T) {
	t.Parallel()
	before, now := release("AAAAAAA1", "AAAAAAA1", "AAAAAAA1"), release("AAAAAAA2", "AAAAAAA2", "AAAAAAA2")
	before["assets/Team-Portrait.jpg"] = &fstest.MapFile{Data: []byte("1")}
	before["assets/main-AAAAAAA1.js.map"] = &fstest.MapFile{Data: []byte("{}")}
	v, err := vite.Open(now, vite.WithPreviousBuilds(before))
	require.NoError(t, err)
	assert.Equal(t, http.StatusNotFound, get(v, "/assets/Team-Portrait.jpg").Code)
	assert.Equal(t, http.StatusOK, get(v, "/assets/main-AAAAAAA1.js.map").Code)
}
