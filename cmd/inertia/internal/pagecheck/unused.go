package pagecheck

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"
)

// Unused is an analyser for go vet that reports a page in a variable of the
// package that nothing uses, and whose component nothing renders by its name.
var Unused = &analysis.Analyzer{
	Name: "inertiaunused",
	Doc:  "report pages of Inertia that nothing renders",
	Run:  runUnused,
}

func runUnused(pass *analysis.Pass) (any, error) {
	byName := map[string]bool{}
	calls(pass, func(call *ast.CallExpr) {
		if name, _, ok := rendered(pass, call); ok {
			byName[name] = true
		}
	})
	used := map[any]bool{}
	for _, obj := range pass.TypesInfo.Uses {
		used[obj] = true
	}
	pages := map[ast.Expr]string{}
	for _, page := range pagesOf(pass) {
		pages[page.call] = page.component
	}
	for _, file := range pass.Files {
		for _, decl := range file.Decls {
			general, ok := decl.(*ast.GenDecl)
			if !ok || general.Tok != token.VAR {
				continue
			}
			for _, spec := range general.Specs {
				values := spec.(*ast.ValueSpec)
				for i, id := range values.Names {
					if i >= len(values.Values) || id.Name == "_" || id.IsExported() && pass.Pkg.Name() != "main" {
						continue
					}
					name, isPage := pages[ast.Unparen(values.Values[i])]
					if isPage && !byName[name] && !used[pass.TypesInfo.Defs[id]] {
						pass.Reportf(id.Pos(), "nothing renders the page %q: render it, or delete %s and the component", name, id.Name)
					}
				}
			}
		}
	}
	return nil, nil
}
