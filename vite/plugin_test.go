package vite_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/needs"
	"github.com/inertia-templ/shell/internal/ssrbundle"
	"github.com/inertia-templ/shell/vite"
)

// testdata/plugin was built with the npm package in the folder plugin.
func TestBuildsOfThePlugin(t *testing.T) {
	t.Parallel()
	v, err := vite.Open(os.DirFS("testdata/plugin"), vite.WithBase("/build/"))
	require.NoError(t, err)
	assert.Equal(t, []string{"Teams", "Users"}, v.Components())
	tags := render(t, v.Page("Users").Tags(), "n")
	golden(t, "plugin-users", tags)
	found := regexp.MustCompile(`(?:href|src)="/build/([^"]+)".* integrity="([^"]+)"`).FindAllStringSubmatch(tags, -1)
	require.Len(t, found, 6)
	for _, m := range found {
		content, err := v.Content(m[1])
		require.NoError(t, err)
		sum := sha512.Sum384(content)
		assert.Equal(t, "sha384-"+base64.StdEncoding.EncodeToString(sum[:]), m[2], m[1])
	}
}

// The client of live props is part of every page, so its size counts.
func TestTheClientOfLivePropsIsSmall(t *testing.T) {
	t.Parallel()
	live, err := os.ReadFile("plugin/live.js")
	require.NoError(t, err)
	dir, results := runVite(t, map[string]string{
		"package.json": module, "src/live.js": string(live), "src/app.js": `import { live } from './live.js'; window.live = live`,
	}, step{Call: "build", Config: map[string]any{"build": map[string]any{"modulePreload": false}}})
	require.Empty(t, results[0].Error)
	files, err := filepath.Glob(filepath.Join(dir, "dist/assets/*.js"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	code, err := os.ReadFile(files[0])
	require.NoError(t, err)
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	require.NoError(t, err)
	_, err = z.Write(code)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	assert.Less(t, packed.Len(), 1280)
	t.Logf("%d bytes, %d in compressed form", len(code), packed.Len())
}

// step is a call of Vite's API, with the plugin in the configuration.
type step struct {
	Call   string         `json:"call"`   // build or serve
	Config map[string]any `json:"config"` // as the user and the command line have it
	Plugin map[string]any `json:"plugin"` // options
}

// result is what came of it.
type result struct {
	Error      string
	NoExternal any
	Entry      string // the module that the document loads in development
}

// ssrBuild is "vite build --ssr", where the plugin of Inertia names the entry.
func ssrBuild(outDir string) step {
	build := map[string]any{"ssr": "src/app.js"}
	if outDir != "" {
		build["outDir"] = outDir
	}
	return step{Call: "build", Config: map[string]any{"build": build}}
}

const driver = `
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
const [vite, plugin, ...steps] = JSON.parse(readFileSync(0, 'utf8'))
const { build, createServer, resolveConfig } = await import(pathToFileURL(vite))
const { default: inertia } = await import(pathToFileURL(plugin))
const results = []
for (const { call, config, plugin } of steps) {
  const inline = { configFile: false, logLevel: 'silent', ...config, plugins: [...(config.plugins ?? []), inertia(plugin ?? {})] }
  try {
    if (call === 'build') {
      await build(inline)
      results.push({})
    } else {
      const server = await createServer({ ...inline, cacheDir: '.vite', server: { middlewareMode: true, ws: false, watch: null }, optimizeDeps: { noDiscovery: true } })
      const entry = await server.transformRequest('/@inertia-templ/entry')
      results.push({ noExternal: server.config.ssr.noExternal ?? null, entry: entry.code.replace(/\n\/\/#.*/s, '').trim() })
      await server.close()
    }
  } catch (error) {
    results.push({ error: String(error.message) })
  }
}
console.log(JSON.stringify(results))
process.exit()
`

// runVite runs steps one after another in the front end dir, which has the given
// files.
func runVite(t *testing.T, files map[string]string, steps ...step) (dir string, results []result) {
	t.Helper()
	node := needs.Node(t)
	modules := needs.File(t, "../example/frontend/node_modules", `run "npm ci" in example/frontend`)
	dir = t.TempDir()
	for name, content := range files {
		name = filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(content), 0o600))
	}
	absolute := func(name string) string {
		name, err := filepath.Abs(name)
		require.NoError(t, err)
		return name
	}
	input := []any{absolute(filepath.Join(modules, "vite/dist/node/index.js")), absolute("plugin/index.js")}
	for _, s := range steps {
		if s.Config == nil {
			s.Config = map[string]any{}
		}
		input = append(input, s)
	}
	data, err := json.Marshal(input)
	require.NoError(t, err)
	script := filepath.Join(t.TempDir(), "driver.mjs")
	require.NoError(t, os.WriteFile(script, []byte(driver), 0o600))
	cmd := exec.CommandContext(t.Context(), node, script)
	cmd.Dir = dir
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	go func() { _, _ = stdin.Write(data); stdin.Close() }()
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(out, &results), string(out))
	require.Len(t, results, len(steps))
	return dir, results
}

