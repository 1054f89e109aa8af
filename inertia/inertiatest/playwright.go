package inertiatest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Serve serves an application on a free port of this machine until the test ends,
// and returns its URL, for tests with a browser.
func Serve(t testing.TB, app http.Handler) string {
	t.Helper()
	server := httptest.NewServer(app)
	t.Cleanup(func() {
		server.CloseClientConnections() // an event stream would never end
		server.Close()
	})
	return server.URL
}

// Playwright runs the browser tests in dir against an application, with its built
// front end, that is served meanwhile. Its URL is in the variable E2E_URL, which the
// configuration of "inertia new" reads:
//
//	use: { baseURL: process.env.E2E_URL }
//
// args follow "playwright test". The test fails if one of the browser tests does,
// and is skipped if Playwright is not installed in dir or above it.
func Playwright(t testing.TB, app http.Handler, dir string, args ...string) {
	t.Helper()
	program := playwrightAbove(dir)
	if program == "" {
		t.Skipf("inertiatest: Playwright is not installed in %s; run npm ci there", dir)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	run := exec.CommandContext(ctx, program, append([]string{"test"}, args...)...) //nolint:gosec // the program's own tests
	run.Dir = dir
	run.Env = append(os.Environ(), "E2E_URL="+Serve(t, app))
	run.Stdout, run.Stderr = t.Output(), t.Output()
	if err := run.Run(); err != nil {
		t.Errorf("inertiatest: playwright test in %s: %v", dir, err)
	}
}

// playwrightAbove is the program that dir or a folder above it has, or empty.
func playwrightAbove(dir string) string {
	at, err := filepath.Abs(dir)
	for err == nil {
		program := filepath.Join(at, "node_modules", ".bin", "playwright")
		if info, err := os.Stat(program); err == nil && !info.IsDir() {
			return program
		}
		up := filepath.Dir(at)
		if up == at {
			break
		}
		at = up
	}
	return ""
}
