// Package checkout makes repositories for tests.
package checkout

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/needs"
	"github.com/inertia-templ/shell/tools/modules"
)

// Make makes a repository of these files, without a commit. Those without an
// ending are programs.
func Make(t *testing.T, files map[string]string) string {
	t.Helper()
	needs.Program(t, "git", "install Git")
	dir := t.TempDir()
	for name, text := range files {
		mode := os.FileMode(0o600)
		if filepath.Ext(name) == "" {
			mode = 0o700
		}
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), mode))
	}
	_, err := modules.Git(dir, "init", "--quiet")
	require.NoError(t, err)
	return dir
}

// Clone makes a repository of its own of this checkout as it is now, and returns
// its folder.
func Clone(t *testing.T) string {
	t.Helper()
	needs.Program(t, "git", "install Git")
	needs.Program(t, "npm", "install Node.js 20 or newer")
	root, err := modules.Root(".")
	require.NoError(t, err)
	dir := t.TempDir()
	require.NoError(t, modules.Copy(root, dir))
	Commit(t, dir)
	return dir
}

// Commit makes a repository of a folder, with one commit of what is in it.
func Commit(t *testing.T, dir string) {
	t.Helper()
	needs.Program(t, "git", "install Git")
	for _, args := range [][]string{
		{"init", "--quiet"}, {"config", "user.name", "Tester"}, {"config", "user.email", "tester@example.com"},
		{"add", "--all"}, {"commit", "--quiet", "-m", "As it is now"},
	} {
		_, err := modules.Git(dir, args...)
		require.NoError(t, err)
	}
}
