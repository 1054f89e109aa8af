package vite_test

import (
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

// release is a build of two pages whose files have these hashes.
func release(main, users, teams string) fstest.MapFS {
	manifest := fmt.Sprintf(`{
		"src/main.tsx": {"file": "assets/main-%[1]s.js", "isEntry": true},
		"src/admin.tsx": {"file": "assets/admin-%[3]s.js", "isEntry": true},
		"src/pages/Users.tsx": {"file": "assets/Users-%[2]s.js", "isDynamicEntry": true, "css": ["assets/Users-%[2]s.css"]},
		"src/pages/Teams.tsx": {"file": "assets/Teams-%[3]s.js", "isDynamicEntry": true, "imports": ["_table.js"]},
		"_table.js": {"file": "assets/table-%[3]s.js"}
	}`, main, users, teams)
	dist := fstest.MapFS{".vite/manifest.json": {Data: []byte(manifest)}, "favicon.svg": {Data: []byte(main)}, "only-" + main + ".txt": {}, "index.html": {}}
	for _, name := range []string{"main-" + main + ".js", "Users-" + users + ".js", "Users-" + users + ".css", "Teams-" + teams + ".js", "table-" + teams + ".js"} {
		dist["assets/"+name] = &fstest.MapFile{Data: []byte(name + " // " + strings.TrimLeft(name, "abcdefghijklmnopqrstuvwxyzUT-") + strings.Repeat(" ", 2000))}
	}
	return dist
}

func version(t *testing.T, dist fs.FS) string {
	t.Helper()
	v, err := vite.Open(dist)
	require.NoError(t, err)
	return v.Version()
}

func TestPreviousBuildsAreServed(t *testing.T) {
	t.Parallel()
	now, before := release("AAAAAAA2", "AAAAAAA1", "AAAAAAA1"), release("AAAAAAA1", "AAAAAAA1", "AAAAAAA1")
	before["assets/Users-AAAAAAA1.js"].Data = []byte("a file of the same name is that of the current build")
	v, err := vite.Open(now, vite.WithPreviousBuilds(before, now), vite.WithCompression())
	require.NoError(t, err)
	for name, want := range map[string]string{
		"main-AAAAAAA2.js": "main-AAAAAAA2.js", "main-AAAAAAA1.js": "main-AAAAAAA1.js", "Users-AAAAAAA1.js": "Users-AAAAAAA1.js",
	} {
		for _, accept := range []string{"", "br"} {
			w := do(v, http.MethodGet, "/assets/"+name, http.Header{"Accept-Encoding": {accept}})
			assert.Equal(t, 200, w.Code)
			assert.Equal(t, accept, w.Header().Get("Content-Encoding"))
			assert.True(t, strings.HasPrefix(decode(t, w), want+" // "))
			assert.Equal(t, forever, w.Header().Get("Cache-Control"))
		}
	}
	assert.Equal(t, "AAAAAAA2", get(v, "/favicon.svg").Body.String())
	assert.Equal(t, 404, get(v, "/only-AAAAAAA1.txt").Code, "not from the manifest, not in its folders")
	assert.Equal(t, 404, get(v, "/.vite/manifest.json").Code)
	assert.NotContains(t, render(t, v.Page("Users", "src/main.tsx").Tags(), ""), "main-AAAAAAA1")
}

func TestChanged(t *testing.T) {
	t.Parallel()
	now := release("2AAAAAAA", "2AAAAAAA", "2AAAAAAA")
	versions := map[string]fstest.MapFS{
		"all":     release("1AAAAAAA", "1AAAAAAA", "1AAAAAAA"),
		"main":    release("1AAAAAAA", "2AAAAAAA", "2AAAAAAA"),
		"users":   release("2AAAAAAA", "1AAAAAAA", "2AAAAAAA"),
		"teams":   release("2AAAAAAA", "2AAAAAAA", "1AAAAAAA"),
		"without": {"assets/main-2AAAAAAA.js": now["assets/main-2AAAAAAA.js"], ".vite/manifest.json": {Data: []byte(`{"src/main.tsx": {"file": "assets/main-2AAAAAAA.js", "isEntry": true}, "src/pages/Gone.tsx": {"file": "g.js", "isDynamicEntry": true}}`)}},
		"other":   {".vite/manifest.json": {Data: []byte(`{"src/other.tsx": {"file": "assets/main-2AAAAAAA.js", "isEntry": true}}`)}},
		"same":    maps.Clone(now),
	}
	versions["same"][".vite/manifest.json"] = &fstest.MapFile{Data: append(now[".vite/manifest.json"].Data, '\n')}
	var previous []fs.FS
	for _, name := range []string{"all", "main", "users", "teams", "without", "other", "same"} {
		previous = append(previous, versions[name])
	}
	v, err := vite.Open(now, vite.WithPreviousBuilds(previous...), vite.WithEntry("src/main.tsx"))
	require.NoError(t, err)
	tests := []struct {
		version string
		want    map[string]bool
	}{
		{"all", map[string]bool{"Users": true, "Teams": true, "Eager": true, "": true}},
		{"main", map[string]bool{"Users": true, "Teams": true, "Eager": true}},
		{"users", map[string]bool{"Users": true, "Teams": false, "Eager": false}},
		{"teams", map[string]bool{"Users": false, "Teams": true, "Eager": false}},
		{"without", map[string]bool{"Users": true, "Teams": true, "Gone": true, "Eager": false}},
		{"other", map[string]bool{"Users": true, "Eager": true}},
		{"same", map[string]bool{"Users": false, "Teams": false, "Eager": false, "": false}},
	}
	for _, test := range tests {
		for component, want := range test.want {
			changed, known := v.Page(component).Changed(version(t, versions[test.version]))
			assert.True(t, known, test.version)
			assert.Equal(t, want, changed, "%s since %s", component, test.version)
		}
	}
	changed, known := v.Page("Users").Changed(v.Version())
	assert.True(t, !changed && known)
	for _, unknown := range []string{"", "dev", "0123456789abcdef", strings.Repeat("x", 1<<20)} {
		changed, known = v.Page("Users").Changed(unknown)
		assert.True(t, changed && !known)
	}
	dev, err := vite.Dev("http://localhost:5173")
	require.NoError(t, err)
	changed, known = dev.Page("Users").Changed("dev")
	assert.True(t, !changed && known)
	changed, known = dev.Page("Users").Changed("0123456789abcdef")
	assert.True(t, !changed && !known)
}

func TestPreviousBuildsExplain(t *testing.T) {
	t.Parallel()
	for want, previous := range map[string]fs.FS{
		".vite/manifest.json of previous build 2": fstest.MapFS{},
		"is not a manifest of a build":            build("{"),
	} {
		_, err := vite.Open(build(oneEntry), vite.WithPreviousBuilds(build(oneEntry), previous))
		require.ErrorContains(t, err, want)
		require.ErrorContains(t, err, "vite: ")
	}
}

func TestSaveBuild(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "builds")
	old, err := vite.OpenHistory(dir)
	require.NoError(t, err)
	assert.Empty(t, old)

	keep := func(hash string) []string {
		t.Helper()
		require.NoError(t, vite.SaveBuild(dir, release(hash, hash, hash), 3))
		old, err := vite.OpenHistory(dir)
		require.NoError(t, err)
		var versions []string
		for _, dist := range old {
			versions = append(versions, version(t, dist))
		}
		return versions
	}
	of := func(hashes ...string) []string {
		var versions []string
		for _, hash := range hashes {
			versions = append(versions, version(t, release(hash, hash, hash)))
		}
		return versions
	}
	a, b, c, d := "AAAAAAA1", "BBBBBBB1", "CCCCCCC1", "DDDDDDD1"
	assert.Equal(t, of(a), keep(a))
	assert.Equal(t, of(b, a), keep(b))
	assert.Equal(t, of(b, a), keep(b))
	assert.Equal(t, of(a, b), keep(a), "rolled back")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "notes.txt"), nil, 0o644))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "20260101T000000-mine"), 0o755))
	assert.Equal(t, of(c, a, b), keep(c))
	assert.Equal(t, of(d, c, a), keep(d))
	assert.FileExists(t, filepath.Join(dir, "notes.txt"))
	assert.DirExists(t, filepath.Join(dir, "20260101T000000-mine"))

	old, err = vite.OpenHistory(dir)
	require.NoError(t, err)
	var names []string
	require.NoError(t, fs.WalkDir(old[0], ".", func(name string, entry fs.DirEntry, err error) error {
		if !entry.IsDir() {
			names = append(names, name)
		}
		return err
	}))
	assert.Equal(t, []string{".vite/manifest.json", "assets/Teams-" + d + ".js", "assets/Users-" + d + ".css", "assets/Users-" + d + ".js",
		"assets/main-" + d + ".js", "assets/table-" + d + ".js"}, names)

	v, err := vite.Open(release(d, d, d), vite.WithPreviousBuilds(old...))
	require.NoError(t, err)
	assert.Equal(t, 200, get(v, "/assets/main-"+a+".js").Code)
	assert.Equal(t, 404, get(v, "/assets/main-"+b+".js").Code)
	changed, known := v.Page("Users").Changed(of(c)[0])
	assert.True(t, changed && known)
}

