// Package deps tries other versions of what this repository depends on.
package deps

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/inertia-templ/shell/tools/modules"
)

// Try copies the checkout at root, has every module of the copy get the queries,
// as in "go get github.com/a-h/templ@latest", and builds and tests it. Without
// queries every dependency becomes the newest, as with "go get -u ./..."; one of
// which no newer version can be had stays, and out says so. A module that does
// not require what a query names is left out.
func Try(root string, queries []string, out io.Writer) error {
	dir, err := os.MkdirTemp("", "deps-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := modules.Copy(root, dir); err != nil {
		return err
	}
	if _, err := modules.Git(dir, "init", "--quiet"); err != nil {
		return err
	}
	all, err := modules.List(dir)
	if err != nil {
		return err
	}
	tried := 0
	var failed error
	for n := range all {
		fresh, err := modules.List(dir) // for LocalMod changes what it is given
		if err != nil {
			return err
		}
		m := fresh[n]
		if !requires(m, queries) {
			continue
		}
		tried++
		if err := try(dir, m, all, queries, out); err != nil {
			failed = errors.Join(failed, fmt.Errorf("deps: %s with other versions: %w", m.Dir, err))
		}
	}
	if tried == 0 {
		return fmt.Errorf("deps: no module requires %s", strings.Join(queries, " and "))
	}
	return failed
}

// requires reports whether m depends on everything that the queries name.
func requires(m modules.Module, queries []string) bool {
	for _, query := range queries {
		path, _, _ := strings.Cut(query, "@")
		if !slices.Contains(required(m), path) {
			return false
		}
	}
	return true
}

func required(m modules.Module) (paths []string) {
	for _, r := range m.File.Require {
		paths = append(paths, r.Mod.Path)
	}
	return paths
}

func try(root string, m modules.Module, all []modules.Module, queries []string, out io.Writer) error {
	own, err := os.MkdirTemp("", "deps-mod-") // outside of root, where it would be a module
	if err != nil {
		return err
	}
	defer os.RemoveAll(own)
	name, err := modules.LocalMod(own, root, m, all)
	if err != nil {
		return err
	}
	run := func(args ...string) error {
		fmt.Fprintln(out, m.Dir+": go", strings.Join(args, " "))
		at := 1
		if args[0] == "mod" {
			at = 2
		}
		cmd := modules.Go(root, m, slices.Insert(args, at, "-modfile="+name)...)
		cmd.Stdout, cmd.Stderr = out, out
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("go %s: %w", strings.Join(args, " "), err)
		}
		return nil
	}
	if len(queries) == 0 {
		newest(m, all, run, out)
	} else if err := run(append([]string{"get"}, queries...)...); err != nil {
		return err
	}
	for _, args := range [][]string{{"mod", "tidy"}, {"vet", "./..."}, {"test", "./..."}} {
		if err := run(args...); err != nil {
			return err
		}
	}
	return nil
}

// newest gets the newest version of each dependency by itself: not with
// "-u ./...", which would look for newer versions of our own modules, and not all
// at once, since a single one that cannot be had would keep all others back.
func newest(m modules.Module, all []modules.Module, run func(args ...string) error, out io.Writer) {
	var kept []string
	for _, path := range required(m) {
		if slices.ContainsFunc(all, func(m modules.Module) bool { return m.Path == path }) {
			continue
		}
		if err := run("get", path+"@upgrade"); err != nil {
			kept = append(kept, path)
		}
	}
	if kept != nil {
		fmt.Fprintf(out, "%s: no newer version of %s can be had here\n", m.Dir, strings.Join(kept, ", "))
	}
}
