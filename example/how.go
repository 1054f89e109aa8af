package main

import (
	"embed"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// sources is the program's own code. Only a showcase carries it along.
//
//go:embed *.go
var sources embed.FS

// How tells how the page that is shown came about, for the drawer "How this page
// works".
type How struct {
	Route   string      `json:"route"` // as in newApp
	URL     string      `json:"url"`   // path and query, as in the answers
	Handler Source      `json:"handler"`
	Answers []HowAnswer `json:"answers"` // the visitor's last ones, newest first
}

// Source is a piece of the program.
type Source struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Text string `json:"text"`
}

// how is shared with every page, and sent only when the drawer asks for it.
func (a *app) how(r *http.Request) (How, error) {
	u, err := visitor(r.Context())
	if err != nil {
		return How{}, err
	}
	h := How{Route: r.Pattern, URL: r.URL.RequestURI(), Handler: handlers()[r.Pattern], Answers: []HowAnswer{}}
	if u != nil {
		h.Answers = a.answers.of(u.ID)
	}
	return h, nil
}

// handlers are the handlers of all routes by their patterns, found in the
// sources: in newApp, the third argument of mux.Handle names one. A route whose
// handler is not a method of app is shown as it is registered.
var handlers = sync.OnceValue(func() map[string]Source {
	fset := token.NewFileSet()
	methods := map[string]Source{}
	found := map[string]Source{}
	var registered *ast.FuncDecl
	entries, _ := sources.ReadDir(".") // an embedded folder can be read
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		code, _ := sources.ReadFile(entry.Name())
		file, err := parser.ParseFile(fset, entry.Name(), code, parser.ParseComments)
		if err != nil {
			panic(fmt.Errorf("contacts: reading the embedded sources: %w", err))
		}
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			switch {
			case !ok:
			case fn.Name.Name == "newApp":
				registered = fn
			case fn.Recv != nil:
				methods[fn.Name.Name] = sourceOf(fset, fn)
			}
		}
	}
	ast.Inspect(registered, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 3 {
			return true
		}
		pattern, ok := call.Args[1].(*ast.BasicLit)
		if !ok {
			return true
		}
		route, _ := strconv.Unquote(pattern.Value) // the parser has seen to it
		found[route] = sourceOf(fset, call)
		ast.Inspect(call.Args[2], func(n ast.Node) bool {
			if method, ok := n.(*ast.SelectorExpr); ok {
				if source, ok := methods[method.Sel.Name]; ok && isApp(method.X) && !isWrapper(method.Sel.Name) {
					found[route] = source
				}
			}
			return true
		})
		return true
	})
	return found
})

func isApp(x ast.Expr) bool {
	name, ok := x.(*ast.Ident)
	return ok && name.Name == "a"
}

// isWrapper tells methods that make a handler of another one.
func isWrapper(method string) bool { return method == "signedIn" || method == "admin" }

func sourceOf(fset *token.FileSet, node ast.Node) Source {
	from, to := fset.Position(node.Pos()), fset.Position(node.End())
	if fn, ok := node.(*ast.FuncDecl); ok && fn.Doc != nil {
		from = fset.Position(fn.Doc.Pos())
	}
	code, _ := sources.ReadFile(from.Filename) // it has just been parsed
	return Source{File: from.Filename, Line: from.Line, Text: string(code[from.Offset:to.Offset])}
}
