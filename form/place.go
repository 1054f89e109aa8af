package form

import "strings"

// place is where a value is inside of the struct that is filled or validated.
// The root has no parent. A place knows what the whole path decides, so that
// paths need not be spelled out for every value.
type place struct {
	up     *place
	name   string
	field  *field // the nearest struct field
	item   int    // the position in that field's list, from 1; 0 if not in one
	chosen int    // bytes of the path that a client chose: names of map entries

	asked  *query   // what a live validation asks for here, nil for everything
	broken *nameSet // what could not be filled from here on
}

func (p *place) below(name string) *place {
	return &place{
		up: p, name: name, field: p.field, chosen: p.chosen,
		asked: p.asked.step(name), broken: p.broken.step(name),
	}
}

func (p *place) inField(f *field) *place {
	in := p.below(f.name)
	in.field = f
	return in
}

func (p *place) inKey(name string) *place {
	in := p.below(name)
	in.chosen += len(name)
	return in
}

func (p *place) inItem(i int, name string) *place {
	in := p.below(name)
	in.item = i + 1
	return in
}

// wanted reports whether messages for this place are asked for.
func (p *place) wanted() bool { return p.asked == nil || p.asked.covered }

// concerned reports whether messages for this place or below it are asked for.
func (p *place) concerned() bool { return p.asked == nil || p.asked.covered || p.asked.leads() }

// leadsOn reports whether only messages below this place are asked for.
func (p *place) leadsOn() bool { return p.asked != nil && p.asked.leads() }

// isBroken reports whether the value here could not be filled.
func (p *place) isBroken() bool { return p.broken != nil && p.broken.end }

// path joins the names, as "items.0.price".
func (p *place) path() string { return strings.Join(p.names(), ".") }

func (p *place) names() []string {
	depth := 0
	for at := p; at.up != nil; at = at.up {
		depth++
	}
	names := make([]string, depth)
	for at := p; at.up != nil; at = at.up {
		depth--
		names[depth] = at.name
	}
	return names
}

// maxChosen is how many bytes of a message's key a client may choose. A key is
// repeated for each message below it, so long ones would multiply what the
// client sent.
const maxChosen = 200

// keyed is the place whose path a message for p is kept under: p itself, or
// the nearest one above it whose path has a bounded length.
func (p *place) keyed() *place {
	for p.chosen > maxChosen {
		p = p.up
	}
	return p
}
