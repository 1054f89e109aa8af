package ssrcheck_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/cmd/inertia/internal/ssrcheck"
	"github.com/inertia-templ/shell/internal/needs"
)

const bundles = "../../../../ssr/testdata"

// Each page that cannot be rendered is named, with what to do about it.
func TestRender(t *testing.T) {
	t.Parallel()
	node := map[string]string{"node": needs.Node(t)}
	fault := func(name string) map[string]map[string]any {
		return map[string]map[string]any{"Faulty": {"fault": name}}
	}
	for name, test := range map[string]struct {
		bundle string
		pages  map[string]map[string]any
		want   ssrcheck.Problem // with parts of the texts
	}{
		"a browser's name":              {"react.mjs", fault("window"), ssrcheck.Problem{Fatal: true, Message: "window is not defined", Fix: "window"}},
		"a page that throws":            {"react.mjs", fault("throw"), ssrcheck.Problem{Message: "the page is broken", Fix: "the props were almost empty"}},
		"a page that ends":              {"react.mjs", fault("exit"), ssrcheck.Problem{Fatal: true, Message: "the page calls exit(3)", Fix: "remove the call"}},
		"a page that is not there":      {"react.mjs", map[string]map[string]any{"Nowhere": {}}, ssrcheck.Problem{Fatal: true, Message: "Nowhere", Fix: ""}},
		"a bundle that does not load":   {"broken.mjs", fault(""), ssrcheck.Problem{Fatal: true, Message: "not-installed-anywhere", Fix: ""}},
		"a bundle that renders nothing": {"nothing.mjs", fault(""), ssrcheck.Problem{Fatal: true, Message: "", Fix: ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bundle, err := ssrcheck.Find(filepath.Join(bundles, test.bundle))
			require.NoError(t, err)
			report, err := ssrcheck.Render(t.Context(), bundle, test.pages, node)
			require.NoError(t, err)
			assert.Equal(t, map[string]int{"node": 0}, report.Rendered)
			require.Len(t, report.Problems, 1)
			got := report.Problems[0]
			assert.Equal(t, test.want.Fatal, got.Fatal, got)
			assert.Equal(t, test.want.Fatal, report.Failed())
			assert.Equal(t, "node", got.Runtime)
			assert.Contains(t, got.Message, test.want.Message)
			assert.Contains(t, got.Fix, test.want.Fix)
			assert.NotEmpty(t, got.Fix)
		})
	}
	report, err := ssrcheck.Render(t.Context(), filepath.Join(bundles, "react.mjs"), map[string]map[string]any{"Faulty": {}, "Hello": {}}, node)
	require.NoError(t, err)
	assert.Empty(t, report.Problems)
	assert.False(t, report.Failed())
	assert.Equal(t, map[string]int{"node": 2}, report.Rendered)
}

func TestStale(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	when := time.Now().Add(-time.Hour)
	touch := func(name string, at time.Time) string {
		file := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, nil, 0o600))
		require.NoError(t, os.Chtimes(file, at, at))
		return file
	}
	touch("src/pages/Home.tsx", when)
	touch("package.json", when)
	bundle := touch("dist-ssr/ssr.js", when.Add(time.Minute))
	touch("src/node_modules/x.js", when.Add(time.Hour))
	assert.Empty(t, ssrcheck.Stale(dir, bundle))
	config := touch("vite.config.ts", when.Add(2*time.Minute))
	assert.Equal(t, config, ssrcheck.Stale(dir, bundle))
	page := touch("src/pages/Users/Show.vue", when.Add(3*time.Minute))
	assert.Equal(t, page, ssrcheck.Stale(dir, bundle))
	assert.Empty(t, ssrcheck.Stale(dir, filepath.Join(dir, "nowhere")))
}

func TestFind(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, err := ssrcheck.Find(dir)
	require.ErrorContains(t, err, "vite build --ssr")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "app.mjs"), nil, 0o600))
	found, err := ssrcheck.Find(dir)
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(dir, "app.mjs"), found)
}

// The packages of the front end come before the PATH.
func TestRuntimes(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	assert.Empty(t, ssrcheck.Runtimes(dir))
	for _, name := range []string{"node", "node_modules/.bin/bun"} {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"), 0o700))
	}
	assert.Equal(t, map[string]string{"node": filepath.Join(dir, "node"), "bun": filepath.Join(dir, "node_modules/.bin/bun")}, ssrcheck.Runtimes(dir))
}
