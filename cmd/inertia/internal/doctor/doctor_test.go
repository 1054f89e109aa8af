package doctor

import (
	"bytes"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each breakage has its finding, and no other.
func TestBreakages(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		damage func(f *fixture)
		want   Finding // with the beginning or a part of each text
	}{
		"no node_modules": {
			func(f *fixture) { delete(f.files, "frontend/node_modules/.package-lock.json") },
			Finding{"modules", Error, "the packages of the front end are not installed", "frontend/package.json", "cd frontend && npm install"},
		},
		"no vite": {
			func(f *fixture) {
				delete(f.files, "frontend/node_modules/.package-lock.json")
				f.replace("frontend/package.json", `, "vite": "8.3.8"`, "")
			},
			Finding{"modules", Error, "package.json does not need vite", "frontend/package.json", "npm install --save-dev vite"},
		},
		"no front end": {
			func(f *fixture) {
				for name := range f.files {
					if strings.HasPrefix(name, "frontend/") {
						delete(f.files, name)
					}
				}
			},
			Finding{"modules", Warning, "there is no package.json", "", "--frontend"},
		},
		"a package that was not installed": {
			func(f *fixture) {
				f.replace("frontend/package-lock.json", `"node_modules/vite"`, `"node_modules/react": {"version": "19.3.1"}, "node_modules/vite"`)
			},
			Finding{"modules", Error, "react is missing", "frontend/package-lock.json", "cd frontend && npm ci"},
		},
		"a package of another version": {
			func(f *fixture) { f.replace("frontend/node_modules/.package-lock.json", "8.3.8", "8.3.7") },
			Finding{"modules", Error, "vite is 8.3.7, want 8.3.8", "frontend/package-lock.json", "npm ci"},
		},
		"a lock file that package.json has left behind": {
			func(f *fixture) {
				f.replace("frontend/package.json", `{"@inertiajs/react"`, `{"react": "19.3.1", "@inertiajs/react"`)
			},
			Finding{"modules", Error, "does not know what package.json says of react", "frontend/package-lock.json", "npm install"},
		},
		"a client of another protocol": {
			func(f *fixture) {
				f.files["frontend/node_modules/@inertiajs/react/package.json"] = `{"version": "2.0.1"}`
			},
			Finding{"packages", Error, "@inertiajs/react is 2.0.1", "frontend/package.json", "npm install @inertiajs/react@3"},
		},
		"a plugin of another version than the client": {
			func(f *fixture) {
				f.files["frontend/node_modules/@inertiajs/core/package.json"] = `{"version": "3.6.0", "exports": {"./ssrErrors": "./x.js"}}`
			},
			Finding{"packages", Error, "@inertiajs/react is 3.7.1, and @inertiajs/core is 3.6.0", "frontend/package.json", "npm install @inertiajs/react@3.7.1 @inertiajs/core@3.7.1"},
		},
		"no client": {
			func(f *fixture) {
				f.replace("frontend/package.json", `"dependencies": {"@inertiajs/react": "3.7.1"},`, "")
				f.replace("frontend/package-lock.json", `"dependencies": {"@inertiajs/react": "3.7.1"}, `, "")
			},
			Finding{"packages", Warning, "needs no client of Inertia", "frontend/package.json", "npm install @inertiajs/react"},
		},
		"a configuration that throws": {
			func(f *fixture) { f.replace("frontend/vite.config.ts", "base: '/build/'", "base: command") },
			Finding{"config", Error, "command is not defined", "frontend/vite.config.ts", "correct vite.config.ts"},
		},
		"no manifest": {
			func(f *fixture) {
				f.replace("main.go", "vite.Dev(dev)", `vite.Dev(dev, vite.WithEntry("src/app.tsx"))`)
				f.replace("frontend/vite.config.ts", ", inertia({ input: 'src/app.tsx', base: '/build/' })]", "], base: command === 'serve' ? '/__vite/' : '/build/', build: { rolldownOptions: { input: 'src/app.tsx' } }, ...(isSsrBuild ? { build: { outDir: 'dist-ssr' } } : {})")
				f.replace("frontend/vite.config.ts", "defineConfig({", "defineConfig(({ command, isSsrBuild }) => ({")
				f.replace("frontend/vite.config.ts", "} : {}) })", "} : {}) }))")
			},
			Finding{"config", Error, "Vite writes no manifest", "frontend/vite.config.ts", "manifest: true"},
		},
		"one folder for both builds": {
			func(f *fixture) {
				f.replace("main.go", "vite.Dev(dev)", `vite.Dev(dev, vite.WithEntry("src/app.tsx"))`)
				f.replace("frontend/vite.config.ts", ", inertia({ input: 'src/app.tsx', base: '/build/' })]", "], base: command === 'serve' ? '/__vite/' : '/build/', build: { manifest: true, rolldownOptions: { input: 'src/app.tsx' } }")
				f.replace("frontend/vite.config.ts", "defineConfig({", "defineConfig(({ command }) => ({")
				f.replace("frontend/vite.config.ts", "' } } })", "' } } }))")
			},
			Finding{"config", Error, `"vite build --ssr" writes into the folder of the client's build`, "frontend/vite.config.ts", "@inertia-templ/vite"},
		},
		"everything internal in development": {
			func(f *fixture) {
				f.replace("main.go", "vite.Dev(dev)", `vite.Dev(dev, vite.WithEntry("src/app.tsx"))`)
				f.replace("frontend/vite.config.ts", ", inertia({ input: 'src/app.tsx', base: '/build/' })]", "], ssr: { noExternal: true }, base: command === 'serve' ? '/__vite/' : '/build/', build: { manifest: !isSsrBuild, outDir: isSsrBuild ? 'dist-ssr' : 'dist', rolldownOptions: { input: 'src/app.tsx' } }")
				f.replace("frontend/vite.config.ts", "defineConfig({", "defineConfig(({ command, isSsrBuild }) => ({")
				f.replace("frontend/vite.config.ts", "' } } })", "' } } }))")
			},
			Finding{"config", Warning, "ssr.noExternal: true", "frontend/vite.config.ts", "isSsrBuild"},
		},
		"pages without the plugin that finds them": {
			func(f *fixture) {
				f.replace("frontend/vite.config.ts", "pages(), ", "")
				f.files["frontend/src/ssr.tsx"] = "export default 1\n"
				f.replace("frontend/vite.config.ts", "defineConfig({", "defineConfig(({ isSsrBuild }) => ({ ...(isSsrBuild ? { build: { rolldownOptions: { input: 'src/ssr.tsx' } } } : {}),")
				f.replace("frontend/vite.config.ts", "})] })", "})] }))")
			},
			Finding{"config", Error, "the plugin that understands that is missing", "frontend/src/app.tsx", "npm install --save-dev @inertiajs/vite"},
		},
		"an entry that is not there": {
			func(f *fixture) { f.replace("frontend/vite.config.ts", "src/app.tsx", "src/main.tsx") },
			Finding{"entry", Error, "the entry src/main.tsx does not exist", "frontend/vite.config.ts", "inertia({ input: "},
		},
		"an entry by another name": {
			func(f *fixture) {
				f.replace("main.go", `vite.WithBase("/build/")`, `vite.WithBase("/build/"), vite.WithEntry("src/main.tsx")`)
			},
			Finding{"entry", Error, `WithEntry names "src/main.tsx", and vite.config has src/app.tsx`, "main.go@vite.Open(", `write "src/app.tsx"`},
		},
		"several entries, and none is named": {
			func(f *fixture) {
				f.replace("frontend/vite.config.ts", "'src/app.tsx'", "['src/app.tsx', 'src/pages/Home.tsx']")
				f.replace("frontend/dist/.vite/manifest.json", "{\"src/app.tsx\"", `{"src/pages/Home.tsx": {"file": "assets/app-BQ5bzy1C.js", "isEntry": true}, "src/app.tsx"`)
			},
			Finding{"entry", Error, "several entries", "frontend/vite.config.ts", `inertia.WithEntry("src/app.tsx")`},
		},
		"an entry that nobody tells in development": {
			func(f *fixture) {
				f.replace("frontend/vite.config.ts", ", inertia({ input: 'src/app.tsx', base: '/build/' })]", "], base: command === 'serve' ? '/__vite/' : '/build/', build: { manifest: !isSsrBuild, outDir: isSsrBuild ? 'dist-ssr' : 'dist', rolldownOptions: { input: 'src/app.tsx' } }")
				f.replace("frontend/vite.config.ts", "defineConfig({", "defineConfig(({ command, isSsrBuild }) => ({")
				f.replace("frontend/vite.config.ts", "' } } })", "' } } }))")
			},
			Finding{"entry", Error, "Go code names no entry", "frontend/vite.config.ts", `vite.WithEntry("src/app.tsx")`},
		},
		"a base that Go does not know": {
			func(f *fixture) { f.replace("main.go", `, vite.WithBase("/build/")`, "") },
			Finding{"base", Error, `vite.config has the base "/build/", and Go code expects "/"`, "main.go@vite.Open(", `vite.WithBase("/build/")`},
		},
		"another base": {
			func(f *fixture) { f.replace("main.go", `"/build/"`, `"/assets/"`) },
			Finding{"base", Error, `"/build/", and Go code "/assets/"`, "main.go@vite.Open(", `vite.WithBase("/build/")`},
		},
		"a relative base": {
			func(f *fixture) { f.replace("frontend/vite.config.ts", "base: '/build/'", "base: './'") },
			Finding{"base", Error, "depends on the page", "frontend/vite.config.ts", "base: '/build/'"},
		},
		"a dev server at the root": {
			func(f *fixture) {
				f.replace("frontend/vite.config.ts", "base: '/build/'", "base: '/build/', devBase: '/'")
			},
			Finding{"base", Error, `the dev server has the base "/"`, "frontend/vite.config.ts", "command === 'serve'"},
		},
		"go:embed of a folder that is not there": {
			func(f *fixture) {
				f.replace("main.go", "func frontend", "//go:embed all:frontend/web\nvar files embed.FS\n\nfunc frontend")
				f.replace("main.go", "import (\n", "import (\n\t\"embed\"\n")
			},
			Finding{"embed", Error, "go:embed all:frontend/web finds nothing", "main.go@//go:embed", "create frontend/web with a file in it"},
		},
		"go:embed of a folder with hidden files only": {
			func(f *fixture) {
				f.replace("main.go", "func frontend", "//go:embed web\nvar files embed.FS\n\nfunc frontend")
				f.replace("main.go", "import (\n", "import (\n\t\"embed\"\n")
				f.files["web/.gitkeep"] = "\n"
			},
			Finding{"embed", Error, "go:embed web finds nothing", "main.go@//go:embed", "//go:embed all:web"},
		},
		"go:embed without all": {
			func(f *fixture) {
				f.replace("main.go", "func frontend", "//go:embed frontend/dist\nvar files embed.FS\n\nfunc frontend")
				f.replace("main.go", `os.DirFS("frontend/dist")`, "dist")
				f.replace("main.go", "\treturn vite.Open", "\tdist, err := fs.Sub(files, \"frontend/dist\")\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\treturn vite.Open")
				f.replace("main.go", "import (\n", "import (\n\t\"embed\"\n\t\"io/fs\"\n")
			},
			Finding{"embed", Error, "go:embed frontend/dist leaves out .vite", "main.go@//go:embed", "//go:embed all:frontend/dist"},
		},
		"a build somewhere else": {
			func(f *fixture) { f.replace("main.go", `os.DirFS("frontend/dist")`, `os.DirFS("web/build")`) },
			Finding{"build", Error, "Go code opens web/build, and Vite writes frontend/dist", "main.go@vite.Open(", "name frontend/dist"},
		},
		"a build seen from another folder": {
			func(f *fixture) { f.replace("main.go", `os.DirFS("frontend/dist")`, `os.DirFS("dist")`) },
			Finding{"build", Warning, "Go code opens dist, and Vite writes frontend/dist", "main.go@vite.Open(", "always started in frontend"},
		},
		"a manifest by another name": {
			func(f *fixture) {
				f.replace("frontend/vite.config.ts", "defineConfig({", "defineConfig({ build: { manifest: 'manifest.json' },")
			},
			Finding{"build", Error, "Vite writes the manifest manifest.json, and Go code reads .vite/manifest.json", "main.go@vite.Open(", `vite.WithManifest("manifest.json")`},
		},
		"no build": {
			func(f *fixture) {
				delete(f.files, "frontend/dist/.vite/manifest.json")
				delete(f.files, "frontend/dist-ssr/app.js")
			},
			Finding{"build", Warning, "the front end is not built", "frontend/dist", "cd frontend && npm run build"},
		},
		"a build of the server in the place of the client's": {
			func(f *fixture) {
				f.files["frontend/dist/.vite/manifest.json"] = `{"src/app.tsx": {"file": "app.js", "src": "src/app.tsx", "isEntry": true}}`
				f.files["frontend/dist/app.js"] = "import { createServer } from 'node:http'\nexport default createServer\n"
			},
			Finding{"build", Error, "the build cannot be used", "frontend/dist/.vite/manifest.json", "npm run build"},
		},
		"a build of before the entry": {
			func(f *fixture) { f.replace("frontend/dist/.vite/manifest.json", "src/app.tsx", "src/old.tsx") },
			Finding{"build", Warning, "before src/app.tsx became an entry", "frontend/dist/.vite/manifest.json", "npm run build"},
		},
		"no bundle": {
			func(f *fixture) { delete(f.files, "frontend/dist-ssr/app.js") },
			Finding{"ssr", Error, "its SSR bundle is not", "main.go@ssr.NewPool(", "cd frontend && npx vite build --ssr"},
		},
		"a bundle somewhere else": {
			func(f *fixture) { f.replace("main.go", `"frontend/dist-ssr"`, `"dist-ssr/ssr.js"`) },
			Finding{"ssr", Error, "no SSR bundle at dist-ssr/ssr.js, and Vite writes frontend/dist-ssr/app.js", "main.go@ssr.NewPool(", "frontend/dist-ssr"},
		},
		"no entry for the server": {
			func(f *fixture) {
				f.replace("frontend/vite.config.ts", "pages(), ", "")
				f.replace("frontend/src/app.tsx", "pages: './pages'", "resolve: (name) => import.meta.glob('./pages/**/*.tsx', { eager: true })[`./pages/${name}.tsx`]")
			},
			Finding{"ssr", Error, "Vite knows no entry for the server", "frontend/vite.config.ts", "npm install --save-dev @inertiajs/vite"},
		},
		"a runtime that is not there": {
			func(f *fixture) { f.replace("main.go", `WithRuntime("go")`, `WithRuntime("no-such-runtime")`) },
			Finding{"ssr", Warning, `ssr.WithRuntime names "no-such-runtime"`, "main.go@ssr.NewPool(", "install no-such-runtime"},
		},
		"no middleware": {
			func(f *fixture) { f.replace("main.go", "i.Middleware(mux)", "mux") },
			Finding{"middleware", Error, "no handler is wrapped by i.Middleware", "main.go@i.Page(", "i.Middleware(mux)"},
		},
		"the middleware around something else": {
			func(f *fixture) {
				f.replace("main.go", `"127.0.0.1:0", i.Middleware(mux)`, `"127.0.0.1:0", mux`)
				f.replace("main.go", "\tlog.Fatal(http.List", "\t_ = i.Middleware(http.NotFoundHandler())\n\tlog.Fatal(http.List")
			},
			Finding{"middleware", Error, "pages are registered at main.go:49, which is served without i.Middleware", "main.go@ListenAndServe(", "i.Middleware(mux)"},
		},
		"the default mux": {
			func(f *fixture) {
				f.replace("main.go", `"127.0.0.1:0", i.Middleware(mux)`, `"127.0.0.1:0", nil`)
				f.replace("main.go", "\tlog.Fatal(http.List", "\t_ = i.Middleware(mux)\n\thttp.Handle(\"GET /about\", i.Page(\"Home\", nil))\n\tlog.Fatal(http.List")
			},
			Finding{"middleware", Error, "pages are registered at main.go:52", "main.go@ListenAndServe(", "i.Middleware(mux)"},
		},
		"no secret": {
			func(f *fixture) {
				f.replace("main.go", "\t\tinertia.WithSecretRequired(),\n\t\tinertia.WithSecret([]byte(os.Getenv(\"APP_SECRET\"))),\n", "")
			},
			Finding{"secret", Warning, "there is no secret", "main.go@inertia.New(", "openssl rand -hex 32"},
		},
		"a short secret": {
			func(f *fixture) { f.replace("main.go", `os.Getenv("APP_SECRET")`, `"short"`) },
			Finding{"secret", Error, "has 5 bytes, want at least 32", "main.go@inertia.WithSecret(", "openssl rand -hex 32"},
		},
		"the placeholder": {
			func(f *fixture) {
				f.replace("main.go", `os.Getenv("APP_SECRET")`, `"Replace me with 32 random bytes, please"`)
			},
			Finding{"secret", Error, "is the placeholder of the documentation", "main.go@inertia.WithSecret(", "openssl"},
		},
		"a secret in the source": {
			func(f *fixture) {
				f.replace("main.go", `os.Getenv("APP_SECRET")`, `"0123456789abcdef0123456789abcdef"`)
			},
			Finding{"secret", Warning, "the secret is in the source", "main.go@inertia.WithSecret(", "os.Getenv"},
		},
		"a secret that is not set": {
			func(f *fixture) { f.env["APP_SECRET"] = "" },
			Finding{"secret", Warning, "APP_SECRET is not set", "main.go@inertia.WithSecret(", "export APP_SECRET=$(openssl rand -hex 32)"},
		},
		"a short secret in .env": {
			func(f *fixture) {
				f.env["APP_SECRET"] = ""
				f.files[".env"] = "# secrets\nexport APP_SECRET=\"abc\"\n"
			},
			Finding{"secret", Error, "APP_SECRET has 3 bytes", ".env", "set APP_SECRET"},
		},
		"a misspelt component": {
			func(f *fixture) {
				f.replace("main.go", `"Users/Show"`, `"Users/Shwo"`)
				delete(f.files, "frontend/src/pages/Users/Show.tsx")
				f.files["frontend/src/pages/Users/show.tsx"] = "export const x = 1\n"
			},
			Finding{"pages", Error, `there is no component "Users/Shwo", did you mean "Users/show"?`, "main.go@Users/Shwo", "create frontend/src/pages/Users/Shwo.tsx"},
		},
		"a page that nobody renders": {
			func(f *fixture) {
				f.files["frontend/src/pages/Users/Old.tsx"] = "export default function Old() { return null }\n"
			},
			Finding{"pages", Warning, `no Go code renders the page "Users/Old"`, "frontend/src/pages/Users/Old.tsx", "delete it"},
		},
		"stale types": {
			func(f *fixture) { f.replace("frontend/src/types.ts", "greeting: string", "greeting: number") },
			Finding{"types", Error, "frontend/src/types.ts is stale", "frontend/src/types.ts", "inertia types -o frontend/src/types.ts ./..."},
		},
		"stale checks": {
			func(f *fixture) {
				f.files["frontend/src/types.check.ts"] = "// Written by \"inertia types --pages\". Do not edit: change the Go code and run it again.\n// Pages: [\"pages/%s.tsx\"]\n"
			},
			Finding{"types", Error, "frontend/src/types.check.ts is stale", "frontend/src/types.check.ts", "inertia types -o frontend/src/types.ts --pages 'frontend/src/pages/%s.tsx' ./..."},
		},
		"checks of an older command": {
			func(f *fixture) {
				f.files["frontend/src/types.check.ts"] = "// Written by \"inertia types --pages\". Do not edit: change the Go code and run it again.\nexport {}\n"
			},
			Finding{"types", Error, "frontend/src/types.check.ts is stale", "frontend/src/types.check.ts", "inertia types -o frontend/src/types.ts --pages 'frontend/src/pages/%s.tsx' ./..."},
		},
		"checks with a broken head": {
			func(f *fixture) {
				f.files["frontend/src/types.check.ts"] = "// Written by \"inertia types --pages\". Do not edit: change the Go code and run it again.\n// Pages: pages\n"
			},
			Finding{"types", Error, "the patterns in the head of the module of checks", "frontend/src/types.check.ts", "inertia types -o frontend/src/types.ts --pages 'frontend/src/pages/%s.tsx' ./..."},
		},
		"component names that only the running program knows": {
			func(f *fixture) {
				f.replace("main.go", "inertia.New(", "inertia.New(inertia.WithComponentNames(func(name string) string { name += name; return name }), ")
			},
			Finding{"types", Error, "WithComponentNames: source code does not tell the names of components", "", "return one expression"},
		},
		"names of shared props that only the running program knows": {
			func(f *fixture) {
				f.replace("main.go", "inertia.New(", "inertia.New(inertia.WithMapKeys(func(name string) string { name += name; return name }), ")
			},
			Finding{"types", Error, "WithMapKeys: source code does not tell the names of shared props", "", "give WithMapKeys inertia.CamelCase"},
		},
		"stale routes": {
			func(f *fixture) {
				f.files["frontend/src/routes.ts"] = "// Written by \"inertia routes\". Do not edit: change the Go code and run it again.\n"
			},
			Finding{"types", Error, "frontend/src/routes.ts is stale", "frontend/src/routes.ts", "inertia routes -o frontend/src/routes.ts ./..."},
		},
		"a templ file that was changed": {
			func(f *fixture) { f.replace("layout.templ", "new", "newer") },
			Finding{"templ", Error, "layout_templ.go is stale", "layout.templ", "go run github.com/a-h/templ/cmd/templ@" + templ.Version() + " generate"},
		},
		"a templ file without its Go code": {
			func(f *fixture) { delete(f.files, "layout_templ.go") },
			Finding{"templ", Error, "no Go code was generated", "layout.templ", "generate"},
		},
		"a templ file that is wrong": {
			func(f *fixture) { f.replace("layout.templ", "</b>", "</i>") },
			Finding{"templ", Error, "templ cannot read it", "layout.templ", "generate"},
		},
		"another templ": {
			func(f *fixture) { f.replace("layout_templ.go", templ.Version(), "v0.2.1") },
			Finding{"templ", Warning, "it was generated by templ v0.2.1, and go.mod requires " + templ.Version(), "layout_templ.go", "@" + templ.Version() + " generate"},
		},
		"a proxy for this machine": {
			func(f *fixture) { f.env["HTTP_PROXY"] = "http://proxy.example:3128"; f.env["NO_PROXY"] = "10.0.0.1" },
			Finding{"proxy", Warning, "HTTP_PROXY is set", "", "export NO_PROXY=localhost"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t)
			test.damage(f)
			report := f.examine()
			require.Len(t, report.Findings, 1)
			got := report.Findings[0]
			assert.Equal(t, test.want.Check, got.Check)
			assert.Equal(t, test.want.Level, got.Level)
			assert.Contains(t, got.Message, test.want.Message)
			assert.Equal(t, f.place(test.want.Place), got.Place)
			assert.Contains(t, got.Fix, test.want.Fix)
		})
	}
}

