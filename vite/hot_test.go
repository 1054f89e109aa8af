package vite_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

func TestDevFromHotFile(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		"http://[::1]:5173":             "/a.js",
		"http://[::1]:5173/\n":          "/a.js",
		"\thttp://localhost:5173/b\r\n": "/b/a.js",
		"https://app.test:5173/b/c/":    "/b/c/a.js",
	} {
		file := filepath.Join(t.TempDir(), "hot")
		require.NoError(t, os.WriteFile(file, []byte(content), 0o644))
		v, err := vite.DevFromHotFile(file)
		require.NoError(t, err, content)
		assert.True(t, v.IsDev())
		assert.Equal(t, want, v.URL("a.js"))
		v, err = vite.DevFromHotFile(file, vite.WithBase("/mine/"))
		require.NoError(t, err)
		assert.Equal(t, "/mine/a.js", v.URL("a.js"))
	}
	for _, content := range []string{"", "\n", "5173", "localhost:5173", "file:///etc/passwd", "http://a b", "http://u:p@localhost:5173", "http://localhost:5173/?a",
		"http://localhost:5173/../x", "http://localhost//x", "http://localhost\nhttp://localhost", strings.Repeat("a", 1<<20)} {
		file := filepath.Join(t.TempDir(), "hot")
		require.NoError(t, os.WriteFile(file, []byte(content), 0o644))
		v, err := vite.DevFromHotFile(file)
		assert.Nil(t, v)
		require.ErrorContains(t, err, file)
		require.ErrorContains(t, err, "npx vite")
	}
	missing := filepath.Join(t.TempDir(), "hot")
	_, err := vite.DevFromHotFile(missing)
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.ErrorContains(t, err, missing)
	require.ErrorContains(t, err, "npx vite")
}

func TestDevFromEnv(t *testing.T) {
	t.Setenv("APP_VITE", "http://localhost:5173/__vite/")
	v, err := vite.DevFromEnv("APP_VITE")
	require.NoError(t, err)
	assert.Equal(t, "/__vite/a.js", v.URL("a.js"))
	_, err = vite.DevFromEnv("APP_VITE_UNSET")
	require.ErrorContains(t, err, "vite: the environment variable APP_VITE_UNSET")
}
