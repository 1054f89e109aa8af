package typescript

import (
	"go/ast"
	"go/token"
	"strings"

	"golang.org/x/tools/go/packages"
)

// docs are the comments of types, fields and constants, by their full names:
// "path.Type", "path.Type.Field". Annotations stand under the name and "!".
type docs map[string]string

const annotation = "//inertia:type "

func (d docs) read(pkg *packages.Package) {
	for _, file := range pkg.Syntax {
		for _, decl := range file.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range gen.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					name := pkg.PkgPath + "." + spec.Name.Name
					d.note(name, spec.Doc, gen.Doc, gen)
					d.fields(name, spec.Type)
				case *ast.ValueSpec:
					if gen.Tok == token.CONST {
						for _, id := range spec.Names {
							d.note(pkg.PkgPath+"."+id.Name, spec.Doc, spec.Comment, nil)
						}
					}
				}
			}
		}
	}
}

// note keeps the first comment there is.
func (d docs) note(name string, first, second *ast.CommentGroup, group *ast.GenDecl) {
	for _, comment := range []*ast.CommentGroup{first, second} {
		if comment == nil || comment == second && group != nil && group.Lparen.IsValid() {
			continue
		}
		for _, line := range comment.List {
			if kind, ok := strings.CutPrefix(line.Text, annotation); ok {
				d[name+"!"] = strings.TrimSpace(kind)
			}
		}
		if text := strings.TrimSpace(comment.Text()); text != "" {
			d[name] = text
			return
		}
	}
}

func (d docs) fields(name string, expr ast.Expr) {
	structure, ok := expr.(*ast.StructType)
	if !ok {
		return
	}
	for _, field := range structure.Fields.List {
		for _, id := range field.Names {
			d.note(name+"."+id.Name, field.Doc, field.Comment, nil)
			d.fields(name+"."+id.Name, field.Type)
		}
	}
}