// Where nothing is wrong, or nobody can tell, nothing is said.
func TestNoFalseAlarms(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(f *fixture){
		"the healthy program": func(*fixture) {},
		"an embedded build, through functions": func(f *fixture) {
			f.replace("main.go", "func frontend", "//go:embed all:frontend/dist all:frontend/dist-ssr\nvar files embed.FS\n\nfunc built() (fs.FS, error) { return fs.Sub(files, \"frontend/dist\") }\n\nfunc frontend")
			f.replace("main.go", `os.DirFS("frontend/dist")`, "dist")
			f.replace("main.go", "\treturn vite.Open", "\tdist, err := built()\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\treturn vite.Open")
			f.replace("main.go", "import (\n", "import (\n\t\"embed\"\n\t\"io/fs\"\n")
		},
		"a build that only the caller knows": func(f *fixture) {
			f.replace("main.go", "func frontend(dev string)", "func frontend(dev string, dir string)")
			f.replace("main.go", `os.DirFS("frontend/dist")`, "os.DirFS(dir)")
			f.replace("main.go", "frontend(*dev)", "frontend(*dev, os.Args[1])")
		},
		"a base that only the caller knows": func(f *fixture) {
			f.replace("main.go", `vite.WithBase("/build/")`, `vite.WithBase(os.Getenv("BASE"))`)
		},
		"a component that only the request knows": func(f *fixture) {
			f.replace("main.go", `i.Page("Users/Show", nil)`, `i.Handle(func(w http.ResponseWriter, r *http.Request) error { return i.Render(w, r, r.PathValue("id"), nil) })`)
		},
		"a mux in another handler": func(f *fixture) {
			f.replace("main.go", "i.Middleware(mux)", "logged(i.Middleware(mux))")
			f.replace("main.go", "func main", "func logged(h http.Handler) http.Handler { return h }\n\nfunc main")
		},
		"a mux without pages beside the one with them": func(f *fixture) {
			f.replace("main.go", "\tlog.Fatal(http.List", "\tmetrics := http.NewServeMux()\n\tmetrics.HandleFunc(\"/metrics\", func(http.ResponseWriter, *http.Request) {})\n\tgo http.ListenAndServe(\"127.0.0.1:0\", metrics)\n\tlog.Fatal(http.List")
		},
		"a mux around the middleware": func(f *fixture) {
			f.replace("main.go", `"127.0.0.1:0", i.Middleware(mux)`, `"127.0.0.1:0", outer`)
			f.replace("main.go", "\tlog.Fatal(http.List", "\touter := http.NewServeMux()\n\touter.Handle(\"/\", i.Middleware(mux))\n\tlog.Fatal(http.List")
		},
		"an error page by its constant": func(f *fixture) {
			f.replace("main.go", "inertia.WithSecretRequired(),", "inertia.WithErrorPage(func(_ *http.Request, status int, _ error) (string, any) { if status == 404 { return \"Error\", nil }; return \"\", nil }),")
			f.files["frontend/src/pages/Error.tsx"] = "export default function Error() { return null }\n"
		},
		"a secret of another place": func(f *fixture) {
			f.env["APP_SECRET"] = ""
			f.replace("main.go", `[]byte(os.Getenv("APP_SECRET"))`, `secret()`)
			f.replace("main.go", "func main", "func secret() []byte { return nil }\n\nfunc main")
		},
		"a secret in .env": func(f *fixture) {
			f.env["APP_SECRET"] = ""
			f.files[".env"] = "APP_SECRET=" + strings.Repeat("ab", 32) + "\n"
		},
		"a templ of another version than ours": func(f *fixture) {
			f.replace("layout_templ.go", "// templ: version: "+templ.Version()+"\n", "")
			f.replace("layout.templ", "new", "newer")
		},
		"a templ file of another folder": func(f *fixture) {
			f.replace("layout_templ.go", "`layout.templ`", "`views/layout.templ`")
		},
		"a proxy for others": func(f *fixture) {
			f.env["http_proxy"], f.env["no_proxy"] = "http://proxy.example:3128", "127.0.0.1, localhost"
		},
		"pnpm": func(f *fixture) {
			delete(f.files, "frontend/package-lock.json")
			f.files["frontend/pnpm-lock.yaml"] = "lockfileVersion: '9.0'\n"
		},
		"a front end in the usual place beside another": func(f *fixture) {
			f.files["docs/package.json"] = f.files["frontend/package.json"]
		},
		"a front end that is named": func(f *fixture) {
			f.files["docs/package.json"] = f.files["frontend/package.json"]
			f.front = "frontend"
		},
		"pages by a glob": func(f *fixture) {
			f.replace("frontend/src/app.tsx", "pages: './pages'", "resolve: (name) => import.meta.glob('./pages/**/*.tsx', { eager: true })[`./pages/${name}.tsx`]")
		},
		"pages that nobody can find": func(f *fixture) {
			f.replace("frontend/src/app.tsx", "pages: './pages'", "resolve: find")
			f.files["frontend/src/pages/Users/Old.tsx"] = "export default function Old() { return null }\n"
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t)
			change(f)
			report := f.examine()
			assert.Empty(t, report.Findings)
			assert.Zero(t, report.Errors+report.Warnings)
		})
	}
}

