package doctor

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/a-h/templ"
	"github.com/a-h/templ/generator"
	templparser "github.com/a-h/templ/parser/v2"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"

	"github.com/inertia-templ/shell/cmd/inertia/internal/viteconfig"
	"github.com/inertia-templ/shell/internal/needs"
)

// repository is the folder of the library.
var repository = sync.OnceValue(func() string {
	dir, err := filepath.Abs("../../../..")
	if err != nil {
		panic(err)
	}
	return dir
})

//go:embed testdata/layout.templ.txt
var layoutTempl string

// generatedLayout is what the templ of this module makes of it, whichever that is.
func generatedLayout() string {
	file, err := templparser.ParseString(layoutTempl)
	if err != nil {
		panic(err)
	}
	var made bytes.Buffer
	if _, err := generator.Generate(file, &made, generator.WithVersion(templ.Version()), generator.WithFileName("layout.templ")); err != nil {
		panic(err)
	}
	code, err := format.Source(made.Bytes())
	if err != nil {
		panic(err)
	}
	return string(code)
}

// healthy is a program in which nothing is wrong.
var healthy = map[string]string{
	"main.go": `package main

import (
	"flag"
	"log"
	"net/http"
	"os"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/routes"
	"github.com/inertia-templ/shell/ssr"
	"github.com/inertia-templ/shell/vite"
)

type homeProps struct {
	Greeting string ` + "`json:\"greeting\"`" + `
}

var home = inertia.NewPage[homeProps]("Home")

func frontend(dev string) (*vite.Vite, error) {
	if dev != "" {
		return vite.Dev(dev)
	}
	return vite.Open(os.DirFS("frontend/dist"), vite.WithBase("/build/"))
}

func main() {
	dev := flag.String("dev", "", "URL of the Vite dev server")
	flag.Parse()
	v, err := frontend(*dev)
	if err != nil {
		log.Fatal(err)
	}
	pool, err := ssr.NewPool("frontend/dist-ssr", ssr.WithRuntime("go"))
	if err != nil {
		log.Fatal(err)
	}
	i, err := inertia.New(
		inertia.WithVite(v),
		inertia.WithSSR(pool),
		inertia.WithSecretRequired(),
		inertia.WithSecret([]byte(os.Getenv("APP_SECRET"))),
	)
	if err != nil {
		log.Fatal(err)
	}
	mux := routes.New()
	mux.Handle("home", "GET /{$}", home.Handler(i, func(*http.Request) (homeProps, error) { return homeProps{"Hello"}, nil }))
	mux.Handle("users.show", "GET /users/{id}", i.Page("Users/Show", nil))
	log.Fatal(http.ListenAndServe("127.0.0.1:0", i.Middleware(mux)))
}
`,
	"layout.templ":    layoutTempl,
	"layout_templ.go": generatedLayout(),
	"frontend/package.json": `{
  "type": "module",
  "scripts": {"dev": "vite", "build": "vite build && vite build --ssr"},
  "dependencies": {"@inertiajs/react": "3.7.1"},
  "devDependencies": {"@inertia-templ/vite": "0.1.0", "@inertiajs/vite": "3.7.1", "vite": "8.3.8"}
}
`,
	"frontend/package-lock.json": `{"packages": {
  "": {"dependencies": {"@inertiajs/react": "3.7.1"}, "devDependencies": {"@inertia-templ/vite": "0.1.0", "@inertiajs/vite": "3.7.1", "vite": "8.3.8"}},
  "node_modules/@inertiajs/react": {"version": "3.7.1"},
  "node_modules/vite": {"version": "8.3.8", "dev": true},
  "node_modules/fsevents": {"version": "2.3.3", "optional": true}
}}
`,
	"frontend/node_modules/.package-lock.json": `{"packages": {
  "node_modules/@inertiajs/react": {"version": "3.7.1"},
  "node_modules/vite": {"version": "8.3.8", "dev": true}
}}
`,
	"frontend/vite.config.ts": `import inertia from '@inertia-templ/vite'
import pages from '@inertiajs/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({ plugins: [react(), pages(), inertia({ input: 'src/app.tsx', base: '/build/' })] })
`,
	"frontend/src/app.tsx": `import { createInertiaApp } from '@inertiajs/react'

createInertiaApp({ pages: './pages' })
`,
	"frontend/src/pages/Home.tsx":          "import Badge from './Badge'\n\nexport default function Home() { return <Badge /> }\n",
	"frontend/src/pages/Badge.tsx":         "export default function Badge() { return <b>new</b> }\n",
	"frontend/src/pages/Home.test.tsx":     "export default {}\n",
	"frontend/src/pages/Users/Show.tsx":    "export default function Show() { return <h1>User</h1> }\n",
	"frontend/src/types.ts":                "", // written by the fixture
	"frontend/dist/.vite/manifest.json":    `{"src/app.tsx": {"file": "assets/app-BQ5bzy1C.js", "src": "src/app.tsx", "isEntry": true}}`,
	"frontend/dist/assets/app-BQ5bzy1C.js": "console.log(1)\n",
	"frontend/dist-ssr/app.js":             "export default 1\n",
	"e2e/package.json":                     `{"devDependencies": {"@playwright/test": "1.65.1"}}`,
}

