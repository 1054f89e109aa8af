package vite_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"testing/fstest"

	"github.com/a-h/templ"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestTags(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		build   string // a folder of testdata; a dev server if empty
		options []vite.Option
		entries []string
		nonce   string
	}{
		"app":                   {build: "app"},
		"app-nonce":             {build: "app", nonce: "r4nd0m+/="},
		"app-hostile-nonce":     {build: "app", nonce: `"><script>`},
		"app-page":              {build: "app", entries: []string{"src/main.tsx", "src/pages/Users.tsx"}},
		"base":                  {build: "base", options: []vite.Option{vite.WithBase("/build/")}},
		"base-without-slash":    {build: "base", options: []vite.Option{vite.WithBase("/build")}},
		"base-cdn":              {build: "base", options: []vite.Option{vite.WithBase("https://cdn.example/build/")}},
		"base-hostile":          {build: "base", options: []vite.Option{vite.WithBase(`/a"><b>&'c/`)}},
		"css":                   {build: "css", nonce: "n"},
		"entries-main":          {build: "entries", entries: []string{"src/main.tsx"}},
		"entries-main-absolute": {build: "entries", entries: []string{"/src/main.tsx"}},
		"entries-option":        {build: "entries", options: []vite.Option{vite.WithEntry("./src/admin.ts", "src/print.css")}},
		"entries-all":           {build: "entries", entries: []string{"src/print.css", "src/main.tsx", "src/admin.ts", "src/main.tsx"}},
		"onecss":                {build: "onecss"},
		"legacy":                {build: "legacy", nonce: "n"},
		"legacy-cdn":            {build: "legacy", options: []vite.Option{vite.WithBase("https://cdn.example/")}},
		"dev":                   {},
		"dev-nonce":             {nonce: "n"},
		"dev-react":             {nonce: "n", options: []vite.Option{vite.WithEntry("src/app.tsx")}},
		"dev-entries":           {entries: []string{"src/print.css", "/src/admin.ts", "src/theme.scss", "src/admin.ts"}},
		"dev-option":            {options: []vite.Option{vite.WithEntry("resources/app.jsx")}},
		"dev-without-refresh":   {options: []vite.Option{vite.WithReactRefresh(false), vite.WithEntry("src/main.tsx")}},
		"dev-with-refresh":      {options: []vite.Option{vite.WithReactRefresh(true)}, entries: []string{"src/main.ts"}},
		"dev-base-root":         {options: []vite.Option{vite.WithBase("/")}},
		"dev-base-hostile":      {options: []vite.Option{vite.WithBase(`/a"</script>/`)}},
		"dev-entry-hostile":     {entries: []string{`src/"><b>&'ö #?.tsx`}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var v *vite.Vite
			var err error
			if test.build == "" {
				v, err = vite.Dev("http://localhost:5173", test.options...)
			} else {
				v, err = vite.Open(os.DirFS(filepath.Join("testdata", test.build)), test.options...)
			}
			require.NoError(t, err)
			for range 2 { // the second time from memory
				golden(t, name, render(t, v.Tags(test.entries...), test.nonce))
			}
		})
	}
}

// Old browsers get what Vite itself would have them load.
func TestLegacyTagsLoadWhatVitesDo(t *testing.T) {
	t.Parallel()
	html, err := os.ReadFile("testdata/legacy/main.html")
	require.NoError(t, err)
	v, err := vite.Open(os.DirFS("testdata/legacy"))
	require.NoError(t, err)
	want := regexp.MustCompile(`<script nomodule[^>]* (?:data-)?src="([^"]+)"`).FindAllSubmatch(html, -1)
	require.Len(t, want, 2)
	tags := render(t, v.Tags(), "")
	assert.Contains(t, tags, `<script nomodule defer src="`+string(want[0][1])+`">`)
	assert.Contains(t, tags, `["`+string(want[1][1])+`"]`)
}

