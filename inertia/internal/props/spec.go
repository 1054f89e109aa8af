package props

import (
	"reflect"
	"slices"

	"github.com/inertia-templ/shell/inertia/internal/record"
)

// Spec is what is known of one prop before it is sent: where its value comes
// from, and the kinds that say when it is sent and what the page object says
// of it. A Spec never changes; With returns another.
type Spec struct {
	source
	kinds []Kind
}

// Kind is one thing that can be said of a prop, as that the client remembers
// it. Whatever a kind does stands in its type: a kind more is a type more.
// Types embed [Rule] for what they have nothing to say about.
type Kind interface {
	// Over joins what this kind says with what an inner one of the same type
	// says. This one counts where both say something.
	Over(inner Kind) Kind
	// Absent tells whether full visits leave the prop at path out. mark is that
	// of its tags.
	Absent(f *Facts, path, mark string) Absence
	// Survives reports whether partial reloads send the prop unasked.
	Survives() bool
	// Check refuses a value that cannot be sent as this kind.
	Check(value any) error
	// Describe adds what the page object says of the prop.
	Describe(d *Description)
	// Note adds what the record says of the prop.
	Note(p *record.Prop)
}

// Absence is why a full visit leaves a prop out.
type Absence uint8

// Reasons of an absence, which may be several.
const (
	Later Absence = 1 << iota // a later request fetches it
	Kept                      // the client has it
)

// Rule has the methods of a [Kind] that says nothing.
type Rule struct{}

// Absent leaves nothing out.
func (Rule) Absent(*Facts, string, string) Absence { return 0 }

// Survives lets the filter decide.
func (Rule) Survives() bool { return false }

// Check refuses nothing.
func (Rule) Check(any) error { return nil }

// Describe adds nothing.
func (Rule) Describe(*Description) {}

// Note adds nothing.
func (Rule) Note(*record.Prop) {}

// Spec returns the spec of a prop with the value v, or the one that the
// function v computes, of the given kinds. If v is a prop itself the kinds go
// around it, so that Merge(Defer(f)) is Defer(f).Merge().
func (e *Engine) Spec(v any, kinds ...Kind) *Spec {
	spec := e.specOf(v)
	if spec == nil {
		spec = &Spec{source: sourceOf(v), kinds: kinds}
	} else {
		spec = spec.around(kinds)
	}
	if record.SourcesWanted() {
		return spec.With(Made{At: record.Caller()})
	}
	return spec
}

// With returns the spec with k, which wins over what was said before.
func (s *Spec) With(k Kind) *Spec {
	spec := *s
	for i, inner := range s.kinds {
		if sameType(inner, k) {
			spec.kinds = slices.Clone(s.kinds)
			spec.kinds[i] = k.Over(inner)
			return &spec
		}
	}
	spec.kinds = append(slices.Clip(s.kinds), k)
	return &spec
}

// around returns the spec with the kinds of an outer prop over its own.
func (s *Spec) around(outer []Kind) *Spec {
	for _, k := range outer {
		s = s.With(k)
	}
	return s
}

// Find returns what the spec says of kind K, or the zero K.
func Find[K Kind](s *Spec) (kind K, found bool) {
	for _, k := range s.kinds {
		if kind, found = k.(K); found {
			return kind, true
		}
	}
	return kind, false
}

func (s *Spec) absent(f *Facts, path, mark string) (a Absence) {
	for _, k := range s.kinds {
		a |= k.Absent(f, path, mark)
	}
	return a
}

func (s *Spec) survives() bool { return slices.ContainsFunc(s.kinds, Kind.Survives) }

func (s *Spec) check(value any) error {
	for _, k := range s.kinds {
		if err := k.Check(value); err != nil {
			return err
		}
	}
	return nil
}

func sameType(a, b Kind) bool { return reflect.TypeOf(a) == reflect.TypeOf(b) }
