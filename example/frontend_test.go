package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

// A copy of the front end is built by the Vite that is installed, and again
// when a component changes.
func TestFrontEndIsBuiltWhenItHasChanged(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	modules, err := filepath.Abs("frontend/node_modules")
	require.NoError(t, err)
	for _, name := range []string{"src", "public"} {
		require.NoError(t, os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join("frontend", name))))
	}
	config, err := os.ReadFile("frontend/vite.config.ts")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "vite.config.ts"), config, 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "package.json"), []byte(`{"type": "module"}`), 0o644))
	require.NoError(t, os.Symlink(modules, filepath.Join(dir, "node_modules")))

	first, err := vite.OpenFresh(t.Context(), dir, "dist", vite.WithBase("/build/"))
	require.NoError(t, err)
	assert.Contains(t, first.Components(), "Contacts/Index")
	again, err := vite.OpenFresh(t.Context(), dir, "dist", vite.WithBase("/build/"))
	require.NoError(t, err)
	assert.Equal(t, first.Version(), again.Version())

	page := filepath.Join(dir, "src/pages/About.tsx")
	source, err := os.ReadFile(page)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(page, []byte(strings.ReplaceAll(string(source), "<h1>", "<h1>All ")), 0o644))
	changed, err := vite.OpenFresh(t.Context(), dir, "dist", vite.WithBase("/build/"))
	require.NoError(t, err)
	assert.NotEqual(t, first.Version(), changed.Version())
}