func TestPageTags(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		build     string // a folder of testdata; a dev server if empty
		options   []vite.Option
		component string
		entries   []string
		golden    string
	}{
		"styles of its own":      {build: "app", component: "Users", golden: "page-users"},
		"no styles of its own":   {build: "app", component: "Teams", golden: "page-teams"},
		"named entry":            {build: "app", component: "Users", entries: []string{"/src/main.tsx"}, golden: "page-users"},
		"named default":          {build: "app", options: []vite.Option{vite.WithEntry("./src/main.tsx")}, component: "Users", golden: "page-users"},
		"unknown":                {build: "app", component: "Nobody", golden: "app"},
		"unknown, named entry":   {build: "app", component: "Nobody", entries: []string{"src/main.tsx"}, golden: "app"},
		"no component":           {build: "app", golden: "app"},
		"hostile":                {build: "app", component: "\"><script>../\x00", golden: "app"},
		"other case":             {build: "app", component: "users", golden: "app"},
		"a pattern of one's own": {build: "app", options: []vite.Option{vite.WithPages("/src/%s/Users.tsx")}, component: "pages", golden: "page-users"},
		"a pattern for others":   {build: "app", options: []vite.Option{vite.WithPages("app/%s.tsx")}, component: "Users", golden: "app"},
		"CDN":                    {build: "base", options: []vite.Option{vite.WithBase("https://cdn.example/build/")}, component: "Users", golden: "page-cdn"},
		"one stylesheet":         {build: "onecss", component: "Users", golden: "page-onecss"},
		"React":                  {build: "react", component: "Users", golden: "page-react"},
		"React, shared styles":   {build: "react", component: "Teams", golden: "page-react-teams"},
		"Vue":                    {build: "vue", component: "Users", golden: "page-vue"},
		"Vue, shared styles":     {build: "vue", component: "Teams", golden: "page-vue-teams"},
		"Svelte":                 {build: "svelte", component: "Users", golden: "page-svelte"},
		"Svelte, shared styles":  {build: "svelte", component: "Teams", golden: "page-svelte-teams"},
		"legacy":                 {build: "legacy", component: "Users", golden: "page-legacy"},
		"legacy, by that name":   {build: "legacy", component: "Users-legacy", golden: "legacy-plain"},
		"dev":                    {component: "Users", golden: "dev"},
		"dev, named entries":     {component: "Users", entries: []string{"src/print.css", "/src/admin.ts", "src/theme.scss"}, golden: "dev-entries"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, err := vite.Dev("http://localhost:5173", test.options...)
			if test.build != "" {
				v, err = vite.Open(os.DirFS(filepath.Join("testdata", test.build)), test.options...)
			}
			require.NoError(t, err)
			for range 2 { // the second time from memory
				golden(t, test.golden, render(t, v.Page(test.component, test.entries...).Tags(), ""))
			}
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name+".html")
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "write it with: go test ./vite -update")
	assert.Equal(t, string(want), got)
}

func render(t *testing.T, c templ.Component, nonce string) string {
	t.Helper()
	ctx := context.Background()
	if nonce != "" {
		ctx = templ.WithNonce(ctx, nonce)
	}
	var b bytes.Buffer
	require.NoError(t, c.Render(ctx, &b))
	return b.String()
}

var linked = regexp.MustCompile(`<link [^>]*href="([^"]+)"|<script [^>]*src="([^"]+)"`)

// The order of styles decides which one wins, and Vite knows best.
func TestTagsFollowTheOrderOfViteItself(t *testing.T) {
	t.Parallel()
	v, err := vite.Open(os.DirFS("testdata/html"))
	require.NoError(t, err)
	for _, entry := range []string{"main.html", "admin.html"} {
		page, err := os.ReadFile("testdata/html/" + entry)
		require.NoError(t, err)
		var links, scripts, got []string
		for _, m := range linked.FindAllStringSubmatch(string(page), -1) {
			if m[1] != "" {
				links = append(links, m[1])
			} else {
				scripts = append(scripts, m[2])
			}
		}
		for _, m := range linked.FindAllStringSubmatch(render(t, v.Tags(entry), ""), -1) {
			got = append(got, m[1]+m[2])
		}
		require.Len(t, links, 3)
		// Vite has its script in front; modules are deferred wherever they stand.
		assert.Equal(t, append(links, scripts...), got)
	}
}

