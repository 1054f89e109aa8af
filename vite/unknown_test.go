package vite_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/needs"
	"github.com/inertia-templ/shell/vite"
)

// chunks is a build with a chunk for each page.
func chunks(pages ...string) fstest.MapFS {
	var manifest strings.Builder
	manifest.WriteString(`{"src/app.tsx": {"file": "assets/app-AAAAAAAA.js", "src": "src/app.tsx", "isEntry": true}`)
	fsys := fstest.MapFS{"assets/app-AAAAAAAA.js": {}}
	for n, page := range pages {
		file := fmt.Sprintf("assets/page%d-AAAAAAAA.js", n)
		fmt.Fprintf(&manifest, `, "src/pages/%[1]s.tsx": {"file": %[2]q, "src": "src/pages/%[1]s.tsx", "isDynamicEntry": true}`, page, file)
		fsys[file] = &fstest.MapFile{}
	}
	fsys[".vite/manifest.json"] = &fstest.MapFile{Data: []byte(manifest.String() + "}")}
	return fsys
}

func TestAMisspeltComponentHasNearOnes(t *testing.T) {
	t.Parallel()
	v, err := vite.Open(chunks("Home", "Users/Index", "Users/Show", "Users/Edit", "Admin/Users/Index", "About"))
	require.NoError(t, err)
	for component, want := range map[string][]string{
		"Home":              nil,
		"Admin/Users/Index": nil,
		"home":              {"Home"},
		"Hoem":              {"Home"},
		"Usres/Index":       {"Users/Index"},
		"User/Show":         {"Users/Show"},
		"Users/Sow":         {"Users/Show"},
		"Show":              {"Users/Show"},
		"Pages/Home":        {"Home"},
		"Billing":           {},
		"":                  {},
	} {
		err := v.CheckPage(t.Context(), component)
		if want == nil {
			assert.NoError(t, err, component)
			continue
		}
		var unknown *vite.UnknownPageError
		require.ErrorAs(t, err, &unknown, component)
		if len(want) > 0 {
			require.NotEmpty(t, unknown.Nearest, component)
			assert.Equal(t, want[0], unknown.Nearest[0], component)
		} else {
			assert.Empty(t, unknown.Nearest, component)
		}
		assert.LessOrEqual(t, len(unknown.Nearest), 3)
		assert.False(t, unknown.Dev)
	}
	assert.EqualError(t, v.CheckPage(t.Context(), "Billing"), `vite: there is no page for the component "Billing" among the 6 of the front end`)
	assert.EqualError(t, v.CheckPage(t.Context(), "Abuot"), `vite: there is no page for the component "Abuot"; the nearest is "About"`)
}

// Vite names a page that another one imports after its source, and forgets which
// source that was.
func TestAPageThatOthersImportIsNoMistake(t *testing.T) {
	t.Parallel()
	v, err := vite.Open(fstest.MapFS{
		".vite/manifest.json": {Data: []byte(`{
			"src/app.ts": {"file": "app.js", "src": "src/app.ts", "isEntry": true, "dynamicImports": ["_Show-x.js", "src/pages/Home.vue"]},
			"_Show-x.js": {"file": "Show-x.js", "name": "Show"}, "_rest-x.js": {"file": "rest-x.js", "name": "rest"},
			"src/pages/Home.vue": {"file": "Home.js", "name": "Home", "src": "src/pages/Home.vue", "isDynamicEntry": true, "imports": ["_Show-x.js", "_rest-x.js"]}}`)},
		"app.js": {}, "Show-x.js": {}, "rest-x.js": {}, "Home.js": {},
	})
	require.NoError(t, err)
	for _, component := range []string{"Show", "Users/Show", "Home"} {
		assert.NoError(t, v.CheckPage(t.Context(), component), component)
	}
	for _, component := range []string{"Shw", "rest"} {
		assert.Error(t, v.CheckPage(t.Context(), component), component)
	}
}

func TestABuildWithOneChunkKnowsNoPages(t *testing.T) {
	t.Parallel()
	v, err := vite.Open(chunks())
	require.NoError(t, err)
	assert.NoError(t, v.CheckPage(t.Context(), "Anything"))
}

// writing guards modules that a test changes.
var writing sync.RWMutex

// served are the modules of a dev server, as Vite 8 writes them.
func served(t *testing.T, modules map[string]string, opts ...vite.Option) (*vite.Vite, *atomic.Int64) {
	t.Helper()
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		writing.RLock()
		code, ok := modules[r.URL.Path]
		writing.RUnlock()
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = w.Write([]byte(code))
	}))
	t.Cleanup(server.Close)
	v, err := vite.Dev(server.URL, append([]vite.Option{vite.WithEntry("src/app.tsx")}, opts...)...)
	require.NoError(t, err)
	return v, &asked
}

