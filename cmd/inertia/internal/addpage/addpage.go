// Package addpage adds a page to a program: its props and its handler, a route,
// a component and a test, in the way that the program has them already.
package addpage

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/inertia-templ/shell/cmd/inertia/internal/generate"
	"github.com/inertia-templ/shell/cmd/inertia/internal/project"
	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
	"github.com/inertia-templ/shell/internal/ecma"
)

// Options say what is added.
type Options struct {
	Name    string // of the component: "Reports/Index"
	Path    string // of the URL; "" makes one of the name
	Route   string // the name of the route; "" makes one of the component's
	Package string // the folder of the Go package; "" finds the one that names pages
	Pages   string // the folder of components; "" is src/pages of the front end
}

// Result is what was done. Paths are absolute.
type Result struct {
	Written []string // new files
	Changed []string // files that were there
	Left    []string // what is left to do, a line each
}

// ErrName says that a name is none for a component.
var ErrName = errors.New("a component is named by words that begin with a capital letter, with slashes between them: Reports/Index")

var component = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*(?:/[A-Z][A-Za-z0-9]*)*$`)

// page is the page that is added, with the names that it has in Go.
type page struct {
	Options
	title    string // "Reports index"
	stem     string // of identifiers: "reportsIndex"
	propType string // of TypeScript: "ReportsIndexProps"
	file     string // of Go, without extension: "reports_index"
}

func newPage(o Options) (*page, error) {
	if !component.MatchString(o.Name) {
		return nil, fmt.Errorf("addpage: %q: %w", o.Name, ErrName)
	}
	words := split(o.Name)
	p := &page{Options: o, propType: ecma.Pascal(o.Name) + "Props", file: strings.Join(words, "_")}
	joined := strings.ReplaceAll(o.Name, "/", "")
	p.stem = strings.ToLower(joined[:1]) + joined[1:]
	p.title = strings.ToUpper(words[0][:1]) + strings.Join(words, " ")[1:]
	if p.file == "test" || strings.HasSuffix(p.file, "_test") {
		p.file += "_page"
	}
	if p.Route == "" {
		var parts []string
		for part := range strings.SplitSeq(o.Name, "/") {
			parts = append(parts, strings.Join(split(part), "-"))
		}
		p.Route = strings.Join(parts, ".")
	}
	if p.Path == "" {
		p.Path = "/" + strings.TrimSuffix(strings.ReplaceAll(p.Route, ".", "/"), "/index")
	}
	if !strings.HasPrefix(p.Path, "/") {
		return nil, fmt.Errorf("addpage: the path %q begins with no slash", p.Path)
	}
	return p, nil
}

var word = regexp.MustCompile(`[A-Z]+[a-z0-9]*`)

// split makes words of a component's name: "Users/EditProfile" is users, edit,
// profile.
func split(name string) []string {
	words := word.FindAllString(name, -1)
	for i := range words {
		words[i] = strings.ToLower(words[i])
	}
	return words
}

// Add adds a page. It overwrites nothing. If the program does not compile with
// the page, all is as it was before.
func Add(p *project.Project, o Options) (*Result, error) {
	pg, err := newPage(o)
	if err != nil {
		return nil, err
	}
	source, err := read(p.Root, o.Package)
	if err != nil {
		return nil, err
	}
	if err := source.free(pg); err != nil {
		return nil, err
	}
	c := &change{before: map[string][]byte{}}
	if err := c.goCode(source, pg); err != nil {
		return nil, errors.Join(err, c.undo())
	}
	if err := c.component(p, pg); err != nil {
		return nil, errors.Join(err, c.undo())
	}
	if _, err := typescript.Packages(p.Root, "./..."); err != nil {
		return nil, errors.Join(fmt.Errorf("addpage: the program does not compile with the page: %w", err), c.undo())
	}
	if isFile(filepath.Join(p.Frontend, "src", "types.ts")) {
		changed, err := generate.TypeScript(p)
		c.result.Changed = append(c.result.Changed, changed...)
		if err != nil {
			c.result.Left = append(c.result.Left, err.Error())
		}
	}
	return &c.result, nil
}

// change is what is written, and how it is taken back.
type change struct {
	result Result
	before map[string][]byte // nil for new files
}

// create writes a file that is not there.
func (c *change) create(name, content string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return fmt.Errorf("addpage: %w", err)
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("addpage: %s is there already, and is not overwritten", name)
	}
	if err != nil {
		return fmt.Errorf("addpage: %w", err)
	}
	c.before[name] = nil
	c.result.Written = append(c.result.Written, name)
	_, err = file.WriteString(content)
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("addpage: %w", err)
	}
	return nil
}

// edit writes a file that is there.
func (c *change) edit(name string, before, after []byte) error {
	c.before[name] = before
	c.result.Changed = append(c.result.Changed, name)
	if err := os.WriteFile(name, after, 0o644); err != nil { //nolint:gosec // It is source code.
		return fmt.Errorf("addpage: %w", err)
	}
	return nil
}

// undo makes files what they were.
func (c *change) undo() error {
	var errs []error
	for name, content := range c.before {
		if content == nil {
			errs = append(errs, os.Remove(name))
		} else {
			errs = append(errs, os.WriteFile(name, content, 0o644)) //nolint:gosec // It is source code.
		}
	}
	return errors.Join(errs...)
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// contains reports whether a folder has a file with one of some extensions.
func contains(dir string, extensions ...string) bool {
	found := false
	_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && slices.Contains(extensions, filepath.Ext(path)) {
			found = true
			return fs.SkipAll
		}
		return nil
	})
	return found
}
