package vitetest_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite/vitetest"
)

// frontEnd is a folder with a program in the place of Vite.
func frontEnd(t *testing.T, script string) string {
	t.Helper()
	dir := t.TempDir()
	bin := filepath.Join(dir, "node_modules", ".bin")
	require.NoError(t, os.MkdirAll(bin, 0o755))
	// A process forked meanwhile would hold the file open, and it could not run.
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	require.NoError(t, os.WriteFile(filepath.Join(bin, "vite"), []byte("#!/bin/sh\n"+script), 0o755))
	return dir
}

// building stands for Vite: its manifest names what main.tsx consists of, and
// it notes that it ran.
const building = `
echo "$1" >> node_modules/runs
rm -rf dist; mkdir -p dist/.vite
cp src/main.tsx dist/main.js
hash=$(cksum < src/main.tsx | cut -d' ' -f1)
echo "{\"src/main.tsx\": {\"file\": \"assets/main-$hash.js\", \"isEntry\": true}}" > dist/.vite/manifest.json
grep -q broken src/main.tsx && { echo "main.tsx is broken" >&2; exit 1; }
exit 0
`

func TestOpenFreshBuildsWhatHasChanged(t *testing.T) {
	t.Parallel()
	dir := frontEnd(t, building)
	write := func(name, content string) {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644))
	}
	runs := func() int {
		data, err := os.ReadFile(filepath.Join(dir, "node_modules/runs"))
		require.NoError(t, err)
		assert.Equal(t, len(strings.Fields(string(data))), strings.Count(string(data), "build"))
		return strings.Count(string(data), "\n")
	}
	write("src/main.tsx", "one")

	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			_, err := vitetest.OpenFresh(t.Context(), dir, "dist")
			assert.NoError(t, err)
		})
	}
	group.Wait()
	assert.Equal(t, 1, runs(), "once for all who ask")

	first, err := vitetest.OpenFresh(t.Context(), dir, "dist")
	require.NoError(t, err)
	assert.Equal(t, 1, runs())

	for _, irrelevant := range []string{".idea/x", "node_modules/x", ".hidden"} {
		write(irrelevant, "x")
	}
	_, err = vitetest.OpenFresh(t.Context(), dir, "dist")
	require.NoError(t, err)
	assert.Equal(t, 1, runs())

	write("src/main.tsx", "two")
	second, err := vitetest.OpenFresh(t.Context(), dir, "dist")
	require.NoError(t, err)
	assert.Equal(t, 2, runs())
	assert.NotEqual(t, first.Version(), second.Version())

	write(".env.local", "VITE_X=1")
	write("dist/.vite/manifest.json", "{}") // somebody else's
	third, err := vitetest.OpenFresh(t.Context(), dir, "dist")
	require.NoError(t, err)
	assert.Equal(t, 3, runs())
	assert.Equal(t, second.Version(), third.Version())

	write("src/main.tsx", "broken")
	for range 2 {
		_, err = vitetest.OpenFresh(t.Context(), dir, "dist")
		require.ErrorContains(t, err, "main.tsx is broken")
		assert.ErrorContains(t, err, `"npx vite build"`)
	}
	assert.Equal(t, 5, runs(), "a build that failed is tried again")
}

func TestOpenFreshErrors(t *testing.T) {
	t.Parallel()
	_, err := vitetest.OpenFresh(t.Context(), t.TempDir(), "dist")
	assert.ErrorContains(t, err, `install the front end with "npm ci"`)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = vitetest.OpenFresh(ctx, frontEnd(t, building), "dist")
	assert.Error(t, err)
}
