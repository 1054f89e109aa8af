package addpage

import (
	"fmt"
	"go/format"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/inertia-templ/shell/cmd/inertia/internal/project"
)

func (p *page) variable() string { return p.stem + "Page" }

func (p *page) props() string { return p.stem + "Props" }

func (p *page) handler() string { return "show" + strings.ToUpper(p.stem[:1]) + p.stem[1:] }

// goCode writes the page's file, its route and its test.
func (c *change) goCode(s *source, p *page) error {
	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n\nimport (\n\t\"net/http\"\n\n\t%q\n)\n\n", s.pkg.Name, inertiaPath)
	fmt.Fprintf(&b, "var %s = inertia.NewPage[%s](%q)\n\n", p.variable(), p.props(), p.Name)
	fmt.Fprintf(&b, "type %s struct {\n\tTitle string `json:\"title\"`\n}\n\n", p.props())
	line := ""
	if s.owner != nil {
		fmt.Fprintf(&b, "func (%s %s) %s(w http.ResponseWriter, r *http.Request) error {\n\treturn %s.Render(%s.%s, w, r, %s{Title: %q})\n}\n",
			s.owner.receiver, s.owner.kind, p.handler(), p.variable(), s.owner.receiver, s.owner.inertia, p.props(), p.title)
		value := s.owner.receiver
		if s.place != nil {
			value = s.place.value
		}
		line = fmt.Sprintf("Handle(%q, %q, %s.%s.Handle(%s.%s))", p.Route, "GET "+p.Path, value, s.owner.inertia, value, p.handler())
	} else {
		fmt.Fprintf(&b, "func %s(*http.Request) (%s, error) {\n\treturn %s{Title: %q}, nil\n}\n", p.handler(), p.props(), p.props(), p.title)
		value := "i"
		if s.place != nil {
			value = s.place.value
		}
		line = fmt.Sprintf("Handle(%q, %q, %s.Handler(%s, %s))", p.Route, "GET "+p.Path, p.variable(), value, p.handler())
	}
	code, err := format.Source([]byte(b.String()))
	if err != nil {
		return fmt.Errorf("addpage: %w", err)
	}
	if err := c.create(filepath.Join(s.dir, p.file+".go"), string(code)); err != nil {
		return err
	}
	if s.place == nil {
		c.result.Left = append(c.result.Left, "add the route where the others are: mux."+line)
		return nil
	}
	if err := c.route(s.place, s.place.router+"."+line); err != nil {
		return err
	}
	return c.test(s, p)
}

// route adds a line behind the last route.
func (c *change) route(at *registration, line string) error {
	before, err := os.ReadFile(at.file)
	if err != nil {
		return fmt.Errorf("addpage: %w", err)
	}
	after, err := format.Source([]byte(string(before[:at.offset]) + rest(before[at.offset:], "\n"+at.indent+line)))
	if err != nil {
		return fmt.Errorf("addpage: %w", err)
	}
	return c.edit(at.file, before, after)
}

// rest puts a line behind what is left of the line before it, such as a comment.
func rest(text []byte, line string) string {
	before, after, _ := strings.Cut(string(text), "\n")
	return before + line + "\n" + after
}

// test writes a test, if the tests there have a client for it.
func (c *change) test(s *source, p *page) error {
	if s.helper.name == "" || strings.Contains(p.Path, "{") {
		c.result.Left = append(c.result.Left, fmt.Sprintf("write a test: inertiatest.NewClient(t, handler).Get(%q).Component(%q)", p.Path, p.Name))
		return nil
	}
	imports, client := `"testing"`, s.helper.name+"(t)"
	if !s.helper.client {
		imports, client = "(\n\t\"testing\"\n\n\t"+strconv.Quote(testPath)+"\n)", "inertiatest.NewClient(t, "+client+")"
	}
	name := strings.ToUpper(p.stem[:1]) + p.stem[1:]
	code, err := format.Source([]byte(fmt.Sprintf("package %s\n\nimport %s\n\nfunc Test%sPage(t *testing.T) {\n\t%s.Get(%q).Component(%q).Where(\"title\", %q)\n}\n",
		s.helper.pkg, imports, name, client, p.Path, p.Name, p.title)))
	if err != nil {
		return fmt.Errorf("addpage: %w", err)
	}
	return c.create(filepath.Join(s.dir, p.file+"_test.go"), string(code))
}

// component writes the component for the front end that is in use.
func (c *change) component(p *project.Project, pg *page) error {
	dir := pg.Pages
	switch {
	case dir == "":
		dir = filepath.Join(p.Frontend, "src", "pages")
	case !filepath.IsAbs(dir):
		dir = filepath.Join(p.Dir, dir)
	}
	manifest, err := os.ReadFile(filepath.Join(p.Frontend, "package.json"))
	if err != nil {
		return fmt.Errorf("addpage: %w", err)
	}
	typed := isFile(filepath.Join(p.Frontend, "tsconfig.json"))
	up := strings.Repeat("../", strings.Count(pg.Name, "/")+1)
	name := strings.ReplaceAll(pg.Name, "/", "")
	shape, imported := "{ title: string }", ""
	if isFile(filepath.Join(p.Frontend, "src", "types.ts")) && filepath.Dir(dir) == filepath.Join(p.Frontend, "src") {
		shape, imported = pg.propType, fmt.Sprintf("import type { %s } from '%stypes'\n", pg.propType, up)
	}
	var extension, content string
	switch text := string(manifest); {
	case strings.Contains(text, `"@inertiajs/vue3"`):
		extension = ".vue"
		script := "<script setup lang=\"ts\">\nimport { Head } from '@inertiajs/vue3'\n" + imported + "\ndefineProps<" + shape + ">()\n</script>\n"
		if !typed {
			script = "<script setup>\nimport { Head } from '@inertiajs/vue3'\n\ndefineProps({ title: String })\n</script>\n"
		}
		content = script + "\n<template>\n  <Head :title=\"title\" />\n  <h1>{{ title }}</h1>\n</template>\n"
	case strings.Contains(text, `"@inertiajs/svelte"`):
		extension = ".svelte"
		script := "<script lang=\"ts\">\n"
		if imported != "" {
			script += "  " + imported + "\n"
		}
		script += "  let { title }: " + shape + " = $props()\n</script>\n"
		if !typed {
			script = "<script>\n  let { title } = $props()\n</script>\n"
		}
		content = script + "\n<svelte:head><title>{title}</title></svelte:head>\n\n<h1>{title}</h1>\n"
	default:
		extension = ".tsx"
		signature := "{ title }: " + shape
		if !typed || contains(dir, ".jsx") && !contains(dir, ".tsx") {
			extension, signature, imported = ".jsx", "{ title }", ""
		}
		content = "import { Head } from '@inertiajs/react'\n" + imported + "\nexport default function " + name + "(" + signature + ") {\n" +
			"  return (\n    <>\n      <Head title={title} />\n      <h1>{title}</h1>\n    </>\n  )\n}\n"
	}
	return c.create(filepath.Join(dir, filepath.FromSlash(pg.Name)+extension), content)
}
