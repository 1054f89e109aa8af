package typescript

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/inertia-templ/shell/routes"
)

// Listed is a route with what the source tells of its handler.
type Listed struct {
	Name    string   `json:"name"`
	Method  string   `json:"method"` // "" for any
	Pattern string   `json:"pattern"`
	Handler string   `json:"handler"` // as it is written
	Pages   []string `json:"pages"`   // the components that it renders, as far as that is known
	Place   string   `json:"place"`   // file and line
}

// handlers is how the list of routes finds the pages of a handler.
type handlers struct {
	functions map[*types.Func]declared
	pages     map[types.Object]string // variables that inertia.NewPage fills
}

type declared struct {
	body *ast.BlockStmt
	info *types.Info
}

// registered is a call that names a route.
type registered struct {
	name, method, pattern string
	handler               ast.Expr // nil if it is registered elsewhere
	info                  *types.Info
	at                    token.Position
}

// List lists the named routes in the order of the source, and the places of
// calls whose names only the running program knows.
func (p *Program) List() (list []Listed, unknown []string) {
	for _, r := range p.registered {
		route := Listed{Name: r.name, Method: r.method, Pattern: r.pattern, Pages: []string{}, Place: r.at.String()}
		if r.handler != nil {
			route.Handler = shown(r.handler)
			p.handlers.render(r.info, r.handler, 2, &route.Pages)
			for i, name := range route.Pages {
				route.Pages[i] = p.component(name)
			}
		}
		list = append(list, route)
	}
	for _, at := range p.unknown {
		unknown = append(unknown, at.String())
	}
	return list, unknown
}

// register notes a route with its handler.
func (s *scan) register(call *ast.CallExpr, name, method, pattern string, handler int) {
	if method == "" {
		if before, after, ok := strings.Cut(pattern, " "); ok {
			method, pattern = before, strings.TrimLeft(after, " \t")
		}
	}
	r := registered{name: name, method: method, pattern: pattern, info: s.info, at: s.p.fset.Position(call.Pos())}
	if handler >= 0 && handler < len(call.Args) {
		r.handler = call.Args[handler]
	}
	s.p.registered = append(s.p.registered, r)
}

// newHandlers reads what handlers are made of.
func newHandlers(loaded []*packages.Package) handlers {
	h := handlers{map[*types.Func]declared{}, map[types.Object]string{}}
	for _, pkg := range loaded {
		s := scan{info: pkg.TypesInfo}
		for _, file := range pkg.Syntax {
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.FuncDecl:
					if f, ok := pkg.TypesInfo.Defs[n.Name].(*types.Func); ok && n.Body != nil {
						h.functions[f] = declared{n.Body, pkg.TypesInfo}
					}
				case *ast.ValueSpec:
					for i, value := range n.Values {
						call := first(value)
						if call == nil || i >= len(n.Names) {
							continue
						}
						f, _ := s.function(call.Fun)
						if name, constant := s.text(call, 0); constant && f != nil && f.Pkg() != nil && f.Pkg().Path() == inertiaPath && f.Name() == "NewPage" {
							h.pages[pkg.TypesInfo.Defs[n.Names[i]]] = name
						}
					}
				}
				return true
			})
		}
	}
	return h
}

// first is the call that a chain such as NewPage(...).Meta(...) begins with, nil
// if an expression is something else.
func first(n ast.Expr) *ast.CallExpr {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return nil
	}
	if method, ok := call.Fun.(*ast.SelectorExpr); ok {
		if inner := first(method.X); inner != nil {
			return inner
		}
	}
	return call
}

// render collects the pages that an expression or a body names, and those of the
// functions in it that write responses, as deep as depth of them.
func (h handlers) render(info *types.Info, n ast.Node, depth int, found *[]string) {
	add := func(name string) {
		if !slices.Contains(*found, name) {
			*found = append(*found, name)
		}
	}
	s := scan{info: info}
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			f, _ := s.function(n.Fun)
			if f == nil || f.Pkg() == nil || f.Pkg().Path() != inertiaPath {
				return true
			}
			switch receiver(f) + f.Name() {
			case "Inertia.Page":
				if name, ok := s.text(n, 0); ok {
					add(name)
				}
			case "Inertia.Render":
				if name, ok := s.text(n, 2); ok {
					add(name)
				}
			}
		case *ast.Ident:
			used := info.Uses[n]
			if name, ok := h.pages[used]; ok {
				add(name)
			}
			f, ok := used.(*types.Func)
			if !ok || depth == 0 || !answers(f) {
				return true
			}
			if d, ok := h.functions[f]; ok {
				h.render(d.info, d.body, depth-1, found)
			}
		}
		return true
	})
}

// answers reports whether a function is given the response: those that make
// handlers of handlers are not.
func answers(f *types.Func) bool {
	for param := range f.Signature().Params().Variables() {
		if types.TypeString(param.Type(), nil) == "net/http.ResponseWriter" {
			return true
		}
	}
	return false
}

// shown is an expression on one short line.
func shown(e ast.Expr) string {
	text := strings.Join(strings.Fields(types.ExprString(e)), " ")
	if before, _, ok := strings.Cut(text, "(func("); ok { // of a function without a name
		text = before + "func" + strings.Repeat(")", strings.Count(before, "(")-strings.Count(before, ")"))
	}
	return text
}

// ErrNoRoutes says why a list of routes is empty.
func ErrNoRoutes() error {
	return fmt.Errorf("typescript: %w: no call of Handle, HandleFunc, AddPattern or Add of routes.Router was found, and the routes of other routers are known to the running program only", routes.ErrEmpty)
}