// The whole of it, with the go command: what is wrong and what is fine, for
// people and for programs.
func TestRun(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.replace("main.go", "func frontend", "//go:embed all:web/dist\nvar files embed.FS\n\nfunc frontend")
	f.replace("main.go", "import (\n", "import (\n\t\"embed\"\n")
	delete(f.files, "layout_templ.go")
	delete(f.files, "layout.templ")
	f.env["ALL_PROXY"] = "socks5://proxy.example"
	dir := f.write()
	report, err := Run(t.Context(), Options{Dir: dir, Getenv: func(name string) string { return f.env[name] }})
	require.NoError(t, err)

	var text, asJSON bytes.Buffer
	require.NoError(t, report.Text(&text))
	lines := strings.Split(strings.TrimSpace(text.String()), "\n")
	require.Len(t, lines, 3, text.String())
	assert.Equal(t, "x "+f.place("main.go@//go:embed")+": go:embed all:web/dist finds nothing, and so the program does not compile: cd frontend && npm run build, or create web/dist with a file in it that is committed, such as .gitkeep, so that a fresh clone compiles", lines[0])
	assert.Equal(t, "! ALL_PROXY is set and NO_PROXY leaves out localhost, so curl, Bun and others ask the proxy for the dev server and for this program: export NO_PROXY=localhost,127.0.0.1,::1", lines[1])
	assert.Regexp(t, `^\+ fine: Go 1\.\d.*, Node .*entry src/app\.tsx, base /build/,.*2 pages in Go, types\.ts`, lines[2])

	require.NoError(t, report.JSON(&asJSON))
	var shape map[string]any
	require.NoError(t, json.Unmarshal(asJSON.Bytes(), &shape))
	assert.Equal(t, 1.0, shape["errors"])
	assert.Equal(t, 1.0, shape["warnings"])
	finding := shape["findings"].([]any)[0].(map[string]any)
	assert.Equal(t, []any{"embed", "error", f.place("main.go@//go:embed")}, []any{finding["check"], finding["level"], finding["place"]})
	assert.NotEmpty(t, finding["message"])
	assert.NotEmpty(t, finding["fix"])
}