// fixture is a copy of the healthy program, to be broken.
type fixture struct {
	t     *testing.T
	files map[string]string
	env   map[string]string
	front string // as the flag has it
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	needs.Node(t)
	needs.File(t, filepath.Join(repository(), "example/frontend/node_modules/.bin/vite"), `run "npm ci --prefix example/frontend"`)
	f := &fixture{t: t, files: maps.Clone(healthy), env: map[string]string{"APP_SECRET": strings.Repeat("0123456789abcdef", 4)}}
	f.files["frontend/src/types.ts"] = "// Written by \"inertia types\". Do not edit: change the Go code and run it again.\n" + `import '@inertiajs/core'

/** The props of Home. */
export interface HomeProps {
  greeting: string
}

/** The props of every page, by its component. */
export interface Pages {
  'Home': HomeProps
}

declare module '@inertiajs/core' {
  interface InertiaConfig {
    errorValueType: string
  }
}
`
	return f
}

// replace changes what must be in a file.
func (f *fixture) replace(name, from, to string) {
	f.t.Helper()
	require.Contains(f.t, f.files[name], from)
	f.files[name] = strings.ReplaceAll(f.files[name], from, to)
}

// place finds the line of a text in a file: "main.go@vite.Open".
func (f *fixture) place(at string) string {
	f.t.Helper()
	name, text, ok := strings.Cut(at, "@")
	if !ok {
		return at
	}
	before, _, found := strings.Cut(f.files[name], text)
	require.True(f.t, found, at)
	return fmt.Sprintf("%s:%d", name, 1+strings.Count(before, "\n"))
}

