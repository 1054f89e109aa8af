package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The example is what users have: its types and routes are fresh, and a change
// makes them stale.
func TestCheck(t *testing.T) {
	t.Parallel()
	for _, what := range []string{"types", "routes"} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			args := []string{what, "-C", "../../example", "-check", "-o", "frontend/src/" + what + ".ts"}
			require.NoError(t, run(args, &out), "run ./task types")

			have, err := os.ReadFile("../../example/frontend/src/" + what + ".ts")
			require.NoError(t, err)
			stale := filepath.Join(t.TempDir(), "stale.ts")
			changed := strings.Replace(string(have), "contact", "kontakt", 1)
			require.NoError(t, os.WriteFile(stale, []byte(changed), 0o600))
			relative, err := filepath.Rel(absolute(t, "../../example"), stale)
			require.NoError(t, err)
			args[len(args)-1] = relative
			err = run(args, &out)
			require.ErrorContains(t, err, "is stale")
			assert.ErrorContains(t, err, "kontakt", "with a diff")
			after, err := os.ReadFile(stale)
			require.NoError(t, err)
			assert.Equal(t, changed, string(after))

			require.NoError(t, run([]string{what, "-C", "../../example", "-o", relative}, &out))
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

func TestArguments(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.Error(t, run(nil, &out))
	assert.Contains(t, out.String(), "usage: inertia types|routes")
	require.Error(t, run([]string{"route"}, &out))
	assert.ErrorContains(t, run([]string{"types"}, &out), "-o is missing")
	assert.ErrorContains(t, run([]string{"types", "-C", "../../example", "-o", "x.ts", "-pages", "frontend/src/pages/%s.vue"}, &out), `there is no component "About"`)
}

// A misspelt component fails go vet.
func TestVet(t *testing.T) {
	t.Parallel()
	tool := filepath.Join(t.TempDir(), "inertia")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", tool, ".").CombinedOutput()
	require.NoError(t, err, string(out))

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
		cmd.Dir = dir
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
}
