package props

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Page makes the page object of one answer. It comes from [Engine.Page] and is
// given back with [Page.Close].
type Page struct {
	resolver
	*buffer
	meta             metadata
	shared, own, all []entry
	unlisted         string // a shared prop that is not named as one

	digest    []byte // of the versions of what is sent, see compareVersions
	unchanged bool   // the client has what they stand for
}

// Object is what a page object says besides its props.
type Object struct {
	URL     string
	Version string
	// SharedKeys lists the names of shared props.
	SharedKeys bool
	Flash      map[string]any

	EncryptHistory   bool
	ClearHistory     bool
	PreserveFragment bool
}

// Page begins the page object for a request.
func (e *Engine) Page(ctx context.Context, f Facts) *Page {
	p := e.pages.Get().(*Page)
	p.engine, p.ctx, p.facts = e, ctx, f
	if f.Partial && (len(f.Only) > 0 || len(f.Except) > 0) {
		p.filtered, p.filter = true, newFilter(f.Only, f.Except)
	}
	p.custom = f.Encoder
	return p
}

// Share adds a prop that the page's own of that name wins over.
func (p *Page) Share(name string, value any) {
	p.shared = append(p.shared, entry{name: p.engine.key(name), value: value})
}

// ShareUnlisted is Share for a prop that each page has its own value of, so that
// the client does not keep it for the next.
func (p *Page) ShareUnlisted(name string, value any) {
	p.unlisted = name
	p.shared = append(p.shared, entry{name: name, value: value})
}

// ShareAll is Share for each prop of a set, whose names it returns.
func (p *Page) ShareAll(props any) (names []string, err error) {
	n := len(p.shared)
	if p.shared, err = p.engine.entriesOf(p.shared, props, p.at(nil)); err != nil {
		return nil, err
	}
	for _, e := range p.shared[n:] {
		names = append(names, e.name)
	}
	return names, nil
}

// ShareNothing shares an empty object, which partial reloads always send.
func (p *Page) ShareNothing(name string) { p.Share(name, literal("{}")) }

// Append appends the page object with props to dst, which it owns until it
// returns. always names a prop that partial reloads always send.
func (p *Page) Append(dst []byte, props any, always string, o Object) ([]byte, error) {
	dst, err := p.append(dst, props, always, o)
	if rec := p.facts.Record; rec != nil {
		p.report(rec, err)
	}
	return dst, err
}

func (p *Page) append(dst []byte, props any, always string, o Object) ([]byte, error) {
	var err error
	if p.own, err = p.entries(p.own, props); err != nil {
		return dst, err
	}
	if p.unlisted != "" && indexOf(p.own, p.unlisted) >= 0 {
		return dst, fmt.Errorf("inertia: %s has a prop of its own named %q, under which the client looks for what Meta says; give the prop another name", p.facts.Component, p.unlisted)
	}
	var sharedNames []string
	if p.facts.MergeShared {
		p.mergeInto(p.shared, p.own)
	}
	p.all, sharedNames = assemble(p.all, p.shared, p.own)
	p.keep(always)
	if !o.SharedKeys {
		sharedNames = nil
	} else if p.unlisted != "" {
		sharedNames = slices.DeleteFunc(sharedNames, func(name string) bool { return name == p.unlisted })
	}
	if !p.build(p.all) {
		if p.compareVersions(o, sharedNames); p.unchanged {
			return dst, nil
		}
		p.run(&p.root)
	}
	if err := p.settle(&p.root); err != nil {
		return dst, err
	}
	p.out = dst
	err = p.encode(o, sharedNames)
	dst, p.out = p.out, nil
	if p.isPartly() {
		p.digest = nil
	}
	return dst, err
}

// Leaks are the secrets that were recognised, whether they were sent or not.
func (p *Page) Leaks() []Leak { return p.leaked.list }

// keep makes a prop survive partial reloads.
func (p *Page) keep(name string) {
	i := indexOf(p.all, name)
	if i < 0 {
		return
	}
	if _, ok := p.all[i].value.(literal); !ok && p.engine.specOf(p.all[i].value) == nil {
		p.all[i].value = p.engine.Spec(p.all[i].value, Always{})
	}
}

// encode writes the page object, in the order of keys that Laravel uses.
// Metadata that says nothing is left out.
func (p *Page) encode(o Object, shared []string) error {
	b := p.buffer
	b.text(`{"component":`)
	b.string(p.facts.Component)
	b.text(`,"props":`)
	if err := p.write(b, &p.root, &p.meta); err != nil {
		if _, ok := errors.AsType[*propError](err); ok {
			return err
		}
		return fmt.Errorf("inertia: props of %s: %w", p.facts.Component, err)
	}
	if err := p.encodeLive(b); err != nil {
		return err
	}
	b.text(`,"url":`)
	b.string(o.URL)
	b.text(`,"version":`)
	b.string(o.Version)
	if len(shared) > 0 {
		b.text(`,"sharedProps":`)
		b.strings(shared)
	}
	p.meta.encode(b)
	if o.ClearHistory {
		b.text(`,"clearHistory":true`)
	}
	if o.EncryptHistory {
		b.text(`,"encryptHistory":true`)
	}
	if len(o.Flash) > 0 {
		b.text(`,"flash":`)
		if err := encodeSafely(b, o.Flash); err != nil {
			return fmt.Errorf("inertia: flash of %s: %w", p.facts.Component, err)
		}
	}
	if o.PreserveFragment {
		b.text(`,"preserveFragment":true`)
	}
	b.text("}")
	return nil
}

// A page with more props than that is not kept, so that a single huge one does
// not stay in memory for good.
const maxKept = 128

// Close ends the page, and keeps its memory for the next.
func (p *Page) Close() {
	if cap(p.root.items)+cap(p.all)+cap(p.meta.records) > maxKept {
		return
	}
	clear(p.shared)
	clear(p.own)
	clear(p.all)
	clear(p.root.items)
	clear(p.meta.records)
	e := p.engine
	*p = Page{
		resolver: resolver{root: node{items: p.root.items[:0]}},
		buffer:   p.buffer,
		meta:     metadata{p.meta.records[:0]},
		shared:   p.shared[:0], own: p.own[:0], all: p.all[:0],
	}
	p.out, p.custom = nil, nil
	e.pages.Put(p)
}
