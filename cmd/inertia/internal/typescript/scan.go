package typescript

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"github.com/inertia-templ/shell/internal/ecma"
	"github.com/inertia-templ/shell/routes"
)

const (
	inertiaPath = "github.com/inertia-templ/shell/inertia"
	formPath    = "github.com/inertia-templ/shell/form"
	routesPath  = "github.com/inertia-templ/shell/routes"
)

// scan looks for the calls in a file that say something of pages.
type scan struct {
	p         *Program
	info      *types.Info
	generic   map[types.Object][]*types.TypeList
	functions map[types.Object]*types.Func // that variables hold
	stack     []ast.Node
}

func (s *scan) visit(n ast.Node) bool {
	if n == nil {
		s.stack = s.stack[:len(s.stack)-1]
		return false
	}
	s.stack = append(s.stack, n)
	switch n := n.(type) {
	case *ast.AssignStmt:
		for i := 0; i < len(n.Lhs) && len(n.Lhs) == len(n.Rhs); i++ {
			s.holds(n.Lhs[i], n.Rhs[i])
		}
	case *ast.ValueSpec:
		for i := 0; i < len(n.Names) && len(n.Names) == len(n.Values); i++ {
			s.holds(n.Names[i], n.Values[i])
		}
	case *ast.CallExpr:
		s.call(n)
	}
	return true
}

// holds notes that a variable is a function, such as a method of a Binder.
func (s *scan) holds(variable, value ast.Expr) {
	id, ok := variable.(*ast.Ident)
	if !ok {
		return
	}
	if f, _ := s.function(value); f != nil {
		if obj := s.info.ObjectOf(id); obj != nil {
			s.functions[obj] = f
		}
	}
}

// function is what an expression calls, and the name that it has there.
func (s *scan) function(fun ast.Expr) (*types.Func, *ast.Ident) {
	var id *ast.Ident
	switch fun := ast.Unparen(fun).(type) {
	case *ast.IndexExpr:
		return s.function(fun.X)
	case *ast.IndexListExpr:
		return s.function(fun.X)
	case *ast.SelectorExpr:
		id = fun.Sel
	case *ast.Ident:
		id = fun
	default:
		return nil, nil
	}
	used := s.info.Uses[id]
	if f, ok := s.functions[used]; ok {
		return f, id
	}
	f, _ := used.(*types.Func)
	return f, id
}

func (s *scan) call(call *ast.CallExpr) {
	f, id := s.function(call.Fun)
	if f == nil || f.Pkg() == nil {
		return
	}
	at := s.p.fset.Position(call.Pos())
	last := len(call.Args) - 1
	switch f.Pkg().Path() + "." + receiver(f) + f.Name() {
	case inertiaPath + ".NewPage":
		args := s.info.Instances[id].TypeArgs
		if name, ok := s.text(call, 0); ok && args.Len() > 0 {
			s.p.pages = append(s.p.pages, page{name, args.At(0), at})
		}
	case inertiaPath + ".Inertia.Page":
		s.rendered(call, 0)
	case inertiaPath + ".Inertia.Render":
		s.rendered(call, 2)
	case inertiaPath + ".WithShared", inertiaPath + ".Share", inertiaPath + ".WithSharedWhen", inertiaPath + ".Sharing":
		if name, ok := s.text(call, last-1); ok {
			s.p.shared = append(s.p.shared, property{name: name, kind: s.info.TypeOf(call.Args[last]), requests: f.Name() != "WithShared"})
		}
	case inertiaPath + ".WithSharedFunc":
		s.sharedFunc(id)
	case inertiaPath + ".Flash", inertiaPath + ".Flashed":
		if name, ok := s.text(call, last-1); ok {
			s.p.flash[name] = append(s.p.flash[name], types.Default(s.info.TypeOf(call.Args[last])))
		}
	case inertiaPath + ".WithCSRF": // tells of expired tokens
		s.p.flash["error"] = append(s.p.flash["error"], types.Typ[types.String])
	case inertiaPath + ".WithAllErrors":
		s.p.allErrors = s.p.allErrors || len(call.Args) == 0 || s.isTrue(call.Args[0])
	case inertiaPath + ".New":
		s.p.names.programs++
	case inertiaPath + ".WithComponentNames":
		s.p.names.calls = append(s.p.names.calls, namesCall{call.Args[0], s.info, at})
	case inertiaPath + ".WithMapKeys":
		s.p.mapKeys = append(s.p.mapKeys, namesCall{call.Args[0], s.info, at})
	case inertiaPath + ".WithNullLists":
		s.p.nullLists = true
	case inertiaPath + ".WithBigInts":
		s.p.bigInts = true
	case formPath + ".Bind", formPath + ".Binder.Bind":
		s.bind(call)
	case routesPath + ".Router.Handle", routesPath + ".Router.HandleFunc", routesPath + ".Router.AddPattern":
		name, pattern, ok := s.texts(call)
		if ok {
			s.register(call, name, "", pattern, 2)
		}
		s.route(at, ok, func(r *routes.Router) error { return r.AddPattern(name, pattern) })
	case routesPath + ".Router.Add":
		name, method, ok := s.texts(call)
		path, constant := s.text(call, 2)
		if ok && constant {
			s.register(call, name, method, path, -1)
		}
		s.route(at, ok && constant, func(r *routes.Router) error { return r.Add(name, method, path) })
	case routesPath + ".Router.Import", routesPath + ".Router.Walk":
		s.route(at, false, nil)
	}
}

func (s *scan) route(at token.Position, constant bool, add func(*routes.Router) error) {
	if !constant {
		s.p.unknown = append(s.p.unknown, at)
		return
	}
	s.p.routes = append(s.p.routes, namedRoute{add, at})
}

