package typescript

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/inertia-templ/shell/internal/ecma"
)

// property is a shared prop.
type property struct {
	name     string // with dots, it is inside of another
	kind     types.Type
	field    *field // of a struct of shared props
	requests bool   // shared for some requests alone
}

// absent reports whether a page may lack the prop, wherever it is shared.
func (p property) absent() bool {
	return mayBeAbsent(p.kind) || p.field != nil && (p.field.OmitEmpty || p.field.OmitZero || p.field.absent)
}

// sharedFunc notes the fields of the struct that a function of shared props
// returns.
func (s *scan) sharedFunc(id *ast.Ident) {
	args := s.info.Instances[id].TypeArgs
	if args.Len() == 0 {
		return
	}
	structure, ok := pointed(args.At(0)).Underlying().(*types.Struct)
	if !ok {
		return // a map tells no names
	}
	for _, f := range fieldsOf(structure) {
		if !f.isSecret() {
			s.p.shared = append(s.p.shared, property{name: f.Name, kind: f.variable.Type(), field: &f})
		}
	}
}

// sharedProp is what is shared under a name, by all places that share it.
type sharedProp struct {
	name   string
	all    []property
	inside []*sharedProp // by names with dots
}

// sharedTree puts props whose names have dots into objects, as pages send them.
func sharedTree(shared []property) []*sharedProp {
	var root sharedProp
	for _, p := range shared {
		at := &root
		for name := range strings.SplitSeq(p.name, ".") {
			i := slices.IndexFunc(at.inside, func(s *sharedProp) bool { return s.name == name })
			if i < 0 {
				i = len(at.inside)
				at.inside = append(at.inside, &sharedProp{name: name})
			}
			at = at.inside[i]
		}
		at.all = append(at.all, p)
	}
	return root.inside
}

// absent reports whether a page may lack the prop: if one place computes it for
// some visits alone, or none shares it with every request.
func (s *sharedProp) absent() bool {
	always := slices.ContainsFunc(s.all, func(p property) bool { return !p.requests }) ||
		slices.ContainsFunc(s.inside, func(s *sharedProp) bool { return !s.absent() })
	return !always || slices.ContainsFunc(s.all, property.absent)
}

// shared writes shared props as members of an object.
func (w *writer) shared(all []*sharedProp, indent string) string {
	var b strings.Builder
	for _, s := range all {
		mark := ""
		if s.absent() {
			mark = "?"
		}
		var kinds []string
		for _, p := range s.all {
			kind := w.kindOf(p)
			if !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
			}
		}
		slices.Sort(kinds)
		text := indented(strings.Join(kinds, " | "), indent)
		if len(s.inside) > 0 {
			object := "{\n" + w.shared(s.inside, indent+"  ") + indent + "}"
			switch {
			case len(kinds) == 0:
				text = object
			case len(kinds) > 1 || strings.Contains(text, " | "):
				text = "(" + text + ") & " + object
			default:
				text += " & " + object
			}
		}
		b.WriteString(indent + ecma.Property(s.name) + mark + ": " + text + "\n")
	}
	return b.String()
}

func (w *writer) kindOf(p property) string {
	if p.field != nil {
		kind, _ := w.property(*p.field)
		return kind.text
	}
	return w.kind(p.kind).text
}