const module = `{"type": "module"}`

// The entry is the first that Inertia's own plugin would find too.
func TestPluginFindsTheEntry(t *testing.T) {
	t.Parallel()
	app := "document.title = 'app'\n"
	for name, test := range map[string]struct {
		files map[string]string
		step  step
		want  string
	}{
		"ts":            {map[string]string{"src/app.ts": app, "src/app.tsx": app, "src/app.js": app, "src/app.jsx": app}, step{}, "src/app.ts"},
		"tsx":           {map[string]string{"src/app.tsx": app, "src/app.js": app, "src/app.jsx": app}, step{}, "src/app.tsx"},
		"js":            {map[string]string{"src/app.js": app, "src/app.jsx": app, "src/main.ts": app}, step{}, "src/app.js"},
		"jsx":           {map[string]string{"src/app.jsx": app}, step{}, "src/app.jsx"},
		"named":         {map[string]string{"src/app.js": app, "src/admin.js": app}, step{Plugin: map[string]any{"input": "src/admin.js"}}, "src/admin.js"},
		"in the config": {map[string]string{"src/app.js": app, "src/admin.js": app}, step{Config: map[string]any{"build": map[string]any{"rolldownOptions": map[string]any{"input": "src/admin.js"}}}}, "src/admin.js"},
		"another root":  {map[string]string{"web/src/app.js": app, "src/app.ts": app}, step{Config: map[string]any{"root": "web"}}, "src/app.js"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.files["package.json"] = module
			build, serve := test.step, test.step
			build.Call, serve.Call = "build", "serve"
			dir, results := runVite(t, test.files, build, serve)
			require.Empty(t, results[0].Error)
			root, _ := test.step.Config["root"].(string)
			manifest, err := os.ReadFile(filepath.Join(dir, root, "dist/.vite/manifest.json"))
			require.NoError(t, err)
			var chunks map[string]struct{ IsEntry bool }
			require.NoError(t, json.Unmarshal(manifest, &chunks))
			assert.True(t, chunks[test.want].IsEntry, string(manifest))
			require.Empty(t, results[1].Error)
			assert.Equal(t, `import "/__vite/`+test.want+`"`, results[1].Entry)
		})
	}
}

// The build for the server is never among the files that browsers get, whatever
// the outDir is.
func TestPluginKeepsTheServerOutOfTheBuild(t *testing.T) {
	t.Parallel()
	files := map[string]string{"package.json": module, "src/app.js": "export default () => 'app'\nglobalThis.app = 1\n", "public/robots.txt": "x"}
	client := func(outDir string) step {
		if outDir == "" {
			return step{Call: "build"}
		}
		return step{Call: "build", Config: map[string]any{"build": map[string]any{"outDir": outDir}}}
	}
	for name, test := range map[string]struct {
		client, server string // the outDir
		folder         string // of the bundle, or
		refused        string // what the error says
	}{
		"no outDir":                  {"", "", "dist-ssr", ""},
		"the same":                   {"build", "build", "build-ssr", ""},
		"the same by another name":   {"build", "./build/", "build-ssr", ""},
		"that of the client":         {"", "dist", "dist-ssr", ""},
		"one of its own":             {"", "dist-ssr", "dist-ssr", ""},
		"one of its own, elsewhere":  {"../static", "server", "server", ""},
		"within the client's":        {"", "dist/ssr", "", "dist/ssr, where the build for browsers is"},
		"deep within the client's":   {"", "dist/a/b/server", "", "--outDir dist-ssr"},
		"the client has such a name": {"ssr", "ssr", "", "--outDir ssr-ssr"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, results := runVite(t, files, client(test.client), ssrBuild(test.server))
			require.Empty(t, results[0].Error)
			out := filepath.Join(dir, "dist")
			if test.client != "" {
				out = filepath.Join(dir, test.client)
			}
			v, err := vite.Open(os.DirFS(out))
			require.NoError(t, err, "the client's build is as it was")
			assert.NotContains(t, render(t, v.Tags(), ""), "ssr.js")
			if test.refused != "" {
				assert.Contains(t, results[1].Error, "@inertia-templ/vite: ")
				assert.Contains(t, results[1].Error, filepath.FromSlash(test.refused))
				return
			}
			require.Empty(t, results[1].Error)
			bundle := filepath.Join(dir, test.folder)
			assert.FileExists(t, filepath.Join(bundle, "ssr.js"))
			assert.NoFileExists(t, filepath.Join(bundle, "robots.txt"))
		})
	}
}

