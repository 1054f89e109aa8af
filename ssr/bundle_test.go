package ssr_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/ssr"
)

// hour is a limit that no test reaches.
const hour = time.Hour

// split is a bundle in several files, as Vite writes it: chunks that are loaded
// with it and later, data that they read, a folder above, and a package.
func split(t *testing.T, dir string) string {
	t.Helper()
	write(t, filepath.Join(dir, "package.json"), `{"type": "module", "dependencies": {"greeting": "1.0.0"}}`)
	write(t, filepath.Join(dir, "node_modules", "greeting", "package.json"), `{"name": "greeting", "version": "1.0.0", "type": "module", "exports": "./index.js"}`)
	write(t, filepath.Join(dir, "node_modules", "greeting", "index.js"), `export default 'Hello'`)
	write(t, filepath.Join(dir, "shared", "mark.js"), `export const mark = '!'`)
	write(t, filepath.Join(dir, "dist", "assets", "now.js"), `import{mark}from"../../shared/mark.js";export{mark}`)
	write(t, filepath.Join(dir, "dist", "assets", "later.js"), "import greeting from 'greeting'\nexport default greeting")
	write(t, filepath.Join(dir, "dist", "assets", "data.json"), `{"name": "Ada"}`)
	return write(t, filepath.Join(dir, "dist", "ssr.js"), `import fs from 'node:fs'
	import { mark } from './assets/now.js'
	export default async ({ component }) => {
		if (component === 'Where') throw new Error(import.meta.url)
		const later = await import(`+"`./assets/later.js`"+`)
		const { name } = JSON.parse(fs.readFileSync(new URL("./assets/data.json", import.meta.url)))
		return { body: later.default + ', ' + name + mark + ' ' + process.pid }
	}`)
}

// A bundle that somebody tidies away, or replaces, stays the one that the pool has
// been opened with.
//
// Deno is left out: it knows packages only below the folder of its main script,
// and takes bundles only that need none.
func TestWorkersStartAgainWithoutTheBundle(t *testing.T) {
	t.Parallel()
	for _, r := range runtimes[:2] {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			startAgain(t, ssr.WithRuntime(r.find(t)))
		})
	}
}

func startAgain(t *testing.T, runtime ssr.PoolOption) {
	dir := t.TempDir()
	bundle := split(t, dir)
	logged := &output{}
	p, err := ssr.NewPool(bundle, runtime, ssr.WithWorkers(1), ssr.WithStartTimeout(hour), ssr.WithRenderTimeout(hour), ssr.WithPoolLogger(logged.logger()))
	require.NoError(t, err)
	defer p.Close()
	require.NoError(t, p.Ready(t.Context()))
	require.NoError(t, os.Rename(filepath.Join(dir, "dist"), filepath.Join(dir, "gone")))
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "shared")))
	write(t, bundle, `export default () => ({ body: 'another build' })`)
	kill := func() {
		found := pids(t, bundle)
		require.Len(t, found, 1)
		require.NoError(t, syscall.Kill(found[0], syscall.SIGKILL))
	}
	renders := func() {
		t.Helper()
		result, err := p.Render(t.Context(), page(t, "Any", nil))
		require.NoError(t, err)
		assert.Regexp(t, `^Hello, Ada! \d+$`, result.Body)
	}
	renders()
	kill()
	renders()

	// The copy is tidied away too, as a whole and in parts.
	private := privateCopy(t, pids(t, bundle)[0])
	require.NoError(t, os.RemoveAll(private))
	kill()
	renders()
	private = privateCopy(t, pids(t, bundle)[0])
	require.NoError(t, filepath.WalkDir(private, func(name string, _ os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, "later.js") {
			return os.Remove(name)
		}
		return err
	}))
	kill()
	renders()

	// Errors tell the places of the bundle, not of the copy.
	_, err = p.Render(t.Context(), page(t, "Where", nil))
	var e *ssr.Error
	require.ErrorAs(t, err, &e)
	real, err := filepath.EvalSymlinks(filepath.Dir(bundle))
	require.NoError(t, err)
	assert.Contains(t, e.Message, filepath.Join(real, "ssr.js"))
	assert.Contains(t, e.Location, filepath.Join(real, "ssr.js"))
	assert.NotContains(t, e.Stack, "ssr-bundle-")
	private = privateCopy(t, pids(t, bundle)[0])
	require.NoError(t, p.Close())
	assert.NoDirExists(t, private, "nothing is left")
}

