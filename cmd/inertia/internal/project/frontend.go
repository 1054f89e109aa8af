package project

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ErrNoFrontend says that a program has no front end.
var ErrNoFrontend = errors.New("there is no vite.config.ts")

// Frontend finds the front end of the program in a folder: the folder that is
// named or, without a name, the folder frontend, dir itself or the only other one
// with a vite.config or with a package.json that needs Vite. Of several it takes
// the one that needs a client of Inertia.
func Frontend(dir, named string) (string, error) {
	if named != "" {
		at := within(dir, named)
		if !isFrontend(at) {
			return "", fmt.Errorf("project: --frontend %s: there is no vite.config in %s, and no package.json that needs Vite", named, at)
		}
		return at, nil
	}
	for _, at := range []string{filepath.Join(dir, "frontend"), dir} {
		if isFrontend(at) {
			return at, nil
		}
	}
	found := below(dir, 3, isFrontend)
	if clients := slices.DeleteFunc(slices.Clone(found), func(at string) bool { return !needs(at, isClient) }); len(clients) > 0 {
		found = clients
	}
	switch len(found) {
	case 0:
		return "", fmt.Errorf("project: %w in %s or below it: name the folder of the front end with --frontend", ErrNoFrontend, dir)
	case 1:
		return found[0], nil
	}
	return "", fmt.Errorf("project: there are several front ends: name one with --frontend, such as --frontend %s (there are %s)", shorten(dir, found)[0], strings.Join(shorten(dir, found), ", "))
}

func isFrontend(dir string) bool {
	_, configured := Config(dir)
	return configured || needs(dir, func(name string) bool { return name == "vite" || isClient(name) })
}

// Config is the path of vite.config in a folder, or the one that it would have.
func Config(dir string) (name string, found bool) {
	for _, ending := range []string{"js", "mjs", "ts", "cjs", "mts", "cts"} { // as Vite looks for it
		name := filepath.Join(dir, "vite.config."+ending)
		if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
			return name, true
		}
	}
	return filepath.Join(dir, "vite.config.ts"), false
}

func isClient(name string) bool {
	return name == "@inertiajs/react" || name == "@inertiajs/vue3" || name == "@inertiajs/svelte"
}

// needs reports whether package.json in a folder needs a package that wanted
// picks.
func needs(dir string, wanted func(name string) bool) bool {
	var file struct {
		Dependencies    map[string]string `json:"dependencies"`
		DevDependencies map[string]string `json:"devDependencies"`
	}
	data, err := os.ReadFile(filepath.Join(dir, "package.json"))
	if err != nil || json.Unmarshal(data, &file) != nil {
		return false
	}
	for _, packages := range []map[string]string{file.Dependencies, file.DevDependencies} {
		for name := range packages {
			if wanted(name) {
				return true
			}
		}
	}
	return false
}
