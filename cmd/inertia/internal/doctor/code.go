package doctor

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/inertia-templ/shell/cmd/inertia/internal/pagecheck"
	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
)

const library = "github.com/inertia-templ/shell"

// code is what the Go source of a program says.
type code struct {
	root    string
	loaded  []*packages.Package
	calls   map[string][]call           // by the function: "inertia.New", "http.ServeMux.Handle"
	uses    map[string]int              // of functions, called or not
	embeds  []embed                     // go:embed directives
	defined map[types.Object]definition // what variables hold that are set once
	bodies  map[types.Object]function
}

// call is a call of a function that the checks know.
type call struct {
	*ast.CallExpr
	pkg  *packages.Package
	decl *ast.FuncDecl // around it, or nil
}

// embed is a pattern of go:embed.
type embed struct {
	pattern  string
	all      bool
	dir      string // the package's
	variable types.Object
	at       token.Pos
}

// definition is an expression that a variable holds.
type definition struct {
	expr ast.Expr
	pkg  *packages.Package
	sets int
}

type function struct {
	decl *ast.FuncDecl
	pkg  *packages.Package
}

// readCode reads the packages of a module. What go:embed names need not be there.
func readCode(root string) (*code, error) {
	loaded, err := typescript.Packages(root, "./...")
	if len(loaded) == 0 {
		return nil, err
	}
	return newCode(root, loaded)
}

func newCode(root string, loaded []*packages.Package) (*code, error) {
	c := &code{root: root, loaded: loaded, calls: map[string][]call{}, uses: map[string]int{}, defined: map[types.Object]definition{}, bodies: map[types.Object]function{}}
	var errs []error
	for _, pkg := range loaded {
		for _, e := range pkg.Errors {
			errs = append(errs, e)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	for _, pkg := range loaded {
		for _, file := range pkg.Syntax {
			c.read(pkg, file)
		}
	}
	return c, nil
}

// read notes what a file says.
func (c *code) read(pkg *packages.Package, file *ast.File) {
	for _, decl := range file.Decls {
		around, _ := decl.(*ast.FuncDecl)
		if around != nil {
			if obj := pkg.TypesInfo.Defs[around.Name]; obj != nil {
				c.bodies[obj] = function{around, pkg}
			}
		}
		if general, ok := decl.(*ast.GenDecl); ok {
			c.directives(pkg, general)
		}
		ast.Inspect(decl, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if name := functionName(pkg.TypesInfo, n.Fun); name != "" {
					c.calls[name] = append(c.calls[name], call{n, pkg, around})
				}
			case *ast.Ident:
				if f, ok := pkg.TypesInfo.Uses[n].(*types.Func); ok {
					c.uses[nameOf(f)]++
				}
			case *ast.AssignStmt:
				for i, to := range n.Lhs {
					c.define(pkg, to, n.Rhs, i)
				}
			case *ast.ValueSpec:
				for i, to := range n.Names {
					c.define(pkg, to, n.Values, i)
				}
			case *ast.FuncType: // callers set parameters
				for _, list := range []*ast.FieldList{n.Params, n.Results} {
					if list == nil {
						continue
					}
					for _, field := range list.List {
						for _, to := range field.Names {
							c.define(pkg, to, []ast.Expr{nil}, 0)
						}
					}
				}
			case *ast.RangeStmt:
				for _, to := range []ast.Expr{n.Key, n.Value} {
					c.define(pkg, to, []ast.Expr{nil}, 0)
				}
			case *ast.UnaryExpr: // whoever has the address may set it
				if n.Op == token.AND {
					c.define(pkg, n.X, []ast.Expr{nil}, 0)
				}
			}
			return true
		})
	}
}

// define notes what a variable is set to: the value beside it, or the first
// result of the only call.
func (c *code) define(pkg *packages.Package, to ast.Expr, values []ast.Expr, i int) {
	id, ok := to.(*ast.Ident)
	if !ok || id.Name == "_" {
		return
	}
	obj := pkg.TypesInfo.ObjectOf(id)
	if obj == nil {
		return
	}
	d := definition{pkg: pkg, sets: c.defined[obj].sets + 1}
	switch {
	case i < len(values):
		d.expr = values[i]
	case len(values) == 0: // var x T
		d.sets--
	}
	c.defined[obj] = d
}

