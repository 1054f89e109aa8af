package starter_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/cmd/inertia/internal/starter"
	"github.com/inertia-templ/shell/internal/postgrestest"
)

// TestPrograms writes programs as people do, each two choices together in one of
// them, and runs all that they can find wrong with themselves.
func TestPrograms(t *testing.T) {
	w := newWorkshop(t)
	for _, o := range pairwise(combinations()) {
		t.Run(label(o), func(t *testing.T) {
			p := w.write(t, o)
			assert.Empty(t, p.run("", "gofmt", "-l", "main.go", "main_test.go", "internal", "frontend/embed.go"))
			p.run("", "go", "mod", "tidy", "-diff")
			p.run("", "go", "vet", "./...") // before the front end was built
			p.run("", "go", "vet", "-vettool="+w.command, "-inertiapages.pages=frontend/"+o.Pages(), "./...")
			p.run("", "go", "test", "./...")
			p.run("", w.command, "types", "--check", "-o", "frontend/src/types.ts", "--pages", "frontend/"+o.Pages(), "./...")
			p.run("", w.command, "routes", "--check", "-o", "frontend/src/routes.ts", "./...")
			p.run("frontend", "npm", "run", "--silent", "typecheck")
			p.run("frontend", "npm", "run", "--silent", "build")
		})
	}
}

// TestAddedPartsRun adds what "inertia new" was told to leave out, and runs the
// tests of that.
func TestAddedPartsRun(t *testing.T) {
	w := newWorkshop(t)
	o := starter.Defaults("added")
	o.Module, o.Accounts, o.SSR = "example.com/added", false, false
	p := w.write(t, o)
	p.run("", "inertia", "add", "auth")
	p.run("", "inertia", "add", "ssr")
	p.run("", "go", "mod", "tidy", "-diff")
	p.run("", "go", "vet", "./...")
	p.run("", "go", "vet", "-vettool="+w.command, "-inertiapages.pages=frontend/"+o.Pages(), "./...")
	p.run("", "go", "test", "./...")
	p.run("frontend", "npm", "run", "--silent", "typecheck")
	p.run("frontend", "npm", "run", "--silent", "build")
}

// workshop is where programs are written: with the command, packages that are
// installed once, and a database.
type workshop struct {
	command  string
	modules  string // node_modules of earlier programs
	database string // URL, empty without PostgreSQL
}

func newWorkshop(t testing.TB) *workshop {
	t.Helper()
	if os.Getenv("INERTIA_TEST_NEW") == "" {
		t.Skip("this takes minutes: run ./task test:new, or set INERTIA_TEST_NEW=1")
	}
	w := &workshop{modules: t.TempDir()}
	if postgrestest.Installed() {
		w.database = postgrestest.Start(t).URL()
	}
	w.command = filepath.Join(t.TempDir(), "inertia")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", w.command, "../..").CombinedOutput()
	require.NoError(t, err, "%s", out)
	return w
}

// program is one that was written.
type program struct {
	t   testing.TB
	dir string
	env []string
}

// environment is that of commands: they find "inertia".
func (w *workshop) environment() []string {
	return append(os.Environ(),
		"GOWORK=off", "GOFLAGS=", "PATH="+filepath.Dir(w.command)+string(os.PathListSeparator)+os.Getenv("PATH"),
		"TEST_DATABASE_URL="+w.database, "DATABASE_URL="+w.database)
}

// write writes a program and does what the command says comes next.
func (w *workshop) write(t testing.TB, o starter.Options) *program {
	t.Helper()
	parent := t.TempDir()
	p := &program{t: t, dir: filepath.Join(parent, o.Name), env: w.environment()}
	out := p.run("..", "inertia", append([]string{"new", o.Name, "--no-install", "--module", o.Module}, flags(o)...)...)
	_, next, found := strings.Cut(out, "Next, run:\n")
	require.True(t, found, out)
	next = strings.ReplaceAll(next, "  docker compose up -d\n", "")
	next, found = strings.CutSuffix(next, "  (cd frontend && npm install)\n  inertia dev\n")
	require.True(t, found, out)
	p.run("..", "sh", "-ec", next)
	w.install(p, "frontend")
	if o.Postgres() && w.database == "" {
		t.Log("no PostgreSQL (install the package postgresql): the program's tests that need it were skipped")
	}
	return p
}

// installing keeps two tests from installing the same packages.
var installing sync.Mutex

// install installs packages of npm, those of the same package.json once: file
// systems that can do so share them.
func (w *workshop) install(p *program, folder string) {
	p.t.Helper()
	installing.Lock()
	defer installing.Unlock()
	content, err := os.ReadFile(filepath.Join(p.dir, folder, "package.json"))
	require.NoError(p.t, err)
	kept := filepath.Join(w.modules, fmt.Sprintf("%x", sha256.Sum256(content)))
	if _, err := os.Stat(kept); err != nil || runtime.GOOS != "linux" {
		p.run(folder, "npm", "install", "--no-audit", "--no-fund", "--prefer-offline")
		if runtime.GOOS == "linux" {
			require.NoError(p.t, os.MkdirAll(kept, 0o755))
			p.run(folder, "cp", "-al", "node_modules", "package-lock.json", kept)
		}
		return
	}
	p.run(folder, "cp", "-al", filepath.Join(kept, "node_modules"), filepath.Join(kept, "package-lock.json"), ".")
}

// run runs a command in a folder of the program.
func (p *program) run(folder, name string, args ...string) string {
	p.t.Helper()
	if folder == ".." {
		return p.runIn(filepath.Dir(p.dir), nil, name, args...)
	}
	return p.runIn(filepath.Join(p.dir, folder), nil, name, args...)
}

func (p *program) runIn(dir string, env []string, name string, args ...string) string {
	p.t.Helper()
	cmd := p.command(p.t.Context(), dir, name, args...)
	cmd.Env = append(cmd.Env, env...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	require.NoError(p.t, cmd.Run(), "%s %s\n%s", name, strings.Join(args, " "), &out)
	return out.String()
}

// command is a command with the program's environment, found in its PATH.
func (p *program) command(ctx context.Context, dir, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "env", append([]string{name}, args...)...)
	cmd.Dir, cmd.Env = dir, p.env
	return cmd
}
