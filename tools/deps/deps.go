// Package deps tries other versions of what this repository depends on.
package deps

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/inertia-templ/shell/tools/modules"
)

// Try copies the checkout at root, has every module of the copy get the queries,
// as in "go get github.com/a-h/templ@latest", and runs the Go tests of the copy.
// Without queries every dependency becomes the newest, as with "go get -u ./...".
// Two kinds stay, and out says so: one of which no newer version can be had, and
// the indirect ones of a module whose direct ones do not compile with the newest.
// A module that does not require what a query names is left as it is.
func Try(root string, queries []string, out io.Writer) error {
	dir, err := os.MkdirTemp("", "deps-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := modules.Copy(root, dir); err != nil {
		return err
	}
	c := checkout{dir, out}
	if err := c.run("git", "init", "--quiet"); err != nil {
		return err
	}
	all, err := modules.List(dir)
	if err != nil {
		return err
	}
	changed := 0
	for _, m := range all { // each one after those that it requires
		if !requires(m, queries) {
			continue
		}
		changed++
		if err := c.change(m, all, queries); err != nil {
			return fmt.Errorf("deps: %s: %w", m.Dir, err)
		}
	}
	if changed == 0 {
		return fmt.Errorf("deps: no module requires %s", strings.Join(queries, " and "))
	}
	// Code that templ has generated may want the version of templ that wrote it.
	for _, line := range []string{"go work sync", "./task generate", "./task test:go"} {
		if err := c.run(strings.Fields(line)...); err != nil {
			return fmt.Errorf("deps: with other versions: %w", err)
		}
	}
	return nil
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

// checkout is the copy that is changed.
type checkout struct {
	dir string
	out io.Writer
}

func (c checkout) run(line ...string) error {
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Dir = c.dir
	return c.do("", cmd)
}

func (c checkout) do(where string, cmd *exec.Cmd) error {
	fmt.Fprintln(c.out, where+strings.Join(cmd.Args, " "))
	cmd.Stdout, cmd.Stderr = c.out, c.out
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", strings.Join(cmd.Args, " "), err)
	}
	return nil
}

// change writes other versions into the go.mod and go.sum of m.
func (c checkout) change(m modules.Module, all []modules.Module, queries []string) error {
	own, err := os.MkdirTemp("", "deps-mod-") // inside of the copy it would be a module of it
	if err != nil {
		return err
	}
	defer os.RemoveAll(own)
	var direct, indirect []string
	for _, r := range m.File.Require {
		switch {
		case slices.ContainsFunc(all, func(m modules.Module) bool { return m.Path == r.Mod.Path }):
		case r.Indirect:
			indirect = append(indirect, r.Mod.Path)
		default:
			direct = append(direct, r.Mod.Path)
		}
	}
	name, err := modules.LocalMod(own, c.dir, m, all)
	if err != nil {
		return err
	}
	e := edited{c, m, name}
	if len(queries) > 0 {
		if err := e.run("get", queries...); err != nil {
			return err
		}
	} else if err := e.newest(direct, indirect); err != nil {
		return err
	}
	if err := e.run("mod tidy"); err != nil {
		return err
	}
	return keep(name, filepath.Join(c.dir, m.Dir), all)
}

// edited is a module with the go.mod of the name modfile.
type edited struct {
	checkout
	module  modules.Module
	modfile string
}

// run runs a go command for the module.
func (e edited) run(command string, args ...string) error {
	line := append(strings.Fields(command), "-modfile="+e.modfile)
	return e.do(e.module.Dir+": ", modules.Go(e.dir, e.module, append(line, args...)...))
}

// newest gets the newest of all dependencies. The indirect ones were chosen by
// the direct ones, which may know no newer ones.
func (e edited) newest(direct, indirect []string) error {
	e.upgrade(direct)
	before, err := os.ReadFile(e.modfile)
	if err != nil {
		return err
	}
	e.upgrade(indirect)
	if err := e.compile(); err != nil {
		fmt.Fprintf(e.out, "%s: the indirect dependencies stay as the direct ones want them: %s\n", e.module.Dir, err)
		return os.WriteFile(e.modfile, before, 0o644)
	}
	return nil
}

// upgrade gets the newest version of each dependency by itself: not with
// "-u ./...", which would look for newer versions of our own modules, and not all
// at once, since a single one that cannot be had would keep all others back.
func (e edited) upgrade(paths []string) {
	var kept []string
	for _, path := range paths {
		if err := e.run("get", path+"@upgrade"); err != nil {
			kept = append(kept, path)
		}
	}
	if kept != nil {
		fmt.Fprintf(e.out, "%s: no newer version of %s can be had here\n", e.module.Dir, strings.Join(kept, ", "))
	}
}

// compile compiles what the module and its tests import of others.
func (e edited) compile() error {
	if err := e.run("mod tidy"); err != nil {
		return err
	}
	list := modules.Go(e.dir, e.module, "list", "-modfile="+e.modfile, "-e", "-deps", "-test", "-f",
		"{{with .Module}}{{if not (or .Main .Replace $.ForTest)}}{{$.ImportPath}}{{end}}{{end}}", "./...")
	list.Stderr = e.out
	packages, err := list.Output()
	if err != nil {
		return fmt.Errorf("%s: %w", strings.Join(list.Args, " "), err)
	}
	if len(packages) == 0 {
		return nil
	}
	build := modules.Go(e.dir, e.module, append([]string{"build", "-modfile=" + e.modfile}, strings.Fields(string(packages))...)...)
	build.Stdout, build.Stderr = e.out, e.out
	fmt.Fprintln(e.out, e.module.Dir+": go build of what it imports")
	if err := build.Run(); err != nil {
		return fmt.Errorf("go build of what it imports: %w", err)
	}
	return nil
}

// keep puts a go.mod of [modules.LocalMod] and its go.sum into a module's folder.
func keep(name, folder string, all []modules.Module) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	mod, err := modfile.Parse(name, text, nil)
	if err != nil {
		return err
	}
	for _, m := range all {
		if err := mod.DropReplace(m.Path, ""); err != nil {
			return err
		}
	}
	mod.Cleanup()
	if text, err = mod.Format(); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "go.mod"), text, 0o644); err != nil {
		return err
	}
	sum, err := os.ReadFile(strings.TrimSuffix(name, ".mod") + ".sum")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "go.sum"), sum, 0o644)
}