// Node takes ssr.js for a module where package.json says so, and ssr.mjs always.
func TestPluginNamesTheBundleAsNodeReadsIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files map[string]string
		want  string
	}{
		"a module":               {map[string]string{"package.json": module}, "ssr.js"},
		"none":                   {map[string]string{"package.json": `{}`}, "ssr.mjs"},
		"no module, and another": {map[string]string{"package.json": `{"type": "commonjs"}`}, "ssr.mjs"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.files["src/app.js"] = "export default () => 'app'\n"
			dir, results := runVite(t, test.files, ssrBuild(""))
			require.Empty(t, results[0].Error)
			found, err := ssrbundle.Find(os.DirFS(dir), "dist-ssr")
			require.NoError(t, err)
			assert.Equal(t, "dist-ssr/"+test.want, found)
			out, err := exec.CommandContext(t.Context(), needs.Node(t), "--input-type=module", "-e",
				"console.log((await import(process.argv[1])).default())", "file://"+filepath.Join(dir, found)).CombinedOutput()
			require.NoError(t, err, string(out))
			assert.Equal(t, "app\n", string(out))
		})
	}
}

// The bundle runs where no node_modules are, whatever other plugins say: Svelte's
// lists the packages that have to be bundled, and means no others.
func TestPluginBundlesAllPackages(t *testing.T) {
	t.Parallel()
	s := ssrBuild("")
	s.Config["ssr"] = map[string]any{"noExternal": []string{"listed"}}
	files := map[string]string{"package.json": module, "src/app.js": "import listed from 'listed'\nimport other from 'other'\nexport default () => listed + other\n"}
	for _, name := range []string{"listed", "other"} {
		files["node_modules/"+name+"/package.json"] = `{"name": "` + name + `", "type": "module", "main": "index.js"}`
		files["node_modules/"+name+"/index.js"] = "export default '" + name + " '\n"
	}
	dir, results := runVite(t, files, s)
	require.Empty(t, results[0].Error)
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "node_modules")))
	out, err := exec.CommandContext(t.Context(), needs.Node(t), "--input-type=module", "-e",
		"console.log((await import(process.argv[1])).default())", "file://"+filepath.Join(dir, "dist-ssr/ssr.js")).CombinedOutput()
	require.NoError(t, err, string(out))
	assert.Equal(t, "listed other \n", string(out))
}

// What go:embed needs is there after a build, and in a clone without one.
func TestPluginKeepsTheFoldersThatGoEmbeds(t *testing.T) {
	t.Parallel()
	app := map[string]string{"package.json": module, "src/app.js": "export default 1\n"}
	for name, test := range map[string]struct {
		files map[string]string
		want  map[string]string
	}{
		"a new project": {nil, map[string]string{".gitignore": "# Kept for go:embed; vite build writes the rest.\n*\n!.gitignore\n"}},
		"a .gitkeep":    {map[string]string{"dist/.gitkeep": "", "dist-ssr/.gitkeep": ""}, map[string]string{".gitkeep": ""}},
		"a .gitignore":  {map[string]string{"dist/.gitignore": "mine", "dist-ssr/.gitignore": "mine"}, map[string]string{".gitignore": "mine"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{}
			for _, some := range []map[string]string{app, test.files} {
				for name, content := range some {
					files[name] = content
				}
			}
			build := step{Call: "build"}
			dir, results := runVite(t, files, build, ssrBuild(""), build, ssrBuild(""))
			for _, r := range results {
				require.Empty(t, r.Error)
			}
			for _, folder := range []string{"dist", "dist-ssr"} {
				kept := map[string]string{}
				for _, name := range []string{".gitignore", ".gitkeep"} {
					if content, err := os.ReadFile(filepath.Join(dir, folder, name)); err == nil {
						kept[name] = string(content)
					}
				}
				assert.Equal(t, test.want, kept, folder)
			}
		})
	}
}

// In development Node loads packages by itself: React is not a module that Vite
// could transform.
func TestPluginLeavesPackagesToNodeInDevelopment(t *testing.T) {
	t.Parallel()
	ssr := func(value any) step {
		return step{Call: "serve", Config: map[string]any{"ssr": map[string]any{"noExternal": value}}}
	}
	_, results := runVite(t, map[string]string{"package.json": module, "src/app.js": ""}, ssr(true), ssr([]string{"some-package"}))
	for _, r := range results {
		require.Empty(t, r.Error)
	}
	assert.NotEqual(t, true, results[0].NoExternal)
	assert.Contains(t, results[1].NoExternal, "some-package", "what was named stays")
}
