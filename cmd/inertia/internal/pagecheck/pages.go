package pagecheck

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// typedPage is a call of NewPage.
type typedPage struct {
	component string
	props     types.Type
	call      *ast.CallExpr
}

// pagesOf are the pages that a package declares, whose names are constants.
func pagesOf(pass *analysis.Pass) []typedPage {
	var found []typedPage
	calls(pass, func(call *ast.CallExpr) {
		if !isOurs(pass, call.Fun, "NewPage") || len(call.Args) == 0 {
			return
		}
		name, ok := Constant(pass.TypesInfo, call.Args[0])
		page, typed := types.Unalias(pass.TypesInfo.TypeOf(call)).(*types.Named)
		if ok && typed && page.TypeArgs().Len() > 0 {
			found = append(found, typedPage{name, page.TypeArgs().At(0), call})
		}
	})
	return found
}

// calls visits the calls of a package outside of its tests.
func calls(pass *analysis.Pass, visit func(*ast.CallExpr)) {
	for _, file := range pass.Files {
		if strings.HasSuffix(pass.Fset.Position(file.Pos()).Filename, "_test.go") {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				visit(call)
			}
			return true
		})
	}
}

// rendered are the component and the props of a call that renders a page by its
// name.
func rendered(pass *analysis.Pass, call *ast.CallExpr) (component string, props ast.Expr, ok bool) {
	f := ours(pass, call.Fun)
	if f == nil || f.Name() != "Render" && f.Name() != "Page" {
		return "", nil, false
	}
	e := Component(pass.TypesInfo, call)
	at := arguments[f.Name()] + 1
	if e == nil || at >= len(call.Args) {
		return "", nil, false
	}
	component, ok = Constant(pass.TypesInfo, e)
	return component, call.Args[at], ok
}
