package ssr

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// runtimes are the programs that can run a worker, the fastest first.
var runtimes = []string{"bun", "node", "deno"}

// FindRuntime finds a program that runs JavaScript: Bun, Node or Deno. Bun is
// preferred, because it renders React at less than half of Node's cost; its npm
// package ("npm install --save-dev bun") counts, if it is in node_modules of
// the folder dir or one above. Otherwise the PATH is searched.
func FindRuntime(dir string) (string, error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("ssr: find a JavaScript runtime: %w", err)
	}
	for _, name := range runtimes {
		for at := absolute; ; at = filepath.Dir(at) {
			if path, err := exec.LookPath(filepath.Join(at, "node_modules", ".bin", name)); err == nil {
				return path, nil
			}
			if at == filepath.Dir(at) {
				break
			}
		}
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf(`ssr: no JavaScript runtime: there is none of %s in the PATH: install Node.js, or Bun with "npm install --save-dev bun" beside the bundle, or use package quickjs: %w`, strings.Join(runtimes, ", "), exec.ErrNotFound)
}

// findNamed finds the runtime that the program names.
func findNamed(name string) (string, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return "", fmt.Errorf("ssr: WithRuntime(%q): %w: install it, or leave the choice to NewPool", name, err)
	}
	return path, nil
}

// workerCommand is what runs script for a bundle. memory, in bytes, bounds what Node
// keeps.
func workerCommand(runtime, script, socket, bundle string, memory int64) (args, env []string) {
	env = append(os.Environ(), "NODE_ENV=production")
	switch name := strings.TrimSuffix(filepath.Base(runtime), filepath.Ext(runtime)); {
	case strings.HasPrefix(name, "deno"):
		args = []string{"run", "--allow-all", "--quiet", "--no-prompt"}
	case strings.HasPrefix(name, "bun"):
		args = []string{"run", "--no-install"}
	default:
		args = []string{"--enable-source-maps"}
		if memory > 0 {
			args = append(args, fmt.Sprintf("--max-old-space-size=%d", max(memory>>20, 16)))
		}
	}
	return append(args, script, socket, bundle), env
}
