package addpage

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/inertia-templ/shell/cmd/inertia/internal/pagecheck"
	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
)

const (
	inertiaPath = "github.com/inertia-templ/shell/inertia"
	routesPath  = "github.com/inertia-templ/shell/routes"
	testPath    = inertiaPath + "/inertiatest"
)

// source is the Go package that a page is added to.
type source struct {
	pkg    *packages.Package
	dir    string
	owner  *owner        // nil if handlers are not methods
	place  *registration // nil if no route can be added
	routes []typescript.Listed
	pages  map[string]bool // components that the program names
	helper helper
}

// owner is the type whose methods are handlers.
type owner struct {
	receiver string // as methods name it: "a"
	kind     string // as methods write it: "*App"
	inertia  string // its field: "inertia"
	named    *types.TypeName
}

// registration is where the last route is registered.
type registration struct {
	file   string
	offset int // behind the statement
	indent string
	router string // "mux"
	value  string // the owner, or what is an Inertia: "a", "i"
}

// helper is a function of the tests that makes a client or a handler.
type helper struct {
	name, pkg string
	client    bool
}

// read finds the package in a program: the one in the folder named, or the one
// that names the most pages.
func read(root, named string) (*source, error) {
	loaded, err := typescript.Packages(root, "./...")
	if err != nil {
		return nil, err
	}
	program, err := typescript.Read(loaded)
	if err != nil {
		return nil, err
	}
	s := &source{pages: map[string]bool{}}
	s.routes, _ = program.List()
	for _, name := range program.Components() {
		s.pages[name] = true
	}
	most := 0
	for _, pkg := range loaded {
		if len(pkg.GoFiles) == 0 {
			continue
		}
		dir := filepath.Dir(pkg.GoFiles[0])
		if named != "" {
			want := named
			if !filepath.IsAbs(want) {
				want = filepath.Join(root, want)
			}
			if dir == filepath.Clean(want) {
				s.pkg, s.dir = pkg, dir
			}
			continue
		}
		if n := countPages(pkg); n > most {
			s.pkg, s.dir, most = pkg, dir, n
		}
	}
	if s.pkg == nil && named != "" {
		return nil, fmt.Errorf("addpage: there is no Go package in %s", named)
	}
	if s.pkg == nil {
		return nil, fmt.Errorf("addpage: no package of this program calls inertia.NewPage: name its folder with --package")
	}
	s.owner = findOwner(s.pkg)
	s.place = s.findRegistration()
	s.helper = s.findHelper()
	return s, nil
}

func countPages(pkg *packages.Package) (n int) {
	for _, file := range pkg.Syntax {
		ast.Inspect(file, func(node ast.Node) bool {
			if call, ok := node.(*ast.CallExpr); ok && pagecheck.Component(pkg.TypesInfo, call) != nil {
				n++
			}
			return true
		})
	}
	return n
}

// isInertia reports whether a type is *inertia.Inertia.
func isInertia(t types.Type) bool {
	return t != nil && types.TypeString(t, nil) == "*"+inertiaPath+".Inertia"
}

// findOwner finds the type with the most methods that are handlers.
func findOwner(pkg *packages.Package) *owner {
	count := map[*types.TypeName]int{}
	owners := map[*types.TypeName]*owner{}
	for _, file := range pkg.Syntax {
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Recv == nil || len(f.Recv.List) != 1 || len(f.Recv.List[0].Names) != 1 {
				continue
			}
			method, ok := pkg.TypesInfo.Defs[f.Name].(*types.Func)
			if !ok || types.TypeString(method.Signature().Params(), nil) != "(w net/http.ResponseWriter, r *net/http.Request)" {
				continue
			}
			if results := method.Signature().Results(); results.Len() != 1 || types.TypeString(results.At(0).Type(), nil) != "error" {
				continue
			}
			recv := method.Signature().Recv().Type()
			pointer, isPointer := recv.(*types.Pointer)
			if isPointer {
				recv = pointer.Elem()
			}
			named, ok := recv.(*types.Named)
			if !ok {
				continue
			}
			structure, ok := named.Underlying().(*types.Struct)
			if !ok {
				continue
			}
			for field := range structure.Fields() {
				if isInertia(field.Type()) {
					kind := named.Obj().Name()
					if isPointer {
						kind = "*" + kind
					}
					count[named.Obj()]++
					owners[named.Obj()] = &owner{f.Recv.List[0].Names[0].Name, kind, field.Name(), named.Obj()}
				}
			}
		}
	}
	var best *owner
	for name, o := range owners {
		if best == nil || count[name] > count[best.named] || count[name] == count[best.named] && name.Name() < best.named.Name() {
			best = o
		}
	}
	return best
}

