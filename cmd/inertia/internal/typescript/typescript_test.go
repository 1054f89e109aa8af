package typescript_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
	"github.com/inertia-templ/shell/internal/needs"
)

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

// compile has tsc check files in a folder beside the packages of the example's
// front end, and returns what it says.
func compile(t *testing.T, files map[string]string) string {
	t.Helper()
	modules, err := filepath.Abs(filepath.Dir(filepath.Dir(needs.File(t, "../../../../example/frontend/node_modules/.bin/tsc", `run "npm ci --prefix example/frontend"`))))
	require.NoError(t, err)
	dir := t.TempDir()
	require.NoError(t, os.Symlink(modules, filepath.Join(dir, "node_modules")))
	files["tsconfig.json"] = `{"compilerOptions": {"target": "ES2022", "lib": ["ES2023", "DOM"], "module": "ESNext", "moduleResolution": "bundler", "strict": true,
		"noUnusedLocals": true, "noUnusedParameters": true, "noUncheckedIndexedAccess": true, "exactOptionalPropertyTypes": true, "verbatimModuleSyntax": true, "isolatedModules": true,
		"moduleDetection": "force", "erasableSyntaxOnly": true, "noFallthroughCasesInSwitch": true, "allowImportingTsExtensions": true, "skipLibCheck": true, "noEmit": true, "types": []}}`
	for name, content := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
	}
	cmd := exec.CommandContext(t.Context(), filepath.Join(modules, ".bin/tsc"), "-p", dir)
	out, err := cmd.CombinedOutput()
	if err == nil {
		return ""
	}
	return string(out)
}

func zoo(t *testing.T) (types, routes string) {
	t.Helper()
	p, err := typescript.Load(".", "./testdata/zoo/...")
	require.NoError(t, err)
	types, err = p.Types()
	require.NoError(t, err)
	routes, err = p.Routes(typescript.RouteOptions{})
	require.NoError(t, err)
	return types, routes
}

func TestZoo(t *testing.T) {
	t.Parallel()
	types, routes := zoo(t)
	golden(t, "zoo.types.ts", types)
	golden(t, "zoo.routes.ts", routes)
	again, _ := zoo(t)
	assert.Equal(t, types, again, "every run writes the same")
}

func TestWhatIsWrittenCompiles(t *testing.T) {
	t.Parallel()
	types, routes := zoo(t)
	good := `import { router, type Errors } from '@inertiajs/core'
import { Status, type ZooEveryThingProps, type Upload } from './types'
import { usersShow, usersPostsUpdate, home, files, isCurrent } from './routes'

export function page(props: ZooEveryThingProps, errors: Errors): string {
  const status: Status = Status.Open
  const first: string | undefined = errors['name']?.[0]
  const upload: Upload = { title: '', file: null, more: [] }
  router.visit(usersShow(7))
  router.visit(usersShow({ id: 'a' }, { query: { page: 2, tags: ['a', 'b'], none: null } }))
  router.visit(usersPostsUpdate([1, 2], { mergeQuery: { x: true } }))
  const put: 'put' = usersPostsUpdate({ id: 1, post: 2 }).method
  const missing: number | undefined = props.deferred?.length
  return [home.url(), files.url('a/b'), String(isCurrent('users.*')), status, first, upload.title, put, missing, props.node?.value, props.optional?.value, props.pointer].join()
}
`
	assert.Empty(t, compile(t, map[string]string{"types.ts": types, "routes.ts": routes, "good.ts": good}))

	for name, test := range map[string]struct{ code, want string }{
		"a prop that is not sent":       {"import type { ZooEveryThingProps as P } from './types'\nexport const f = (p: P) => p.nothing", "Property 'nothing' does not exist"},
		"a deferred prop as if present": {"import type { ZooEveryThingProps as P } from './types'\nexport const f = (p: P) => p.deferred.length", "possibly 'undefined'"},
		"null as if a value":            {"import type { ZooEveryThingProps as P } from './types'\nexport const f = (p: P) => p.node.value", "possibly 'null'"},
		"a value that no constant has":  {"import type { Status } from './types'\nexport const s: Status = 'lost'", "not assignable to type 'Status'"},
		"a route that does not exist":   {"import { usersIndex } from './routes'\nexport const u = usersIndex()", "no exported member"},
		"a parameter that is missing":   {"import { usersShow } from './routes'\nexport const u = usersShow()", "Expected 1-2 arguments"},
		"a parameter of another name":   {"import { usersShow } from './routes'\nexport const u = usersShow({ user: 1 })", "'user' does not exist"},
		"too few parameters":            {"import { usersPostsUpdate } from './routes'\nexport const u = usersPostsUpdate([1])", "not assignable"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Contains(t, compile(t, map[string]string{"types.ts": types, "routes.ts": routes, "bad.ts": test.code}), test.want)
		})
	}
}

