package props

import (
	"cmp"
	"slices"

	"github.com/inertia-templ/shell/inertia/internal/record"
)

// Merge is the kind of props that the client joins with what it has.
type Merge struct {
	Rule
	On       bool // false if only MatchOn is said, which a scroll prop uses
	Deep     bool
	End      End      // of the value itself
	Appends  []string // paths inside the value
	Prepends []string
	MatchOn  []string // fields that tell items apart
}

// End is where new items of the value itself go.
type End uint8

// Ends of a list.
const (
	Last End = iota + 1 // if nothing is said
	First
)

// Over adds the paths of both.
func (m Merge) Over(inner Kind) Kind {
	i := inner.(Merge)
	return Merge{
		On:       m.On || i.On,
		Deep:     m.Deep || i.Deep,
		End:      cmp.Or(m.End, i.End),
		Appends:  slices.Concat(i.Appends, m.Appends),
		Prepends: slices.Concat(i.Prepends, m.Prepends),
		MatchOn:  slices.Concat(i.MatchOn, m.MatchOn),
	}
}

var (
	mergeProps     = &Section{Key: "mergeProps", Place: 10}
	prependProps   = &Section{Key: "prependProps", Place: 20}
	deepMergeProps = &Section{Key: "deepMergeProps", Place: 30}
	matchPropsOn   = &Section{Key: "matchPropsOn", Place: 40}
)

// Describe labels the prop, and those of its paths that are merged. A deferred
// prop is labelled before it is sent, one that the client keeps is not. Of a
// scroll prop nobody knows before it is sent which way it grows.
func (m Merge) Describe(d *Description) {
	_, scrolls := Find[Scroll](d.Spec)
	if !m.On || !d.Labelled || d.Reset || d.Absence == Kept || d.Absence != 0 && scrolls {
		return
	}
	switch {
	case m.Deep:
		d.Add(deepMergeProps, Record{Text: d.Path})
	case len(m.Appends)+len(m.Prepends) > 0:
		for _, path := range m.Appends {
			d.Add(mergeProps, Record{Text: d.Path + "." + path})
		}
		for _, path := range m.Prepends {
			d.Add(prependProps, Record{Text: d.Path + "." + path})
		}
	case m.End == First:
		d.Add(prependProps, Record{Text: d.Path})
	default:
		d.Add(mergeProps, Record{Text: d.Path})
	}
	m.match(d)
}

// match tells the client by which fields it knows items again.
func (m Merge) match(d *Description) {
	for _, field := range m.MatchOn {
		d.Add(matchPropsOn, Record{Text: d.Path + "." + field})
	}
}

// Note tells at which end the client adds items.
func (m Merge) Note(p *record.Prop) {
	if !m.On {
		return
	}
	p.Merge, p.Deep = record.Append, m.Deep
	if m.End == First || len(m.Prepends) > 0 && len(m.Appends) == 0 {
		p.Merge = record.Prepend
	}
}
