package typescript

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/packages"
)

// OfDeclarations makes a program of type and constant declarations without
// imports, with a page for each type that has no parameters. The error is that
// of the parser or the type checker.
func OfDeclarations(path, declarations string) (*Program, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path+".go", "package "+path+"\n"+declarations, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	info := &types.Info{Instances: map[*ast.Ident]types.Instance{}, Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}, Types: map[ast.Expr]types.TypeAndValue{}}
	pkg, err := (&types.Config{}).Check(path, fset, []*ast.File{file}, info)
	if err != nil {
		return nil, err
	}
	p, err := read(fset, []*packages.Package{{PkgPath: path, Types: pkg, TypesInfo: info, Syntax: []*ast.File{file}}})
	if err != nil {
		return nil, err
	}
	for _, name := range pkg.Scope().Names() {
		obj, ok := pkg.Scope().Lookup(name).(*types.TypeName)
		if !ok {
			continue
		}
		if named, ok := obj.Type().(*types.Named); ok && named.TypeParams().Len() > 0 {
			continue
		}
		if constraint, ok := obj.Type().Underlying().(*types.Interface); ok && !constraint.IsMethodSet() {
			continue
		}
		p.pages = append(p.pages, page{fmt.Sprintf("Page/%d", len(p.pages)), types.NewStruct([]*types.Var{types.NewField(0, pkg, "Value", obj.Type(), false)}, nil), fset.Position(obj.Pos())})
	}
	return p, nil
}
