package starter_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
	"golang.org/x/mod/modfile"

	"github.com/inertia-templ/shell/cmd/inertia/internal/starter"
)

func TestOptionsAreChecked(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*starter.Options)
		want   string
	}{
		"no name":                {func(o *starter.Options) { o.Name = "" }, "the name"},
		"a name with a slash":    {func(o *starter.Options) { o.Name = "a/b" }, "such as my-app"},
		"a name with a capital":  {func(o *starter.Options) { o.Name = "App" }, "such as my-app"},
		"a name that is a flag":  {func(o *starter.Options) { o.Name = "-app" }, "such as my-app"},
		"a name that leaves":     {func(o *starter.Options) { o.Name = ".." }, "such as my-app"},
		"a name that is long":    {func(o *starter.Options) { o.Name = strings.Repeat("a", 61) }, "at most 60"},
		"a module of Go's own":   {func(o *starter.Options) { o.Module = "log" }, "--module example.com/log"},
		"a module in Go's own":   {func(o *starter.Options) { o.Module = "net/app" }, "--module example.com/app"},
		"a module with a space":  {func(o *starter.Options) { o.Module = "my app" }, "the module path"},
		"an unknown front end":   {func(o *starter.Options) { o.Frontend = "solid" }, `--frontend "solid": want one of react, vue, svelte`},
		"an unknown router":      {func(o *starter.Options) { o.Router = "mux" }, "want one of net/http, chi, echo, gin"},
		"an unknown database":    {func(o *starter.Options) { o.Database = "mysql" }, "want one of sqlite, postgres, none"},
		"unknown styles":         {func(o *starter.Options) { o.CSS = "sass" }, "want one of tailwind, plain"},
		"accounts and no tables": {func(o *starter.Options) { o.Database = "none" }, "accounts need a database"},
		"no library":             {func(o *starter.Options) { o.Library.Version = "" }, "version of the library"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := starter.Defaults("my-app")
			o.Library.Version = "v0.1.0"
			require.NoError(t, o.Check())
			test.change(&o)
			dir := filepath.Join(t.TempDir(), "new")
			assert.ErrorContains(t, starter.Write(dir, o), test.want)
			assert.NoDirExists(t, dir)
		})
	}
}

func TestModulesOfGoAreKnown(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "std", "cmd").Output()
	require.NoError(t, err)
	for _, name := range strings.Fields(string(out)) {
		first, _, _ := strings.Cut(name, "/")
		assert.Contains(t, starter.Standard, first)
	}
}

func TestTitle(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"app": "App", "my-app": "My app", "my_new-app2": "My new app2"} {
		assert.Equal(t, want, starter.Options{Name: name}.Title())
	}
}

func TestProgramIsWritten(t *testing.T) {
	t.Parallel()
	o := starter.Defaults("my-app")
	o.Library.Version = "v0.1.0"
	secrets := map[string]bool{}
	for range 2 {
		dir := filepath.Join(t.TempDir(), "new")
		require.NoError(t, starter.Write(dir, o))
		env, err := os.ReadFile(filepath.Join(dir, ".env"))
		require.NoError(t, err)
		found := regexp.MustCompile(`(?m)^APP_SECRET=([0-9a-f]{64})$`).FindSubmatch(env)
		require.NotNil(t, found, "%s", env)
		secrets[string(found[1])] = true
		info, err := os.Stat(filepath.Join(dir, ".env"))
		require.NoError(t, err)
		assert.EqualValues(t, 0o600, info.Mode().Perm())
		assert.ErrorContains(t, starter.Write(dir, o), "is not empty")
	}
	assert.Len(t, secrets, 2, "each program has a secret of its own")
}

