package typescript

import (
	"maps"
	"slices"
	"strings"

	"go/types"
)

const header = `// Written by "inertia %s". Do not edit: change the Go code and run it again.
`

// Types writes the module of types: an interface for the props of each page, for
// the models and enums in them and the inputs of forms, and what is shared with
// every page as an augmentation of @inertiajs/core.
func (p *Program) Types() string {
	w := newWriter(p.docs)
	// Names of pages go first: models give way.
	names := map[string]string{}
	for _, page := range p.pages {
		name := pageName(page.component)
		names[page.component] = name
		w.taken[name] = true
	}
	var out []string
	for _, page := range p.pages {
		out = append(out, w.page(page, names[page.component]))
	}
	if len(p.pages) > 0 {
		list := "/** The props of every page, by its component. */\nexport interface Pages {\n"
		for _, page := range p.pages {
			list += "  " + quote(page.component) + ": " + names[page.component] + "\n"
		}
		out = append(out, list+"}")
	}
	for _, in := range p.inputs {
		if declared := w.input(in); declared != "" {
			out = append(out, declared)
		}
	}
	augmentation := w.augmentation(p)
	parts := slices.Concat(out, w.decls, []string{augmentation})
	return strings.Replace(header, "%s", "types", 1) + "import '@inertiajs/core'\n\n" + strings.Join(parts, "\n\n") + "\n"
}

// pageName is "ContactsIndexProps" for "Contacts/Index".
func pageName(component string) string {
	var b strings.Builder
	next := true
	for _, c := range component {
		letter := c == '_' || 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' && b.Len() > 0
		switch {
		case !letter:
			next = true
		case next:
			b.WriteString(strings.ToUpper(string(c)))
			next = false
		default:
			b.WriteRune(c)
		}
	}
	return b.String() + "Props"
}

func (w *writer) page(p page, name string) string {
	doc, owner := "The props of "+p.component+".", ""
	if named, ok := types.Unalias(p.props).(*types.Named); ok {
		owner = fullName(named.Obj())
		if text := w.docs[owner]; text != "" {
			doc = text
		}
	}
	structure, ok := p.props.Underlying().(*types.Struct)
	if !ok {
		return comment(doc, "") + "export type " + name + " = " + w.kind(p.props, owner)
	}
	if structure.NumFields() == 0 {
		return comment(doc, "") + "export type " + name + " = Record<never, never>"
	}
	return comment(doc, "") + "export interface " + name + " " + w.body(structure, owner, "")
}

// input declares what a form sends, under its own name or that of the function
// that reads it.
func (w *writer) input(in input) string {
	if named, ok := in.kind.(*types.Named); ok {
		w.declare(named)
		return ""
	}
	return "export interface " + in.name + " " + w.body(in.kind.(*types.Struct), in.name, "")
}

// augmentation tells the client what every page has.
func (w *writer) augmentation(p *Program) string {
	var b strings.Builder
	b.WriteString("declare module '@inertiajs/core' {\n  interface InertiaConfig {\n")
	value := "string"
	if p.allErrors {
		value = "string[]"
	}
	b.WriteString("    errorValueType: " + value + "\n")
	if len(p.flash) > 0 {
		b.WriteString("    flashDataType: {\n")
		for _, name := range slices.Sorted(maps.Keys(p.flash)) {
			var kinds []string
			for _, t := range p.flash[name] {
				if kind := w.kind(t, ""); !slices.Contains(kinds, kind) {
					kinds = append(kinds, kind)
				}
			}
			slices.Sort(kinds)
			b.WriteString("      " + propertyName(name) + "?: " + strings.Join(kinds, " | ") + "\n")
		}
		b.WriteString("    }\n")
	}
	if len(p.shared) > 0 {
		b.WriteString("    sharedPageProps: {\n")
		for _, s := range p.shared {
			mark := ""
			if mayBeAbsent(s.kind) {
				mark = "?"
			}
			kind := strings.ReplaceAll(w.kind(s.kind, ""), "\n", "\n      ")
			b.WriteString("      " + propertyName(s.name) + mark + ": " + kind + "\n")
		}
		b.WriteString("    }\n")
	}
	b.WriteString("  }\n}")
	return b.String()
}
