package doctor

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
)

// generated are the files that the command writes, by their first line.
var generated = []struct {
	name  string
	write func(p *typescript.Program, path, have string) (string, error)
}{
	{"types", func(p *typescript.Program, _, _ string) (string, error) { return p.Types() }},
	{"types --pages", func(p *typescript.Program, path, have string) (string, error) {
		patterns, err := typescript.CheckPatterns(have)
		if err != nil {
			return "", err
		}
		return p.Checks(filepath.Dir(path), filepath.Base(typesFile(path)), patterns...)
	}},
	{"routes", func(p *typescript.Program, _, have string) (string, error) {
		opts, err := typescript.RouteOptionsIn(have)
		if err != nil {
			return "", err
		}
		return p.Routes(opts)
	}},
}

// typesFile is the module of types that a module of checks stands beside.
func typesFile(checks string) string { return strings.TrimSuffix(checks, ".check.ts") + ".ts" }

// rewrite is the command that writes a file. The modules of types and of checks
// are written together, with the patterns of the latter.
func (p *project) rewrite(name, path string) string {
	if name == "routes" {
		return "inertia routes -o " + p.short(path) + " ./..."
	}
	checks := path
	if name == "types" {
		checks = typescript.ChecksFile(path)
	} else {
		path = typesFile(path)
	}
	fix := "inertia types -o " + p.short(path)
	if have, err := os.ReadFile(checks); err == nil {
		patterns, _ := typescript.CheckPatterns(string(have)) // none: the usual ones are as good
		if len(patterns) == 0 {
			fix += " --pages '" + p.short(p.front.pages()) + "/%s" + adapters[p.front.adapter()][0] + "'"
		}
		for _, pattern := range patterns {
			fix += " --pages '" + p.short(filepath.Join(filepath.Dir(checks), filepath.FromSlash(pattern))) + "'"
		}
	}
	return fix + " ./..."
}

// checkTypes compares what "inertia types" and "inertia routes" have written
// with what they would write now.
func checkTypes(_ context.Context, p *project, r *reporter) {
	if p.code == nil || p.front == nil {
		return
	}
	program, err := typescript.Read(p.code.loaded)
	switch {
	case errors.Is(err, typescript.ErrComponentNames):
		r.err(strings.TrimPrefix(flat(err), "typescript: "), "", "have WithComponentNames return one expression, or leave it out")
		return
	case errors.Is(err, typescript.ErrMapKeys):
		r.err(strings.TrimPrefix(flat(err), "typescript: "), "", "give WithMapKeys inertia.CamelCase or inertia.SnakeCase, or leave it out")
		return
	case err != nil:
		r.err(strings.TrimPrefix(flat(err), "typescript: "), "", "give the page the same props everywhere")
		return
	}
	p.front.sources(func(path string) {
		if filepath.Ext(path) != ".ts" {
			return
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return
		}
		for _, g := range generated {
			if !strings.HasPrefix(string(data), `// Written by "inertia `+g.name+`".`) {
				continue
			}
			made, err := g.write(program, path, string(data))
			switch {
			case err != nil && g.name == "types --pages":
				r.err(strings.TrimPrefix(flat(err), "typescript: "), p.short(path), p.rewrite(g.name, path))
			case err != nil && g.name == "types":
				r.err(strings.TrimPrefix(flat(err), "typescript: "), p.short(path), "rename one of them")
			case err != nil: // The running program writes them: see routes.Router.TypeScript.
			case made != strings.ReplaceAll(string(data), "\r\n", "\n"):
				r.err(p.short(path)+" is stale: Go code says something else now", p.short(path), p.rewrite(g.name, path))
			default:
				r.fine("%s", filepath.Base(path))
			}
		}
	})
}
