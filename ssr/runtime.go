package ssr

import (
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
)

// runtimes are the programs that can run a worker, the fastest first.
var runtimes = []string{"bun", "node", "deno"}

// FindRuntime finds a program that runs JavaScript: Bun, Node or Deno, in this
// order. Bun and Node 26 render React at about the same cost, Node 20 at more than
// twice of it. For each it first looks for the npm package ("npm install --save-dev
// bun") in node_modules of dir and the folders above, then in the PATH.
//
// It ignores a node_modules that everybody can write or that belongs to
// another user, for example in /tmp.
func FindRuntime(dir string) (string, error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("ssr: find a JavaScript runtime: %w", err)
	}
	var ignored []error
	for _, name := range runtimes {
		for at := absolute; ; at = filepath.Dir(at) {
			if path, err := exec.LookPath(filepath.Join(at, "node_modules", ".bin", name)); err == nil {
				if err = distrust(path, existing(absolute)); err == nil {
					return path, nil
				}
				ignored = append(ignored, fmt.Errorf("%s is ignored: %w", path, err))
			}
			if at == filepath.Dir(at) {
				break
			}
		}
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	err = fmt.Errorf(`ssr: no JavaScript runtime: the PATH contains none of %s: install Node.js, or Bun with "npm install --save-dev bun" beside the bundle, or use package quickjs: %w`, strings.Join(runtimes, ", "), exec.ErrNotFound)
	return "", errors.Join(append([]error{err}, ignored...)...)
}

// existing is the folder, or the first one above it that exists.
func existing(dir string) string {
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := filepath.EvalSymlinks(at); err == nil || at == filepath.Dir(at) {
			return at
		}
	}
}

// findNamed finds the runtime that WithRuntime names.
func findNamed(name string) (string, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return "", fmt.Errorf("ssr: WithRuntime(%q): %w: install it, or leave the choice to NewPool", name, err)
	}
	return path, nil
}

// workerArgs are the arguments with which a runtime runs script for a bundle.
// memory, in bytes, limits the heap of Node.
func workerArgs(runtime, script, socket, bundle string, memory int64) []string {
	var args []string
	switch name := strings.TrimSuffix(filepath.Base(runtime), filepath.Ext(runtime)); {
	case strings.HasPrefix(name, "deno"):
		args = []string{"run", "--allow-all", "--quiet", "--no-prompt"}
	case strings.HasPrefix(name, "bun"):
		args = []string{"run", "--no-install", "--no-env-file"}
	default:
		args = []string{"--enable-source-maps"}
		if memory > 0 {
			args = append(args, fmt.Sprintf("--max-old-space-size=%d", max(memory>>20, 16)))
		}
	}
	return append(args, script, socket, bundle)
}

// inherited are the variables that workers get from the program's environment:
// those that runtimes need to start, and those that decide how dates are
// written. Others may be secrets, or options such as NODE_OPTIONS=--inspect
// that only one worker can have. A name ending in * stands for every name with
// that beginning.
var inherited = []string{
	"PATH", "HOME", "TMPDIR", "TZ", "LANG", "LANGUAGE", "LC_*", "LD_LIBRARY_PATH", "XDG_CACHE_HOME", "DENO_DIR",
	// Windows
	"SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TEMP", "TMP", "USERPROFILE", "PATHEXT", "COMSPEC", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA",
}

// environment is what workers get of the program's environment.
func environment(all []string) []string {
	env := []string{"NODE_ENV=production"}
	for _, variable := range all {
		name, _, _ := strings.Cut(variable, "=")
		for _, want := range inherited {
			prefix, isPrefix := strings.CutSuffix(want, "*")
			if strings.EqualFold(name, want) || isPrefix && strings.HasPrefix(name, prefix) {
				env = append(env, variable)
				break
			}
		}
	}
	return env
}