const globbed = `import { createInertiaApp } from "/__vite/node_modules/.vite/deps/@inertiajs_react.js?v=1";
const pages = /* #__PURE__ */ Object.assign({"./pages/About.tsx": () => import("/__vite/src/pages/About.tsx"),"./pages/Users/Show.tsx": () => import("/__vite/src/pages/Users/Show.tsx?t=17")});
//# sourceMappingURL=data:application/json;base64,"/__vite/src/pages/Never.tsx"`

func TestADevServerTellsItsPages(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		modules map[string]string
		opts    []vite.Option
		known   string // empty if nothing is known of any
	}{
		"the entry globs": {map[string]string{"/__vite/src/app.tsx": globbed}, nil, "Users/Show"},
		"an import of it globs": {map[string]string{
			"/__vite/src/app.tsx": "import \"/__vite/src/app.css\";\nimport { app } from \"/__vite/src/inertia.ts\";", "/__vite/src/inertia.ts": globbed,
		}, nil, "Users/Show"},
		"they are loaded at once": {map[string]string{"/__vite/src/app.tsx": `import * as __vite_glob_0_0 from "/__vite/src/pages/Users/Show.vue";`}, nil, "Users/Show"},
		"they are elsewhere": {map[string]string{"/__vite/src/app.tsx": `({"./x": () => import("/__vite/src/modules/billing/views/Invoice.tsx")})`},
			[]vite.Option{vite.WithPages("src/modules/*/views/%s.tsx")}, "Invoice"},
		"another base":            {map[string]string{"/dev/src/app.tsx": strings.ReplaceAll(globbed, "/__vite/", "/dev/")}, []vite.Option{vite.WithBase("/dev/")}, "Users/Show"},
		"imports go in a circle":  {map[string]string{"/__vite/src/app.tsx": `import "/__vite/src/app.tsx"`}, nil, ""},
		"a module does not build": {map[string]string{"/__vite/src/app.tsx": `import "/__vite/src/broken.ts"`}, nil, ""},
		"there is no entry":       {nil, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, asked := served(t, tc.modules, tc.opts...)
			if tc.known == "" {
				assert.NoError(t, v.CheckPage(t.Context(), "Anything"))
				return
			}
			assert.Empty(t, v.Components(), "it was not asked yet")
			assert.Empty(t, v.Source(tc.known))
			assert.NoError(t, v.CheckPage(t.Context(), tc.known))
			assert.Contains(t, v.Components(), tc.known)
			assert.Regexp(t, "^src/.*/"+tc.known+`\.(tsx|vue)$`, v.Source(tc.known))
			assert.Empty(t, v.Source("Never"))
			before := asked.Load()
			assert.NoError(t, v.CheckPage(t.Context(), tc.known))
			assert.Equal(t, before, asked.Load(), "known components cost no question")
			for _, unknown := range []string{"Never", "Nowhere"} {
				var err *vite.UnknownPageError
				require.ErrorAs(t, v.CheckPage(t.Context(), unknown), &err)
				assert.True(t, err.Dev)
			}
		})
	}
}

func TestAPageThatIsWrittenLaterIsFound(t *testing.T) {
	t.Parallel()
	modules := map[string]string{"/__vite/src/app.tsx": globbed}
	v, _ := served(t, modules)
	require.Error(t, v.CheckPage(t.Context(), "New"))
	writing.Lock()
	modules["/__vite/src/app.tsx"] = strings.Replace(globbed, "About", "New", 2)
	writing.Unlock()
	assert.NoError(t, v.CheckPage(t.Context(), "New"))
}

func TestADevServerThatIsDownIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(nil)
	server.Close()
	v, err := vite.Dev(server.URL)
	require.NoError(t, err)
	assert.NoError(t, v.CheckPage(t.Context(), "Anything"))
}

// What Vite writes is what CheckPage reads.
func TestTheDevServerOfTheExampleTellsItsPages(t *testing.T) {
	t.Parallel()
	needs.Node(t)
	needs.File(t, "../example/frontend/node_modules/vite", `run "npm ci --prefix example/frontend"`)
	if _, err := os.Stat("../example/frontend/src/pages/Dashboard.tsx"); err != nil {
		t.Fatal(err)
	}
	p, err := vite.DevProcess(t.Context(), "../example/frontend")
	require.NoError(t, err)
	v, err := p.Dev()
	require.NoError(t, err)
	for v.CheckPage(t.Context(), "Contacts/Shwo") == nil { // it has not answered in time: Vite transforms the entry first
	}
	assert.ErrorContains(t, v.CheckPage(t.Context(), "Contacts/Shwo"), `"Contacts/Show"`)
	assert.NoError(t, v.CheckPage(t.Context(), "Contacts/Show"))
	assert.Equal(t, "src/pages/Contacts/Show.tsx", v.Source("Contacts/Show"))
}
