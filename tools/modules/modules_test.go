package modules_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/needs"
	"github.com/inertia-templ/shell/tools/internal/checkout"
	"github.com/inertia-templ/shell/tools/modules"
)

func root(t *testing.T) string {
	t.Helper()
	needs.Program(t, "git", "install Git")
	root, err := modules.Root(".")
	require.NoError(t, err)
	return root
}

func TestModulesComeAfterWhatTheyRequire(t *testing.T) {
	t.Parallel()
	all, err := modules.List(root(t))
	require.NoError(t, err)
	var seen []string
	for _, m := range all {
		for _, r := range m.File.Require {
			if strings.HasPrefix(r.Mod.Path, "github.com/inertia-templ/shell") {
				assert.Contains(t, seen, r.Mod.Path, "required by %s", m.Path)
			}
		}
		seen = append(seen, m.Path)
	}
	for _, path := range []string{"", "/inertia/gojson", "/inertia/inertianats", "/inertia/inertiaotel", "/inertia/inertiapostgres", "/inertia/inertiaredis", "/ssr/quickjs", "/vite/vitepostgres", "/vite/vites3", "/cmd/inertia", "/example"} {
		assert.Contains(t, seen, "github.com/inertia-templ/shell"+path)
	}
}

// Whoever requires one of our modules sees what its go.mod says, and nothing of
// our folders.
func TestNothingIsReplacedAndEveryModuleIsInTheWorkspace(t *testing.T) {
	t.Parallel()
	root := root(t)
	all, err := modules.List(root)
	require.NoError(t, err)
	work, err := os.ReadFile(filepath.Join(root, "go.work"))
	require.NoError(t, err)
	for _, m := range all {
		assert.Empty(t, m.File.Replace, m.Path)
		folder := "./" + m.Dir
		if m.Dir == "." {
			folder = "."
		}
		assert.Contains(t, strings.Fields(string(work)), folder)
	}
}

func TestTags(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "v0.2.0", modules.Module{Dir: "."}.Tag("v0.2.0"))
	assert.Equal(t, "ssr/quickjs/v0.2.0", modules.Module{Dir: "ssr/quickjs"}.Tag("v0.2.0"))
}

func TestACircleIsAnError(t *testing.T) {
	t.Parallel()
	dir := checkout.Make(t, map[string]string{
		"a/go.mod": "module x/a\nrequire x/b v0.1.0\n",
		"b/go.mod": "module x/b\nrequire x/a v0.1.0\n",
	})
	_, err := modules.List(dir)
	assert.ErrorContains(t, err, "require each other in a circle")
}

func TestRequireChangesOwnModulesOnly(t *testing.T) {
	t.Parallel()
	dir := checkout.Make(t, map[string]string{
		"go.mod":          "module x.test/a\n\nrequire other.test/y v0.1.0\n",
		"b/go.mod":        "module x.test/a/b\n\nrequire (\n\tother.test/y v0.1.0 // indirect\n\tx.test/a v0.1.0\n)\n",
		"testdata/go.mod": "module x.test/zoo\n\nrequire x.test/a v0.1.0\n",
		"go.work":         "go 1.26.0\n\nuse (\n\t.\n\t./b\n)\n\nreplace x.test/a v0.1.0 => ./\n",
	})
	require.NoError(t, modules.Require(dir, "v0.2.0"))
	for name, want := range map[string]string{
		"go.mod":          "module x.test/a\n\nrequire other.test/y v0.1.0\n",
		"b/go.mod":        "module x.test/a/b\n\nrequire (\n\tother.test/y v0.1.0 // indirect\n\tx.test/a v0.2.0\n)\n",
		"testdata/go.mod": "module x.test/zoo\n\nrequire x.test/a v0.1.0\n",
		"go.work":         "go 1.26.0\n\nuse (\n\t.\n\t./b\n)\n\nreplace x.test/a v0.2.0 => ./\n",
	} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		assert.Equal(t, want, string(text), name)
	}
}

func TestACopyIsWhatGitWouldKnow(t *testing.T) {
	t.Parallel()
	dir := checkout.Make(t, map[string]string{".gitignore": "*.log\n", "kept.txt": "old", "a/new.txt": "", "a.log": "", "gone.txt": ""})
	_, err := modules.Git(dir, "add", "kept.txt", "gone.txt")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "kept.txt"), []byte("new"), 0o600))
	require.NoError(t, os.Remove(filepath.Join(dir, "gone.txt")))
	to := t.TempDir()
	require.NoError(t, modules.Copy(dir, to))
	var found []string
	require.NoError(t, filepath.Walk(to, func(path string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			found = append(found, strings.TrimPrefix(path, to+"/"))
		}
		return err
	}))
	slices.Sort(found)
	assert.Equal(t, []string{".gitignore", "a/new.txt", "kept.txt"}, found)
	text, err := os.ReadFile(filepath.Join(to, "kept.txt"))
	require.NoError(t, err)
	assert.Equal(t, "new", string(text))
}