// privateCopy is the temporary folder that a worker's bundle lies in.
func privateCopy(t *testing.T, pid int) string {
	t.Helper()
	line, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "cmdline"))
	require.NoError(t, err)
	for _, arg := range strings.Split(string(line), "\x00") {
		if before, after, ok := strings.Cut(arg, "ssr-bundle-"); ok {
			name, _, _ := strings.Cut(after, "/")
			return before + "ssr-bundle-" + name
		}
	}
	t.Fatalf("%q has no copy of its bundle", line)
	return ""
}

// Copies that a killed program has left are deleted, those in use are not.
func TestCopiesOfKilledProgramsAreDeleted(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	left := filepath.Join(tmp, "ssr-bundle-left")
	require.NoError(t, os.Mkdir(left, 0o700))
	write(t, filepath.Join(left, "ssr.js"), "")
	others := filepath.Join(tmp, "ssr-bundle-others") // anybody may have made it
	require.NoError(t, os.Mkdir(others, 0o700))
	require.NoError(t, os.Chmod(others, 0o777))
	first := newPool(t, "svelte", node(t))
	require.NoError(t, first.Ready(t.Context()))
	second := newPool(t, "svelte", node(t))
	require.NoError(t, second.Ready(t.Context()))
	assert.NoDirExists(t, left)
	assert.DirExists(t, others)
	found, err := filepath.Glob(filepath.Join(tmp, "ssr-bundle-*"))
	require.NoError(t, err)
	assert.Len(t, found, 3, "one for each pool, and the other")
}

func TestBundlesAreFoundUnderBothNames(t *testing.T) {
	t.Parallel()
	renders := func(bundle string, opts ...ssr.PoolOption) {
		t.Helper()
		p, err := ssr.NewPool(bundle, append(opts, node(t), ssr.WithWorkers(1), ssr.WithStartTimeout(hour), ssr.WithRenderTimeout(hour))...)
		require.NoError(t, err, bundle)
		defer p.Close()
		assert.Equal(t, "1 process of node", p.String())
		result, err := p.Render(t.Context(), page(t, "Any", nil))
		require.NoError(t, err, bundle)
		assert.Equal(t, "found", result.Body)
	}
	code := `export default () => ({ body: 'found' })`
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a", "ssr.mjs"), code)
	write(t, filepath.Join(dir, "package.json"), `{"type": "module"}`)
	write(t, filepath.Join(dir, "b", "ssr.js"), code)
	for _, name := range []string{"a", "a/ssr.js", "a/ssr.mjs", "b", "b/ssr.js", "b/ssr.mjs", "b/."} {
		renders(dir + "/" + name)
	}
	for _, name := range []string{".", "ssr.js", "ssr.mjs"} {
		renders(name, ssr.WithFS(fstest.MapFS{"ssr.mjs": {Data: []byte(code)}}))
	}
}

// Vite writes ES modules as ssr.js next to a package.json that says so, which a
// program with an embedded bundle has left behind.
func TestBundlesWithoutTheirPackageJSONKeepTheirMeaning(t *testing.T) {
	t.Parallel()
	for name, code := range map[string]string{
		"ES module":          "const a = 1\nexport default () => ({ body: 'found' })",
		"ES module, Windows": "import 'node:fs'\r\nconst f = () => ({ body: 'found' })\r\nexport{f as default}",
		"CommonJS":           "// import and export are for others\nmodule.exports = () => ({ body: 'found' })",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := ssr.NewPool("ssr.js", ssr.WithFS(fstest.MapFS{"ssr.js": {Data: []byte(code)}}), node(t),
				ssr.WithEnv("NODE_OPTIONS=--no-experimental-detect-module"), // as before Node 20.19
				ssr.WithWorkers(1), ssr.WithStartTimeout(hour), ssr.WithRenderTimeout(hour))
			require.NoError(t, err)
			defer p.Close()
			result, err := p.Render(t.Context(), page(t, "Any", nil))
			require.NoError(t, err)
			assert.Equal(t, "found", result.Body)
		})
	}
}