func TestReleasedLibraryNeedsNoReplacement(t *testing.T) {
	t.Parallel()
	o := starter.Defaults("my-app")
	o.Library.Version = "v0.9.1"
	files, err := starter.Render(o)
	require.NoError(t, err)
	mod, err := modfile.Parse("go.mod", files["go.mod"], nil)
	require.NoError(t, err)
	assert.Empty(t, mod.Replace)
	assert.True(t, slices.ContainsFunc(mod.Require, func(r *modfile.Require) bool {
		return r.Mod.Path == "github.com/inertia-templ/shell" && r.Mod.Version == "v0.9.1"
	}))
	assert.Equal(t, "0.9.1", plugin(t, files))

	o.Library.Checkout = "/src/shell"
	files, err = starter.Render(o)
	require.NoError(t, err)
	mod, err = modfile.Parse("go.mod", files["go.mod"], nil)
	require.NoError(t, err)
	require.Len(t, mod.Replace, 1)
	assert.Equal(t, "/src/shell", mod.Replace[0].New.Path)
	assert.Equal(t, "file:/src/shell/vite/plugin", plugin(t, files))
	assert.Contains(t, string(files["README.md"]), "/src/shell")
}

func plugin(t *testing.T, files map[string][]byte) string {
	t.Helper()
	var pkg struct{ DevDependencies map[string]string }
	require.NoError(t, json.Unmarshal(files["frontend/package.json"], &pkg))
	return pkg.DevDependencies["@inertia-templ/vite"]
}

// Every combination is a program whose files are in their form. Whether it
// compiles is what TestPrograms says.
func TestEveryCombinationCanBeWritten(t *testing.T) {
	t.Parallel()
	left := regexp.MustCompile(`<<|>>|<no value>|[ \t]\n|\n\n\n`)
	for _, o := range combinations() {
		t.Run(label(o), func(t *testing.T) {
			t.Parallel()
			files, err := starter.Render(o)
			require.NoError(t, err)
			for name, content := range files {
				assert.Empty(t, left.FindString(string(content)), "%s has what no file should have", name)
				assert.True(t, strings.HasSuffix(string(content), "\n"), "%s does not end with a line break", name)
				switch path.Ext(name) {
				case ".json":
					assert.True(t, json.Valid(content), name)
				case ".yml":
					assert.NoError(t, yaml.Unmarshal(content, new(any)), name)
				case ".go":
					assert.Empty(t, unusedImports(t, name, content), name)
				case ".mod":
					_, err := modfile.Parse(name, content, nil)
					assert.NoError(t, err)
				}
			}
			has := func(name string) bool { _, ok := files[name]; return ok }
			assert.Equal(t, o.Accounts, has("internal/app/auth.go"))
			assert.Equal(t, o.Stored(), has("internal/store/migrations/00001_first.sql"))
			assert.Equal(t, !o.Stored(), has("internal/store/memory.go"))
			assert.Equal(t, o.Postgres(), has("compose.yml"))
			assert.Equal(t, o.SSR, has("frontend/dist-ssr/.gitkeep"))
			assert.Equal(t, !o.NetHTTP(), has("internal/app/router.go"))
		})
	}
}

func TestPairwise(t *testing.T) {
	t.Parallel()
	all := combinations()
	chosen := pairwise(all)
	assert.Less(t, len(chosen), 20)
	together := func(o starter.Options, a, b string) bool {
		return slices.Contains(flags(o), a) && slices.Contains(flags(o), b)
	}
	for _, o := range all {
		for _, a := range flags(o) {
			for _, b := range flags(o) {
				assert.True(t, slices.ContainsFunc(chosen, func(o starter.Options) bool { return together(o, a, b) }), "%s %s", a, b)
			}
		}
	}
}

// unusedImports are the packages that a file names for nothing. Conditions in
// templates leave them behind.
func unusedImports(t *testing.T, name string, content []byte) (unused []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, content, parser.SkipObjectResolution)
	require.NoError(t, err)
	used := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := selector.X.(*ast.Ident); ok {
				used[id.Name] = true
			}
		}
		return true
	})
	major := regexp.MustCompile(`/v\d+$`)
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		require.NoError(t, err)
		local := path.Base(major.ReplaceAllString(imported, ""))
		if spec.Name != nil {
			local = spec.Name.Name
		}
		if local != "_" && !used[local] {
			unused = append(unused, imported)
		}
	}
	return unused
}
