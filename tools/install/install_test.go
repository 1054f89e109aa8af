// Package install_test does with a release what strangers do, in modules of
// their own that know nothing of this checkout.
package install_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/needs"
	"github.com/inertia-templ/shell/tools/internal/checkout"
	"github.com/inertia-templ/shell/tools/modules"
	"github.com/inertia-templ/shell/tools/release"
)

const (
	version = "v0.987.0"
	shell   = "github.com/inertia-templ/shell"
)

// TestAStrangerInstallsTheRelease releases the checkout as it is in a clone, and
// serves the release as a module proxy does.
func TestAStrangerInstallsTheRelease(t *testing.T) {
	t.Parallel()
	clone, proxy := checkout.Clone(t), t.TempDir()
	require.NoError(t, release.Make(clone, version, io.Discard))
	require.NoError(t, modules.Serve(proxy, clone, version))
	env := environment(t, proxy)

	library := func(path string, uses string) func(t *testing.T) {
		return func(t *testing.T) {
			t.Parallel()
			s := newStranger(t, env)
			s.run("go", "get", path+"@"+version)
			s.write("main.go", "package main\n\nimport used \""+path+"\"\n\nvar _ = used."+uses+"\n\nfunc main() {}\n")
			s.run("go", "mod", "tidy")
			s.run("go", "build", "-o", os.DevNull, ".")
		}
	}
	t.Run("the library", library(shell, "Default"))
	t.Run("the faster encoder alone", library(shell+"/inertia/gojson", "Encoder"))
	t.Run("OpenTelemetry alone", library(shell+"/inertia/inertiaotel", "New"))
	t.Run("Redis alone", library(shell+"/inertia/inertiaredis", "Open"))
	t.Run("builds in PostgreSQL alone", library(shell+"/vite/vitepostgres", "New"))
	t.Run("builds in S3 alone", library(shell+"/vite/vites3", "New"))
	t.Run("PostgreSQL alone", library(shell+"/inertia/inertiapostgres", "Open"))
	t.Run("NATS alone", library(shell+"/inertia/inertianats", "Open"))
	t.Run("the engine in Go alone", library(shell+"/ssr/quickjs", "Open"))

	t.Run("the README's program", func(t *testing.T) {
		t.Parallel()
		s := newStranger(t, env)
		s.write("main.go", readmeProgram(t, filepath.Join(clone, "README.md")))
		s.run("go", "get", shell+"/inertia@"+version) // as README.md has it, but for the version
		s.run("go", "build", "-o", os.DevNull, ".")
		mod := s.read("go.mod")
		for _, heavy := range []string{"gin-gonic", "labstack", "mongo", "modernc.org", "golang.org/x/tools"} {
			assert.NotContains(t, mod, heavy)
		}
	})
	t.Run("the package for npm", func(t *testing.T) {
		t.Parallel()
		needs.Program(t, "npm", "install Node.js 20 or newer")
		s := newStranger(t, env)
		s.write("main.go", "package main\n\nimport _ \""+shell+"/vite\"\n\nfunc main() {}\n")
		s.run("go", "get", shell+"@"+version)
		require.NoError(t, os.Mkdir(filepath.Join(s.dir, "frontend"), 0o700))
		s.write("frontend/package.json", `{"private": true, "type": "module"}`)
		s.run("sh", "-c", "cd frontend && "+line(t, filepath.Join(clone, "docs/start/installation.md"), "npm pack"))
		assert.Contains(t, s.read("frontend/package.json"), "file:inertia-templ-vite-")
		assert.Contains(t, s.read("frontend/node_modules/@inertia-templ/vite/index.js"), "export default function inertia")
	})
	t.Run("the command", func(t *testing.T) {
		t.Parallel()
		s := newStranger(t, env)
		bin := filepath.Join(s.dir, "bin")
		s.env = append(s.env, "GOBIN="+bin)
		s.run("go", "install", shell+"/cmd/inertia@"+version)
		assert.Contains(t, s.fail(filepath.Join(bin, "inertia")), "name a command")
	})
	t.Run("the program that the command writes", func(t *testing.T) {
		t.Parallel()
		s := newStranger(t, env)
		bin := filepath.Join(s.dir, "bin")
		s.env = append(s.env, "GOBIN="+bin, "npm_config_@inertia-templ:registry="+registry(t, clone))
		s.run("go", "install", shell+"/cmd/inertia@"+version)
		out := s.run(filepath.Join(bin, "inertia"), "new", "my-app")
		assert.NotContains(t, out, "not published")
		s.dir = filepath.Join(s.dir, "my-app")
		mod := s.read("go.mod")
		assert.Contains(t, mod, "\tgithub.com/inertia-templ/shell "+version+"\n")
		assert.NotContains(t, mod, "replace")
		assert.Contains(t, s.read("frontend/package.json"), `"@inertia-templ/vite": "`+strings.TrimPrefix(version, "v")+`"`)
		s.run("go", "vet", "./...")
		s.run("npm", "--prefix", "frontend", "run", "typecheck")
		s.run("npm", "--prefix", "frontend", "run", "build")
		s.run("go", "test", "./...")
	})
	t.Run("the command as a tool of a module", func(t *testing.T) {
		t.Parallel()
		s := newStranger(t, env)
		s.run("go", "get", "-tool", shell+"/cmd/inertia@"+version)
		assert.Contains(t, s.fail("go", "tool", "inertia"), "name a command")
	})
}