func TestFindRuntime(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", "")
	_, err := ssr.FindRuntime(dir)
	require.ErrorContains(t, err, `install Node.js, or Bun with "npm install --save-dev bun"`)

	bin := filepath.Join(dir, "node_modules", ".bin")
	require.NoError(t, os.MkdirAll(bin, 0o755))
	for _, name := range []string{"node", "bun"} {
		require.NoError(t, os.WriteFile(filepath.Join(bin, name), nil, 0o755))
		found, err := ssr.FindRuntime(filepath.Join(dir, "dist", "ssr"))
		require.NoError(t, err)
		assert.Equal(t, filepath.Join(bin, name), found)
	}
}

// A program that anybody may have put there is not run.
func TestFindRuntimeTrustsNotEverybody(t *testing.T) {
	t.Setenv("PATH", "")
	tests := map[string]struct {
		spoil func(t *testing.T, dir, bin, program string)
		want  string // in the error; none if it is trusted
	}{
		"all is well": {func(*testing.T, string, string, string) {}, ""},
		"a program that everybody may write": {func(t *testing.T, _, _, program string) {
			require.NoError(t, os.Chmod(program, 0o777))
		}, "everybody may write"},
		"a folder of programs that everybody may write": {func(t *testing.T, _, bin, _ string) {
			require.NoError(t, os.Chmod(bin, 0o777))
		}, "everybody may write"},
		"a folder above that everybody may write": {func(t *testing.T, dir, _, _ string) {
			require.NoError(t, os.Chmod(dir, 0o777))
		}, "everybody may write"},
		"a folder above in which nobody can replace it": {func(t *testing.T, dir, _, _ string) {
			require.NoError(t, os.Chmod(dir, 0o777|os.ModeSticky))
		}, ""},
		"a link to a program that everybody may write": {func(t *testing.T, dir, _, program string) {
			target := filepath.Join(dir, "target")
			require.NoError(t, os.Rename(program, target))
			require.NoError(t, os.Symlink(target, program))
			require.NoError(t, os.Chmod(target, 0o777))
		}, "everybody may write"},
		"a program of somebody else": {func(t *testing.T, _, _, program string) {
			if os.Getuid() != 0 {
				t.Skip("only root can give files away: run the tests as root")
			}
			require.NoError(t, os.Chown(program, 12345, 12345))
		}, "belongs to another user"},
		"node_modules of somebody else": {func(t *testing.T, dir, _, _ string) {
			if os.Getuid() != 0 {
				t.Skip("only root can give files away: run the tests as root")
			}
			require.NoError(t, os.Chown(filepath.Join(dir, "node_modules"), 12345, 12345))
		}, "belongs to another user"},
		"a project that belongs to somebody else as a whole": {func(t *testing.T, dir, bin, program string) {
			if os.Getuid() != 0 {
				t.Skip("only root can give files away: run the tests as root")
			}
			for _, name := range []string{dir, filepath.Join(dir, "dist"), filepath.Dir(bin), bin, program} {
				require.NoError(t, os.Chown(name, 12345, 12345))
			}
		}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			bin := filepath.Join(dir, "node_modules", ".bin")
			program := write(t, filepath.Join(bin, "bun"), "")
			require.NoError(t, os.Chmod(program, 0o755))
			require.NoError(t, os.Mkdir(filepath.Join(dir, "dist"), 0o755))
			test.spoil(t, dir, bin, program)
			found, err := ssr.FindRuntime(filepath.Join(dir, "dist"))
			if test.want == "" {
				require.NoError(t, err)
				assert.Equal(t, program, found)
				return
			}
			require.ErrorContains(t, err, program+" is ignored: ")
			assert.ErrorContains(t, err, test.want)
		})
	}
}
