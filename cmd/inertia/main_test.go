package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/cmd/inertia/internal/doctor"
	"github.com/inertia-templ/shell/internal/needs"
)

// command runs a command line.
func command(args ...string) (code int, out, complaints string) {
	var o, c bytes.Buffer
	code = run(args, &o, &c)
	return code, o.String(), c.String()
}

// The example is what users have: its types and routes are fresh, and a change
// makes them stale.
func TestCheck(t *testing.T) {
	t.Parallel()
	for _, what := range []string{"types", "routes"} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			code, _, complaints := command(what, "-C", "../../example", "--check", "-o", "frontend/src/"+what+".ts")
			require.Zero(t, code, "run ./task types: %s", complaints)

			have, err := os.ReadFile("../../example/frontend/src/" + what + ".ts")
			require.NoError(t, err)
			stale := filepath.Join(t.TempDir(), "stale.ts")
			changed := strings.Replace(string(have), "contact", "kontakt", 1)
			require.NoError(t, os.WriteFile(stale, []byte(changed), 0o600))
			code, _, complaints = command(what, "-C", "../../example", "--check", "-o", stale)
			assert.Equal(t, 1, code)
			assert.Contains(t, complaints, "is stale")
			assert.Contains(t, complaints, "kontakt", "with a diff")
			after, err := os.ReadFile(stale)
			require.NoError(t, err)
			assert.Equal(t, changed, string(after))

			relative, err := filepath.Rel(absolute(t, "../../example"), stale)
			require.NoError(t, err)
			code, out, complaints := command(what, "-C", "../../example", "-o", relative)
			require.Zero(t, code, complaints)
			assert.Equal(t, "inertia "+what+": "+relative+" written\n", out)
			written, err := os.ReadFile(stale)
			require.NoError(t, err)
			assert.Equal(t, string(have), string(written))
		})
	}
}

func absolute(t *testing.T, name string) string {
	t.Helper()
	abs, err := filepath.Abs(name)
	require.NoError(t, err)
	return abs
}

func TestCommandLine(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args            []string
		code            int
		out, complaints string
	}{
		"help":                    {[]string{"--help"}, 0, "Write types for the props of pages", ""},
		"help by its name":        {[]string{"help", "routes"}, 0, "inertia routes -o FILE [PACKAGES]", ""},
		"help of a command":       {[]string{"types", "--help"}, 0, "--pages pattern", ""},
		"version":                 {[]string{"version"}, 0, "inertia ", ""},
		"completion":              {[]string{"completion", "bash"}, 0, "bash completion", ""},
		"no command":              {nil, 2, "", "name a command\n\nUsage:"},
		"an unknown command":      {[]string{"route"}, 2, "", "there is no command \"route\", did you mean \"routes\"?\n\nUsage:"},
		"an unknown flag":         {[]string{"types", "--nothing"}, 2, "", "inertia types: unknown flag: --nothing\n\nUsage:"},
		"no file":                 {[]string{"types"}, 2, "", "-o is missing"},
		"too much":                {[]string{"types", "-o", "x.ts", "--check", "--watch"}, 2, "", "[check watch]"},
		"arguments of version":    {[]string{"version", "1"}, 2, "", "unknown command \"1\""},
		"ssr without a command":   {[]string{"ssr"}, 2, "", "name a command, such as check"},
		"add without a command":   {[]string{"add"}, 2, "", "name what is added"},
		"a page without a name":   {[]string{"add", "page"}, 2, "", "want the name of one component"},
		"a page by another name":  {[]string{"add", "page", "-C", "../../example", "users/index"}, 2, "", "begin with a capital letter"},
		"doctor with arguments":   {[]string{"doctor", "x"}, 2, "", "unknown command \"x\""},
		"doctor of no program":    {[]string{"doctor", "-C", "/"}, 1, "", "inertia doctor: there is no go.mod in / or above it: run the command in the folder of a program, name that with -C"},
		"a list of no routes":     {[]string{"routes", "list", "-C", "../../example/e2e"}, 1, "", "inertia routes list: "},
		"a bundle that is gone":   {[]string{"ssr", "check", "-C", "../../example", "--bundle", "nowhere"}, 1, "", "build it with"},
		"a missing component":     {[]string{"types", "-C", "../../example", "-o", "x.ts", "--pages", "frontend/src/pages/%s.vue"}, 1, "", `there is no component "About"`},
		"a folder without go":     {[]string{"routes", "-C", "testdata", "-o", "x.ts"}, 1, "", "inertia routes: "},
		"a folder that is not go": {[]string{"routes", "-C", "nowhere", "-o", "x.ts"}, 1, "", "inertia routes: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, out, complaints := command(test.args...)
			assert.Equal(t, test.code, code, complaints)
			assert.Contains(t, out, test.out)
			assert.Contains(t, complaints, test.complaints)
			if test.code == 0 {
				assert.Empty(t, complaints)
			} else {
				assert.Empty(t, out)
			}
		})
	}
}

