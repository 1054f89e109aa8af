package typescript

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/packages"
)

// Directives in the comment of a type.
const (
	typeDirective = "//inertia:type " // and the TypeScript that it is
	enumDirective = "//inertia:enum"  // its constants are all its values
)

// source is what the syntax of packages tells beyond their types, by the place
// where something is declared. A package is read when something of it is asked
// for: most of those that a program imports never are.
type source struct {
	packages map[string]*packages.Package
	read     map[string]bool

	docs      map[token.Pos]string
	written   map[token.Pos]string    // TypeScript of types with a directive
	enums     map[token.Pos]bool      // types with a directive
	blocks    map[token.Pos]token.Pos // of constants
	functions []function
}

// function is a function that is declared.
type function struct {
	from, to       token.Pos
	receiver, name string
}

func newSource(loaded []*packages.Package) *source {
	s := &source{
		packages: map[string]*packages.Package{}, read: map[string]bool{},
		docs: map[token.Pos]string{}, written: map[token.Pos]string{}, enums: map[token.Pos]bool{}, blocks: map[token.Pos]token.Pos{},
	}
	packages.Visit(loaded, nil, func(pkg *packages.Package) { s.packages[pkg.PkgPath] = pkg })
	return s
}

// doc is the comment of a type, a field or a constant.
func (s *source) doc(obj types.Object) string {
	s.readPackage(obj)
	return s.docs[obj.Pos()]
}

// function is the one around the declaration of a local type.
func (s *source) function(obj types.Object) (function, bool) {
	s.readPackage(obj)
	for _, f := range s.functions {
		if f.from <= obj.Pos() && obj.Pos() < f.to {
			return f, true
		}
	}
	return function{}, false
}

func (s *source) readPackage(obj types.Object) {
	if obj.Pkg() == nil || s.read[obj.Pkg().Path()] {
		return
	}
	s.read[obj.Pkg().Path()] = true
	pkg := s.packages[obj.Pkg().Path()]
	if pkg == nil {
		return
	}
	for _, file := range pkg.Syntax {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				s.functions = append(s.functions, function{n.Pos(), n.End(), receiverName(n), n.Name.Name})
			case *ast.GenDecl:
				s.declaration(n)
			case *ast.StructType:
				for _, field := range n.Fields.List {
					s.note(field.Names, field.Doc, field.Comment)
				}
			}
			return true
		})
	}
}

func (s *source) declaration(decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			doc := spec.Doc
			if doc == nil && !decl.Lparen.IsValid() {
				doc = decl.Doc
			}
			s.note([]*ast.Ident{spec.Name}, doc)
			s.directives(spec.Name.Pos(), doc)
		case *ast.ValueSpec:
			if decl.Tok == token.CONST {
				s.note(spec.Names, spec.Doc, spec.Comment)
				for _, id := range spec.Names {
					s.blocks[id.Pos()] = decl.Pos()
				}
			}
		}
	}
}

// note keeps the first comment that says something.
func (s *source) note(names []*ast.Ident, comments ...*ast.CommentGroup) {
	for _, comment := range comments {
		if text := strings.TrimSpace(comment.Text()); text != "" {
			for _, id := range names {
				s.docs[id.Pos()] = text
			}
			return
		}
	}
}

func (s *source) directives(at token.Pos, comment *ast.CommentGroup) {
	if comment == nil {
		return
	}
	for _, line := range comment.List {
		if kind, ok := strings.CutPrefix(line.Text, typeDirective); ok {
			s.written[at] = strings.TrimSpace(kind)
		}
		if strings.TrimSpace(line.Text) == enumDirective {
			s.enums[at] = true
		}
	}
}

// receiverName is the name of the type that a method belongs to.
func receiverName(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return ""
	}
	name := ""
	ast.Inspect(f.Recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && name == "" {
			name = id.Name
		}
		return name == ""
	})
	return name
}
