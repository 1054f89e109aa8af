// Package typescript writes TypeScript for the pages of a Go program: a type for
// the props of each, for what all pages share, for the forms that handlers read,
// and functions for its named routes. It reads the program's source and runs
// nothing of it. Command inertia is its front end.
//
// It is built on go/packages, because what a page is given is a matter of types:
// which struct a page was made with, which props may be absent, what embedding
// and generics come to. Generators that look at one file's syntax cannot tell.
package typescript

import (
	"errors"
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/inertia-templ/shell/routes"
)

const (
	inertiaPath = "github.com/inertia-templ/shell/inertia"
	formPath    = "github.com/inertia-templ/shell/form"
	routesPath  = "github.com/inertia-templ/shell/routes"
)

// Program is what the source of a Go program says of its pages and routes.
type Program struct {
	pages  []page
	shared []property
	flash  map[string][]types.Type
	inputs []input
	routes []namedRoute

	allErrors bool // errors are lists

	docs docs
}

// page is a call of inertia.NewPage.
type page struct {
	component string
	props     types.Type
	at        token.Position
}

// property is a shared prop.
type property struct {
	name string
	kind types.Type
}

// input is a type that form.Bind fills.
type input struct {
	name string // for types without one
	kind types.Type
}

type namedRoute struct {
	name, method, path string
	at                 token.Position
}