// A program that does not compile has one finding that says where.
func TestProgramsThatDoNotCompile(t *testing.T) {
	for name, test := range map[string]struct {
		from, to string
		want     Finding
	}{
		"a mistake":     {"vite.Open(", "vite.Opn(", Finding{"go", Error, "undefined: vite.Opn", "main.go@vite.Opn(", "go build ./..."}},
		"a new package": {"\"log\"", "\"log\"\n\t_ \"golang.org/x/image/draw\"", Finding{"go", Error, "golang.org/x/image", "main.go@golang.org/x/image", "go mod tidy"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.replace("main.go", test.from, test.to)
			dir := f.write()
			report, err := Run(t.Context(), Options{Dir: dir, Getenv: func(name string) string { return f.env[name] }})
			require.NoError(t, err)
			require.NotEmpty(t, report.Findings)
			got := report.Findings[0]
			assert.Equal(t, f.place(test.want.Place), got.Place)
			assert.Contains(t, got.Message, test.want.Message)
			assert.Equal(t, test.want.Fix, got.Fix)
		})
	}
}

func TestFoldersThatCannotBeLookedAt(t *testing.T) {
	t.Parallel()
	_, err := Run(t.Context(), Options{Dir: t.TempDir()})
	require.ErrorContains(t, err, "doctor: project: there is no go.mod in")
	f := newFixture(t)
	for name, content := range f.files {
		if inner, ok := strings.CutPrefix(name, "frontend/"); ok && !strings.HasPrefix(inner, "node_modules/") {
			f.files["web/"+inner], f.files["docs/"+inner] = content, content
			delete(f.files, name)
		}
	}
	delete(f.files, "frontend/node_modules/.package-lock.json")
	_, err = Run(t.Context(), Options{Dir: f.write()})
	require.ErrorContains(t, err, "there are several front ends: name one with --frontend, such as --frontend docs (there are docs, web)")
	_, err = Run(t.Context(), Options{Dir: f.write(), Frontend: "nowhere"})
	require.ErrorContains(t, err, "--frontend nowhere: there is no vite.config in ")
}