// findRegistration finds the last statement that registers a route whose handler
// names the owner, or an Inertia if there is no owner: what the new route needs
// is in scope there.
func (s *source) findRegistration() *registration {
	var found *registration
	for _, file := range s.pkg.Syntax {
		ast.Inspect(file, func(n ast.Node) bool {
			block, ok := n.(*ast.BlockStmt)
			if !ok {
				return true
			}
			for _, statement := range block.List {
				if r := s.registers(statement); r != nil {
					found = r
				}
			}
			return true
		})
	}
	return found
}

func (s *source) registers(statement ast.Stmt) *registration {
	expression, ok := statement.(*ast.ExprStmt)
	if !ok {
		return nil
	}
	call, ok := expression.X.(*ast.CallExpr)
	if !ok || len(call.Args) != 3 {
		return nil
	}
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	router, ok := selector.X.(*ast.Ident)
	f, isFunc := s.pkg.TypesInfo.Uses[selector.Sel].(*types.Func)
	if !ok || !isFunc || f.Pkg() == nil || f.Pkg().Path() != routesPath || f.Name() != "Handle" {
		return nil
	}
	value := ""
	ast.Inspect(call.Args[2], func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.Ident:
			if variable, ok := s.pkg.TypesInfo.Uses[n].(*types.Var); ok && !variable.IsField() && value == "" && s.wanted(variable.Type()) {
				value = n.Name
			}
		}
		return true
	})
	if value == "" {
		return nil
	}
	end := s.pkg.Fset.Position(statement.End())
	start := s.pkg.Fset.Position(statement.Pos())
	return &registration{file: end.Filename, offset: end.Offset, indent: strings.Repeat("\t", max(start.Column-1, 0)), router: router.Name, value: value}
}

// wanted reports whether a route can be made with a variable of a type.
func (s *source) wanted(t types.Type) bool {
	if s.owner == nil {
		return isInertia(t)
	}
	if pointer, ok := t.(*types.Pointer); ok {
		t = pointer.Elem()
	}
	named, ok := t.(*types.Named)
	return ok && named.Obj() == s.owner.named
}

// findHelper finds a function of the tests that makes a client of inertiatest,
// or what it can be made of, with nothing but the test.
func (s *source) findHelper() helper {
	files, err := filepath.Glob(filepath.Join(s.dir, "*_test.go"))
	if err != nil {
		return helper{}
	}
	slices.SortFunc(files, cmp.Compare)
	var best helper
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			continue
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Recv != nil || f.Type.Results == nil || len(f.Type.Results.List) != 1 || !takesTest(f.Type) {
				continue
			}
			found := helper{name: f.Name.Name, pkg: file.Name.Name}
			switch result := types.ExprString(f.Type.Results.List[0].Type); {
			case result == "*inertiatest.Client":
				found.client = true
			case result == "http.Handler":
			case s.owner != nil && strings.TrimPrefix(result, "*") == s.owner.named.Name() && serves(s.owner.named):
			default:
				continue
			}
			if best.name == "" || found.client && !best.client {
				best = found
			}
		}
	}
	return best
}

func takesTest(f *ast.FuncType) bool {
	if f.Params == nil || len(f.Params.List) != 1 || len(f.Params.List[0].Names) != 1 {
		return false
	}
	switch types.ExprString(f.Params.List[0].Type) {
	case "*testing.T", "testing.TB":
		return true
	}
	return false
}

func serves(named *types.TypeName) bool {
	found, _, _ := types.LookupFieldOrMethod(types.NewPointer(named.Type()), true, named.Pkg(), "ServeHTTP")
	_, ok := found.(*types.Func)
	return ok
}

// free makes sure that nothing has the names of a page.
func (s *source) free(p *page) error {
	if s.pages[p.Name] {
		return fmt.Errorf("addpage: there is a page %q already", p.Name)
	}
	for _, name := range []string{p.variable(), p.props(), p.handler()} {
		if obj := s.pkg.Types.Scope().Lookup(name); obj != nil {
			return fmt.Errorf("addpage: %s has the name %s already: choose another component", s.pkg.Fset.Position(obj.Pos()), name)
		}
	}
	for _, r := range s.routes {
		if r.Name == p.Route {
			return fmt.Errorf("addpage: there is a route %q already, at %s: name another one with --route", p.Route, r.Place)
		}
		if (r.Method == "GET" || r.Method == "") && strings.TrimSuffix(r.Pattern, "{$}") == strings.TrimSuffix(p.Path, "{$}") {
			return fmt.Errorf("addpage: the route %q has the path %s already, at %s: name another one with --path", r.Name, p.Path, r.Place)
		}
	}
	return nil
}
