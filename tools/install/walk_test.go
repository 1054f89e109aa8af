package install_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/child"
	"github.com/inertia-templ/shell/internal/needs"
	"github.com/inertia-templ/shell/tools/internal/checkout"
	"github.com/inertia-templ/shell/tools/modules"
	"github.com/inertia-templ/shell/tools/release"
)

// TestAReaderGetsToAProgramOnTheWeb has somebody who has only Go and Node read
// the built documentation in a browser, and do what it says. The steps are in
// lab/walk.
func TestAReaderGetsToAProgramOnTheWeb(t *testing.T) {
	if os.Getenv("INERTIA_TEST_WALK") == "" {
		t.Skip("run ./task docs:walk: it installs packages, and needs a machine with systemd")
	}
	const root = "../.."
	built := needs.File(t, filepath.Join(root, "docs/.vitepress/dist"), "run ./task docs:build")
	goPath := needs.Program(t, "go", "install Go")
	clone, proxy := checkout.Clone(t), t.TempDir()
	require.NoError(t, release.Make(clone, version, io.Discard))
	require.NoError(t, modules.Serve(proxy, clone, version))

	run := exec.CommandContext(t.Context(), "npx", append([]string{"playwright", "test", "--config", "walk"}, strings.Fields(os.Getenv("WALK_ARGS"))...)...)
	run.Dir = filepath.Join(root, "lab")
	run.Env = append(os.Environ(),
		"WALK_URL="+site(t, built), "WALK_REGISTRY="+registry(t, clone), "WALK_CLONE="+clone, "WALK_MACHINE="+output(t, root+"/tools/machine.sh"),
		"WALK_PATH="+filepath.Dir(goPath)+":"+filepath.Dir(needs.Node(t)), "WALK_GOPROXY="+proxies(t, proxy),
		"WALK_GOCACHE="+output(t, "go", "env", "GOCACHE"), "WALK_NPM_CACHE="+output(t, "npm", "config", "get", "cache"))
	run.Stdout, run.Stderr = os.Stdout, os.Stderr
	require.NoError(t, child.Run(run))
}

// site serves the built documentation at the path that it was built for, as a
// host of static files does, and returns the URL.
func site(t *testing.T, dir string) string {
	t.Helper()
	files := http.FileServer(http.Dir(dir))
	server := httptest.NewServer(http.StripPrefix("/shell", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if path.Ext(r.URL.Path) == "" && !strings.HasSuffix(r.URL.Path, "/") {
			r.URL.Path += ".html"
		}
		files.ServeHTTP(w, r)
	})))
	t.Cleanup(server.Close)
	return server.URL + "/shell/"
}
