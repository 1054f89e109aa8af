// Package cli finds and starts the Vite that a front end has installed.
package cli

import (
	"os"
	"path/filepath"
	"runtime"
)

// Command is how to call the Vite that is installed for the front end in dir: in
// its node_modules, or in those of a folder above, where workspaces have it.
// Calling it without npx leaves no process between it and this program.
func Command(dir string, args ...string) (name string, arguments []string) {
	at, err := filepath.Abs(dir)
	for err == nil && runtime.GOOS != "windows" {
		name := filepath.Join(at, "node_modules", ".bin", "vite")
		if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
			return name, args
		}
		above := filepath.Dir(at)
		if above == at {
			break
		}
		at = above
	}
	return "npx", append([]string{"--no-install", "vite"}, args...)
}

// Environment makes tools write without colours.
func Environment() []string { return append(os.Environ(), "NO_COLOR=1", "FORCE_COLOR=0") }