// asCommand in the environment makes these tests the command.
const asCommand = "INERTIA_TEST_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		main()
	}
	os.Exit(m.Run())
}

// A misspelt component fails go vet.
func TestVet(t *testing.T) {
	t.Parallel()
	tool, err := os.Executable()
	require.NoError(t, err)
	dir := t.TempDir()
	sum, err := os.ReadFile("../../go.sum")
	require.NoError(t, err)
	for name, content := range map[string]string{
		"go.mod":                "module example.com/app\n\ngo 1.26\n\nreplace github.com/inertia-templ/shell => " + absolute(t, "../..") + "\n\nrequire github.com/inertia-templ/shell v0.0.0\n",
		"go.sum":                string(sum),
		"app.go":                "package app\n\nimport \"github.com/inertia-templ/shell/inertia\"\n\nvar users = inertia.NewPage[struct{}](\"Users/Indx\")\n",
		"pages/Users/Index.tsx": "",
	} {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
	}
	run := func(args ...string) (string, error) {
		cmd := exec.CommandContext(t.Context(), "go", args...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), asCommand+"=1")
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	said, err := run("mod", "tidy")
	require.NoError(t, err, said)
	said, err = run("vet", "-vettool="+tool, "-inertiapages.pages=pages/%s.tsx", ".")
	require.Error(t, err)
	assert.Contains(t, said, `app.go:5:`)
	assert.Contains(t, said, `there is no component "Users/Indx", did you mean "Users/Index"?`)
	require.NoError(t, os.Rename(filepath.Join(dir, "pages/Users/Index.tsx"), filepath.Join(dir, "pages/Users/Indx.tsx")))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "app.go"), []byte("package app\n\nimport \"github.com/inertia-templ/shell/inertia\"\n\n// Users is there.\nvar Users = inertia.NewPage[struct{}](\"Users/Indx\")\n"), 0o600))
	said, err = run("vet", "-vettool="+tool, "-inertiapages.pages=pages/%s.tsx", ".")
	assert.NoError(t, err, said)

	// The front end has other names, which a package makes that go vet looks at later.
	vetted := func(app, site string) (string, error) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "app.go"), []byte("package app\n\nimport \"github.com/inertia-templ/shell/inertia\"\n\n"+app), 0o600))
		require.NoError(t, os.MkdirAll(filepath.Join(dir, "site"), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "site/site.go"), []byte("package site\n\nimport \"github.com/inertia-templ/shell/inertia\"\n\n"+site), 0o600))
		return run("vet", "-vettool="+tool, "-inertiapages.pages=pages/%s.tsx", "./...")
	}
	const page, names = `var Users = inertia.NewPage[struct{}]("Indx")`, `var _, _ = inertia.New(inertia.WithComponentNames(func(name string) string { return "Users/" + name }))`
	said, err = vetted(page, names)
	assert.NoError(t, err, said)
	said, err = vetted("// go vet looks again at what has changed.\n"+page, "var _, _ = inertia.New()")
	assert.Error(t, err)
	assert.Contains(t, said, `there is no component "Indx"`)
	said, err = vetted(page+"\n\n"+names, "var _, _ = inertia.New()")
	assert.NoError(t, err, said)
	said, err = vetted(`var Users = inertia.NewPage[struct{}]("None")`+"\n\n"+names, "var _, _ = inertia.New()")
	assert.Error(t, err)
	assert.Contains(t, said, `there is no component "Users/None"`)
	said, err = vetted(page+"\n\n"+strings.ReplaceAll(names, `"Users/" + name`, "func() string { return name }()"), "var _, _ = inertia.New()")
	assert.NoError(t, err, said)
}

