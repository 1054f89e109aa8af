package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/cmd/inertia/internal/projecttest"
	"github.com/inertia-templ/shell/internal/needs"
)

// A clone without a build compiles, is built, and what comes out is one file
// that needs nothing beside it.
func TestBuild(t *testing.T) {
	t.Parallel()
	dir := projecttest.New(t, "frontend")
	for name, content := range map[string]string{
		"main.go": `package main

import (
	"context"
	"embed"
	"fmt"
	"os"

	"github.com/inertia-templ/shell"
)

//go:embed all:frontend/dist all:frontend/dist-ssr
var built embed.FS

func main() {
	manifest, err := built.ReadFile("frontend/dist/.vite/manifest.json")
	fmt.Println(greeting, string(manifest), err)
	_, err = built.ReadFile("frontend/dist-ssr/ssr.js")
	fmt.Println(err)
	_ = layout(shell.Document{}).Render(context.Background(), os.Stdout)
}
`,
		"frontend/package.json":      `{"type": "module", "scripts": {"build": "vite build && vite build --ssr src/app.js"}}`,
		"frontend/dist/.gitkeep":     "",
		"frontend/dist-ssr/.gitkeep": "",
		"frontend/tsconfig.json":     "{}",
	} {
		projecttest.Write(t, filepath.Join(dir, name), content)
	}
	code, out, complaints := command("build", "-C", dir)
	require.Zero(t, code, complaints)
	assert.Regexp(t, `^bin/greeter, \d+\.\d MB\n$`, out)
	assert.FileExists(t, filepath.Join(dir, "frontend/src/types.ts"))
	assert.FileExists(t, filepath.Join(dir, "layout_templ.go"))
	assert.FileExists(t, filepath.Join(dir, "frontend/dist/.gitkeep"))

	program := filepath.Join(t.TempDir(), "greeter")
	require.NoError(t, os.Rename(filepath.Join(dir, "bin/greeter"), program))
	cmd := exec.CommandContext(t.Context(), program)
	cmd.Dir = t.TempDir()
	said, err := cmd.CombinedOutput()
	require.NoError(t, err, string(said))
	assert.Contains(t, string(said), "good morning")
	assert.Contains(t, string(said), `"src/app.js": {`)
	assert.Contains(t, string(said), "\n<nil>\n<!doctype html>")
	if file, err := exec.LookPath("file"); err == nil {
		kind, err := exec.CommandContext(t.Context(), file, program).Output()
		require.NoError(t, err)
		assert.NotContains(t, string(kind), "dynamically linked")
	}

	// What fails says how to repeat it.
	projecttest.Write(t, filepath.Join(dir, "greeting.go"), "package main\n\nconst greeting = nobody\n")
	require.NoError(t, os.Remove(filepath.Join(dir, "frontend/tsconfig.json")))
	code, _, complaints = command("build", "-C", dir, "-o", "out/app")
	assert.Equal(t, 1, code)
	assert.Contains(t, complaints, "greeting.go:3:18: undefined: nobody")
	assert.Contains(t, complaints, "to repeat it, run CGO_ENABLED=0 go build -trimpath '-ldflags=-s -w' -o "+filepath.Join(dir, "out/app")+" .")
	projecttest.Write(t, filepath.Join(dir, "frontend/src/app.js"), "import './gone.js'\n")
	code, _, complaints = command("build", "-C", dir)
	assert.Equal(t, 1, code)
	assert.Contains(t, complaints, "gone.js")
	assert.Contains(t, complaints, "to repeat it, run (cd frontend && npm run build)")
	projecttest.Write(t, filepath.Join(dir, "layout.templ"), "package main\n\ntempl layout() {\n\t<p>\n}\n")
	code, _, complaints = command("build", "-C", dir)
	assert.Equal(t, 1, code)
	assert.Contains(t, complaints, "layout.templ:5:1: <p>: close tag not found")
}

// Packages are installed where they are missing, as the lock file has them.
func TestBuildInstallsPackages(t *testing.T) {
	t.Parallel()
	needs.Node(t)
	dir := t.TempDir()
	for name, content := range map[string]string{
		"go.mod":                     "module example.com/app\n\ngo 1.26\n",
		"main.go":                    "package main\n\nfunc main() {}\n",
		"frontend/vite.config.js":    "",
		"frontend/package.json":      `{"name": "app", "scripts": {"build": "node -e \"require('tool')\""}, "dependencies": {"tool": "file:./tool"}}`,
		"frontend/package-lock.json": `{"name": "app", "lockfileVersion": 3, "requires": true, "packages": {"": {"name": "app", "dependencies": {"tool": "file:./tool"}}, "node_modules/tool": {"resolved": "tool", "link": true}, "tool": {"version": "1.0.0"}}}`,
		"frontend/tool/package.json": `{"name": "tool", "version": "1.0.0", "main": "index.js"}`,
		"frontend/tool/index.js":     "console.log('the tool ran')\n",
	} {
		projecttest.Write(t, filepath.Join(dir, name), content)
	}
	code, out, complaints := command("build", "-C", dir)
	require.Zero(t, code, complaints)
	assert.Contains(t, complaints, "inertia build: (cd frontend && npm ci --no-audit --no-fund)\n")
	assert.Contains(t, complaints, "the tool ran")
	assert.Contains(t, out, "bin/app, ")

	projecttest.Write(t, filepath.Join(dir, "frontend/package.json"), `{"name": "app"}`)
	code, _, complaints = command("build", "-C", dir)
	assert.Equal(t, 1, code)
	assert.Contains(t, complaints, `has no script "build": add "build": "vite build"`)
}
