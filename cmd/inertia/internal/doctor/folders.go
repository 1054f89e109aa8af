package doctor

import (
	"go/ast"
	"go/types"
	"path/filepath"

	"golang.org/x/tools/go/packages"
)

// folder is where a file system of the program begins.
type folder struct {
	path     string // absolute; from the root of the program if it is relative to where that is started
	relative string // as the program has it, if it depends on where it is started
}

// folder finds the place that an fs.FS stands for: os.DirFS of a constant, a
// variable that go:embed fills, and fs.Sub of those. It is nil where that cannot
// be told.
func (c *code) folder(pkg *packages.Package, e ast.Expr) *folder { return c.find(pkg, e, 0) }

func (c *code) find(pkg *packages.Package, e ast.Expr, depth int) *folder {
	if depth > 10 {
		return nil
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		return c.called(pkg, e, depth)
	case *ast.Ident:
		return c.variable(pkg.TypesInfo.ObjectOf(e), depth)
	case *ast.SelectorExpr:
		return c.variable(pkg.TypesInfo.Uses[e.Sel], depth)
	}
	return nil
}

func (c *code) called(pkg *packages.Package, e *ast.CallExpr, depth int) *folder {
	at := call{e, pkg, nil}
	switch functionName(pkg.TypesInfo, e.Fun) {
	case "os.DirFS":
		name, ok := at.text(0)
		if !ok {
			return nil
		}
		return c.onDisk(name)
	case "fs.Sub":
		name, ok := at.text(1)
		outer := c.find(pkg, e.Args[0], depth+1)
		if !ok || outer == nil {
			return nil
		}
		inner := folder{path: filepath.Join(outer.path, filepath.FromSlash(name))}
		if outer.relative != "" {
			inner.relative = filepath.Join(outer.relative, filepath.FromSlash(name))
		}
		return &inner
	}
	// A function of the program with one way out.
	var id *ast.Ident
	switch fun := ast.Unparen(e.Fun).(type) {
	case *ast.Ident:
		id = fun
	case *ast.SelectorExpr:
		id = fun.Sel
	default:
		return nil
	}
	f, ok := c.bodies[pkg.TypesInfo.Uses[id]]
	if !ok || f.decl.Body == nil {
		return nil
	}
	var result *folder
	returns := 0
	ast.Inspect(f.decl.Body, func(n ast.Node) bool {
		if _, ok := n.(*ast.FuncLit); ok {
			return false
		}
		if out, ok := n.(*ast.ReturnStmt); ok && len(out.Results) > 0 {
			if id, ok := out.Results[0].(*ast.Ident); ok && id.Name == "nil" {
				return true // with an error
			}
			returns++
			result = c.find(f.pkg, out.Results[0], depth+1)
		}
		return true
	})
	if returns != 1 {
		return nil
	}
	return result
}

func (c *code) variable(obj types.Object, depth int) *folder {
	if obj == nil {
		return nil
	}
	for _, e := range c.embeds {
		if e.variable == obj {
			return &folder{path: e.dir}
		}
	}
	d, ok := c.defined[obj]
	if !ok || d.sets != 1 || d.expr == nil {
		// front, err := fs.Sub(...) has its call at the first variable.
		return nil
	}
	return c.find(d.pkg, d.expr, depth+1)
}

// onDisk is a folder or file that the program names.
func (c *code) onDisk(name string) *folder {
	path := filepath.FromSlash(name)
	if filepath.IsAbs(path) {
		return &folder{path: filepath.Clean(path)}
	}
	return &folder{path: filepath.Join(c.root, path), relative: filepath.Clean(path)}
}
