package inertia

import (
	"fmt"
	"strconv"
	"strings"
)

// page is the page object of one answer, before its props are encoded.
type page struct {
	component string
	url       string
	version   string
	props     *node
	shared    []string // top-level names of shared props
	flash     map[string]any

	encryptHistory   bool
	clearHistory     bool
	preserveFragment bool
}

// encode appends the page object, in the order of keys that Laravel uses.
// Metadata that says nothing is left out.
func (p *page) encode(b *buffer, res *resolver) error {
	b.text(`{"component":`)
	b.string(p.component)
	b.text(`,"props":`)
	var meta metadata
	if err := res.write(b, p.props, &meta); err != nil {
		if strings.HasPrefix(err.Error(), "inertia: ") {
			return err
		}
		return fmt.Errorf("inertia: props of %s: %w", p.component, err)
	}
	b.text(`,"url":`)
	b.string(p.url)
	b.text(`,"version":`)
	b.string(p.version)
	b.list(`,"sharedProps":`, p.shared)
	meta.encode(b)
	if p.clearHistory {
		b.text(`,"clearHistory":true`)
	}
	if p.encryptHistory {
		b.text(`,"encryptHistory":true`)
	}
	if len(p.flash) > 0 {
		b.text(`,"flash":`)
		if err := b.encode(p.flash); err != nil {
			return fmt.Errorf("inertia: flash of %s: %w", p.component, err)
		}
	}
	if p.preserveFragment {
		b.text(`,"preserveFragment":true`)
	}
	b.text("}")
	return nil
}

// list appends a list if there is anything in it.
func (b *buffer) list(key string, list []string) {
	if len(list) > 0 {
		b.text(key)
		b.strings(list)
	}
}

func (m *metadata) encode(b *buffer) {
	b.list(`,"mergeProps":`, m.merge)
	b.list(`,"prependProps":`, m.prepend)
	b.list(`,"deepMergeProps":`, m.deepMerge)
	b.list(`,"matchPropsOn":`, m.matchOn)
	for i, g := range m.deferred {
		b.open(i, `,"deferredProps":{`)
		b.key(g.name, i == 0)
		b.strings(g.paths)
	}
	b.close(len(m.deferred))
	b.list(`,"rescuedProps":`, m.rescued)
	for i, s := range m.scroll {
		b.open(i, `,"scrollProps":{`)
		b.key(s.path, i == 0)
		b.text(`{"pageName":`)
		b.string(s.PageName)
		b.text(`,"previousPage":`)
		b.cursor(s.PreviousPage)
		b.text(`,"nextPage":`)
		b.cursor(s.NextPage)
		b.text(`,"currentPage":`)
		b.cursor(s.CurrentPage)
		b.text(`,"reset":`)
		b.text(strconv.FormatBool(s.reset))
		b.text("}")
	}
	b.close(len(m.scroll))
	for i, o := range m.once {
		b.open(i, `,"onceProps":{`)
		b.key(o.key, i == 0)
		b.text(`{"prop":`)
		b.string(o.path)
		b.text(`,"expiresAt":`)
		if o.expiresAt == nil {
			b.text("null}")
		} else {
			b.text(strconv.FormatInt(*o.expiresAt, 10))
			b.text("}")
		}
	}
	b.close(len(m.once))
}

// open begins an object with its first member, close ends it if it has any.
func (b *buffer) open(index int, text string) {
	if index == 0 {
		b.text(text)
	}
}

func (b *buffer) close(members int) {
	if members > 0 {
		b.text("}")
	}
}

// cursor appends a page number or cursor; what does not encode is no page.
func (b *buffer) cursor(v any) {
	at := len(b.out)
	if b.encode(v) != nil {
		b.out = b.out[:at]
		b.text("null")
	}
}
