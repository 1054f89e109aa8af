package vite_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

func TestVersion(t *testing.T) {
	t.Parallel()
	a, again := openManifest(t, oneEntry), openManifest(t, oneEntry)
	assert.Regexp(t, `^[0-9a-f]{16}$`, a.Version())
	assert.Equal(t, a.Version(), again.Version())
	assert.Equal(t, "dev", devServer(t).Version())
}

// rewritten says the same as a manifest in other words.
func rewritten(t *testing.T, random *rand.Rand, manifest []byte) []byte {
	t.Helper()
	var write func(b *bytes.Buffer, v any, indent string)
	space := func(indent string) string {
		if random.IntN(2) == 0 {
			return ""
		}
		return []string{" ", "\t", "\n" + indent, "\r\n" + indent}[random.IntN(4)]
	}
	text := func(s string) string {
		if random.IntN(2) == 0 {
			return strconv.QuoteToASCII(s)
		}
		quoted, err := json.Marshal(s)
		require.NoError(t, err)
		return strings.ReplaceAll(string(quoted), "/", `\/`)
	}
	write = func(b *bytes.Buffer, v any, indent string) {
		switch v := v.(type) {
		case map[string]any:
			keys := slices.Collect(maps.Keys(v))
			if indent != "" && random.IntN(2) == 0 { // of a chunk, not of the manifest
				for key, empty := range map[string]any{"isEntry": false, "css": []any{}, "imports": nil, "name": ""} {
					if _, ok := v[key]; !ok {
						v[key] = empty
						keys = append(keys, key)
					}
				}
			}
			random.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
			b.WriteString("{")
			for i, key := range keys {
				if i > 0 {
					b.WriteString(",")
				}
				b.WriteString(space(indent) + text(key) + space(indent) + ":" + space(indent))
				write(b, v[key], indent+"  ")
			}
			b.WriteString(space(indent) + "}")
		case []any:
			b.WriteString("[")
			for i, item := range v {
				if i > 0 {
					b.WriteString(",")
				}
				write(b, item, indent+"  ")
			}
			b.WriteString(space(indent) + "]")
		case string:
			b.WriteString(text(v))
		default:
			data, err := json.Marshal(v)
			require.NoError(t, err)
			b.Write(data)
		}
	}
	var parsed any
	require.NoError(t, json.Unmarshal(manifest, &parsed))
	var b bytes.Buffer
	if random.IntN(4) == 0 {
		b.WriteString("\ufeff") // some editors
	}
	write(&b, parsed, "")
	b.WriteString([]string{"", "\n", "\r\n"}[random.IntN(3)])
	return b.Bytes()
}

func TestVersionIsWhatTheManifestMeans(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for _, name := range []string{"app", "plugin", "legacy", "entries", "css", "react", "html"} {
		manifest, err := os.ReadFile("testdata/" + name + "/.vite/manifest.json")
		require.NoError(t, err)
		want := openManifest(t, string(manifest)).Version()
		for range 50 {
			other := rewritten(t, random, manifest)
			require.Equal(t, want, openManifest(t, string(other)).Version(), "%s", other)
		}
	}
}

func TestVersionChangesWithTheBuild(t *testing.T) {
	t.Parallel()
	const manifest = `{
		"src/main.tsx": {"file": "assets/main-1.js", "name": "main", "src": "src/main.tsx", "isEntry": true, "imports": ["_a.js", "_b.js"], "css": ["1.css", "2.css"], "assets": ["1.svg"], "integrity": "sha384-1"},
		"_a.js": {"file": "assets/a-1.js"}, "_b.js": {"file": "assets/b-1.js"}
	}`
	versions := map[string]string{openManifest(t, manifest).Version(): "as it was"}
	for from, to := range map[string]string{
		"main-1": "main-2", `"_a.js": {`: `"_c.js": {`, `"isEntry": true`: `"isEntry": true, "isDynamicEntry": true`, `"_a.js", "_b.js"`: `"_b.js", "_a.js"`,
		`"1.css", "2.css"`: `"2.css", "1.css"`, "1.svg": "2.svg", "sha384-1": "sha384-2", "a-1": "A-1", `"name": "main"`: `"name": "Main"`,
		`"imports"`: `"dynamicImports"`,
	} {
		version := openManifest(t, strings.Replace(manifest, from, to, 1)).Version()
		assert.NotContains(t, versions, version, "%s against %s", to, versions[version])
		versions[version] = to
	}
}

// What compares builds does not look at line ends either.
func TestChangedLooksAtWhatBuildsMean(t *testing.T) {
	t.Parallel()
	build := func(hash, ends, code string) fstest.MapFS {
		return fstest.MapFS{
			".vite/manifest.json":         {Data: []byte(strings.ReplaceAll(`{"src/main.tsx": {"file": "assets/main-`+hash+`.js", "name": "main", "isEntry": true}}`, " ", ends))},
			"assets/main-" + hash + ".js": {Data: []byte("a()" + ends + code + ends)},
		}
	}
	now, windows, before := build("B8QvT9Zy", "\n", "b()"), build("B8QvT9Zy", "\r\n", "b()"), build("C9QvT9Zy", "\r\n", "b()")
	v, err := vite.Open(now, vite.WithPreviousBuilds(windows, before, build("D9QvT9Zy", "\n", "c()")))
	require.NoError(t, err)
	for _, test := range []struct {
		dist    fs.FS
		changed bool
	}{{now, false}, {windows, false}, {before, false}, {build("D9QvT9Zy", "\n", "c()"), true}} {
		changed, known := v.Page("").Changed(version(t, test.dist))
		assert.True(t, known)
		assert.Equal(t, test.changed, changed)
	}
	dir := t.TempDir()
	for _, dist := range []fs.FS{now, windows} {
		require.NoError(t, vite.SaveBuild(dir, dist, 5))
	}
	saved, err := vite.OpenHistory(dir)
	require.NoError(t, err)
	assert.Len(t, saved, 1, "the same build")
}

// A page asks about the entries that it loads.
func TestChangedOfNamedEntries(t *testing.T) {
	t.Parallel()
	build := func(admin string) fstest.MapFS {
		return fstest.MapFS{
			".vite/manifest.json":           {Data: []byte(`{"a.ts": {"file": "assets/a-B8QvT9Zy.js", "isEntry": true}, "admin.ts": {"file": "assets/admin-` + admin + `.js", "isEntry": true}}`)},
			"assets/a-B8QvT9Zy.js":          {Data: []byte("a")},
			"assets/admin-" + admin + ".js": {Data: []byte(admin)},
		}
	}
	before := build("B8QvT9Zy")
	v, err := vite.Open(build("C9QvT9Zy"), vite.WithPreviousBuilds(before))
	require.NoError(t, err)
	for entries, want := range map[string]bool{"a.ts": false, "admin.ts": true, "a.ts admin.ts": true, "": true, "none.ts": true} {
		changed, known := v.Page("", strings.Fields(entries)...).Changed(version(t, before))
		assert.True(t, known, entries)
		assert.Equal(t, want, changed, entries)
	}
}