func TestSaveBuildUnderAnotherName(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	dist := fstest.MapFS{"build/m.json": {Data: []byte(oneEntry)}, "assets/main-4ed993c7.js": {Data: []byte("1")}}
	require.NoError(t, vite.SaveBuild(dir, dist, 1, vite.WithManifest("build/m.json")))
	old, err := vite.OpenHistory(dir)
	require.NoError(t, err)
	require.Len(t, old, 1)
	_, err = vite.Open(old[0], vite.WithManifest("build/m.json"))
	require.NoError(t, err)
}

func TestSaveBuildExplains(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.ErrorContains(t, vite.SaveBuild(dir, build(oneEntry), 0), "keep 1 or more")
	require.ErrorContains(t, vite.SaveBuild(dir, fstest.MapFS{}, 1), "npx vite build")
	file := filepath.Join(dir, "file")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	require.ErrorContains(t, vite.SaveBuild(file, build(oneEntry), 1), "vite: save the build in "+file)
	_, err := vite.OpenHistory(file)
	require.ErrorContains(t, err, "vite: read the history")

	// A copy that fails leaves nothing behind.
	gone := filepath.Join(dir, "gone")
	dist := release("AAAAAAA1", "AAAAAAA1", "AAAAAAA1")
	require.ErrorContains(t, vite.SaveBuild(gone, losing{dist}, 1), "vite: save the build")
	left, err := os.ReadDir(gone)
	require.NoError(t, err)
	assert.Empty(t, left)
}

// losing lists files that it cannot open.
type losing struct{ fstest.MapFS }

func (l losing) Open(name string) (fs.File, error) {
	if strings.HasPrefix(name, "assets/Users-") {
		return nil, fs.ErrPermission
	}
	return l.MapFS.Open(name)
}

func TestSeveralProgramsShareAHistory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			hash := fmt.Sprintf("AAAAAAA%d", i)
			assert.NoError(t, vite.SaveBuild(dir, release(hash, hash, hash), 9))
			assert.NoError(t, vite.SaveBuild(dir, release(hash, hash, hash), 9))
		})
	}
	group.Wait()
	old, err := vite.OpenHistory(dir)
	require.NoError(t, err)
	assert.Len(t, old, 8)
}
