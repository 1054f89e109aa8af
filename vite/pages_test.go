package vite_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

// pagesOf is a manifest whose lazy chunks are these source files.
func pagesOf(sources ...string) string {
	chunks := []string{oneEntry[1 : len(oneEntry)-1]}
	for i, source := range sources {
		chunks = append(chunks, fmt.Sprintf(`%q: {"file": "assets/p%d.js", "isDynamicEntry": true}`, source, i))
	}
	return "{" + strings.Join(chunks, ",") + "}"
}

func TestComponents(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		patterns, sources, want []string
	}{
		"none": {want: nil},
		"by default": {
			sources: []string{"src/pages/Users/Index.tsx", "src/Pages/B.vue", "resources/js/Pages/C.svelte", "resources/js/pages/D.jsx", "pages/E.ts", "Pages/F.js",
				"src/pages/g.css", "src/widgets/H.tsx", "lib/src/pages/I.tsx", "src/pages/.tsx", "src/pagesx/J.tsx"},
			want: []string{"B", "C", "D", "E", "F", "Users/Index"}},
		"below":             {[]string{"app/%s.tsx"}, []string{"app/a/B.tsx", "app/C.jsx", "app/D.tsx"}, []string{"D", "a/B"}},
		"any folder":        {[]string{"src/**/pages/%s.tsx"}, []string{"src/pages/A.tsx", "src/x/y/pages/b/pages/C.tsx", "srcpages/D.tsx"}, []string{"A", "b/pages/C"}},
		"a folder":          {[]string{"src/*/pages/%s.tsx"}, []string{"src/x/pages/A.tsx", "src/x/y/pages/B.tsx", "src/pages/C.tsx"}, []string{"A"}},
		"all of the path":   {[]string{"src/pages/**/%s.tsx"}, []string{"src/pages/users/Index.tsx", "src/pages/A.tsx"}, []string{"A", "users/Index"}},
		"index files":       {[]string{"src/pages/%s/index.tsx"}, []string{"src/pages/a/b/index.tsx", "src/pages/index.tsx"}, []string{"a/b"}},
		"part of a name":    {[]string{"src/%s.page.{ts,js}*"}, []string{"src/A.page.tsx", "src/B.page.mts", "src/C.page.js", "src/D.page.js/x"}, []string{"A", "C"}},
		"special to regexp": {[]string{"s.c/(a)[b]+/%s.tsx"}, []string{"s.c/(a)[b]+/A.tsx", "sxc/ab/B.tsx"}, []string{"A"}},
		"several patterns":  {[]string{"./b/%s.tsx", "/a/%s.tsx"}, []string{"a/A.tsx", "b/A.tsx", "a/B.tsx"}, []string{"A", "B"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := openManifest(t, pagesOf(test.sources...), vite.WithPages(test.patterns...))
			assert.Equal(t, test.want, v.Components())
		})
	}
}

func TestComponentsOfADevServerAreUnknown(t *testing.T) {
	t.Parallel()
	v, err := vite.Dev("http://localhost:5173")
	require.NoError(t, err)
	assert.Empty(t, v.Components())
}

func TestPagesOfTheFirstPatternAreTaken(t *testing.T) {
	t.Parallel()
	v := openManifest(t, pagesOf("a/A.tsx", "b/A.tsx", "b/A.vue"), vite.WithPages("b/%s.{vue,tsx}", "a/%s.tsx"))
	assert.Contains(t, render(t, v.Page("A").Tags(), ""), `href="/assets/p1.js"`)
}

func TestPagesThatAreNotLazyAddNothing(t *testing.T) {
	t.Parallel()
	v := openManifest(t, `{"src/main.tsx": {"file": "m.js", "isEntry": true, "imports": ["src/pages/A.tsx"]}, "src/pages/A.tsx": {"file": "a.js"}}`)
	assert.Empty(t, v.Components())
	assert.Equal(t, render(t, v.Tags(), ""), render(t, v.Page("A").Tags(), ""))
}

func TestPagesThatAreEntriesToo(t *testing.T) {
	t.Parallel()
	v := openManifest(t, `{"src/pages/A.tsx": {"file": "a.js", "isEntry": true}}`)
	assert.Equal(t, "<script type=\"module\" src=\"/a.js\"></script>\n", render(t, v.Page("A").Tags(), ""))
}

func TestPagesOfSeveralEntries(t *testing.T) {
	t.Parallel()
	v := openManifest(t, `{"a.ts": {"file": "a.js", "isEntry": true}, "b.ts": {"file": "b.js", "isEntry": true}, "pages/A.ts": {"file": "p.js", "isDynamicEntry": true}}`)
	assert.Equal(t, "<link rel=\"modulepreload\" href=\"/p.js\">\n<script type=\"module\" src=\"/b.js\"></script>\n", render(t, v.Page("A", "b.ts").Tags(), ""))
	var b bytes.Buffer
	require.ErrorContains(t, v.Page("A").Tags().Render(context.Background(), &b), "several entries")
	require.ErrorContains(t, v.Page("A", "c.ts").Tags().Render(context.Background(), &b), `"c.ts"`)
	assert.Empty(t, b.String())
}

func TestWithPagesExplains(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{"", "src/pages/*.tsx", "%s/%s.tsx", "src/{a,b/%s.tsx"} {
		_, err := vite.Open(os.DirFS("testdata/app"), vite.WithPages(pattern))
		require.ErrorContains(t, err, fmt.Sprintf("vite: WithPages(%q)", pattern))
		require.ErrorContains(t, err, `"src/pages/%s.tsx"`)
		_, err = vite.Dev("http://localhost:5173", vite.WithPages(pattern))
		require.ErrorContains(t, err, "vite: WithPages", "before it is built already")
	}
}
