package main

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"

	"golang.org/x/mod/modfile"

	"github.com/inertia-templ/shell/cmd/inertia/internal/starter"
)

const libraryPath = "github.com/inertia-templ/shell"

// library is the one that this command was built with: a released version, or a
// checkout. The go command notes a sum for what it has downloaded only.
func library() (starter.Library, error) {
	info, ok := debug.ReadBuildInfo()
	if ok && info.Main.Sum != "" {
		for _, dep := range info.Deps {
			if dep.Path == libraryPath {
				return starter.Library{Version: dep.Version}, nil
			}
		}
	}
	_, source, _, _ := runtime.Caller(0)
	for at := filepath.Dir(source); filepath.IsAbs(at) && at != filepath.Dir(at); at = filepath.Dir(at) {
		if data, err := os.ReadFile(filepath.Join(at, "go.mod")); err == nil && modfile.ModulePath(data) == libraryPath {
			return starter.Library{Version: "v0.1.0", Checkout: at}, nil
		}
	}
	return starter.Library{}, errors.New("inertia new: this command was built from a checkout that is gone, or with -trimpath: build it again without, or install a release")
}
