// Package pagecheck is an analyser for go vet which finds pages whose component
// has no file, so that a misspelt name fails the build and not the visitor:
//
//	go vet -vettool=$(which inertia) -inertiapages.pages='frontend/src/pages/%s.tsx' ./...
package pagecheck

import (
	"errors"
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
)

// Analyzer reports components that have no file. Its flag pages says where they
// are, from the folder of go.mod: patterns with %s for the name, separated by
// commas.
var Analyzer = &analysis.Analyzer{
	Name: "inertiapages",
	Doc:  "report pages of Inertia whose component has no file",
	Run:  run,
}

var patterns string

func init() {
	Analyzer.Flags.StringVar(&patterns, "pages", "frontend/src/pages/%s.tsx", "where components are, with %s for their names, separated by commas")
}

const inertiaPath = "github.com/inertia-templ/shell/inertia"

func run(pass *analysis.Pass) (any, error) {
	for _, file := range pass.Files {
		root, err := moduleRoot(pass.Fset.Position(file.Pos()).Filename)
		if err != nil {
			return nil, err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				check(pass, root, call)
			}
			return true
		})
	}
	return nil, nil
}

func check(pass *analysis.Pass, root string, call *ast.CallExpr) {
	component := Component(pass.TypesInfo, call)
	if component == nil {
		return
	}
	name, ok := Constant(pass.TypesInfo, component)
	if !ok {
		return
	}
	if err := typescript.CheckComponent(root, name, strings.Split(patterns, ",")...); err != nil {
		pass.Reportf(component.Pos(), "%v", err)
	}
}

// arguments tell which argument of a function is the component.
var arguments = map[string]int{"NewPage": 0, "Page": 0, "Render": 2}

// Component is the argument that names a component, or nil if the call renders
// no page of inertia.
func Component(info *types.Info, call *ast.CallExpr) ast.Expr {
	fun := ast.Unparen(call.Fun)
	if index, ok := fun.(*ast.IndexExpr); ok {
		fun = index.X
	}
	var id *ast.Ident
	switch fun := fun.(type) {
	case *ast.SelectorExpr:
		id = fun.Sel
	case *ast.Ident:
		id = fun
	default:
		return nil
	}
	f, ok := info.Uses[id].(*types.Func)
	if !ok || f.Pkg() == nil || f.Pkg().Path() != inertiaPath {
		return nil
	}
	at, ok := arguments[f.Name()]
	if !ok || at >= len(call.Args) || at >= f.Signature().Params().Len() {
		return nil
	}
	if kind, ok := f.Signature().Params().At(at).Type().(*types.Basic); !ok || kind.Kind() != types.String {
		return nil // Page.Render has its component already.
	}
	return call.Args[at]
}

// Constant is the text that an expression is.
func Constant(info *types.Info, e ast.Expr) (string, bool) {
	value := info.Types[e].Value
	if value == nil || value.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(value), true
}

// moduleRoot is the folder of the go.mod that a file belongs to.
func moduleRoot(file string) (string, error) {
	for dir := filepath.Dir(file); ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); !errors.Is(err, os.ErrNotExist) {
			return dir, err
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("pagecheck: there is no go.mod above %s", file)
		}
	}
}
