// Package modules knows the Go modules of this repository: where they are, what
// they require of each other, and what their releases hold.
package modules

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
)

// Module is one module of the repository.
type Module struct {
	Dir  string // from the root of the repository, with slashes: "." or "ssr/quickjs"
	Path string // what is imported
	File *modfile.File
}

// Tag is the name of the tag that releases a version of the module.
func (m Module) Tag(version string) string { return path.Join(m.Dir, version) }

// List returns the modules below root that Git knows, each one after those of the
// repository that it requires.
func List(root string) ([]Module, error) {
	out, err := Git(root, "ls-files", "--cached", "--others", "--exclude-standard", "--", "go.mod", "*/go.mod")
	if err != nil {
		return nil, err
	}
	var all []Module
	for name := range strings.FieldsSeq(out) {
		if slices.Contains(strings.Split(name, "/"), "testdata") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(root, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue // removed, and not yet committed
		}
		if err != nil {
			return nil, fmt.Errorf("modules: %w", err)
		}
		file, err := modfile.Parse(name, data, nil)
		if err != nil {
			return nil, fmt.Errorf("modules: %w", err)
		}
		all = append(all, Module{Dir: path.Dir(name), Path: file.Module.Mod.Path, File: file})
	}
	return inOrder(all)
}

func inOrder(left []Module) (ordered []Module, err error) {
	for len(left) > 0 {
		n := slices.IndexFunc(left, func(m Module) bool {
			return !slices.ContainsFunc(m.File.Require, func(r *modfile.Require) bool {
				return slices.ContainsFunc(left, func(other Module) bool { return other.Path == r.Mod.Path })
			})
		})
		if n < 0 {
			return nil, fmt.Errorf("modules: %s and others require each other in a circle", left[0].Path)
		}
		ordered = append(ordered, left[n])
		left = slices.Delete(left, n, n+1)
	}
	return ordered, nil
}

// Require makes the modules of the repository require version of each other, in
// their files go.mod and in go.work.
func Require(root, version string) error {
	all, err := List(root)
	if err != nil {
		return err
	}
	own := func(path string) bool {
		return slices.ContainsFunc(all, func(m Module) bool { return m.Path == path })
	}
	for _, m := range all {
		for _, r := range m.File.Require {
			if own(r.Mod.Path) {
				if err := m.File.AddRequire(r.Mod.Path, version); err != nil {
					return fmt.Errorf("modules: %w", err)
				}
			}
		}
		text, err := m.File.Format()
		if err != nil {
			return fmt.Errorf("modules: %w", err)
		}
		if err := os.WriteFile(filepath.Join(root, m.Dir, "go.mod"), text, 0o644); err != nil {
			return fmt.Errorf("modules: %w", err)
		}
	}
	return requireInWork(filepath.Join(root, "go.work"), version, own)
}

// requireInWork names the version in the replace directives of go.work, which
// say that a version that may not be released yet is in this folder.
func requireInWork(name, version string, own func(path string) bool) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("modules: %w", err)
	}
	work, err := modfile.ParseWork(name, data, nil)
	if err != nil {
		return fmt.Errorf("modules: %w", err)
	}
	for _, r := range slices.Clone(work.Replace) {
		old, dir := r.Old, r.New.Path // for DropReplace empties r
		if !own(old.Path) {
			continue
		}
		if err := errors.Join(work.DropReplace(old.Path, old.Version), work.AddReplace(old.Path, version, dir, "")); err != nil {
			return fmt.Errorf("modules: %w", err)
		}
	}
	work.SortBlocks()
	work.Cleanup()
	if err := os.WriteFile(name, modfile.Format(work.Syntax), 0o644); err != nil {
		return fmt.Errorf("modules: %w", err)
	}
	return nil
}

// Copy copies the files of the checkout at root to the folder to: those that Git
// knows or would know, as they are now.
func Copy(root, to string) error {
	names, err := files(root)
	if err != nil {
		return err
	}
	for _, name := range names {
		info, err := os.Stat(filepath.Join(root, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("modules: %w", err)
		}
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return fmt.Errorf("modules: %w", err)
		}
		target := filepath.Join(to, name)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return fmt.Errorf("modules: %w", err)
		}
		if err := os.WriteFile(target, data, info.Mode().Perm()); err != nil {
			return fmt.Errorf("modules: %w", err)
		}
	}
	return nil
}

// files are the names of the files that Git knows or would know, with slashes.
func files(root string) ([]string, error) {
	out, err := Git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	if err != nil {
		return nil, err
	}
	return strings.Split(strings.TrimSuffix(out, "\x00"), "\x00"), nil
}

// Git runs git in the folder root and returns what it prints.
func Git(root string, args ...string) (string, error) {
	cmd := exec.Command("git", args...)
	cmd.Dir = root
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return "", fmt.Errorf("modules: git %s: %w: %s", strings.Join(args, " "), err, exit.Stderr)
	}
	if err != nil {
		return "", fmt.Errorf("modules: git %s: %w", strings.Join(args, " "), err)
	}
	return string(out), nil
}

// Root is the root of the repository that holds the folder dir.
func Root(dir string) (string, error) {
	out, err := Git(dir, "rev-parse", "--show-toplevel")
	return strings.TrimSpace(out), err
}
