package reference

import (
	"bytes"
	"cmp"
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

// documented is where a package is documented that these pages do not name.
const documented = "https://pkg.go.dev"

// optionPage is a page of the documentation about options.
type optionPage struct {
	name, title, description string
	sections                 []section
	more                     func(page, list *bytes.Buffer, root string) error // ends both
}

// section is about the functions that return a type, or about the methods of
// [modifiers].
type section struct{ dir, typ, title string }

const modifiers = "Of"

var optionPages = []optionPage{
	{name: "new", title: "Options of inertia.New", description: "What an application is made with: the front end, sessions and secrets, errors, observers, limits.", sections: []section{
		{"inertia", "Option", "`inertia.New`"},
		{"inertia", "CSRFOption", "`WithCSRF`"},
		{"inertia", "LiveOption", "`WithLive`"},
		{"inertia", "ServeOption", "`Serve`"},
	}},
	{name: "answers", title: "Options of pages and redirects", description: "What one answer can say: its status, title, URL, messages, document.", sections: []section{
		{"inertia", "RenderOption", "`Render`"},
		{"inertia", "ResponseOption", "Pages and redirects"},
		{"inertia", "RedirectOption", "`Redirect`, `Back` and `Location`"},
		{"inertia", "PageOption", "`PageOf` and `CursorOf`"},
	}},
	{name: "props", title: "Modifiers of props", description: "What a prop can say of itself: when it is sent, how the client merges it, how long it is kept.", sections: []section{
		{"inertia", modifiers, "Every prop"},
	}},
	{name: "vite", title: "Options of the build", description: "How the server finds the front end's build or its dev server, and what Vite's plugin takes.", sections: []section{
		{"vite", "Option", "`vite.Open` and `vite.Dev`"},
	}, more: plugin},
	{name: "ssr", title: "Options of server rendering", description: "Which pages the server renders, with which processes or service, within which limits.", sections: []section{
		{"ssr", "Option", "`inertia.WithSSR`"},
		{"ssr", "PoolOption", "`ssr.NewPool`"},
		{"ssr", "GatewayOption", "`ssr.NewGateway`"},
		{"ssr/quickjs", "Option", "`quickjs.Open`"},
	}},
	{name: "forms", title: "Options of forms and flash", description: "Limits of request bodies, validation, submissions that run once, and where messages wait.", sections: []section{
		{"form", "Option", "`form.New` and `form.Bind`"},
		{"form", "IdempotentOption", "`form.Idempotent`"},
		{"flash", "Option", "`inertia.WithFlash` and the stores"},
	}},
	{name: "tests", title: "Options of tests", description: "What the client of package inertiatest does and asks for.", sections: []section{
		{"inertia/inertiatest", "Option", "`inertiatest.NewClient` and `inertiatest.Page`"},
		{"inertia/inertiatest", "VisitOption", "A visit"},
	}},
}

// options are the pages of all options by their files, and one that lists them.
func options(root string) (map[string][]byte, error) {
	code := packages{root, token.NewFileSet(), map[string]*doc.Package{}}
	if err := code.read(); err != nil {
		return nil, err
	}
	known := code.anchors()
	list := bytes.NewBufferString("---\ndescription: Every option of every package in a line each.\noutline: 2\n---\n\n# Options\n\n" + generated)
	files := map[string][]byte{}
	for _, page := range optionPages {
		var b bytes.Buffer
		fmt.Fprintf(&b, "---\ndescription: %q\noutline: [2, 3]\n---\n\n# %s\n\n%s", page.description, page.title, generated)
		fmt.Fprintf(list, "\n## %s {#%s}\n\n%s\n", page.title, page.name, page.description)
		for _, s := range page.sections {
			fmt.Fprintf(&b, "\n## %s\n", s.title)
			if len(page.sections) > 1 {
				fmt.Fprintf(list, "\n### %s\n", s.title)
			}
			list.WriteString("\n")
			pkg := code.parsed[s.dir]
			for _, f := range functions(pkg, s.typ) {
				fmt.Fprintf(&b, "\n### %s {#%s}\n\n`%s`\n\n", f.Name, anchor(pkg, f), signature(code.set, f))
				b.WriteString(markdown(pkg, f.Doc, known))
				fmt.Fprintf(list, "- [`%s`](./options/%s#%s)%s\n", f.Name, page.name, anchor(pkg, f), synopsis(pkg, f))
			}
		}
		if page.more != nil {
			if err := page.more(&b, list, root); err != nil {
				return nil, err
			}
		}
		files["docs/reference/options/"+page.name+".md"] = b.Bytes()
	}
	files["docs/reference/options.md"] = list.Bytes()
	return files, nil
}

// packages are those with options.
type packages struct {
	root   string
	set    *token.FileSet
	parsed map[string]*doc.Package
}

// read parses them, and finds types of options that no page is about.
func (p packages) read() error {
	covered := map[string]bool{}
	for _, page := range optionPages {
		for _, s := range page.sections {
			covered[s.dir+"."+s.typ] = true
			if p.parsed[s.dir] != nil {
				continue
			}
			pkg, err := p.parse(s.dir)
			if err != nil {
				return err
			}
			p.parsed[s.dir] = pkg
		}
		for _, s := range page.sections {
			if len(functions(p.parsed[s.dir], s.typ)) == 0 {
				return fmt.Errorf("%s has no options of type %s, which optionPages names", s.dir, s.typ)
			}
		}
	}
	for dir, pkg := range p.parsed {
		for _, typ := range pkg.Types {
			if strings.HasSuffix(typ.Name, "Option") && !covered[dir+"."+typ.Name] {
				return fmt.Errorf("%s.%s: say in optionPages which page is about it", pkg.Name, typ.Name)
			}
		}
	}
	return nil
}

func (p packages) parse(dir string) (*doc.Package, error) {
	names, err := filepath.Glob(filepath.Join(p.root, dir, "*.go"))
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(p.set, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	if len(files) == 0 {
		return nil, errors.New("no Go files in " + dir)
	}
	return doc.NewFromFiles(p.set, files, module+"/"+dir)
}

// anchors are the places of all options, by the address that a link of a
// comment has.
func (p packages) anchors() map[string]string {
	places := map[string]string{}
	for _, page := range optionPages {
		for _, s := range page.sections {
			pkg := p.parsed[s.dir]
			for _, f := range functions(pkg, s.typ) {
				name := f.Name
				if f.Recv != "" {
					name = s.typ + "." + name
				}
				places[documented+"/"+pkg.ImportPath+"#"+name] = "./" + page.name + "#" + anchor(pkg, f)
			}
		}
	}
	return places
}

// functions are those that make options of a type, or the modifiers.
func functions(pkg *doc.Package, typ string) []*doc.Func {
	for _, t := range pkg.Types {
		switch {
		case t.Name != typ:
		case typ == modifiers:
			return slices.DeleteFunc(slices.Clone(t.Methods), func(m *doc.Func) bool { return strings.HasPrefix(m.Name, "Marshal") })
		default:
			return t.Funcs
		}
	}
	return nil
}

func anchor(pkg *doc.Package, f *doc.Func) string {
	if f.Recv != "" {
		return strings.ToLower(pkg.Name + "-prop-" + f.Name)
	}
	return strings.ToLower(pkg.Name + "-" + f.Name)
}

// synopsis is the first sentence of what is said of an option, after its name.
func synopsis(pkg *doc.Package, f *doc.Func) string {
	text := pkg.Synopsis(f.Doc)
	if rest, ok := strings.CutPrefix(text, f.Name+" "); ok {
		text = " " + rest
	} else {
		text = ": " + text
	}
	if rest, ok := strings.CutSuffix(text, ":"); ok { // an example follows
		text = rest + "."
	}
	return strings.NewReplacer("<", "&lt;", "{{", "&#123;&#123;").Replace(text)
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

// markdown is a doc comment as Markdown that Vue can compile. Links to options
// stay on the site.
func markdown(pkg *doc.Package, text string, places map[string]string) string {
	p := pkg.Printer()
	p.HeadingLevel = 5
	p.DocLinkURL = func(link *comment.DocLink) string {
		url := link.DefaultURL(documented)
		if strings.HasPrefix(url, "#") {
			url = documented + "/" + pkg.ImportPath + url
		}
		return cmp.Or(places[url], url)
	}
	out := string(p.Markdown(pkg.Parser().Parse(text)))
	out = example.ReplaceAllString(out, "`$1`")
	out = heading.ReplaceAllString(out, "#### ")
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
func plugin(page, list *bytes.Buffer, root string) error {
	text, err := os.ReadFile(filepath.Join(root, "vite/plugin/index.d.ts"))
	if err != nil {
		return err
	}
	_, inside, _ := strings.Cut(string(text), "export interface Options {")
	const title = "The npm package `@inertia-templ/vite`"
	fmt.Fprintf(page, "\n## %s {#npm-plugin}\n", title)
	fmt.Fprintf(list, "\n### %s\n\n", title)
	found := member.FindAllStringSubmatch(inside, -1)
	if len(found) == 0 {
		return errors.New("vite/plugin/index.d.ts has no options")
	}
	for _, m := range found {
		var words []string
		for line := range strings.Lines(m[1]) {
			words = append(words, strings.TrimPrefix(strings.TrimSpace(line), "* "))
		}
		name, about := m[2], strings.TrimSpace(strings.Join(words, " "))
		fmt.Fprintf(page, "\n### %s {#npm-%s}\n\n`%[1]s: %[3]s`\n\n%[4]s\n", name, strings.ToLower(name), m[3], about)
		fmt.Fprintf(list, "- [`%s`](./options/vite#npm-%s): %s\n", name, strings.ToLower(name), new(doc.Package).Synopsis(about))
	}
	return nil
}
