package vite

import (
	"net/http/httptest"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSourcesOfComponentsAreFoundBelowTheProgram(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		patterns []string
		files    []string
		want     map[string]string
	}{
		"in a folder of their own": {nil, []string{"frontend/src/pages/Home.tsx", "frontend/src/pages/Users/Index.tsx", "frontend/src/main.tsx"},
			map[string]string{"Home": "frontend/src/pages/Home.tsx", "Users/Index": "frontend/src/pages/Users/Index.tsx", "main": ""}},
		"at the top":         {nil, []string{"resources/js/Pages/Home.vue"}, map[string]string{"Home": "resources/js/Pages/Home.vue"}},
		"not of packages":    {nil, []string{"node_modules/x/src/pages/Home.tsx", ".git/pages/A.tsx", "dist/pages/B.js"}, map[string]string{"Home": "", "A": "", "B": ""}},
		"by another pattern": {[]string{"modules/*/views/%s.svelte"}, []string{"web/modules/shop/views/Cart.svelte", "web/src/pages/Home.svelte"}, map[string]string{"Cart": "web/modules/shop/views/Cart.svelte", "Home": ""}},
		"nothing there":      {nil, nil, map[string]string{"Home": ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			patterns, err := pagePatterns(tc.patterns)
			require.NoError(t, err)
			files := fstest.MapFS{}
			for _, file := range tc.files {
				files[file] = &fstest.MapFile{}
			}
			s := &sourceFiles{root: files, patterns: patterns}
			for component, want := range tc.want {
				s.looked = time.Time{}
				assert.Equal(t, want, s.of(component), component)
			}
		})
	}
}

func TestANewComponentIsLookedForAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		patterns, err := pagePatterns(nil)
		require.NoError(t, err)
		files := fstest.MapFS{}
		s := &sourceFiles{root: files, patterns: patterns}
		assert.Empty(t, s.of("Home"))
		files["src/pages/Home.tsx"] = &fstest.MapFile{}
		assert.Empty(t, s.of("Home"), "not for each request")
		time.Sleep(lookAgain)
		assert.Equal(t, "src/pages/Home.tsx", s.of("Home"))
	})
}

func TestADevServerIsForItsHosts(t *testing.T) {
	t.Parallel()
	dev, err := Dev("http://localhost:5173", WithAllowedHosts("app.test"))
	require.NoError(t, err)
	for host, want := range map[string]bool{"localhost:8080": true, "app.test": true, "evil.test": false} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = host
		assert.Equal(t, want, dev.Allows(r), host)
	}
	built, err := Open(fstest.MapFS{".vite/manifest.json": {Data: []byte(`{"main.ts": {"file": "main.js", "src": "main.ts", "isEntry": true}}`)}, "main.js": {}})
	require.NoError(t, err)
	r := httptest.NewRequest("GET", "/", nil)
	r.Host = "localhost"
	assert.False(t, built.Allows(r))
}
