package starter_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/cmd/inertia/internal/starter"
)

// TestTour has a browser do what people do first in a program: register, sign in
// and out, choose a picture, a password and another one. The program is built as
// its Dockerfile says, and then runs under "inertia dev", where files change.
func TestTour(t *testing.T) {
	w := newWorkshop(t)
	for _, change := range []func(*starter.Options){
		func(o *starter.Options) { o.Frontend, o.Router = "react", "net/http" },
		func(o *starter.Options) { o.Frontend, o.Router, o.CSS = "vue", "echo", "plain" },
		func(o *starter.Options) { o.Frontend, o.Router = "svelte", "gin" },
	} {
		o := starter.Defaults("tour")
		o.Module = "example.com/tour"
		change(&o)
		t.Run(o.Frontend, func(t *testing.T) {
			t.Parallel()
			p := w.write(t, o)
			w.install(p, "e2e")
			p.run("e2e", "npm", "run", "--silent", "typecheck")

			t.Run("production", func(t *testing.T) {
				p := p.in(t)
				binary := p.build()
				s := p.start(filepath.Dir(binary), binary, "-addr", "{addr}", "-db", filepath.Join(t.TempDir(), "app.db"))
				s.wait("is running on")
				s.waitFor("<h1") // the server renders the first page, once its workers run
				p.tour(s)
			})
			t.Run("development", func(t *testing.T) {
				p := p.in(t)
				s := p.start(p.dir, w.command, "dev", "--addr", "{addr}", "--", "-db", filepath.Join(t.TempDir(), "app.db"))
				s.waitFor("Your program is running.")
				p.tour(s)
				p.edit("frontend/"+fmt.Sprintf(o.Pages(), "Home"), "Your program is running.", "Your program has changed.")
				s.waitFor("Your program has changed.")
				p.edit("internal/app/layout.templ", `<meta charset="utf-8"/>`, `<meta charset="utf-8"/><meta name="edited" content="yes"/>`)
				s.waitFor(`<meta name="edited" content="yes"`)
				p.edit("internal/app/app.go", `const title = "Tour"`, `const title = "Another title"`)
				s.waitFor("Another title")
			})
		})
	}
}

// in is the program for a subtest.
func (p *program) in(t testing.TB) *program { return &program{t: t, dir: p.dir, env: p.env} }

func (p *program) edit(name, from, to string) {
	p.t.Helper()
	file := filepath.Join(p.dir, name)
	text, err := os.ReadFile(file)
	require.NoError(p.t, err)
	require.Contains(p.t, string(text), from)
	require.NoError(p.t, os.WriteFile(file, bytes.ReplaceAll(text, []byte(from), []byte(to)), 0o600))
}

// tour runs the program's own browser tests against a server.
func (p *program) tour(s *server) {
	p.t.Helper()
	browser := os.Getenv("CHROME_PATH")
	require.NotEmpty(p.t, browser, "run ./task test:new, or set CHROME_PATH to what tools/browser.sh prints")
	p.runIn(filepath.Join(p.dir, "e2e"), []string{"E2E_URL=" + s.url, "E2E_LOG=" + s.log, "PLAYWRIGHT_CHROMIUM=" + browser}, "npx", "playwright", "test")
}

// server is a program that runs.
type server struct {
	t        testing.TB
	url, log string
}

// start runs a server until the test ends. {addr} in args is where it listens.
func (p *program) start(dir, name string, args ...string) *server {
	p.t.Helper()
	secret := make([]byte, 32)
	_, _ = rand.Read(secret)
	addr := fmt.Sprintf("127.0.0.1:%d", freePort(p.t))
	s := &server{t: p.t, url: "http://" + addr, log: filepath.Join(p.t.TempDir(), "log")}
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "{addr}", addr)
	}
	log, err := os.Create(s.log)
	require.NoError(p.t, err)
	ctx, cancel := context.WithCancel(context.Background())
	cmd := p.command(ctx, dir, name, args...)
	cmd.Env = append(cmd.Env, "APP_SECRET="+hex.EncodeToString(secret))
	cmd.Stdout, cmd.Stderr = log, log
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 20 * time.Second
	require.NoError(p.t, cmd.Start())
	p.t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // it was told to end
		_ = log.Close()
		if text, err := os.ReadFile(s.log); err == nil && p.t.Failed() {
			p.t.Logf("the server said:\n%s", text)
		}
	})
	return s
}

// patience is how long a server may take to show a change, on a machine that has
// other things to do.
const patience = 3 * time.Minute

// wait waits for a line of the server's log.
func (s *server) wait(text string) {
	s.t.Helper()
	s.until(func() (string, bool) {
		log, err := os.ReadFile(s.log)
		return string(log), err == nil && bytes.Contains(log, []byte(text))
	}, text)
}

// waitFor waits for a text in the first page.
func (s *server) waitFor(text string) {
	s.t.Helper()
	s.until(func() (string, bool) {
		body := s.get("/")
		return body, strings.Contains(body, text)
	}, text)
}

func (s *server) until(look func() (string, bool), text string) {
	s.t.Helper()
	last := ""
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		found := false
		if last, found = look(); found {
			return
		}
	}
	s.t.Fatalf("there is no %q in\n%s", text, last)
}

// get is a page, or why there is none.
func (s *server) get(path string) string {
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.url+path, nil)
	require.NoError(s.t, err)
	r.Header.Set("Accept", "text/html")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return err.Error()
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return err.Error()
	}
	return string(body)
}

func freePort(t testing.TB) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}
