package snippets

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strings"
)

// Program makes a file that compiles of a block of Go. A block that begins
// with a package clause is one already. Others are declarations, statements of
// a handler, or declarations followed by statements; they may use what their
// prelude and the variables below declare, and every package in imports.
//
// Compiler errors name the lines of file, where the block stands.
func Program(file string, b Block) (string, error) {
	if strings.HasPrefix(b.Code, "package ") {
		return fmt.Sprintf("//line %s:%d\n%s", file, b.Line, b.Code), nil
	}
	body, f, err := wrap(file, b)
	if err != nil {
		return "", fmt.Errorf("%s:%d: neither declarations nor statements: %w", file, b.Line, err)
	}
	own := declared(f)
	given, err := prelude(file, b.Prelude, own)
	if err != nil {
		return "", err
	}
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		if !own[name] && !strings.Contains(given, "var "+name+" ") {
			given += "var " + name + " " + variables[name] + "\n"
		}
	}
	whole, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+given+body, parser.SkipObjectResolution)
	if err != nil {
		return "", err
	}
	var head strings.Builder
	head.WriteString("package main\n\n")
	for _, name := range packages(whole) {
		fmt.Fprintf(&head, "import %s %q\n", name, imports[name])
	}
	return head.String() + given + body + "\nfunc main() {}\n", nil
}

// variables are what partial snippets may use without declaring it.
var variables = map[string]string{
	"i":   "*inertia.Inertia",
	"mux": "= http.NewServeMux()",
	"ctx": "= context.Background()",
	"t":   "*testing.T",
}

// wrap returns the block as declarations, the statements among it as the body
// of a handler.
func wrap(file string, b Block) (string, *ast.File, error) {
	var first error
	lines := strings.SplitAfter(b.Code, "\n")
	for split := len(lines); split >= 0; split-- {
		if split > 0 && split < len(lines) && strings.TrimSpace(lines[split-1]) != "" {
			continue // declarations end with an empty line
		}
		decls := strings.Join(lines[:split], "")
		text := fmt.Sprintf("//line %s:%d\n%s", file, b.Line, decls)
		if split < len(lines) {
			text += fmt.Sprintf("\nfunc _(w http.ResponseWriter, r *http.Request) error {\n//line %s:%d\n%s\n%s\nreturn nil\n}\n",
				file, b.Line+split, strings.Join(lines[split:], ""), uses(strings.Join(lines[split:], "")))
		}
		f, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+text, parser.SkipObjectResolution)
		if err == nil {
			return text, f, nil
		}
		if split == 0 || first == nil {
			first = err
		}
	}
	return "", nil, first
}

// uses mentions the variables that statements define, since the compiler
// refuses those that a snippet leaves for the next one.
func uses(statements string) string {
	f, err := parser.ParseFile(token.NewFileSet(), "", "package p\nfunc _() {\n"+statements+"\n}", parser.SkipObjectResolution)
	if err != nil {
		return ""
	}
	var names []string
	for _, s := range f.Decls[0].(*ast.FuncDecl).Body.List {
		switch s := s.(type) {
		case *ast.AssignStmt:
			if s.Tok == token.DEFINE {
				for _, left := range s.Lhs {
					names = append(names, left.(*ast.Ident).Name)
				}
			}
		case *ast.DeclStmt:
			for _, spec := range s.Decl.(*ast.GenDecl).Specs {
				if v, ok := spec.(*ast.ValueSpec); ok {
					for _, name := range v.Names {
						names = append(names, name.Name)
					}
				}
			}
		}
	}
	var text strings.Builder
	for _, name := range names {
		if name != "_" {
			text.WriteString("_ = " + name + "; ")
		}
	}
	return text.String()
}

// prelude returns the declarations of p but those of names that the block
// declares itself.
func prelude(file string, p Prelude, own map[string]bool) (string, error) {
	const head = "package p\n"
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, "", head+p.Code, parser.SkipObjectResolution)
	if err != nil {
		return "", fmt.Errorf("%s:%d: the prelude: %w", file, p.Line, err)
	}
	var kept strings.Builder
	for _, d := range f.Decls {
		if slices.ContainsFunc(slices.Collect(maps.Keys(names(d))), func(name string) bool { return own[name] }) {
			continue
		}
		from, to := set.Position(d.Pos()), set.Position(d.End())
		fmt.Fprintf(&kept, "//line %s:%d\n%s\n", file, p.Line+from.Line-2, p.Code[from.Offset-len(head):to.Offset-len(head)])
	}
	return kept.String(), nil
}