func (c *code) directives(pkg *packages.Package, decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		value, ok := spec.(*ast.ValueSpec)
		if !ok || len(value.Names) == 0 {
			continue
		}
		for _, doc := range []*ast.CommentGroup{decl.Doc, value.Doc} {
			if doc == nil {
				continue
			}
			for _, line := range doc.List {
				rest, ok := strings.CutPrefix(line.Text, "//go:embed ")
				if !ok {
					continue
				}
				for _, pattern := range strings.Fields(rest) {
					if plain, err := strconv.Unquote(pattern); err == nil {
						pattern = plain
					}
					pattern, all := strings.CutPrefix(pattern, "all:")
					c.embeds = append(c.embeds, embed{pattern, all, packageDir(pkg), pkg.TypesInfo.Defs[value.Names[0]], line.Pos()})
				}
			}
		}
	}
}

func packageDir(pkg *packages.Package) string {
	for _, file := range pkg.GoFiles {
		return filepath.Dir(file)
	}
	return ""
}

// functionName is what a call calls, or "".
func functionName(info *types.Info, fun ast.Expr) string {
	switch fun := ast.Unparen(fun).(type) {
	case *ast.IndexExpr:
		return functionName(info, fun.X)
	case *ast.SelectorExpr:
		if f, ok := info.Uses[fun.Sel].(*types.Func); ok {
			return nameOf(f)
		}
	case *ast.Ident:
		if f, ok := info.Uses[fun].(*types.Func); ok {
			return nameOf(f)
		}
	}
	return ""
}

// nameOf is a function of this library or the standard library as source code
// has it, with a method's type: "vite.Open", "inertia.Inertia.Middleware".
func nameOf(f *types.Func) string {
	if f.Pkg() == nil {
		return ""
	}
	path := f.Pkg().Path()
	first, _, _ := strings.Cut(path, "/")
	if path != library && !strings.HasPrefix(path, library+"/") && strings.Contains(first, ".") {
		return ""
	}
	name := f.Pkg().Name() + "."
	if recv := f.Signature().Recv(); recv != nil {
		t := types.Unalias(recv.Type())
		if pointer, ok := t.(*types.Pointer); ok {
			t = types.Unalias(pointer.Elem())
		}
		if named, ok := t.(*types.Named); ok {
			name += named.Obj().Name() + "."
		}
	}
	return name + f.Name()
}

// all are the calls of any of some functions, in the order of the names.
func (c *code) all(names ...string) []call {
	var found []call
	for _, name := range names {
		found = append(found, c.calls[name]...)
	}
	return found
}

// used reports whether any of some functions is called or passed on.
func (c *code) used(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return c.uses[name] > 0 })
}

// text is the constant that an argument is.
func (c call) text(i int) (string, bool) {
	if i >= len(c.Args) {
		return "", false
	}
	return pagecheck.Constant(c.pkg.TypesInfo, c.Args[i])
}

// place is where something is in the source, from the root.
func (c *code) place(pos token.Pos) string {
	at := c.loaded[0].Fset.Position(pos)
	name := at.Filename
	if relative, err := filepath.Rel(c.root, name); err == nil && filepath.IsLocal(relative) {
		name = filepath.ToSlash(relative)
	}
	return fmt.Sprintf("%s:%d", name, at.Line)
}

// texts are the constant arguments of calls, beginning with the one at from, and
// whether all of them are constant.
func texts(calls []call, from int) (found []string, constant bool) {
	constant = true
	for _, c := range calls {
		if c.Ellipsis.IsValid() {
			constant = false
		}
		for i := from; i < len(c.Args); i++ {
			if text, ok := c.text(i); ok {
				found = append(found, text)
			} else {
				constant = false
			}
		}
	}
	return found, constant
}
