// Package projecttest writes a program with a front end for tests of commands
// that run or build one.
package projecttest

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/needs"
)

// files are a small program with a front end. Its page is not rendered by a
// framework: what is tried here is what lies around it.
var files = map[string]string{
	"go.mod": `module example.com/greeter

go 1.26

ignore ./frontend/node_modules

require github.com/inertia-templ/shell v0.0.0
`,
	"main.go": `package main

import (
	_ "embed"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/vite"
)

//go:embed sql/one.sql
var one string

func main() {
	dev := flag.String("dev", "", "")
	addr := flag.String("addr", "", "")
	name := flag.String("name", "", "")
	flag.Parse()
	v, err := vite.Dev(*dev)
	if err != nil {
		log.Fatal(err)
	}
	i, err := inertia.New(inertia.WithVite(v), inertia.WithShell(layout))
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /{$}", i.Page("Home", inertia.Props{"greeting": greeting}))
	mux.HandleFunc("GET /facts", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, greeting, *name, one, os.Getenv("FROM_FILE"), r.Host, os.Getpid())
	})
	mux.HandleFunc("GET /end", func(http.ResponseWriter, *http.Request) { log.Fatal("ended by a request") })
	log.Fatal(http.ListenAndServe(*addr, i.Middleware(mux)))
}
`,
	"greeting.go": `package main

const greeting = "good morning"
`,
	"layout.templ": `package main

import "github.com/inertia-templ/shell"

templ layout(doc shell.Document) {
	<!DOCTYPE html>
	<html lang={ doc.Lang }>
		<head>
			@doc.Head()
		</head>
		<body class="first">
			@doc.Body()
		</body>
	</html>
}
`,
	"sql/one.sql":           "select 1",
	".env":                  "FROM_FILE=file\nPATH=never\n",
	"frontend/package.json": `{"type": "module"}`,
	"frontend/vite.config.js": `import inertia from '@inertia-templ/vite'

export default { plugins: [inertia()], cacheDir: '.vite', server: { fs: { strict: false }, port: 0 } }
`,
	"frontend/src/app.js": `import { text } from './text.js'

document.title = text
`,
	"frontend/src/text.js": "export const text = 'one'\n",
}

// New writes the program into a folder of its own, which it returns. The folder
// modules gets the packages of the front end: "frontend", or "." above it, as
// workspaces have it.
func New(t testing.TB, modules string) (dir string) {
	t.Helper()
	needs.Node(t)
	root := repository(t)
	installed := needs.File(t, filepath.Join(root, "example/frontend/node_modules"), `run "npm ci" in example/frontend`)
	dir = t.TempDir()
	for name, content := range files {
		Write(t, filepath.Join(dir, name), content)
	}
	require.NoError(t, os.Symlink(installed, filepath.Join(dir, modules, "node_modules")))

	var sums []byte
	for _, name := range []string{"go.sum", "cmd/inertia/go.sum"} {
		some, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		sums = append(sums, some...)
	}
	Write(t, filepath.Join(dir, "go.sum"), string(sums))
	run(t, dir, "go", "mod", "edit", "-replace", "github.com/inertia-templ/shell="+root)
	run(t, dir, "go", "mod", "tidy")
	return dir
}

// repository is the folder of this repository.
func repository(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	require.NoError(t, err)
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.work")); err == nil {
			return dir
		}
		above := filepath.Dir(dir)
		require.NotEqual(t, dir, above, "there is no go.work above the package")
		dir = above
	}
}

// Write writes a file, and the folders above it.
func Write(t testing.TB, name, content string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
	require.NoError(t, os.WriteFile(name, []byte(content), 0o600))
}

func run(t testing.TB, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
}
