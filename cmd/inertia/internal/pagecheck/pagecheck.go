// Package pagecheck is an analyser for go vet which finds pages whose component
// has no file, so that a misspelt name fails the build and not the visitor:
//
//	go vet -vettool=$(which inertia) -inertiapages.pages='frontend/src/pages/%s.tsx' ./...
package pagecheck

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
)

// Analyzer reports components that have no file. Its flag pages says where they
// are, from the folder of go.mod: patterns with %s for the name, separated by
// commas. Names that a function of inertia.WithComponentNames changes are those
// that it makes, if it is in the same package and one expression; otherwise
// nothing is reported.
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
	rename, err := typescript.ComponentNames(&packages.Package{Fset: pass.Fset, Syntax: pass.Files, Types: pass.Pkg, TypesInfo: pass.TypesInfo})
	if err != nil {
		return nil, nil //nolint:nilerr // the source does not tell the names, which is no fault of the pages
	}
	for _, file := range pass.Files {
		root, err := moduleRoot(pass.Fset.Position(file.Pos()).Filename)
		if err != nil {
			return nil, err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				check(pass, root, rename, call)
			}
			return true
		})
	}
	return nil, nil
}

func check(pass *analysis.Pass, root string, rename func(string) string, call *ast.CallExpr) {
	component := Component(pass.TypesInfo, call)
	if component == nil {
		return
	}
	name, ok := Constant(pass.TypesInfo, component)
	if !ok {
		return
	}
	if rename != nil {
		name = rename(name)
	}
	err := typescript.CheckComponent(root, name, strings.Split(patterns, ",")...)
	if err != nil && (rename != nil || !renamesElsewhere(root)) {
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

// renamesElsewhere reports whether any package of a module changes the names of
// components. go vet shows one package at a time, and that of the option imports
// those with the pages.
func renamesElsewhere(root string) bool {
	found := false
	_ = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // what cannot be read says nothing
		case entry.IsDir():
			if path != root && (strings.HasPrefix(entry.Name(), ".") || slices.Contains([]string{"node_modules", "vendor", "testdata"}, entry.Name()) || isModule(path)) {
				return filepath.SkipDir
			}
		case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"):
			if source, err := os.ReadFile(path); err == nil && bytes.Contains(source, []byte("WithComponentNames(")) {
				found = true
				return filepath.SkipAll
			}
		}
		return nil
	})
	return found
}

func isModule(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
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