func TestTagsOfCyclesAndDiamonds(t *testing.T) {
	t.Parallel()
	v := openManifest(t, `{
		"src/main.tsx": {"file": "assets/main-1.js", "isEntry": true, "imports": ["_a.js", "_b.js", "_gone.js"], "css": ["assets/main-1.css", "assets/both-1.css"]},
		"_a.js": {"file": "assets/a-1.js", "imports": ["_c.js", "src/main.tsx"], "css": ["assets/a-1.css"]},
		"_b.js": {"file": "assets/b-1.js", "imports": ["_c.js", "_b.js"], "css": ["assets/both-1.css"]},
		"_c.js": {"file": "assets/c-1.js", "imports": ["_a.js"], "css": ["assets/c-1.css"]}
	}`)
	assert.Equal(t, `<link rel="modulepreload" href="/assets/c-1.js">
<link rel="modulepreload" href="/assets/a-1.js">
<link rel="modulepreload" href="/assets/b-1.js">
<link rel="stylesheet" href="/assets/c-1.css">
<link rel="stylesheet" href="/assets/a-1.css">
<link rel="stylesheet" href="/assets/both-1.css">
<link rel="stylesheet" href="/assets/main-1.css">
<script type="module" src="/assets/main-1.js"></script>
`, render(t, v.Tags(), ""))
}

func TestTagsDoNotRender(t *testing.T) {
	t.Parallel()
	several, err := vite.Open(os.DirFS("testdata/entries"))
	require.NoError(t, err)
	html, err := vite.OpenManifest("testdata/html/.vite/manifest.json", vite.WithEntry("main.html"))
	require.NoError(t, err)
	dev, err := vite.Dev("http://localhost:5173")
	require.NoError(t, err)

	tests := map[string]struct {
		component templ.Component
		want      []string
	}{
		"an unknown entry": {several.Tags("src/mian.tsx"),
			[]string{".vite/manifest.json", `"src/mian.tsx"`, "src/admin.ts, src/main.tsx, src/print.css", "npx vite build"}},
		"a known entry and an unknown one": {several.Tags("src/main.tsx", "src/other.ts"), []string{`"src/other.ts"`}},
		"an empty name":                    {several.Tags(""), []string{`no entry ""`}},
		"a source that HTML loads": {html.Tags("src/main.tsx"),
			[]string{"testdata/html/.vite/manifest.json", "admin.html, main.html", `build.rolldownOptions.input: "src/main.tsx"`}},
		"several entries, none named": {several.Tags(),
			[]string{".vite/manifest.json", "src/admin.ts, src/main.tsx, src/print.css", "vite.WithEntry"}},
		"no entries at all":                {openManifest(t, `{}`).Tags(), []string{"no entry", "build.rolldownOptions.input", "npx vite build"}},
		"a dev entry that leaves the root": {dev.Tags("../main.tsx"), []string{`"../main.tsx"`, "Vite's root"}},
		"an empty dev entry":               {dev.Tags(""), []string{`""`, "Vite's root"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			err := test.component.Render(context.Background(), &b)
			for _, want := range append(test.want, "vite: ") {
				require.ErrorContains(t, err, want)
			}
			assert.Empty(t, b.String())
		})
	}
}

func TestTagsReportAFailingWriter(t *testing.T) {
	t.Parallel()
	v := openManifest(t, oneEntry)
	gone := errors.New("gone")
	assert.ErrorIs(t, v.Tags().Render(context.Background(), failingWriter{gone}), gone)
	assert.ErrorIs(t, v.Tags().Render(templ.WithNonce(context.Background(), "n"), failingWriter{gone}), gone)
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

const oneEntry = `{"src/main.tsx": {"file": "assets/main-4ed993c7.js", "name": "main", "src": "src/main.tsx", "isEntry": true}}`

func openManifest(t *testing.T, manifest string, opts ...vite.Option) *vite.Vite {
	t.Helper()
	v, err := vite.Open(fstest.MapFS{".vite/manifest.json": {Data: []byte(manifest)}}, opts...)
	require.NoError(t, err)
	return v
}
