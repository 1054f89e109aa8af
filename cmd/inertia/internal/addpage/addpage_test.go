package addpage_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/cmd/inertia/internal/addpage"
	"github.com/inertia-templ/shell/cmd/inertia/internal/project"
)

// methods is a program whose handlers are methods, as a new program has them.
var methods = map[string]string{
	"main.go": "package main\n\nimport (\n\t\"net/http\"\n\n\t\"example.com/app/web\"\n)\n\nfunc main() { _ = http.ListenAndServe(\"127.0.0.1:0\", web.New()) }\n",
	"web/web.go": `package web

import (
	"net/http"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/routes"
	"github.com/inertia-templ/shell/vite/vitetest"
)

// App answers all requests.
type App struct {
	pages *inertia.Inertia
	mux   *routes.Router
}

var home = inertia.NewPage[struct{}]("Home")

// New returns an App.
func New() *App {
	i, err := inertia.New(inertia.WithVite(vitetest.Stub()))
	if err != nil {
		panic(err)
	}
	a := &App{pages: i, mux: routes.New()}
	a.routes(a.mux)
	return a
}

func (a *App) routes(r *routes.Router) {
	r.Handle("home", "GET /{$}", a.pages.Handle(a.home)) // the first page
	r.Handle("raw", "GET /raw", http.NotFoundHandler())
}

func (a *App) home(w http.ResponseWriter, r *http.Request) error {
	return home.Render(a.pages, w, r, struct{}{})
}

// ServeHTTP answers a request.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.pages.Middleware(a.mux).ServeHTTP(w, r) }
`,
	"web/web_test.go":             "package web\n\nimport (\n\t\"testing\"\n\n\t\"github.com/inertia-templ/shell/inertia/inertiatest\"\n)\n\nfunc newApp(t *testing.T) *App { t.Helper(); return New() }\n\nfunc newClient(t *testing.T) *inertiatest.Client { t.Helper(); return inertiatest.NewClient(t, newApp(t)) }\n\nfunc TestHome(t *testing.T) { newClient(t).Get(\"/\").Component(\"Home\") }\n",
	"frontend/package.json":       `{"dependencies": {"@inertiajs/react": "3.7.1"}}`,
	"frontend/tsconfig.json":      "{}",
	"frontend/vite.config.ts":     "export default {}\n",
	"frontend/src/types.ts":       "// old\n",
	"frontend/src/pages/Home.tsx": "export default () => null\n",
}

func write(t *testing.T, files map[string]string) *project.Project {
	t.Helper()
	root, err := filepath.Abs("../../../..")
	require.NoError(t, err)
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	require.NoError(t, err)
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	require.NoError(t, err)
	_, requirements, _ := strings.Cut(string(mod), "\nrequire")
	put := func(name, content string) {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
	}
	for name, content := range files {
		put(name, content)
	}
	put("go.mod", "module example.com/app\n\ngo 1.26.0\n\nreplace github.com/inertia-templ/shell => "+root+"\n\nrequire github.com/inertia-templ/shell v0.0.0\n\nrequire"+requirements)
	put("go.sum", string(sum))
	p, err := project.Find(dir, project.Options{})
	require.NoError(t, err)
	return p
}

func shorten(p *project.Project, names []string) []string {
	short := []string{}
	for _, name := range names {
		short = append(short, p.Short(name))
	}
	slices.Sort(short)
	return short
}

func read(t *testing.T, p *project.Project, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(p.Dir, name))
	require.NoError(t, err)
	return string(data)
}

