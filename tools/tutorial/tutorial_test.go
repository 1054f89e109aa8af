package tutorial

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/needs"
	"github.com/inertia-templ/shell/internal/snippets"
)

const root = "../.."

// After each part the program compiles, its types fit, and after the last its
// tests pass. ./task docs:tutorial runs it for every front end.
func TestTutorial(t *testing.T) {
	if os.Getenv("INERTIA_TEST_TUTORIAL") == "" {
		t.Skip("run ./task docs:tutorial: it installs packages")
	}
	needs.Node(t)
	bin := t.TempDir()
	inertia := filepath.Join(bin, "inertia")
	run(t, filepath.Join(root, "cmd/inertia"), "go", "build", "-o", inertia, ".")
	for _, frontend := range []string{"react", "vue", "svelte"} {
		if only := os.Getenv("FRONTEND"); only != "" && only != frontend {
			continue
		}
		t.Run(frontend, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "logbook")
			run(t, filepath.Join(root, "cmd/inertia"), inertia, "new", "logbook", "-C", filepath.Dir(dir), "--css", "plain", "--frontend", frontend)
			for _, part := range Parts {
				require.NoError(t, Apply(filepath.Join(root, part), dir, frontend))
				run(t, dir, "gofmt", "-l", "internal")
				run(t, dir, inertia, "types", "-o", "frontend/src/types.ts", "--pages", "frontend/src/pages/%s"+extensions[frontend], "./...")
				run(t, dir, inertia, "routes", "-o", "frontend/src/routes.ts", "./...")
				run(t, dir, "go", "vet", "./...")
				run(t, filepath.Join(dir, "frontend"), "npm", "run", "--silent", "typecheck")
			}
			run(t, dir, "go", "test", "./...")
			run(t, filepath.Join(dir, "frontend"), "npm", "run", "--silent", "build")
			run(t, dir, "go", "build", "-o", "logbook", ".")
		})
	}
}

func run(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s %v\n%s", name, args, out)
	if name == "gofmt" {
		require.Empty(t, string(out), "not formatted")
	}
}

func TestStepsAreTakenOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name := filepath.Join(dir, "a.go")
	require.NoError(t, os.WriteFile(name, []byte("one\n\ntwo\n"), 0o600))
	diff := func(code string) error { return step(name, snippets.Block{Lang: "diff", Code: code}) }

	require.NoError(t, diff(" one\n\n-two\n+2\n+3\n"))
	got, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, "one\n\n2\n3\n", string(got))
	assert.ErrorContains(t, diff(" one\n\n-two\n+2\n+3\n"), "there 0 times")
	assert.ErrorContains(t, diff("+2\n"), "where it belongs")
	assert.ErrorContains(t, diff("one\n"), "no line of a diff")
	assert.ErrorContains(t, step(name, snippets.Block{Lang: "go", Code: "one"}), "exists already")
}

func TestFilesOfOtherFrontEndsAreSkipped(t *testing.T) {
	t.Parallel()
	assert.True(t, ofOther("frontend/src/pages/Notes.vue", "react"))
	assert.False(t, ofOther("frontend/src/pages/Notes.tsx", "react"))
	assert.False(t, ofOther("internal/app/notes.go", "svelte"))
}