// The functions that are written run in Node, which takes the types away.
func TestRoutesRun(t *testing.T) {
	t.Parallel()
	_, routes := zoo(t)
	dir := t.TempDir()
	bun := needs.Bun(t)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "routes.ts"), []byte(routes), 0o600))
	script := `
import { usersShow, usersPostsUpdate, home, files, deleteRoute, isCurrent } from './routes.ts'
const caught = (f) => { try { return f() } catch (e) { return e.message } }
console.log(JSON.stringify([
  usersShow(7), usersShow({ id: 'a b/c?' }), usersShow([8]).url, usersPostsUpdate([1, 2]), home.url(), files.url('a/b c'), deleteRoute(),
  usersShow.url(7, { query: { page: 2, tags: ['a', 'b'], none: null } }),
  (globalThis.location = { pathname: '/users/7', search: '?page=1&sort=up' }, usersShow.url(7, { mergeQuery: { page: 2, sort: null, x: true } })),
  usersShow.current(), home.current(), usersShow.current('https://example.com/users/9/posts/1?x'), isCurrent('users.*'), isCurrent('users.posts.*'), isCurrent('files', '/files/a/b#c'),
  caught(() => usersShow.url('..')), caught(() => usersShow.url({})),
]))`
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.mjs"), []byte(script), 0o600))
	out, err := exec.CommandContext(t.Context(), bun, "run", filepath.Join(dir, "main.mjs")).CombinedOutput()
	require.NoError(t, err, string(out))
	assert.JSONEq(t, `[
		{"url": "/users/7", "method": "get"}, {"url": "/users/a%20b%2Fc%3F", "method": "get"}, "/users/8", {"url": "/users/1/posts/2", "method": "put"}, "/", "/files/a/b%20c",
		{"url": "/it's", "method": "delete"}, "/users/7?page=2&tags=a&tags=b", "/users/7?page=2&x=true", true, false, false, true, false, true,
		".. cannot be part of a URL", "/users/{id} needs id"
	]`, string(out))
}

func program(t *testing.T, files map[string]string) (*typescript.Program, string, error) {
	t.Helper()
	root, err := filepath.Abs("../../../..")
	require.NoError(t, err)
	dir := t.TempDir()
	files["go.mod"] = fmt.Sprintf("module example.com/app\n\ngo 1.26\n\nreplace github.com/inertia-templ/shell => %s\n\nrequire github.com/inertia-templ/shell v0.0.0\n", root)
	sum, err := os.ReadFile("../../go.sum")
	require.NoError(t, err)
	files["go.sum"] = string(sum)
	for name, content := range files {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
	}
	cmd := exec.CommandContext(t.Context(), "go", "mod", "tidy")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	p, err := typescript.Load(dir, "./...")
	return p, dir, err
}

const imports = "package app\n\nimport \"github.com/inertia-templ/shell/inertia\"\n\n"

func TestComponents(t *testing.T) {
	t.Parallel()
	p, dir, err := program(t, map[string]string{
		"app.go":                imports + "var A, B = inertia.NewPage[struct{}](\"Users/Index\"), inertia.NewPage[struct{}](\"users/Show\")\n",
		"pages/Users/Index.tsx": "", "pages/Users/Show.tsx": "",
	})
	require.NoError(t, err)
	require.NoError(t, p.CheckComponents(dir))
	err = p.CheckComponents(dir, "pages/%s.tsx", "pages/%s.vue")
	require.ErrorContains(t, err, `app.go:5:54: there is no component "users/Show", did you mean "Users/Show"?: looked for pages/users/Show.tsx, pages/users/Show.vue`)
	assert.NotContains(t, err.Error(), "Users/Index")

	// The head of the checks is all that it takes to write them again.
	patterns := []string{"pages/%s.tsx", filepath.Join(dir, "src/pages/%s.vue")}
	checks, err := p.Checks(dir, "src/types.ts", patterns...)
	require.NoError(t, err)
	assert.Contains(t, checks, "\n// Pages: [\"../pages/%s.tsx\",\"pages/%s.vue\"]\n")
	found, err := typescript.CheckPatterns(checks)
	require.NoError(t, err)
	again, err := p.Checks(filepath.Join(dir, "src"), "types.ts", found...)
	require.NoError(t, err)
	assert.Equal(t, checks, again)
	_, err = typescript.CheckPatterns("// Pages: no\n")
	require.ErrorContains(t, err, "the patterns in the head")
}

func TestLoadErrors(t *testing.T) {
	t.Parallel()
	_, _, err := program(t, map[string]string{"app.go": imports + "var A, B = inertia.NewPage[struct{}](\"A\"), inertia.NewPage[struct{ X int }](\"A\")\n"})
	require.ErrorContains(t, err, `the page "A" has other props at`)
	_, _, err = program(t, map[string]string{"app.go": imports + "var A int = inertia.NewPage[struct{}](\"A\")\n"})
	require.ErrorContains(t, err, "cannot use")
	p, _, err := program(t, map[string]string{"app.go": "package app\n\nimport \"github.com/inertia-templ/shell/routes\"\n\nfunc init() {\n\tr := routes.New()\n\tr.Handle(\"a.b\", \"GET /a\", nil)\n\tr.Handle(\"a-b\", \"GET /b\", nil)\n}\n"})
	require.NoError(t, err)
	_, err = p.Routes(typescript.RouteOptions{})
	require.ErrorContains(t, err, `both become the function aB`)
}

// Two hundred pages and five hundred types are written, each once. Deferred props
// have few types, since the compiler takes a tenth of a second for each.
func TestLargePrograms(t *testing.T) {
	var b strings.Builder
	b.WriteString(imports)
	for i := range 500 {
		fmt.Fprintf(&b, "// T%[1]d is a model.\ntype T%[1]d struct {\n\tID int `json:\"id\"`\n\tNext *T%[2]d `json:\"next\"`\n\tList []T%[2]d `json:\"list,omitempty\"`\n}\n", i, (i+1)%500)
	}
	for i := range 200 {
		fmt.Fprintf(&b, "var P%[1]d = inertia.NewPage[struct {\n\tA T%[1]d `json:\"a\"`\n\tB inertia.Deferred[[]T%[2]d] `json:\"b\"`\n}](\"Pages/P%[1]d\")\n", i, i%10)
	}
	p, _, err := program(t, map[string]string{"app.go": b.String()})
	require.NoError(t, err)
	types, err := p.Types()
	require.NoError(t, err)
	assert.Equal(t, 700, strings.Count(types, "export interface")-1)
}
