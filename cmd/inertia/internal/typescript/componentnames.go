package typescript

import (
	"errors"
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/packages"
)

// ErrComponentNames says that the names which inertia.WithComponentNames makes
// are known to the running program only.
var ErrComponentNames = errors.New("source code does not tell the names of components")

// componentNames is what calls of inertia.WithComponentNames make of names.
type componentNames struct {
	calls    []namesCall
	programs int // calls of inertia.New
}

type namesCall struct {
	fn   ast.Expr
	info *types.Info
	at   token.Position
}

// rename gives pages the names that the front end has for them.
func (p *Program) rename() error {
	rename, err := p.names.function(p.handlers)
	if err != nil {
		return err
	}
	p.component = rename
	for i := range p.pages {
		p.pages[i].component = rename(p.pages[i].component)
	}
	for i := range p.plain {
		p.plain[i].component = rename(p.plain[i].component)
	}
	return nil
}

// Component is the name that the front end has for a component which Go code
// names.
func (p *Program) Component(name string) string { return p.component(name) }

// ComponentNames is what a package makes of the names of its components with
// inertia.WithComponentNames, nil if it has no such call.
func ComponentNames(pkg *packages.Package) (func(string) string, error) {
	p := &Program{flash: map[string][]types.Type{}, fset: pkg.Fset}
	for _, file := range pkg.Syntax {
		s := scan{p: p, info: pkg.TypesInfo, functions: map[types.Object]*types.Func{}}
		ast.Inspect(file, s.visit)
	}
	if len(p.names.calls) == 0 {
		return nil, nil
	}
	return p.names.function(newHandlers([]*packages.Package{pkg}))
}

func (n componentNames) function(h handlers) (func(string) string, error) {
	if len(n.calls) == 0 {
		return func(name string) string { return name }, nil
	}
	call := n.calls[0]
	if len(n.calls) > 1 || n.programs > 1 {
		return nil, fmt.Errorf("typescript: %s: WithComponentNames in a program with several applications: %w: name the pages as the front end does and leave the option out, or read the packages of each application alone", call.at, ErrComponentNames)
	}
	rename := h.textFunction(call.info, call.fn)
	if rename == nil {
		return nil, fmt.Errorf("typescript: %s: WithComponentNames: %w: return one expression of the name, constants, + and ToLower, ToUpper, TrimPrefix, TrimSuffix or ReplaceAll of package strings", call.at, ErrComponentNames)
	}
	return rename, nil
}

// textFunctions are those of package strings that may stand in an expression.
var textFunctions = map[string]func(args []string) string{
	"ToLower":    func(args []string) string { return strings.ToLower(args[0]) },
	"ToUpper":    func(args []string) string { return strings.ToUpper(args[0]) },
	"TrimPrefix": func(args []string) string { return strings.TrimPrefix(args[0], args[1]) },
	"TrimSuffix": func(args []string) string { return strings.TrimSuffix(args[0], args[1]) },
	"ReplaceAll": func(args []string) string { return strings.ReplaceAll(args[0], args[1], args[2]) },
}

// textFunction is a function from text to text as it stands in the source, nil
// if it is more than one expression.
func (h handlers) textFunction(info *types.Info, e ast.Expr) func(string) string {
	var signature *types.Signature
	var body *ast.BlockStmt
	switch e := ast.Unparen(e).(type) {
	case *ast.FuncLit:
		signature, _ = info.TypeOf(e).(*types.Signature)
		body = e.Body
	case *ast.Ident, *ast.SelectorExpr:
		s := scan{info: info}
		f, _ := s.function(e)
		if f == nil || f.Pkg() == nil {
			return nil
		}
		if known := textFunctions[f.Name()]; known != nil && f.Pkg().Path() == "strings" {
			return func(name string) string { return known([]string{name}) }
		}
		d := h.functions[f]
		signature, body, info = f.Signature(), d.body, d.info
	}
	if signature == nil || signature.Params().Len() != 1 || body == nil || len(body.List) != 1 {
		return nil
	}
	result, ok := body.List[0].(*ast.ReturnStmt)
	if !ok || len(result.Results) != 1 {
		return nil
	}
	return textExpression(info, result.Results[0], signature.Params().At(0))
}

// textExpression is an expression as a function of a parameter, nil if source
// code does not tell its value.
func textExpression(info *types.Info, e ast.Expr, param *types.Var) func(string) string {
	if v := info.Types[e].Value; v != nil && v.Kind() == constant.String {
		text := constant.StringVal(v)
		return func(string) string { return text }
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if info.Uses[e] == param {
			return func(name string) string { return name }
		}
	case *ast.BinaryExpr:
		left, right := textExpression(info, e.X, param), textExpression(info, e.Y, param)
		if e.Op == token.ADD && left != nil && right != nil {
			return func(name string) string { return left(name) + right(name) }
		}
	case *ast.CallExpr:
		s := scan{info: info}
		f, _ := s.function(e.Fun)
		if f == nil || f.Pkg() == nil || f.Pkg().Path() != "strings" || textFunctions[f.Name()] == nil {
			return nil
		}
		args := make([]func(string) string, len(e.Args))
		for i, arg := range e.Args {
			if args[i] = textExpression(info, arg, param); args[i] == nil {
				return nil
			}
		}
		return func(name string) string {
			texts := make([]string, len(args))
			for i, arg := range args {
				texts[i] = arg(name)
			}
			return textFunctions[f.Name()](texts)
		}
	}
	return nil
}
