package doctor

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	layout "github.com/inertia-templ/shell/cmd/inertia/internal/project"
	"github.com/inertia-templ/shell/cmd/inertia/internal/viteconfig"
)

// project is the program that is looked at: its Go side, and its front end.
type project struct {
	root    string // the folder of go.mod
	getenv  func(string) string
	code    *code              // nil if the Go code cannot be read
	codeErr error              // why
	front   *front             // nil if there is no front end
	vite    *viteconfig.Config // nil if Vite does not tell its configuration
	viteErr error
}

// open reads all that the checks look at.
func open(ctx context.Context, o Options) (*project, error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, err
	}
	root, _, err := layout.Module(dir)
	if err != nil {
		return nil, err
	}
	p := &project{root: root, getenv: o.Getenv}
	if p.getenv == nil {
		p.getenv = os.Getenv
	}
	if p.front, err = findFront(root, o.Frontend); err != nil {
		return nil, err
	}
	p.code, p.codeErr = readCode(root)
	if p.front != nil && p.front.installed() {
		p.vite, p.viteErr = viteconfig.Resolve(ctx, p.front.dir)
	}
	return p, nil
}

// short is a path from the root of the program, as messages name it.
func (p *project) short(path string) string { return (&layout.Project{Dir: p.root}).Short(path) }

// npm is a command to type in the root, for the package manager that is in use.
func (p *project) npm(words string) string {
	dir := p.short(p.front.dir)
	command := p.front.manager() + " " + words
	if dir == "." {
		return command
	}
	return "cd " + dir + " && " + command
}

// build is the command that builds both parts of the front end.
func (p *project) build() string {
	if _, ok := p.front.Scripts["build"]; ok {
		return p.npm("run build")
	}
	return strings.Replace(p.npm("x"), p.front.manager()+" x", "npx vite build && npx vite build --ssr", 1)
}

// walk calls f for the files below a folder that are somebody's source, as deep
// as depth folders.
func walk(dir string, depth int, f func(path string)) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	slices.SortFunc(entries, func(a, b os.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	for _, entry := range entries {
		path := filepath.Join(dir, entry.Name())
		switch {
		case !entry.IsDir():
			f(path)
		case depth > 0 && !layout.SkipDir(entry.Name()):
			walk(path, depth-1, f)
		}
	}
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
