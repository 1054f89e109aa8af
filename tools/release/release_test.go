package release_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/dirhash"

	"github.com/inertia-templ/shell/tools/internal/checkout"
	"github.com/inertia-templ/shell/tools/modules"
	"github.com/inertia-templ/shell/tools/release"
)

const version = "v0.987.0"

func read(t *testing.T, elem ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(elem...))
	require.NoError(t, err)
	return string(text)
}

func TestARelease(t *testing.T) {
	t.Parallel()
	dir := checkout.Clone(t)
	var out bytes.Buffer
	require.NoError(t, release.Make(dir, version, &out))
	status, err := modules.Git(dir, "status", "--porcelain")
	require.NoError(t, err)
	assert.Empty(t, status, "all of it is in the commit")
	head, err := modules.Git(dir, "rev-parse", "HEAD")
	require.NoError(t, err)

	t.Run("tags every module", func(t *testing.T) {
		all, err := modules.List(dir)
		require.NoError(t, err)
		for _, m := range all {
			at, err := modules.Git(dir, "rev-list", "-n1", m.Tag(version))
			require.NoError(t, err)
			assert.Equal(t, head, at)
			assert.Contains(t, out.String(), " "+m.Tag(version), "what is to be pushed")
			for _, r := range m.File.Require {
				if strings.HasPrefix(r.Mod.Path, "github.com/inertia-templ/shell") {
					assert.Equal(t, version, r.Mod.Version, "%s in %s", r.Mod.Path, m.Dir)
				}
			}
		}
	})
	t.Run("gives the package for npm its version", func(t *testing.T) {
		assert.Contains(t, read(t, dir, "vite/plugin/package.json"), `"version": "0.987.0"`)
		assert.Contains(t, read(t, dir, "example/frontend/package-lock.json"), "\"name\": \"@inertia-templ/vite\",\n      \"version\": \"0.987.0\"")
		assert.Subset(t, packed(t, filepath.Join(dir, "bin/inertia-templ-vite-0.987.0.tgz")),
			[]string{"package/package.json", "package/index.js", "package/entry.js", "package/index.d.ts", "package/README.md"})
	})
	// The lines of go.sum are those of the zip files that the tags make.
	t.Run("knows the sums of its own modules", func(t *testing.T) {
		proxy := t.TempDir()
		require.NoError(t, modules.Serve(proxy, dir, version))
		sum := func(path string) string {
			sum, err := dirhash.HashZip(filepath.Join(proxy, path, "@v", version+".zip"), dirhash.Hash1)
			require.NoError(t, err)
			return path + " " + version + " " + sum + "\n"
		}
		for _, module := range []string{"inertia/gojson", "inertia/inertianats", "inertia/inertiaotel", "inertia/inertiapostgres", "inertia/inertiaredis", "ssr/quickjs", "vite/vitepostgres", "vite/vites3", "cmd/inertia", "example", "bench"} {
			assert.Contains(t, read(t, dir, module, "go.sum"), sum("github.com/inertia-templ/shell"), module)
		}
		assert.Contains(t, read(t, dir, "example/go.sum"), sum("github.com/inertia-templ/shell/ssr/quickjs"))
		assert.NotContains(t, read(t, dir, "inertia/gojson/go.sum"), "shell/ssr/quickjs")
	})
}

// packed lists the files of a package for npm.
func packed(t *testing.T, name string) (names []string) {
	t.Helper()
	file, err := os.Open(name)
	require.NoError(t, err)
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	require.NoError(t, err)
	for archive := tar.NewReader(unzipped); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return names
		}
		require.NoError(t, err)
		names = append(names, header.Name)
	}
}

// small makes a repository that could be released.
func small(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "ssr/quickjs"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module x.test/a\n"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "ssr/quickjs/go.mod"), []byte("module x.test/a/ssr/quickjs\n"), 0o600))
	checkout.Commit(t, dir)
	return dir
}

func TestAReleaseIsRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		version string
		change  func(t *testing.T, dir string)
		want    string
	}{
		"with changes": {version, func(t *testing.T, dir string) {
			require.NoError(t, os.WriteFile(filepath.Join(dir, "new.go"), []byte("package a\n"), 0o600))
		}, "changes without a commit"},
		"of a version that is tagged": {version, func(t *testing.T, dir string) {
			_, err := modules.Git(dir, "tag", "ssr/quickjs/"+version)
			require.NoError(t, err)
		}, "ssr/quickjs/" + version + " exists"},
		"with a replace directive": {version, func(t *testing.T, dir string) {
			name := filepath.Join(dir, "ssr/quickjs/go.mod")
			text := read(t, name) + "\nreplace x.test/a => ../..\n"
			require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
			_, err := modules.Git(dir, "commit", "--quiet", "--all", "-m", "Replace")
			require.NoError(t, err)
		}, "ssr/quickjs/go.mod has a replace directive"},
		"of no version":        {"1.2.3", nil, "write it as v0.2.0"},
		"of half a version":    {"v1.2", nil, "write it as v0.2.0"},
		"of another major":     {"v2.0.0", nil, "write it as v0.2.0"},
		"of a build's version": {"v1.2.3+linux", nil, "write it as v0.2.0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := small(t)
			if test.change != nil {
				test.change(t, dir)
			}
			before, err := modules.Git(dir, "tag", "--list")
			require.NoError(t, err)
			require.ErrorContains(t, release.Make(dir, test.version, io.Discard), test.want)
			after, err := modules.Git(dir, "tag", "--list")
			require.NoError(t, err)
			assert.Equal(t, before, after)
		})
	}
}
