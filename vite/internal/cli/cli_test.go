package cli_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite/internal/cli"
)

// Workspaces have Vite in the node_modules of a folder above. It is called
// without npx, which would leave a process in between.
func TestCommandFindsTheNearestVite(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("there it is a script that only npx starts")
	}
	root := t.TempDir()
	front := filepath.Join(root, "apps", "front")
	require.NoError(t, os.MkdirAll(filepath.Join(front, "node_modules", ".bin", "vite"), 0o755)) // a folder
	install := func(dir string) string {
		bin := filepath.Join(dir, "node_modules", ".bin")
		require.NoError(t, os.MkdirAll(bin, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(bin, "vite"), nil, 0o755))
		return filepath.Join(bin, "vite")
	}
	name, args := cli.Command(front, "build")
	assert.Equal(t, "npx", name)
	assert.Equal(t, []string{"--no-install", "vite", "build"}, args)
	for _, dir := range []string{root, filepath.Join(root, "apps")} {
		want := install(dir)
		name, args = cli.Command(front, "build")
		assert.Equal(t, want, name)
		assert.Equal(t, []string{"build"}, args)
	}
}
