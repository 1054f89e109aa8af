package doctor

import (
	"context"
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/inertia-templ/shell/cmd/inertia/internal/pagecheck"
	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
)

// components are the names that Go code renders, with the first place of each,
// and whether these are all.
func (c *code) components() (found map[string]token.Pos, complete bool) {
	found, complete = map[string]token.Pos{}, true
	note := func(at call, e ast.Expr) {
		name, ok := pagecheck.Constant(at.pkg.TypesInfo, e)
		if !ok {
			complete = false
			return
		}
		if _, known := found[name]; !known {
			found[name] = e.Pos()
		}
	}
	for _, at := range c.all("inertia.NewPage", "inertia.Inertia.Page", "inertia.Inertia.Render") {
		if e := pagecheck.Component(at.pkg.TypesInfo, at.CallExpr); e != nil {
			note(at, e)
		}
	}
	if c.uses["inertia.Inertia.Render"] > len(c.calls["inertia.Inertia.Render"]) {
		complete = false // passed on
	}
	for _, at := range c.all("inertia.WithErrorPage") {
		body, in := c.body(at)
		if body == nil {
			complete = false
			continue
		}
		ast.Inspect(body, func(n ast.Node) bool {
			out, ok := n.(*ast.ReturnStmt)
			if !ok || len(out.Results) == 0 {
				return true
			}
			if inner, ok := asCall(out.Results[0]); ok && functionName(in.pkg.TypesInfo, inner.Fun) == "inertia.Page.Component" {
				return true // NewPage has named it.
			}
			note(in, out.Results[0])
			return true
		})
	}
	return found, complete
}

// renamed are names as the front end has them, nil if source code does not tell.
func (c *code) renamed(names map[string]token.Pos) map[string]token.Pos {
	if c.uses["inertia.WithComponentNames"] == 0 {
		return names
	}
	program, err := typescript.Read(c.loaded)
	if err != nil {
		return nil
	}
	made := map[string]token.Pos{}
	for name, at := range names {
		made[program.Component(name)] = at
	}
	return made
}

// body is that of the function that a call is given first, and the package that
// it is in.
func (c *code) body(at call) (*ast.BlockStmt, call) {
	switch fun := ast.Unparen(at.Args[0]).(type) {
	case *ast.FuncLit:
		return fun.Body, at
	case *ast.Ident:
		if f, ok := c.bodies[at.pkg.TypesInfo.Uses[fun]]; ok {
			return f.decl.Body, call{at.CallExpr, f.pkg, f.decl}
		}
	case *ast.SelectorExpr:
		if f, ok := c.bodies[at.pkg.TypesInfo.Uses[fun.Sel]]; ok {
			return f.decl.Body, call{at.CallExpr, f.pkg, f.decl}
		}
	}
	return nil, at
}

// checkPages compares the components that Go code names with the files of pages.
func checkPages(_ context.Context, p *project, r *reporter) {
	if p.code == nil || p.front == nil {
		return
	}
	dir := p.front.pages()
	extensions := adapters[p.front.adapter()]
	if dir == "" || len(extensions) == 0 {
		return
	}
	var patterns []string
	for _, ext := range extensions {
		patterns = append(patterns, p.short(dir)+"/%s"+ext)
	}
	names, complete := p.code.components()
	delete(names, "") // no page: WithErrorPage leaves the answer as it is.
	if names = p.code.renamed(names); names == nil {
		return // checkTypes says why
	}
	missing := false
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if err := typescript.CheckComponent(p.root, name, patterns...); err != nil {
			missing = true
			r.err(firstPart(err.Error()), p.code.place(names[name]), "correct the name, or create "+strings.ReplaceAll(patterns[0], "%s", name))
		}
	}
	if !missing {
		r.fine("%d pages in Go", len(names))
	}
	if !complete || len(names) == 0 {
		return
	}
	for _, name := range p.front.orphans(dir, extensions, names) {
		r.warn(fmt.Sprintf("no Go code renders the page %q", strings.TrimSuffix(name, filepath.Ext(name))), p.short(filepath.Join(dir, filepath.FromSlash(name))), "render it, delete it, or move it out of the folder of pages")
	}
}

// firstPart leaves out where a component was looked for.
func firstPart(message string) string {
	before, _, _ := strings.Cut(message, ": looked for")
	return before
}

var (
	imported  = regexp.MustCompile(`(?:from|import)\s*\(?\s*['"]([^'"]+)['"]`)
	auxiliary = regexp.MustCompile(`\.(test|spec|stories|d)$`)
)

// orphans are the files of pages that Go code does not name and that no other
// file imports.
func (f *front) orphans(dir string, extensions []string, named map[string]token.Pos) []string {
	used := map[string]bool{} // paths without extensions
	f.sources(func(path string) {
		data, err := os.ReadFile(path)
		if err != nil || !isScript(path) && filepath.Ext(path) != ".vue" && filepath.Ext(path) != ".svelte" {
			return
		}
		for _, match := range imported.FindAllStringSubmatch(string(data), -1) {
			target := match[1]
			if strings.HasPrefix(target, ".") {
				target = filepath.Join(filepath.Dir(path), filepath.FromSlash(target))
			} else {
				// An alias such as @/pages/Form: its end tells.
				target = filepath.Join(f.dir, "src", filepath.FromSlash(target[strings.IndexByte(target, '/')+1:]))
			}
			used[target] = true
			used[strings.TrimSuffix(target, filepath.Ext(target))] = true
		}
	})
	var found []string
	walk(dir, 20, func(path string) {
		ext := filepath.Ext(path)
		stem := strings.TrimSuffix(path, ext)
		relative, err := filepath.Rel(dir, path)
		if err != nil || !slices.Contains(extensions, ext) || used[stem] || auxiliary.MatchString(stem) || strings.HasPrefix(filepath.Base(path), "_") {
			return
		}
		name := filepath.ToSlash(strings.TrimSuffix(relative, ext))
		if _, ok := named[name]; ok || !isPage(path, ext) {
			return
		}
		found = append(found, filepath.ToSlash(relative))
	})
	return found
}

// isPage reports whether a file of React exports a component as pages do; files
// of Vue and Svelte always do.
func isPage(path, ext string) bool {
	if ext != ".tsx" && ext != ".jsx" {
		return true
	}
	data, err := os.ReadFile(path)
	return err == nil && strings.Contains(string(data), "export default")
}