// write writes the program into a folder.
func (f *fixture) write() string {
	f.t.Helper()
	dir, err := filepath.EvalSymlinks(f.t.TempDir())
	require.NoError(f.t, err)
	mod, err := os.ReadFile(filepath.Join(repository(), "go.mod"))
	require.NoError(f.t, err)
	_, requirements, _ := strings.Cut(string(mod), "\nrequire")
	files := maps.Clone(f.files)
	if _, ok := files["go.mod"]; !ok {
		files["go.mod"] = "module example.com/app\n\ngo 1.26.0\n\nreplace github.com/inertia-templ/shell => " + repository() +
			"\n\nrequire github.com/inertia-templ/shell v0.0.0\n\nrequire" + requirements
	}
	sum, err := os.ReadFile(filepath.Join(repository(), "go.sum"))
	require.NoError(f.t, err)
	files["go.sum"] = string(sum)
	for name, content := range files {
		if content == "" {
			continue
		}
		file := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(f.t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(f.t, os.WriteFile(file, []byte(content), 0o600))
	}
	if _, ok := files["frontend/node_modules/.package-lock.json"]; ok {
		f.install(filepath.Join(dir, "frontend/node_modules"))
	}
	return dir
}

// install links the packages of the example, other than those that are there.
func (f *fixture) install(dir string) {
	f.t.Helper()
	from := filepath.Join(repository(), "example/frontend/node_modules")
	entries, err := os.ReadDir(from)
	require.NoError(f.t, err)
	for _, entry := range entries {
		names := []string{entry.Name()}
		if strings.HasPrefix(entry.Name(), "@") {
			scoped, err := os.ReadDir(filepath.Join(from, entry.Name()))
			require.NoError(f.t, err)
			require.NoError(f.t, os.MkdirAll(filepath.Join(dir, entry.Name()), 0o755))
			names = nil
			for _, inner := range scoped {
				names = append(names, filepath.Join(entry.Name(), inner.Name()))
			}
		}
		for _, name := range names {
			if name == ".package-lock.json" {
				continue
			}
			if err := os.Symlink(filepath.Join(from, name), filepath.Join(dir, name)); err != nil {
				require.ErrorIs(f.t, err, fs.ErrExist)
			}
		}
	}
}

// examine checks the program. Packages that it imports are loaded once for all
// tests, and the configuration of the healthy front end is resolved once.
func (f *fixture) examine() *Report {
	f.t.Helper()
	dir := f.write()
	p := &project{root: dir, getenv: func(name string) string { return f.env[name] }}
	var err error
	p.front, err = findFront(dir, f.front)
	require.NoError(f.t, err)
	p.code, p.codeErr = f.check(dir)
	if p.front != nil && p.front.installed() {
		p.vite, p.viteErr = f.resolve(p.front.dir)
	}
	return p.examine(f.t.Context())
}

// imports are all packages that programs of the tests may import.
var imports = sync.OnceValues(func() (map[string]*types.Package, error) {
	loaded, err := packages.Load(&packages.Config{
		Dir:  repository(),
		Mode: packages.NeedName | packages.NeedImports | packages.NeedTypes | packages.NeedDeps | packages.NeedExportFile,
		Env:  append(os.Environ(), "GOWORK=off"),
	}, "./inertia", "./routes", "./ssr", "./vite", "./form", "./flash", "embed", "flag", "log", "net/http", "os", "io/fs")
	if err != nil {
		return nil, err
	}
	found := map[string]*types.Package{}
	packages.Visit(loaded, nil, func(pkg *packages.Package) { found[pkg.PkgPath] = pkg.Types })
	return found, nil
})

type importer map[string]*types.Package

func (i importer) Import(path string) (*types.Package, error) {
	if pkg := i[path]; pkg != nil {
		return pkg, nil
	}
	return nil, fmt.Errorf("the tests do not import %s", path)
}

// check reads the Go code as readCode does.
func (f *fixture) check(dir string) (*code, error) {
	f.t.Helper()
	known, err := imports()
	require.NoError(f.t, err)
	pkg := &packages.Package{
		Name: "main", PkgPath: "example.com/app", Fset: token.NewFileSet(),
		TypesInfo: &types.Info{
			Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
			Instances: map[*ast.Ident]types.Instance{}, Selections: map[*ast.SelectorExpr]*types.Selection{}, Implicits: map[ast.Node]types.Object{}, Scopes: map[ast.Node]*types.Scope{},
		},
		Imports: map[string]*packages.Package{"github.com/a-h/templ": {PkgPath: "github.com/a-h/templ", Module: &packages.Module{Version: templ.Version()}}},
	}
	for _, name := range slices.Sorted(maps.Keys(f.files)) {
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		path := filepath.Join(dir, name)
		file, err := parser.ParseFile(pkg.Fset, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		require.NoError(f.t, err)
		pkg.Syntax, pkg.GoFiles = append(pkg.Syntax, file), append(pkg.GoFiles, path)
	}
	pkg.Types, err = (&types.Config{Importer: importer(known)}).Check(pkg.PkgPath, pkg.Fset, pkg.Syntax, pkg.TypesInfo)
	require.NoError(f.t, err)
	return newCode(dir, []*packages.Package{pkg})
}

var (
	resolving    sync.Mutex
	resolvedOnce string // what Vite says of the healthy front end, in JSON
	resolvedIn   string
)

func (f *fixture) resolve(dir string) (*viteconfig.Config, error) {
	f.t.Helper()
	for _, name := range []string{"frontend/vite.config.ts", "frontend/package.json", "frontend/src/app.tsx"} {
		if f.files[name] != healthy[name] {
			return viteconfig.Resolve(f.t.Context(), dir)
		}
	}
	resolving.Lock()
	defer resolving.Unlock()
	if resolvedOnce == "" {
		r, err := viteconfig.Resolve(f.t.Context(), dir)
		if err != nil {
			return r, err
		}
		data, err := json.Marshal(r)
		require.NoError(f.t, err)
		resolvedOnce, resolvedIn = string(data), dir
	}
	var r viteconfig.Config
	require.NoError(f.t, json.Unmarshal([]byte(strings.ReplaceAll(resolvedOnce, resolvedIn, dir)), &r))
	return &r, nil
}