func (s *scan) isTrue(e ast.Expr) bool {
	v := s.info.Types[e].Value
	return v != nil && v.Kind() == constant.Bool && constant.BoolVal(v)
}

// receiver is the name of a method's type, with a dot.
func receiver(f *types.Func) string {
	recv := f.Signature().Recv()
	if recv == nil {
		return ""
	}
	if named, ok := pointed(recv.Type()).(*types.Named); ok {
		return named.Obj().Name() + "."
	}
	return ""
}

// pointed is what pointers lead to.
func pointed(t types.Type) types.Type {
	for seen := 0; seen < 100; seen++ { // type P *P
		pointer, ok := types.Unalias(t).(*types.Pointer)
		if !ok {
			break
		}
		t = pointer.Elem()
	}
	return types.Unalias(t)
}

// text is the constant that an argument is.
func (s *scan) text(call *ast.CallExpr, i int) (string, bool) {
	if i < 0 || i >= len(call.Args) {
		return "", false
	}
	v := s.info.Types[call.Args[i]].Value
	if v == nil || v.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(v), true
}

// texts are the first two arguments.
func (s *scan) texts(call *ast.CallExpr) (first, second string, ok bool) {
	first, one := s.text(call, 0)
	second, two := s.text(call, 1)
	return first, second, one && two
}

// bind notes what a form is read into. In a generic function that is a type for
// each of its calls.
func (s *scan) bind(call *ast.CallExpr) {
	if len(call.Args) < 2 {
		return
	}
	t := s.info.TypeOf(call.Args[1])
	if t == nil {
		return
	}
	for _, kind := range s.instantiated(pointed(t)) {
		if _, ok := kind.Underlying().(*types.Struct); !ok {
			continue
		}
		in := input{kind: kind, at: s.p.fset.Position(call.Pos())}
		if _, named := kind.(*types.Named); !named {
			in.names = s.inputNames()
		}
		s.p.inputs = append(s.p.inputs, in)
	}
}

// instantiated is a type with what stands for type parameters in it.
func (s *scan) instantiated(t types.Type) []types.Type {
	decl := s.declaration()
	if decl == nil {
		return []types.Type{t}
	}
	f, _ := s.info.Defs[decl.Name].(*types.Func)
	if f == nil || f.Signature().TypeParams().Len() == 0 {
		return []types.Type{t}
	}
	var all []types.Type
	for _, args := range s.generic[f] {
		if made := substitute(t, args); made != nil && !slices.ContainsFunc(all, func(t types.Type) bool { return types.Identical(t, made) }) {
			all = append(all, made)
		}
	}
	return all
}

// substitute puts arguments in the place of a function's type parameters. What
// is neither such a parameter nor generic stays as it is.
func substitute(t types.Type, args *types.TypeList) types.Type {
	switch t := t.(type) {
	case *types.TypeParam:
		if t.Index() < args.Len() {
			return pointed(args.At(t.Index()))
		}
	case *types.Named:
		if t.TypeArgs().Len() == 0 {
			return t
		}
		var inner []types.Type
		for arg := range t.TypeArgs().Types() {
			made := types.Unalias(arg)
			if param, ok := made.(*types.TypeParam); ok && param.Index() < args.Len() {
				made = args.At(param.Index())
			}
			inner = append(inner, made)
		}
		if made, err := types.Instantiate(nil, t.Origin(), inner, false); err == nil {
			return made
		}
	}
	return t
}

// declaration is the function that is looked at.
func (s *scan) declaration() *ast.FuncDecl {
	for _, n := range s.stack {
		if decl, ok := n.(*ast.FuncDecl); ok {
			return decl
		}
	}
	return nil
}

// inputNames are names for an input without one, the best first: of the route
// whose handler reads it, of the variable that holds the handler, of the method
// or function.
func (s *scan) inputNames() []string {
	for i := len(s.stack) - 2; i >= 0; i-- {
		switch n := s.stack[i].(type) {
		case *ast.CallExpr:
			if name, ok := s.routeName(n); ok {
				return []string{ecma.Pascal(name) + "Input"}
			}
		case *ast.AssignStmt:
			if name := s.assigned(n.Lhs, n.Rhs, s.stack[i+1]); name != "" {
				return []string{ecma.Pascal(name) + "Input"}
			}
		case *ast.ValueSpec:
			for j, value := range n.Values {
				if value == s.stack[i+1] && j < len(n.Names) && n.Names[j].Name != "_" {
					return []string{ecma.Pascal(n.Names[j].Name) + "Input"}
				}
			}
		case *ast.FuncDecl:
			name := ecma.Pascal(n.Name.Name) + "Input"
			if owner := receiverName(n); owner != "" {
				return []string{name, ecma.Pascal(owner) + name}
			}
			return []string{name}
		}
	}
	return []string{"FormInput"}
}

// routeName is the name of a route, if the call makes one.
func (s *scan) routeName(call *ast.CallExpr) (string, bool) {
	f, _ := s.function(call.Fun)
	if f == nil || f.Pkg() == nil || f.Pkg().Path() != routesPath || receiver(f) != "Router." {
		return "", false
	}
	return s.text(call, 0)
}

// assigned is the name of what a function is assigned to.
func (s *scan) assigned(left, right []ast.Expr, value ast.Node) string {
	for i, expr := range right {
		if _, isFunction := expr.(*ast.FuncLit); !isFunction || expr != value || i >= len(left) {
			continue
		}
		switch to := left[i].(type) {
		case *ast.Ident:
			if to.Name != "_" {
				return to.Name
			}
		case *ast.SelectorExpr:
			return to.Sel.Name
		}
	}
	return ""
}
