package vite_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

func TestPrefetch(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		build     string
		options   []vite.Option
		component string
		entries   []string
		nonce     string
	}{
		"prefetch-waterfall":  {build: "app", options: []vite.Option{vite.WithPrefetch(vite.Waterfall(3))}, nonce: "n"},
		"prefetch-page":       {build: "app", options: []vite.Option{vite.WithPrefetch(vite.Waterfall(-1))}, component: "Users"},
		"prefetch-aggressive": {build: "base", options: []vite.Option{vite.WithPrefetch(vite.Aggressive()), vite.WithBase("https://cdn.example/build/")}},
		"prefetch-entries":    {build: "entries", options: []vite.Option{vite.WithPrefetch(vite.Aggressive())}, entries: []string{"/src/main.tsx"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, err := vite.Open(os.DirFS("testdata/"+test.build), test.options...)
			require.NoError(t, err)
			for range 2 {
				golden(t, name, render(t, v.Page(test.component, test.entries...).Tags(), test.nonce))
			}
		})
	}
}

func TestPrefetchWithoutAnythingToFetch(t *testing.T) {
	t.Parallel()
	v, err := vite.Open(os.DirFS("testdata/css"), vite.WithPrefetch(vite.Aggressive()))
	require.NoError(t, err)
	golden(t, "css", render(t, v.Tags(), "n"))
	v, err = vite.Open(os.DirFS("testdata/app"), vite.WithPrefetch(vite.Prefetch{}))
	require.NoError(t, err)
	golden(t, "app", render(t, v.Tags(), ""))
	v, err = vite.Dev("http://localhost:5173", vite.WithPrefetch(vite.Aggressive()))
	require.NoError(t, err)
	golden(t, "dev", render(t, v.Tags(), ""))
}

func TestPrefetchFollowsEveryImportOnce(t *testing.T) {
	t.Parallel()
	v := openManifest(t, `{
		"a.ts": {"file": "a.js", "isEntry": true, "imports": ["_s.js"], "dynamicImports": ["b.ts", "a.ts"]},
		"_s.js": {"file": "s.js", "dynamicImports": ["gone.ts", "c.ts"]},
		"b.ts": {"file": "b.js", "imports": ["a.ts"], "dynamicImports": ["d.ts", "c.ts"], "css": ["b'</script>.css"]},
		"c.ts": {"file": "c.js"},
		"d.ts": {"file": "d #1.js", "imports": ["_e.js"], "dynamicImports": ["b.ts"]},
		"_e.js": {"file": "e.js"},
		"other.ts": {"file": "other.js", "isEntry": true, "dynamicImports": ["f.ts"]},
		"f.ts": {"file": "f.js"}
	}`, vite.WithPrefetch(vite.Aggressive()))
	html := render(t, v.Tags("a.ts"), "")
	assert.Contains(t, html, `const base = "/", files = ["c.js","b.js","b%27%3C/script%3E.css","e.js","d%20%231.js"], most = 5, cors = false`)
	assert.Equal(t, 2, strings.Count(html, "</script>"))
}
