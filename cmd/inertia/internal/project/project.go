// Package project finds the two sides of a program in its folder: the main
// package, and the front end that Vite builds.
package project

import (
	"errors"
	"fmt"
	"go/build"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"
)

// Project is a program with its front end. Paths are absolute.
type Project struct {
	Dir      string // where commands run, and where the program finds its files
	Root     string // the folder of go.mod
	Module   string // the path of the module
	Main     string // the folder of the main package
	Frontend string // the folder of vite.config
}

// Options name what would be looked for, as paths from the folder of the program.
type Options struct {
	Main     string // the folder of the main package
	Frontend string // the folder of vite.config
}

// Find looks at the folder of a program. The main package is in the folder
// itself or the only one below cmd; [Frontend] says where the front end is.
func Find(dir string, o Options) (*Project, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("project: %w", err)
	}
	if info, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("project: %w", err)
	} else if !info.IsDir() {
		return nil, fmt.Errorf("project: %s is not a folder", dir)
	}
	p := &Project{Dir: dir}
	if p.Root, p.Module, err = Module(dir); err != nil {
		return nil, err
	}
	if p.Main, err = mainPackage(dir, o.Main); err != nil {
		return nil, err
	}
	if p.Frontend, err = Frontend(dir, o.Frontend); err != nil {
		return nil, err
	}
	return p, nil
}

// Name is what the program is called: the last element of its module's path, or
// the folder of the main package if that is another.
func (p *Project) Name() string {
	if p.Main != p.Root {
		return filepath.Base(p.Main)
	}
	name := path.Base(p.Module)
	if above := path.Dir(p.Module); above != "." && len(name) > 1 && name[0] == 'v' && strings.Trim(name[1:], "0123456789") == "" {
		name = path.Base(above) // example.com/app/v2
	}
	return name
}

// Package is the main package as the go command takes it: "." or "./cmd/app".
func (p *Project) Package() string {
	if short := p.Short(p.Main); short != "." {
		return "./" + short
	}
	return "."
}

// Short is a path as messages name it: from the folder of the program.
func (p *Project) Short(name string) string {
	if relative, err := filepath.Rel(p.Dir, name); err == nil && filepath.IsLocal(relative) {
		return filepath.ToSlash(relative)
	}
	return name
}

// ShortAll is Short of each.
func (p *Project) ShortAll(names []string) []string {
	short := make([]string, len(names))
	for i, name := range names {
		short[i] = p.Short(name)
	}
	return short
}

// Module finds go.mod in a folder or above it: the folder that it is in, and the
// path of the module.
func Module(dir string) (root, path string, err error) {
	for at := dir; ; at = filepath.Dir(at) {
		data, err := os.ReadFile(filepath.Join(at, "go.mod"))
		switch {
		case err == nil:
			if path = modfile.ModulePath(data); path == "" {
				return "", "", fmt.Errorf("project: %s names no module: correct it", filepath.Join(at, "go.mod"))
			}
			return at, path, nil
		case !errors.Is(err, fs.ErrNotExist):
			return "", "", fmt.Errorf("project: %w", err)
		case at == filepath.Dir(at):
			return "", "", fmt.Errorf(`project: there is no go.mod in %s or above it: run the command in the folder of a program, name that with -C, or write a program with "inertia new NAME"`, dir)
		}
	}
}

func mainPackage(dir, named string) (string, error) {
	if named != "" {
		at := within(dir, named)
		if err := isMain(at); err != nil {
			return "", fmt.Errorf("project: --main %s: %w", named, err)
		}
		return at, nil
	}
	here := isMain(dir)
	if here == nil {
		return dir, nil
	}
	found := below(filepath.Join(dir, "cmd"), 2, func(at string) bool { return isMain(at) == nil })
	switch len(found) {
	case 0:
		return "", fmt.Errorf("project: there is no main package in %s or below its folder cmd: name its folder with --main (%w)", dir, here)
	case 1:
		return found[0], nil
	}
	return "", fmt.Errorf("project: there are several main packages: name one with --main, such as --main %s (there are %s)", shorten(dir, found)[0], strings.Join(shorten(dir, found), ", "))
}

// isMain returns an error unless there is a main package in a folder.
func isMain(dir string) error {
	pkg, err := build.ImportDir(dir, 0)
	switch {
	case err != nil && pkg.Name != "main": // A file that does not parse is for the compiler.
		return err
	case pkg.Name != "main":
		return fmt.Errorf("package %s is not a main package", pkg.Name)
	case len(pkg.GoFiles)+len(pkg.CgoFiles)+len(pkg.InvalidGoFiles) == 0:
		return errors.New("its only Go files are tests")
	}
	return nil
}

// below lists the folders below dir, not deeper than depth, that wanted picks.
func below(dir string, depth int, wanted func(string) bool) (found []string) {
	entries, err := os.ReadDir(dir)
	if err != nil || depth == 0 {
		return nil
	}
	for _, entry := range entries {
		if !entry.IsDir() || SkipDir(entry.Name()) {
			continue
		}
		at := filepath.Join(dir, entry.Name())
		if wanted(at) {
			found = append(found, at)
			continue
		}
		found = append(found, below(at, depth-1, wanted)...)
	}
	return found
}

// SkipDir reports whether a folder of this name contains nothing that people
// write.
func SkipDir(name string) bool {
	switch name {
	case "node_modules", "dist", "dist-ssr", "tmp", "bin", "vendor", "testdata":
		return true
	}
	return len(name) > 1 && (name[0] == '.' || name[0] == '_')
}

func within(dir, name string) string {
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(dir, name)
}

func shorten(dir string, names []string) []string {
	short := make([]string, len(names))
	for i, name := range names {
		short[i] = name
		if relative, err := filepath.Rel(dir, name); err == nil {
			short[i] = filepath.ToSlash(relative)
		}
	}
	return short
}
