package typescript

import (
	"errors"
	"go/types"
	"maps"
	"slices"
	"strings"

	"github.com/inertia-templ/shell/internal/ecma"
)

const header = `// Written by "inertia types". Do not edit: change the Go code and run it again.
import '@inertiajs/core'

`

// Types writes the module of types: an interface for the props of each page, for
// the models and enums in them and the inputs of forms, and what is shared with
// every page as an augmentation of @inertiajs/core. No name in it is one of
// TypeScript or of browsers; two pages that come to one name are an error.
func (p *Program) Types() (string, error) {
	n := newNames()
	m := module{program: p, pages: map[string]string{}, inputs: make([]string, len(p.inputs))}
	var errs []error
	for _, page := range p.pages {
		name, err := n.page(page)
		m.pages[page.component] = name
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return "", err
	}
	m.nameInputs(n)
	m.write(newWriter(p, n)) // to find the types that need names
	n.assign(p.source)
	return m.write(newWriter(p, n)), nil
}

// module is the file that is written.
type module struct {
	program *Program
	pages   map[string]string // names of props by component
	inputs  []string          // names of those types that have none
}

// nameInputs names inputs in the order of the source. Where several have the
// same name in mind, methods put their type's in front.
func (m *module) nameInputs(n *names) {
	count := map[string]int{}
	for _, in := range m.program.inputs {
		if len(in.names) > 0 {
			count[in.names[0]]++
		}
	}
	known := map[string][]int{} // by the name in mind
	for i, in := range m.program.inputs {
		if len(in.names) == 0 {
			continue
		}
		wanted := in.names
		if count[wanted[0]] > 1 {
			wanted = wanted[len(wanted)-1:]
		}
		same := func(j int) bool { return types.Identical(m.program.inputs[j].kind, in.kind) }
		if j := slices.IndexFunc(known[wanted[0]], same); j >= 0 {
			continue // the same struct, read twice
		}
		known[wanted[0]] = append(known[wanted[0]], i)
		m.inputs[i] = n.take("an input at "+in.at.String(), wanted...)
	}
}

func (m *module) write(w *writer) string {
	var out []string
	for _, page := range m.program.pages {
		out = append(out, w.page(page, m.pages[page.component]))
	}
	if len(m.pages) > 0 {
		list := "/** The props of every page, by its component. */\nexport interface Pages {\n"
		for _, page := range m.program.pages {
			list += "  " + ecma.Quote(page.component) + ": " + m.pages[page.component] + "\n"
		}
		out = append(out, list+"}")
	}
	for i, in := range m.program.inputs {
		switch kind := in.kind.(type) {
		case *types.Named:
			w.named(kind, true)
		case *types.Struct:
			if m.inputs[i] != "" {
				out = append(out, "export interface "+m.inputs[i]+" "+w.body(kind))
			}
		}
	}
	augmentation := w.augmentation(m.program)
	return header + strings.Join(slices.Concat(out, w.decls, []string{augmentation}), "\n\n") + "\n"
}

func (w *writer) page(p page, name string) string {
	doc := "The props of " + p.component + "."
	props := pointed(p.props)
	if named, ok := props.(*types.Named); ok {
		if text := w.source.doc(named.Obj()); text != "" {
			doc = text
		}
	}
	structure, ok := props.Underlying().(*types.Struct)
	switch {
	case !ok:
		return comment(doc, "") + "export type " + name + " = " + w.kind(props).text
	case len(fieldsOf(structure)) == 0:
		return comment(doc, "") + "export type " + name + " = Record<never, never>"
	}
	return comment(doc, "") + "export interface " + name + " " + w.body(structure)
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
			b.WriteString("      " + ecma.Property(name) + "?: " + indented(w.union(p.flash[name]), "      ") + "\n")
		}
		b.WriteString("    }\n")
	}
	if len(p.shared) > 0 {
		b.WriteString("    sharedPageProps: {\n")
		b.WriteString(w.shared(sharedTree(p.shared), "      "))
		b.WriteString("    }\n")
	}
	b.WriteString("  }\n}")
	return b.String()
}

// union is any of some types.
func (w *writer) union(all []types.Type) string {
	var kinds []string
	for _, t := range all {
		if kind := w.kind(t).text; !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	return strings.Join(kinds, " | ")
}