// environment is that of somebody without a checkout: an empty module cache, and
// no go.work. Other modules come out of the cache of this machine when they are
// there, and the proxy that is set otherwise. Builds are kept for the next time,
// which -trimpath makes possible, whatever the folders are called.
func environment(t *testing.T, proxy string) []string {
	t.Helper()
	return append(os.Environ(),
		"GOPROXY="+proxies(t, proxy),
		"GOMODCACHE="+t.TempDir(), "GOFLAGS=-modcacherw -trimpath", "GOWORK=off", "GOSUMDB=off", "GOPRIVATE=", "GONOPROXY=",
	)
}

// proxies are where somebody gets modules who has no checkout.
func proxies(t *testing.T, proxy string) string {
	t.Helper()
	return "file://" + proxy + ",file://" + filepath.Join(output(t, "go", "env", "GOMODCACHE"), "cache/download") + "," + output(t, "go", "env", "GOPROXY")
}

// output is what a command prints, without the end of the line.
func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).Output()
	require.NoError(t, err)
	return strings.TrimSpace(string(out))
}

// stranger has a module of his own.
type stranger struct {
	t   *testing.T
	dir string
	env []string
}

func newStranger(t *testing.T, env []string) *stranger {
	t.Helper()
	s := &stranger{t: t, dir: t.TempDir(), env: env}
	s.run("go", "mod", "init", "example.com/stranger")
	return s
}

func (s *stranger) write(name, text string) {
	s.t.Helper()
	require.NoError(s.t, os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o600))
}

func (s *stranger) read(name string) string {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, name))
	require.NoError(s.t, err)
	return string(text)
}

func (s *stranger) command(name string, args ...string) (string, error) {
	cmd := exec.CommandContext(s.t.Context(), name, args...)
	cmd.Dir, cmd.Env = s.dir, s.env
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (s *stranger) run(name string, args ...string) string {
	s.t.Helper()
	out, err := s.command(name, args...)
	require.NoError(s.t, err, "%s %v\n%s", name, args, out)
	return out
}

// fail runs a command that must fail, and returns what it says.
func (s *stranger) fail(name string, args ...string) string {
	s.t.Helper()
	out, err := s.command(name, args...)
	require.Error(s.t, err)
	return out
}

var program = regexp.MustCompile("(?s)```go\n(package main\n.*?)```")

func readmeProgram(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	found := program.FindSubmatch(text)
	require.NotNil(t, found, "README.md has no program")
	return string(found[1])
}

// line is the first line of a file that has a word.
func line(t *testing.T, name, word string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		if strings.Contains(line, word) {
			return strings.TrimSpace(line)
		}
	}
	require.Fail(t, name+" has no line with "+word)
	return ""
}

// registry serves the package for npm that the release in clone has packed, and
// returns the URL.
func registry(t *testing.T, clone string) string {
	t.Helper()
	const name = "@inertia-templ/vite"
	packed, err := filepath.Glob(filepath.Join(clone, "bin", "*.tgz"))
	require.NoError(t, err)
	require.Len(t, packed, 1)
	text, err := os.ReadFile(filepath.Join(clone, "vite/plugin/package.json"))
	require.NoError(t, err)
	about := map[string]any{}
	require.NoError(t, json.Unmarshal(text, &about))

	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	about["dist"] = map[string]any{"tarball": server.URL + "/packed.tgz"}
	released := strings.TrimPrefix(version, "v")
	mux.HandleFunc("GET /{name}", func(w http.ResponseWriter, r *http.Request) { // its slash is escaped
		if r.PathValue("name") != name {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{
			"name": name, "dist-tags": map[string]any{"latest": released}, "versions": map[string]any{released: about},
		})
	})
	mux.HandleFunc("GET /packed.tgz", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, packed[0]) })
	return server.URL + "/"
}
