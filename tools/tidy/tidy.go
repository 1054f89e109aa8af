// Package tidy is "go mod tidy" for the modules of this repository, which require
// versions of each other that may not be released.
package tidy

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/mod/modfile"

	"github.com/inertia-templ/shell/tools/modules"
)

// All checks every module below root, or writes its files.
func All(root string, write bool, out io.Writer) error {
	all, err := modules.List(root)
	if err != nil {
		return err
	}
	var untidy error
	for n, m := range all {
		// List parses the files again, for LocalMod changes what it is given.
		fresh, err := modules.List(root)
		if err != nil {
			return err
		}
		fmt.Fprintln(out, "go mod tidy", m.Dir)
		if err := tidy(root, fresh[n], all, write, out); err != nil {
			untidy = errors.Join(untidy, fmt.Errorf("tidy: %s/go.mod or go.sum: %w: run ./task tidy", m.Dir, err))
		}
	}
	return untidy
}

func tidy(root string, m modules.Module, all []modules.Module, write bool, out io.Writer) error {
	dir, err := os.MkdirTemp("", "tidy-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	name, err := modules.LocalMod(dir, root, m, all)
	if err != nil {
		return err
	}
	args := []string{"mod", "tidy", "-modfile=" + name}
	if !write {
		args = append(args, "-diff")
	}
	cmd := modules.Go(root, m, args...)
	cmd.Stdout, cmd.Stderr = out, os.Stderr
	if err := cmd.Run(); err != nil || !write {
		return err
	}
	return keep(root, m, all, dir)
}

// keep writes back what tidy has made of the files in dir, in which modules of
// the repository are replaced.
func keep(root string, m modules.Module, all []modules.Module, dir string) error {
	text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return err
	}
	file, err := modfile.Parse("go.mod", text, nil)
	if err != nil {
		return err
	}
	for _, other := range all {
		if err := file.DropReplace(other.Path, ""); err != nil {
			return err
		}
	}
	file.Cleanup()
	if text, err = file.Format(); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(root, m.Dir, "go.mod"), text, 0o644); err != nil {
		return err
	}
	return modules.KeepSums(filepath.Join(dir, "go.sum"), filepath.Join(root, m.Dir, "go.sum"), all)
}
