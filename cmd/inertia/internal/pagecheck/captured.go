package pagecheck

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
)

// Captured is an analyser for go vet that reports functions of props which use
// the request or the response of the handler around them. Props are computed side
// by side, and a cached one after the request is over: reading a form there is a
// data race, and what one visitor asked for could reach another.
var Captured = &analysis.Analyzer{
	Name: "inertiarequest",
	Doc:  "report functions of Inertia props that use the handler's request or response",
	Run:  runCaptured,
}

func runCaptured(pass *analysis.Pass) (any, error) {
	look := func(e ast.Expr) {
		if lit, ok := ast.Unparen(e).(*ast.FuncLit); ok {
			captured(pass, lit)
		}
	}
	for _, file := range pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if f := ours(pass, n.Fun); f != nil && lazy[f.Name()] && len(n.Args) > 0 {
					look(n.Args[0])
				}
			case *ast.CompositeLit:
				if isType(pass.TypesInfo.TypeOf(n), "Props") {
					for _, element := range n.Elts {
						if pair, ok := element.(*ast.KeyValueExpr); ok {
							look(pair.Value)
						}
					}
				}
			}
			return true
		})
	}
	return nil, nil
}

// lazy are the functions that take one which computes a prop.
var lazy = map[string]bool{"Lazy": true, "Defer": true, "Optional": true, "Once": true, "Always": true, "Merge": true, "Scroll": true, "Public": true}

func captured(pass *analysis.Pass, lit *ast.FuncLit) {
	reported := map[types.Object]bool{}
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		v, ok := pass.TypesInfo.Uses[id].(*types.Var)
		if !ok || reported[v] || v.IsField() || lit.Pos() <= v.Pos() && v.Pos() < lit.End() {
			return true
		}
		switch types.TypeString(v.Type(), nil) {
		case "*net/http.Request":
			reported[v] = true
			pass.Reportf(id.Pos(), "the function of a prop uses the request %s of the handler: take what it needs from %s before, and use its own context instead of %s.Context()", v.Name(), v.Name(), v.Name())
		case "net/http.ResponseWriter":
			reported[v] = true
			pass.Reportf(id.Pos(), "the function of a prop uses the response %s of the handler, which is not its own to write: return the value or an error", v.Name())
		}
		return true
	})
}