// A port is taken by another program, but not by this one.
func TestPort(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	own := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Vary", "Accept, X-Inertia") }))
	defer own.Close()
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer silent.Close()
	for name, test := range map[string]struct {
		address string
		taken   bool
	}{
		"another program":            {other.Listener.Addr().String(), true},
		"one that says nothing":      {silent.Addr().String(), true},
		"this program":               {own.Listener.Addr().String(), false},
		"an address that is none":    {"somewhere", false},
		"a port that is free":        {"127.0.0.1:0", false},
		"a machine that is not here": {"192.0.2.1:80", false},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.replace("main.go", `"127.0.0.1:0"`, `*addr`)
			f.replace("main.go", "\tflag.Parse()", "\taddr := flag.String(\"addr\", \""+test.address+"\", \"\")\n\tflag.Parse()")
			report := f.examine()
			if !test.taken {
				assert.Empty(t, report.Findings)
				return
			}
			require.Len(t, report.Findings, 1)
			assert.Equal(t, "another program listens on "+test.address, report.Findings[0].Message)
			assert.Equal(t, f.place("main.go@flag.String(\"addr\""), report.Findings[0].Place)
			assert.Contains(t, report.Findings[0].Fix, "lsof -i :")
		})
	}
}

// The command of templ has written the document of the example app.
func TestWhatTemplHasWrittenIsNotStale(t *testing.T) {
	t.Parallel()
	const layout = "../../../../example/layout"
	code, err := os.ReadFile(layout + "_templ.go")
	require.NoError(t, err)
	require.Contains(t, string(code), "// templ: version: "+templ.Version(), `run "./task generate"`)
	differ, why := stale(layout+".templ", templ.Version(), code)
	assert.False(t, differ, why)
}
