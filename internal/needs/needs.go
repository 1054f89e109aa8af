// Package needs finds what a test needs besides Go: a program, or files that
// another program writes. Without it the test is skipped and says what to
// install, so that "go test ./..." passes where only Go is installed. Where
// [Full] is set, as the recipes of Taskfile.yml do, the test fails instead.
package needs

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Full is the environment variable that makes a failure of every skip.
const Full = "INERTIA_TEST_FULL"

// Program returns the path of a program, given by its name or path. install
// says how to install it.
func Program(t testing.TB, name, install string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		missing(t, err.Error(), install)
	}
	return path
}

// File returns the path of a file or folder that is not in the repository.
// install says which command writes it.
func File(t testing.TB, path, install string) string {
	t.Helper()
	if _, err := os.Stat(path); err != nil {
		missing(t, err.Error(), install)
	}
	return path
}

// Node returns the path of Node.js.
func Node(t testing.TB) string {
	t.Helper()
	return Program(t, "node", "install Node.js 20 or newer")
}

// Bun returns the path of Bun: the one among the packages of the example's front
// end, or else the one in the PATH.
func Bun(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal("needs: ", err)
	}
	for parent := filepath.Dir(dir); parent != dir; dir, parent = parent, filepath.Dir(parent) {
		path, err := exec.LookPath(filepath.Join(dir, "example/frontend/node_modules/.bin/bun"))
		if err == nil {
			return path
		}
	}
	return Program(t, "bun", `run "npm ci --prefix example/frontend", or install Bun`)
}

// browsers are the names of Chrome and Chromium, those of tools/browser.sh.
var browsers = []string{
	"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
}

// Browser returns the path of Chrome or Chromium: CHROME_PATH, or the first one
// that is installed.
func Browser(t testing.TB) string {
	t.Helper()
	if path := os.Getenv("CHROME_PATH"); path != "" {
		return Program(t, path, "correct CHROME_PATH")
	}
	for _, name := range browsers {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	missing(t, "no Chrome or Chromium", "install one (Debian, Ubuntu: sudo apt-get install chromium) or set CHROME_PATH")
	return ""
}

func missing(t testing.TB, what, install string) {
	t.Helper()
	if os.Getenv(Full) != "" {
		t.Fatalf("%s: %s", what, install)
	}
	t.Skipf("%s: %s", what, install)
}