// Load reads the packages that the patterns mean in the folder dir, as the go
// command does: "./...". Programs that do not compile are an error.
func Load(dir string, patterns ...string) (*Program, error) {
	fset := token.NewFileSet()
	loaded, err := packages.Load(&packages.Config{
		Dir:       dir,
		Fset:      fset,
		ParseFile: withoutForeignBodies(dir),
		Mode:      packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedModule | packages.NeedDeps,
	}, patterns...)
	if err != nil {
		return nil, fmt.Errorf("typescript: %w", err)
	}
	p := &Program{flash: map[string][]types.Type{}, docs: docs{}}
	var errs []error
	for _, pkg := range loaded {
		for _, e := range pkg.Errors {
			errs = append(errs, fmt.Errorf("typescript: %w", e))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	if len(loaded) == 0 {
		return nil, fmt.Errorf("typescript: no packages match %s", strings.Join(patterns, " "))
	}
	for _, pkg := range loaded {
		p.docs.read(pkg)
		for _, file := range pkg.Syntax {
			s := scan{p: p, fset: fset, info: pkg.TypesInfo}
			ast.Inspect(file, s.visit)
			errs = append(errs, s.errs...)
		}
	}
	slices.SortFunc(p.pages, func(a, b page) int { return strings.Compare(a.component, b.component) })
	for i := 1; i < len(p.pages); i++ {
		if a, b := p.pages[i-1], p.pages[i]; a.component == b.component && !types.Identical(a.props, b.props) {
			errs = append(errs, fmt.Errorf("typescript: %s: the page %q has other props at %s", b.at, b.component, a.at))
		}
	}
	p.pages = slices.CompactFunc(p.pages, func(a, b page) bool { return a.component == b.component })
	return p, errors.Join(errs...)
}

// withoutForeignBodies parses files, and those outside of the program's folder
// without what is in their functions, which says nothing of types.
func withoutForeignBodies(dir string) func(*token.FileSet, string, []byte) (*ast.File, error) {
	own, err := filepath.Abs(dir)
	return func(fset *token.FileSet, name string, src []byte) (*ast.File, error) {
		file, parseErr := parser.ParseFile(fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
		if parseErr != nil || err != nil || strings.HasPrefix(name, own+string(filepath.Separator)) {
			return file, parseErr
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Body != nil {
				f.Body = &ast.BlockStmt{Lbrace: f.Body.Lbrace, Rbrace: f.Body.Rbrace}
			}
		}
		return file, nil
	}
}

// Components are the names of the pages, sorted, each with where it is made.
func (p *Program) Components() map[string]string {
	components := map[string]string{}
	for _, page := range p.pages {
		components[page.component] = page.at.String()
	}
	return components
}

// router has the routes whose names and patterns are constants.
func (p *Program) router() (*routes.Router, error) {
	r := routes.New()
	var errs []error
	for _, route := range p.routes {
		if err := r.Add(route.name, route.method, route.path); err != nil {
			errs = append(errs, fmt.Errorf("typescript: %s: %w", route.at, err))
		}
	}
	return r, errors.Join(errs...)
}

// scan looks for the calls in a file that say something of pages.
type scan struct {
	p        *Program
	fset     *token.FileSet
	info     *types.Info
	function string // whose body is looked at
	errs     []error
}

func (s *scan) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncDecl:
		s.function = n.Name.Name
	case *ast.CallExpr:
		s.call(n)
	}
	return true
}

func (s *scan) call(call *ast.CallExpr) {
	fun := ast.Unparen(call.Fun)
	if index, ok := fun.(*ast.IndexExpr); ok {
		fun = index.X
	}
	id, ok := fun.(*ast.Ident)
	if selector, isSelector := fun.(*ast.SelectorExpr); isSelector {
		id, ok = selector.Sel, true
	}
	if !ok {
		return
	}
	f, ok := s.info.Uses[id].(*types.Func)
	if !ok || f.Pkg() == nil {
		return
	}
	switch f.Pkg().Path() + "." + receiver(f) + f.Name() {
	case inertiaPath + ".NewPage":
		if name, ok := s.text(call, 0); ok {
			s.p.pages = append(s.p.pages, page{name, s.info.Instances[id].TypeArgs.At(0), s.fset.Position(call.Pos())})
		}
	case inertiaPath + ".WithShared", inertiaPath + ".Share":
		at := len(call.Args) - 2
		if name, ok := s.text(call, at); ok {
			s.p.shared = append(s.p.shared, property{name, s.info.TypeOf(call.Args[at+1])})
		}
	case inertiaPath + ".Flash", inertiaPath + ".Flashed":
		at := len(call.Args) - 2
		if name, ok := s.text(call, at); ok {
			s.p.flash[name] = append(s.p.flash[name], types.Default(s.info.TypeOf(call.Args[at+1])))
		}
	case inertiaPath + ".WithCSRF": // tells of expired tokens
		s.p.flash["error"] = append(s.p.flash["error"], types.Typ[types.String])
	case inertiaPath + ".WithAllErrors":
		v := s.info.Types[call.Args[0]].Value
		s.p.allErrors = s.p.allErrors || v != nil && constant.BoolVal(v)
	case formPath + ".Bind", formPath + ".Binder.Bind":
		s.bind(call)
	case routesPath + ".Router.Handle", routesPath + ".Router.HandleFunc":
		name, named := s.text(call, 0)
		pattern, ok := s.text(call, 1)
		if named && ok {
			method, path, found := strings.Cut(pattern, " ")
			if !found {
				method, path = "", pattern
			}
			s.p.routes = append(s.p.routes, namedRoute{name, method, strings.TrimSpace(path), s.fset.Position(call.Pos())})
		}
	case routesPath + ".Router.Add":
		name, named := s.text(call, 0)
		method, hasMethod := s.text(call, 1)
		path, ok := s.text(call, 2)
		if named && hasMethod && ok {
			s.p.routes = append(s.p.routes, namedRoute{name, method, path, s.fset.Position(call.Pos())})
		}
	}
}

// receiver is the name of a method's type, with a dot.
func receiver(f *types.Func) string {
	recv := f.Signature().Recv()
	if recv == nil {
		return ""
	}
	t := recv.Type()
	if pointer, ok := t.(*types.Pointer); ok {
		t = pointer.Elem()
	}
	if named, ok := t.(*types.Named); ok {
		return named.Obj().Name() + "."
	}
	return ""
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

// bind notes what a form is read into.
func (s *scan) bind(call *ast.CallExpr) {
	if len(call.Args) < 2 {
		return
	}
	pointer, ok := types.Unalias(s.info.TypeOf(call.Args[1])).(*types.Pointer)
	if !ok {
		return
	}
	t := types.Unalias(pointer.Elem())
	if _, ok := t.Underlying().(*types.Struct); !ok {
		return
	}
	name := upper(s.function) + "Input"
	for _, known := range s.p.inputs {
		if types.Identical(known.kind, t) {
			return
		}
	}
	s.p.inputs = append(s.p.inputs, input{name, t})
}

func upper(name string) string { return strings.ToUpper(name[:1]) + name[1:] }
