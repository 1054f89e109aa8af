package reference

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/doc"
	"go/doc/comment"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

const module = "github.com/inertia-templ/shell"

// packages are those with options, in the order of the page.
var packages = []string{"inertia", "vite", "ssr", "ssr/quickjs", "flash", "form", "inertia/inertiatest"}

// groups names the types whose constructors are options, and what takes them.
var groups = map[string]string{
	"inertia.Option": "`inertia.New`", "inertia.CSRFOption": "`WithCSRF`", "inertia.LiveOption": "`WithLive`", "inertia.RenderOption": "`Render`",
	"inertia.ServeOption": "`Serve`", "inertia.RedirectOption": "`Redirect`, `Back` and `Location`", "inertia.ResponseOption": "pages and redirects",
	"vite.Option": "`vite.Open` and `vite.Dev`", "ssr.Option": "`inertia.WithSSR`", "ssr.PoolOption": "`ssr.NewPool`",
	"ssr.GatewayOption": "`ssr.NewGateway`", "quickjs.Option": "`quickjs.Open`", "flash.Option": "`inertia.WithFlash` and the stores",
	"form.Option": "`form.New` and `form.Bind`", "inertiatest.Option": "`inertiatest.NewClient` and `inertiatest.Page`",
	"inertiatest.VisitOption": "a visit", "inertia.PageOption": "`PageOf` and `CursorOf`", "form.IdempotentOption": "`form.Idempotent`",
}

// options is the page of all options.
func options(root string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("---\ndescription: Every option of every package, with its default.\noutline: [2, 3]\n---\n\n# Options\n\n" + generated)
	for _, dir := range packages {
		if err := onePackage(&b, root, dir); err != nil {
			return nil, err
		}
	}
	if err := plugin(&b, root); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func onePackage(b *bytes.Buffer, root, dir string) error {
	set := token.NewFileSet()
	var files []*ast.File
	names, err := filepath.Glob(filepath.Join(root, dir, "*.go"))
	if err != nil {
		return err
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, f)
	}
	if len(files) == 0 {
		return errors.New("no Go files in " + dir)
	}
	pkg, err := doc.NewFromFiles(set, files, module+"/"+dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(b, "\n## Package %s {#package-%[1]s}\n", pkg.Name)
	slices.SortStableFunc(pkg.Types, func(a, b *doc.Type) int { // those of the constructor first
		switch "Option" {
		case a.Name:
			return -1
		case b.Name:
			return 1
		}
		return 0
	})
	for _, typ := range pkg.Types {
		taker, known := groups[pkg.Name+"."+typ.Name]
		if !known {
			if strings.HasSuffix(typ.Name, "Option") {
				return fmt.Errorf("%s.%s: say in groups what takes it", pkg.Name, typ.Name)
			}
			continue
		}
		fmt.Fprintf(b, "\n### Options of %s\n", taker)
		for _, f := range typ.Funcs {
			option(b, set, pkg, f)
		}
	}
	if pkg.Name == "inertia" {
		modifiers(b, set, pkg)
	}
	return nil
}

// modifiers are the methods of props.
func modifiers(b *bytes.Buffer, set *token.FileSet, pkg *doc.Package) {
	fmt.Fprint(b, "\n### Modifiers of props\n")
	for _, typ := range pkg.Types {
		if typ.Name != "Of" {
			continue
		}
		for _, m := range typ.Methods {
			if !strings.HasPrefix(m.Name, "Marshal") {
				option(b, set, pkg, m)
			}
		}
	}
}

func option(b *bytes.Buffer, set *token.FileSet, pkg *doc.Package, f *doc.Func) {
	anchor := strings.ToLower(pkg.Name + "-" + f.Name)
	if f.Recv != "" {
		anchor = strings.ToLower(pkg.Name + "-prop-" + f.Name)
	}
	fmt.Fprintf(b, "\n#### %s {#%s}\n\n`%s`\n\n", f.Name, anchor, signature(set, f))
	b.WriteString(markdown(pkg, f.Doc))
}

// signature is a function's declaration without "func" and the receiver.
func signature(set *token.FileSet, f *doc.Func) string {
	decl := *f.Decl
	decl.Doc, decl.Body, decl.Recv = nil, nil, nil
	var b bytes.Buffer
	_ = printer.Fprint(&b, set, &decl) // a buffer takes everything
	text := strings.Join(strings.Fields(b.String()), " ")
	return strings.TrimPrefix(text, "func ")
}

// example is an address that the comment shows, and that leads nowhere.
var example = regexp.MustCompile(`\[(https?://[^\]]*)\]\([^)]*\)`)

var heading = regexp.MustCompile(`(?m)^#+ `)

// markdown is a doc comment as Markdown that Vue can compile.
func markdown(pkg *doc.Package, text string) string {
	p := pkg.Printer()
	p.HeadingLevel = 5
	p.DocLinkURL = func(link *comment.DocLink) string { return link.DefaultURL("https://pkg.go.dev") }
	out := string(p.Markdown(pkg.Parser().Parse(text)))
	out = strings.ReplaceAll(out, "](#", "](https://pkg.go.dev/"+module+"/"+strings.TrimPrefix(pkg.ImportPath, module+"/")+"#")
	out = example.ReplaceAllString(out, "`$1`")
	out = heading.ReplaceAllString(out, "##### ")
	return indented(out)
}

// indented makes fenced blocks of indented ones, so that they are marked as Go
// nowhere: they are parts of programs.
func indented(text string) string {
	var b strings.Builder
	inside := false
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for n, line := range lines {
		code := strings.HasPrefix(line, "\t")
		if code && !inside {
			b.WriteString("```text\n")
			inside = true
		}
		if inside && !code && (line != "" || n+1 >= len(lines) || !strings.HasPrefix(lines[n+1], "\t")) {
			b.WriteString("```\n")
			inside = false
		}
		if !inside {
			line = strings.NewReplacer("<", "&lt;", "{{", "&#123;&#123;").Replace(line)
		}
		b.WriteString(strings.TrimPrefix(line, "\t") + "\n")
	}
	if inside {
		b.WriteString("```\n")
	}
	return b.String()
}

var member = regexp.MustCompile(`(?s)/\*\*(.*?)\*/\s*(\w+)\?:\s*([^\n]+)`)

// plugin is the section about the npm package, by its declarations.
func plugin(b *bytes.Buffer, root string) error {
	text, err := os.ReadFile(filepath.Join(root, "vite/plugin/index.d.ts"))
	if err != nil {
		return err
	}
	_, inside, _ := strings.Cut(string(text), "export interface Options {")
	b.WriteString("\n## npm package @inertia-templ/vite {#npm-plugin}\n")
	found := member.FindAllStringSubmatch(inside, -1)
	if len(found) == 0 {
		return errors.New("vite/plugin/index.d.ts has no options")
	}
	for _, m := range found {
		var words []string
		for line := range strings.Lines(m[1]) {
			words = append(words, strings.TrimPrefix(strings.TrimSpace(line), "* "))
		}
		fmt.Fprintf(b, "\n### %s {#npm-%s}\n\n`%[1]s: %[3]s`\n\n%[4]s\n", m[2], strings.ToLower(m[2]), m[3], strings.TrimSpace(strings.Join(words, " ")))
	}
	return nil
}
