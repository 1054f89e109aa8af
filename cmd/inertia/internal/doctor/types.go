package doctor

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
)

// generated are the files that the command writes, by their first line.
var generated = []struct {
	name  string
	write func(p *typescript.Program, have string) (string, error)
}{
	{"types", func(p *typescript.Program, _ string) (string, error) { return p.Types() }},
	{"routes", func(p *typescript.Program, have string) (string, error) {
		opts, err := typescript.RouteOptionsIn(have)
		if err != nil {
			return "", err
		}
		return p.Routes(opts)
	}},
}

// checkTypes compares what "inertia types" and "inertia routes" have written
// with what they would write now.
func checkTypes(_ context.Context, p *project, r *reporter) {
	if p.code == nil || p.front == nil {
		return
	}
	program, err := typescript.Read(p.code.loaded)
	if err != nil {
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
			made, err := g.write(program, string(data))
			switch {
			case err != nil && g.name == "types":
				r.err(strings.TrimPrefix(flat(err), "typescript: "), p.short(path), "rename one of them")
			case err != nil: // The running program writes them: see routes.Router.TypeScript.
			case made != strings.ReplaceAll(string(data), "\r\n", "\n"):
				r.err(p.short(path)+" is stale: Go code says something else now", p.short(path), "inertia "+g.name+" -o "+p.short(path)+" ./...")
			default:
				r.fine("%s", filepath.Base(path))
			}
		}
	})
}