// A page fits into the program: its own test passes, and a second page of the
// same name is refused.
func TestAPageFitsIntoTheProgram(t *testing.T) {
	t.Parallel()
	p := write(t, methods)
	result, err := addpage.Add(p, addpage.Options{Name: "Reports/AnnualReview"})
	require.NoError(t, err)
	assert.Equal(t, []string{"frontend/src/pages/Reports/AnnualReview.tsx", "web/reports_annual_review.go", "web/reports_annual_review_test.go"}, shorten(p, result.Written))
	assert.Equal(t, []string{"frontend/src/routes.ts", "frontend/src/types.check.ts", "frontend/src/types.ts", "web/web.go"}, shorten(p, result.Changed))
	assert.Empty(t, result.Left)
	assert.Contains(t, read(t, p, "web/web.go"), "a.pages.Handle(a.home)) // the first page\n\tr.Handle(\"reports.annual-review\", \"GET /reports/annual-review\", a.pages.Handle(a.showReportsAnnualReview))\n\tr.Handle(\"raw\"")
	assert.Contains(t, read(t, p, "frontend/src/pages/Reports/AnnualReview.tsx"), "import type { ReportsAnnualReviewProps } from '../../types'\n\nexport default function ReportsAnnualReview({ title }: ReportsAnnualReviewProps)")
	assert.Contains(t, read(t, p, "frontend/src/types.ts"), "export interface ReportsAnnualReviewProps")
	assert.Contains(t, read(t, p, "frontend/src/routes.ts"), "export const reportsAnnualReview ")
	test := exec.CommandContext(t.Context(), "go", "test", "-run", "AnnualReview", "-v", "./web")
	test.Dir = p.Dir
	out, err := test.CombinedOutput()
	require.NoError(t, err, "%s", out)
	assert.Contains(t, string(out), "--- PASS: TestReportsAnnualReviewPage")

	for name, refused := range map[string]struct {
		options addpage.Options
		want    string
	}{
		"the same page":          {addpage.Options{Name: "Reports/AnnualReview"}, `there is a page "Reports/AnnualReview" already`},
		"the same names in Go":   {addpage.Options{Name: "ReportsAnnual/Review"}, "has the name reportsAnnualReviewPage already"},
		"the same path":          {addpage.Options{Name: "Start", Path: "/"}, `the route "home" has the path / already`},
		"the same route":         {addpage.Options{Name: "Start", Route: "home"}, `there is a route "home" already`},
		"a name that is none":    {addpage.Options{Name: "reports/index"}, addpage.ErrName.Error()},
		"a path that is none":    {addpage.Options{Name: "Start", Path: "start"}, "begins with no slash"},
		"a package that is none": {addpage.Options{Name: "Start", Package: "nowhere"}, "there is no Go package in nowhere"},
	} {
		_, err := addpage.Add(p, refused.options)
		assert.ErrorContains(t, err, refused.want, name)
	}
}

// What cannot be done leaves the program as it was.
func TestAFailureChangesNothing(t *testing.T) {
	t.Parallel()
	p := write(t, methods)
	taken := filepath.Join(p.Dir, "frontend/src/pages/Start.tsx")
	require.NoError(t, os.WriteFile(taken, []byte("// mine\n"), 0o600))
	before := read(t, p, "web/web.go")
	_, err := addpage.Add(p, addpage.Options{Name: "Start"})
	require.ErrorContains(t, err, "Start.tsx is there already, and is not overwritten")
	assert.Equal(t, before, read(t, p, "web/web.go"))
	assert.Equal(t, "// mine\n", read(t, p, "frontend/src/pages/Start.tsx"))
	for _, name := range []string{"web/start.go", "web/start_test.go"} {
		assert.NoFileExists(t, filepath.Join(p.Dir, name))
	}

	// An import that is not used makes the page wrong, and the compiler finds it.
	require.NoError(t, os.WriteFile(filepath.Join(p.Dir, "web/names.go"), []byte("package web\n\nfunc (a *App) showLate() {}\n"), 0o600))
	_, err = addpage.Add(p, addpage.Options{Name: "Late"})
	require.ErrorContains(t, err, "the program does not compile with the page")
	assert.Equal(t, before, read(t, p, "web/web.go"))
	assert.NoFileExists(t, filepath.Join(p.Dir, "web/late.go"))
	assert.NoFileExists(t, filepath.Join(p.Dir, "frontend/src/pages/Late.tsx"))
}

