package props

import (
	"errors"
	"slices"
	"strings"

	"github.com/inertia-templ/shell/inertia/internal/record"
)

// report tells the record what became of every prop. err is why there is no
// page, nil if there is one.
func (p *Page) report(rec *record.Page, err error) {
	for i := range p.root.items {
		n := &p.root.items[i]
		noted := p.note(rec, n, err)
		noted.Shared = p.isShared(n.name)
	}
	for _, noted := range rec.Props() {
		if noted.Outcome != "" {
			continue
		}
		// Part of something that is not in the page.
		noted.Outcome, noted.From, noted.To = record.Rescued, 0, 0
		if err != nil {
			noted.Outcome = record.Cancelled
		}
	}
}

// note tells the record about n and the props inside it.
func (p *Page) note(rec *record.Page, n *node, err error) *record.Prop {
	noted := rec.Prop(n.place())
	noted.Outcome, noted.Err = p.became(n, err), n.err
	if noted.Outcome != record.Sent {
		noted.From, noted.To = 0, 0
	}
	if n.spec != nil {
		for _, k := range n.spec.kinds {
			k.Note(noted)
		}
		noted.Reset = slices.Contains(p.facts.Reset, n.path)
		if noted.Scroll && noted.Merge == "" {
			noted.Merge = record.Direction(p.facts.MergeIntent)
		}
	}
	p.noteInside(rec, n, err)
	return noted
}

// noteInside is note for the props inside of n.
func (p *Page) noteInside(rec *record.Page, n *node, err error) {
	for i := range n.items {
		if c := &n.items[i]; c.spec != nil {
			p.note(rec, c, err)
		} else {
			p.noteInside(rec, c, err)
		}
	}
}

// place is the path of a node that the record names.
func (n *node) place() string {
	if n.spec != nil && n.path != "" {
		return n.path
	}
	return n.name // of the page's own props
}

func (p *Page) became(n *node, err error) record.Outcome {
	switch {
	case n.outcome == skipped && n.absence&Kept != 0, p.unchanged && (n.outcome == sent || n.outcome == pending):
		return record.Cached
	case n.outcome == skipped:
		return record.Skipped
	case n.outcome == withheld:
		return record.Withheld
	case n.outcome == rescued:
		return record.Rescued
	case n.outcome == failed && p.ctx.Err() != nil && !errors.As(n.err, new(*PanicError)):
		return record.Cancelled
	case n.outcome == failed:
		return record.Failed
	case err != nil, n.outcome == pending:
		return record.Cancelled
	}
	return record.Sent
}

// isShared reports whether the prop of that name is shared, and not the page's
// own.
func (p *Page) isShared(name string) bool {
	shared := slices.ContainsFunc(p.shared, func(e entry) bool {
		first, _, _ := strings.Cut(e.name, ".")
		return first == name
	})
	return shared && indexOf(p.own, name) < 0
}
