package typescript

import (
	"encoding/json"
	"fmt"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/inertia-templ/shell/internal/ecma"
)

// ChecksFile is the name of the module of checks beside a module of types:
// types.check.ts for types.ts.
func ChecksFile(types string) string {
	return strings.TrimSuffix(types, filepath.Ext(types)) + ".check.ts"
}

// pagesPrefix is the line of a module of checks that has its patterns, from the
// folder of the module.
const pagesPrefix = "// Pages: "

// CheckPatterns reads the patterns of a module that [Program.Checks] has written.
// They begin at the folder of the module. It has none if it is of an older
// command.
func CheckPatterns(module string) (patterns []string, err error) {
	for line := range strings.Lines(module) {
		if !strings.HasPrefix(line, "//") {
			break
		}
		if text, ok := strings.CutPrefix(line, pagesPrefix); ok {
			if err := json.Unmarshal([]byte(text), &patterns); err != nil {
				return nil, fmt.Errorf("typescript: the patterns in the head of the module of checks: %w", err)
			}
		}
	}
	return patterns, nil
}

// patternsLine is the line that CheckPatterns reads.
func patternsLine(dir, folder string, patterns []string) (string, error) {
	from := make([]string, len(patterns))
	for i, pattern := range patterns {
		relative, err := filepath.Rel(folder, absolute(dir, pattern))
		if err != nil {
			return "", fmt.Errorf("typescript: %w", err)
		}
		from[i] = filepath.ToSlash(relative)
	}
	text, err := json.Marshal(from)
	if err != nil {
		return "", fmt.Errorf("typescript: %w", err)
	}
	return pagesPrefix + string(text) + "\n", nil
}

// dialect is how a framework declares the props of components.
type dialect struct {
	suffix   string // of the files that are components
	keep     bool   // the suffix in an import
	imports  string
	accepted string // the props of the type Component
	own      string // names of props that the framework itself has
}

// dialects are those of components that a compiler knows the types of. Others,
// such as components in JavaScript, are not checked.
var dialects = []dialect{
	{
		suffix: ".tsx",
		accepted: `Component extends (props: infer Props, ...rest: never) => unknown ? Props
  : Component extends abstract new (props: infer Props, ...rest: never) => unknown ? Props : unknown`,
		own: `'children' | 'key' | 'ref'`,
	},
	{
		suffix: ".vue", keep: true, imports: "import type { PublicProps } from 'vue'\n",
		accepted: `Component extends abstract new (...args: never) => { $props: infer Props } ? Props
  : Component extends (props: infer Props, ...rest: never) => unknown ? Props : unknown`,
		own: "keyof PublicProps | `on${Capitalize<string>}`",
	},
	{
		suffix: ".svelte", keep: true, imports: "import type { Component as SvelteComponent, ComponentProps } from 'svelte'\n",
		accepted: `Component extends SvelteComponent<any>
    ? ComponentProps<Component> extends Record<string, never> ? unknown : Omit<ComponentProps<Component>, '$$slots' | '$$events'>
    : unknown`,
		own: `'children'`,
	},
}

// checked is a component whose props are compared.
type checked struct {
	page, name, from string
}

// Checks writes a module without code, whose types are wrong where a component
// does not accept the props that Go sends, demands some that Go does not send, or
// names one that never comes. Module is the file of [Program.Types], with the
// extension, and patterns are those of [Program.CheckComponents]; both are below
// dir. The module stands beside that of types. It is empty if no component has
// types.
func (p *Program) Checks(dir, module string, patterns ...string) (string, error) {
	found := map[string][]checked{}
	n := newNames()
	for _, own := range []string{"Accepted", "Accepts", "Checks", "Component", "ComponentProps", "ErrorBag", "Errors", "Given", "Name", "Never", "Pages", "Props", "PublicProps", "Sent", "SharedPageProps", "SvelteComponent", "Unsent"} {
		n.taken[own] = "a name of the module"
	}
	folder := filepath.Dir(absolute(dir, module))
	for _, page := range p.pages {
		file := findComponent(dir, page.component, patterns...)
		for _, d := range dialects {
			if file == "" || !strings.HasSuffix(file, d.suffix) {
				continue
			}
			relative, err := filepath.Rel(folder, absolute(dir, file))
			if err != nil {
				return "", fmt.Errorf("typescript: %w", err)
			}
			from := filepath.ToSlash(relative)
			if !d.keep {
				from = strings.TrimSuffix(from, d.suffix)
			}
			if !strings.HasPrefix(from, ".") {
				from = "./" + from
			}
			found[d.suffix] = append(found[d.suffix], checked{page.component, n.take("a component", ecma.Pascal(page.component)+"Page"), from})
		}
	}
	types := strings.TrimSuffix(filepath.Base(module), filepath.Ext(module))
	if len(found) == 0 {
		return "", nil
	}
	var head, body strings.Builder
	numbered := 0
	for _, d := range dialects {
		pages := found[d.suffix]
		if len(pages) == 0 {
			continue
		}
		number := "" // where a front end has components of two frameworks
		if numbered++; numbered > 1 {
			number = strconv.Itoa(numbered)
		}
		head.WriteString(d.imports)
		body.WriteString("\n/** The props that a component declares. */\ntype Accepted" + number + "<Component> = 0 extends 1 & Component ? any // eslint-disable-line @typescript-eslint/no-explicit-any\n  : " + d.accepted + "\n" +
			"\n/** The props that a component declares, and that never come. */\ntype Unsent" + number + "<Name extends keyof Pages, Component> =\n" +
			"  string extends keyof Accepted" + number + "<Component> ? never : Exclude<keyof Accepted" + number + "<Component>, keyof Sent<Name> | " + d.own + ">\n" +
			"\n/** Go sends what the component accepts. */\ntype Accepts" + number + "<Component, Given extends Accepted" + number + "<Component>> = [Component, Given]\n" +
			"\nexport type Checks" + number + " = [\n")
		for _, c := range pages {
			head.WriteString("import type " + c.name + " from " + ecma.Quote(c.from) + "\n")
			fmt.Fprintf(&body, "  Accepts%s<typeof %s, Sent<%s>>, Never<Unsent%[1]s<%[3]s, typeof %[2]s>>,\n", number, c.name, ecma.Quote(c.page))
		}
		body.WriteString("]\n")
	}
	from, err := patternsLine(dir, folder, patterns)
	if err != nil {
		return "", err
	}
	return "// Written by \"inertia types --pages\". Do not edit: change the Go code and run it again.\n" + from +
		"// It has no code. The line of a component is an error if Go sends other props than the component declares.\n" +
		"import type { ErrorBag, Errors" + sharedImport(p) + " } from '@inertiajs/core'\n" + head.String() +
		"import type { Pages } from " + ecma.Quote("./"+path.Base(types)) + "\n" +
		"\n/** The props that Go sends to a page. */\ntype Sent<Name extends keyof Pages> = Pages[Name] & " + sharedType(p) + "{ errors: Errors & ErrorBag }\n" +
		"\n/** No prop is declared that never comes. */\ntype Never<Props extends never> = Props\n" + body.String(), nil
}

func sharedImport(p *Program) string {
	if len(p.shared) == 0 {
		return ""
	}
	return ", SharedPageProps"
}

func sharedType(p *Program) string {
	if len(p.shared) == 0 {
		return "" // the client's own type has all names
	}
	return "Omit<SharedPageProps, keyof Pages[Name]> & "
}

func absolute(dir, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, name)
}