// declared are the names that a file declares.
func declared(f *ast.File) map[string]bool {
	all := map[string]bool{}
	for _, d := range f.Decls {
		maps.Copy(all, names(d))
	}
	return all
}

func names(d ast.Decl) map[string]bool {
	all := map[string]bool{}
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			all[d.Name.Name] = d.Name.Name != "_"
		} else {
			all[receiver(d)+"."+d.Name.Name] = true
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				all[spec.Name.Name] = true
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					all[name.Name] = name.Name != "_"
				}
			}
		}
	}
	return all
}

func receiver(d *ast.FuncDecl) string {
	name := ""
	ast.Inspect(d.Recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && name == "" {
			name = id.Name
		}
		return true
	})
	return name
}

// packages are the names of imports that a file uses: what stands before a dot
// and is not declared in the file.
func packages(f *ast.File) []string {
	used, local := map[string]bool{}, declared(f)
	for _, spec := range f.Imports {
		local[importName(spec)] = true
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if id, ok := n.X.(*ast.Ident); ok && imports[id.Name] != "" {
				used[id.Name] = true
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				for _, left := range n.Lhs {
					if id, ok := left.(*ast.Ident); ok {
						local[id.Name] = true
					}
				}
			}
		case *ast.FuncType:
			for _, p := range n.Params.List {
				for _, name := range p.Names {
					local[name.Name] = true
				}
			}
		}
		return true
	})
	maps.DeleteFunc(used, func(name string, _ bool) bool { return local[name] })
	return slices.Sorted(maps.Keys(used))
}

func importName(spec *ast.ImportSpec) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	path := strings.Trim(spec.Path.Value, `"`)
	for name, known := range imports {
		if known == path {
			return name
		}
	}
	return path[strings.LastIndex(path, "/")+1:]
}

// imports are the packages that partial snippets may use without saying so.
var imports = map[string]string{
	"context": "context", "embed": "embed", "errors": "errors", "fmt": "fmt", "fs": "io/fs", "http": "net/http", "net": "net",
	"httptest": "net/http/httptest", "io": "io", "json": "encoding/json", "log": "log", "maps": "maps", "multipart": "mime/multipart",
	"netip": "net/netip", "os": "os", "path": "path", "signal": "os/signal", "slices": "slices", "slog": "log/slog", "sort": "sort",
	"sql": "database/sql", "strconv": "strconv", "strings": "strings", "sync": "sync", "syscall": "syscall", "testing": "testing",
	"time": "time", "url": "net/url", "hex": "encoding/hex",

	"assert": "github.com/stretchr/testify/assert", "require": "github.com/stretchr/testify/require",
	"chi": "github.com/go-chi/chi/v5", "echo": "github.com/labstack/echo/v4", "fiber": "github.com/gofiber/fiber/v2", "gin": "github.com/gin-gonic/gin",
	"adaptor": "github.com/gofiber/fiber/v2/middleware/adaptor",
	"templ":   "github.com/a-h/templ", "scs": "github.com/alexedwards/scs/v2", "validator": "github.com/go-playground/validator/v10",

	"shell":        "github.com/inertia-templ/shell",
	"inertia":      "github.com/inertia-templ/shell/inertia",
	"inertiatest":  "github.com/inertia-templ/shell/inertia/inertiatest",
	"flash":        "github.com/inertia-templ/shell/flash",
	"form":         "github.com/inertia-templ/shell/form",
	"routes":       "github.com/inertia-templ/shell/routes",
	"ssr":          "github.com/inertia-templ/shell/ssr",
	"vite":         "github.com/inertia-templ/shell/vite",
	"vitetest":     "github.com/inertia-templ/shell/vite/vitetest",
	"gojson":       "github.com/inertia-templ/shell/inertia/gojson",
	"inertiaredis": "github.com/inertia-templ/shell/inertia/inertiaredis",
	"vitepostgres": "github.com/inertia-templ/shell/vite/vitepostgres",
	"vites3":       "github.com/inertia-templ/shell/vite/vites3",
	"pgxpool":      "github.com/jackc/pgx/v5/pgxpool",
	"minio":        "github.com/minio/minio-go/v7",
	"credentials":  "github.com/minio/minio-go/v7/pkg/credentials",
	"inertianats":  "github.com/inertia-templ/shell/inertia/inertianats",

	"inertiapostgres": "github.com/inertia-templ/shell/inertia/inertiapostgres",
	"quickjs":         "github.com/inertia-templ/shell/ssr/quickjs",
}
