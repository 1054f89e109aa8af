package typescript

import (
	"go/ast"
	"go/parser"
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
// where something is declared. Files of the program are there; one of another
// package is read when something in it is asked for, and most never are.
type source struct {
	fset *token.FileSet
	own  map[string]*ast.File // by their names
	read map[string]bool

	docs      map[place]string
	written   map[place]string // TypeScript of types with a directive
	enums     map[place]bool   // types with a directive
	blocks    map[place]string // of constants: where each begins
	functions []function
}

// place is where a name is declared. It has no column: what the compiler keeps of
// other packages has none.
type place struct {
	file string
	line int
	name string
}

// function is a function that is declared.
type function struct {
	file           string
	from, to       int // lines
	receiver, name string
}

func newSource(fset *token.FileSet, loaded []*packages.Package) *source {
	s := &source{
		fset: fset, own: map[string]*ast.File{}, read: map[string]bool{},
		docs: map[place]string{}, written: map[place]string{}, enums: map[place]bool{}, blocks: map[place]string{},
	}
	for _, pkg := range loaded {
		for _, file := range pkg.Syntax {
			s.own[fset.Position(file.Package).Filename] = file
		}
	}
	return s
}

// at is where an object is declared. Its file has been read then.
func (s *source) at(obj types.Object) place {
	position := s.fset.Position(obj.Pos())
	s.readFile(position.Filename)
	return place{position.Filename, position.Line, obj.Name()}
}

func (*source) place(id *ast.Ident, fset *token.FileSet) place {
	position := fset.Position(id.Pos())
	return place{position.Filename, position.Line, id.Name}
}

// doc is the comment of a type, a field or a constant.
func (s *source) doc(obj types.Object) string { return s.docs[s.at(obj)] }

// function is the one around the declaration of a local type.
func (s *source) function(obj types.Object) (function, bool) {
	at := s.at(obj)
	for _, f := range s.functions {
		if f.file == at.file && f.from <= at.line && at.line <= f.to {
			return f, true
		}
	}
	return function{}, false
}

func (s *source) readFile(name string) {
	if name == "" || s.read[name] {
		return
	}
	s.read[name] = true
	file, fset := s.own[name], s.fset
	if file == nil {
		fset = token.NewFileSet()
		var err error
		if file, err = parser.ParseFile(fset, name, nil, parser.ParseComments|parser.SkipObjectResolution); err != nil {
			return // It has compiled: what is missing are comments.
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			s.functions = append(s.functions, function{name, fset.Position(n.Pos()).Line, fset.Position(n.End()).Line, receiverName(n), n.Name.Name})
		case *ast.GenDecl:
			s.declaration(n, fset)
		case *ast.StructType:
			for _, field := range n.Fields.List {
				s.note(fset, field.Names, field.Doc, field.Comment)
			}
		}
		return true
	})
}

func (s *source) declaration(decl *ast.GenDecl, fset *token.FileSet) {
	for _, spec := range decl.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			doc := spec.Doc
			if doc == nil && !decl.Lparen.IsValid() {
				doc = decl.Doc
			}
			s.note(fset, []*ast.Ident{spec.Name}, doc)
			s.directives(s.place(spec.Name, fset), doc)
		case *ast.ValueSpec:
			if decl.Tok == token.CONST {
				s.note(fset, spec.Names, spec.Doc, spec.Comment)
				at := fset.Position(decl.Pos()).String()
				for _, id := range spec.Names {
					s.blocks[s.place(id, fset)] = at
				}
			}
		}
	}
}

// note keeps the first comment that says something.
func (s *source) note(fset *token.FileSet, names []*ast.Ident, comments ...*ast.CommentGroup) {
	for _, comment := range comments {
		if text := strings.TrimSpace(comment.Text()); text != "" {
			for _, id := range names {
				s.docs[s.place(id, fset)] = text
			}
			return
		}
	}
}

func (s *source) directives(at place, comment *ast.CommentGroup) {
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