// The example is what users have: both sides fit, and its routes are known.
func TestDoctorFindsNothingInTheExample(t *testing.T) {
	t.Parallel()
	needs.File(t, "../../example/frontend/node_modules/.bin/vite", `run "npm ci --prefix example/frontend"`)
	code, out, complaints := command("doctor", "-C", "../../example", "--json")
	require.Zero(t, code, complaints)
	var report doctor.Report
	require.NoError(t, json.Unmarshal([]byte(out), &report))
	for _, f := range report.Findings {
		// A checkout is not built, and the tests run beside other programs.
		if f.Message != "the front end is not built" && f.Check != "port" && f.Check != "proxy" {
			t.Errorf("%+v", f)
		}
	}
	assert.Contains(t, report.Fine, "middleware")
	assert.Contains(t, report.Fine, "types.ts")
}

func TestRoutesOfTheExampleAreListed(t *testing.T) {
	t.Parallel()
	code, out, complaints := command("routes", "list", "-C", "../../example")
	require.Zero(t, code, complaints)
	assert.Regexp(t, `^NAME +METHOD +PATTERN +HANDLER +PAGE\n`, out)
	assert.Regexp(t, `(?m)^contacts\.show +GET +/contacts/\{id\} +a\.signedIn\(a\.showContact\) +Contacts/Show$`, out)
	code, out, complaints = command("routes", "list", "-C", "../../example", "--json")
	require.Zero(t, code, complaints)
	var list []map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &list))
	assert.Regexp(t, `^app\.go:\d+`, list[0]["place"])
	assert.Equal(t, []any{"About"}, list[0]["pages"])
}

// The options of the module of routes stay with the file.
func TestRouteOptionsStayInTheFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "routes.ts")
	write := func(want int, args ...string) string {
		var out, complaints strings.Builder
		code := run(append([]string{"routes", "-C", "../../example", "-o", file}, args...), &out, &complaints)
		require.Equal(t, want, code, complaints.String())
		return complaints.String()
	}
	write(0, "--only", "contacts.*", "--only", "login", "--param", "id=number", "--default", "id")
	first, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Contains(t, string(first), "\n// Options: {\"only\":[\"contacts.*\",\"login\"],\"defaults\":[\"id\"],\"types\":{\"id\":\"number\"}}\n")
	assert.Contains(t, string(first), "  id: number\n")
	assert.Contains(t, string(first), "export function setDefaults(")
	assert.Contains(t, string(first), "define<['id'], 'get', 'Contacts/Show'>")
	assert.NotContains(t, string(first), "organisationsShow")
	write(0, "--check")
	write(0)
	again, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(first), string(again))
	assert.Contains(t, write(1, "--only", "login", "--check"), "is stale")
	assert.Contains(t, write(1, "--default", "nothing"), `no route has the parameter "nothing"`)
	require.NoError(t, os.WriteFile(file, []byte("// Written by \"inertia routes\".\n// Options: {\n"), 0o600))
	assert.Contains(t, write(1), "the options in the second line")
}

// Errors begin with the command, and name none of its packages.
func TestMessagesBeginWithTheCommand(t *testing.T) {
	t.Parallel()
	dev := &cobra.Command{Use: "dev"}
	(&cobra.Command{Use: "inertia"}).AddCommand(dev)
	for text, want := range map[string]string{
		"doctor: project: nothing is here":      "inertia dev: nothing is here",
		"inertia dev: generate: x.templ: wrong": "inertia dev: x.templ: wrong",
		"typescript: a.go:1: x\ntypescript: y":  "inertia dev: a.go:1: x\ny",
		"main.go:3: doctor: is not a package":   "inertia dev: main.go:3: doctor: is not a package",
		"open x: no such file":                  "inertia dev: open x: no such file",
	} {
		assert.Equal(t, want, message(dev, errors.New(text)))
	}
	folders, err := os.ReadDir("internal")
	require.NoError(t, err)
	for _, folder := range folders {
		if !slices.Contains([]string{"pagecheck", "problem", "projecttest", "viteconfig"}, folder.Name()) {
			assert.Contains(t, rooms, folder.Name())
		}
	}
}