// Where handlers are functions, the page has one; where no route can be added,
// the line is printed.
func TestOtherLayouts(t *testing.T) {
	t.Parallel()
	plain := `package main

import (
	"net/http"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/routes"
)

var home = inertia.NewPage[struct{}]("Home")

func main() {
	pages, _ := inertia.New(inertia.WithViteManifest("dist/.vite/manifest.json"))
	mux := routes.New()
	mux.Handle("home", "GET /{$}", home.Handler(pages, func(*http.Request) (struct{}, error) { return struct{}{}, nil }))
	_ = http.ListenAndServe("127.0.0.1:0", pages.Middleware(mux))
}
`
	files := func(main, dependency string, more ...string) map[string]string {
		all := map[string]string{"main.go": main, "web/package.json": `{"dependencies": {"` + dependency + `": "3.7.1"}}`, "web/vite.config.js": "export default {}\n"}
		for _, name := range more {
			all[name] = "{}"
		}
		return all
	}
	for name, test := range map[string]struct {
		files         map[string]string
		options       addpage.Options
		file, content string
		route, left   string
	}{
		"functions, and Vue": {
			files(plain, "@inertiajs/vue3", "web/tsconfig.json"), addpage.Options{Name: "About", Path: "/about-us"},
			"web/src/pages/About.vue", "defineProps<{ title: string }>()",
			`mux.Handle("about", "GET /about-us", aboutPage.Handler(pages, showAbout))`, `write a test: inertiatest.NewClient(t, handler).Get("/about-us").Component("About")`,
		},
		"a mux without names, and Svelte": {
			files(strings.NewReplacer(`"home", "GET /{$}"`, `"GET /{$}"`, "routes.New()", "http.NewServeMux()", "\t\"github.com/inertia-templ/shell/routes\"\n", "").Replace(plain), "@inertiajs/svelte", "web/tsconfig.json"),
			addpage.Options{Name: "About"}, "web/src/pages/About.svelte", "let { title }: { title: string } = $props()",
			"", `add the route where the others are: mux.Handle("about", "GET /about", aboutPage.Handler(i, showAbout))`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := write(t, test.files)
			result, err := addpage.Add(p, test.options)
			require.NoError(t, err)
			assert.Contains(t, read(t, p, test.file), test.content)
			if test.route != "" {
				assert.Contains(t, read(t, p, "main.go"), test.route)
			} else {
				assert.NotContains(t, read(t, p, "main.go"), "About")
			}
			require.Len(t, result.Left, 1)
			assert.Contains(t, result.Left[0], test.left)
		})
	}
}

// The component is written for the front end in use, with types or without.
func TestComponents(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		adapter, component string
		files              []string
		file, content      string
	}{
		"React":                {"react", "About", []string{"tsconfig.json", "src/types.ts"}, "About.tsx", "import type { AboutProps } from '../types'\n\nexport default function About({ title }: AboutProps) {"},
		"React without types":  {"react", "Users/Show", []string{"tsconfig.json"}, "Users/Show.tsx", "export default function UsersShow({ title }: { title: string }) {"},
		"React in JavaScript":  {"react", "About", nil, "About.jsx", "export default function About({ title }) {"},
		"React in both":        {"react", "About", []string{"tsconfig.json", "src/pages/Home.jsx"}, "About.jsx", "export default function About({ title }) {"},
		"Vue":                  {"vue3", "Users/Show", []string{"tsconfig.json", "src/types.ts"}, "Users/Show.vue", "import type { UsersShowProps } from '../../types'\n\ndefineProps<UsersShowProps>()"},
		"Vue in JavaScript":    {"vue3", "About", nil, "About.vue", "<script setup>\nimport { Head } from '@inertiajs/vue3'\n\ndefineProps({ title: String })"},
		"Svelte":               {"svelte", "About", []string{"tsconfig.json", "src/types.ts"}, "About.svelte", "  import type { AboutProps } from '../types'\n\n  let { title }: AboutProps = $props()"},
		"Svelte in JavaScript": {"svelte", "About", nil, "About.svelte", "<script>\n  let { title } = $props()"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			put := func(name, content string) {
				require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
				require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
			}
			put("package.json", `{"dependencies": {"@inertiajs/`+test.adapter+`": "3.7.1"}}`)
			for _, name := range test.files {
				put(name, "")
			}
			require.NoError(t, addpage.Component(&project.Project{Dir: dir, Frontend: dir}, test.component))
			content, err := os.ReadFile(filepath.Join(dir, "src/pages", test.file))
			require.NoError(t, err)
			assert.Contains(t, string(content), test.content)
		})
	}
}
