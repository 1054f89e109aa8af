package inertia

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"
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

var buffers = sync.Pool{New: func() any {
	b := new(buffer)
	b.std = json.NewEncoder(&b.Buffer)
	return b
}}

// maxPooled keeps a single huge page from staying in memory for good.
const maxPooled = 1 << 20

func getBuffer(custom Encoder) *buffer {
	b := buffers.Get().(*buffer)
	b.custom = custom
	return b
}

func putBuffer(b *buffer) {
	if b.Cap() > maxPooled {
		return
	}
	b.Reset()
	b.custom = nil
	buffers.Put(b)
}

// encode appends the page object, in the order of keys that Laravel uses.
// Metadata that says nothing is left out.
func (p *page) encode(b *buffer, res *resolver) error {
	b.WriteString(`{"component":`)
	b.string(p.component)
	b.WriteString(`,"props":`)
	var meta metadata
	if err := res.write(b, p.props, &meta); err != nil {
		if strings.HasPrefix(err.Error(), "inertia: ") {
			return err
		}
		return fmt.Errorf("inertia: props of %s: %w", p.component, err)
	}
	b.WriteString(`,"url":`)
	b.string(p.url)
	b.WriteString(`,"version":`)
	b.string(p.version)
	b.list(`,"sharedProps":`, p.shared)
	meta.encode(b)
	if p.clearHistory {
		b.WriteString(`,"clearHistory":true`)
	}
	if p.encryptHistory {
		b.WriteString(`,"encryptHistory":true`)
	}
	if len(p.flash) > 0 {
		b.WriteString(`,"flash":`)
		if err := b.encode(p.flash); err != nil {
			return fmt.Errorf("inertia: flash of %s: %w", p.component, err)
		}
	}
	if p.preserveFragment {
		b.WriteString(`,"preserveFragment":true`)
	}
	b.WriteByte('}')
	return nil
}

// list appends a list if there is anything in it.
func (b *buffer) list(key string, list []string) {
	if len(list) > 0 {
		b.WriteString(key)
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
		b.WriteString(`{"pageName":`)
		b.string(s.PageName)
		b.WriteString(`,"previousPage":`)
		b.cursor(s.PreviousPage)
		b.WriteString(`,"nextPage":`)
		b.cursor(s.NextPage)
		b.WriteString(`,"currentPage":`)
		b.cursor(s.CurrentPage)
		b.WriteString(`,"reset":`)
		b.WriteString(strconv.FormatBool(s.reset))
		b.WriteByte('}')
	}
	b.close(len(m.scroll))
	for i, o := range m.once {
		b.open(i, `,"onceProps":{`)
		b.key(o.key, i == 0)
		b.WriteString(`{"prop":`)
		b.string(o.path)
		b.WriteString(`,"expiresAt":`)
		if o.expiresAt == nil {
			b.WriteString("null}")
		} else {
			b.WriteString(strconv.FormatInt(*o.expiresAt, 10))
			b.WriteByte('}')
		}
	}
	b.close(len(m.once))
}

// open begins an object with its first member, close ends it if it has any.
func (b *buffer) open(index int, text string) {
	if index == 0 {
		b.WriteString(text)
	}
}

func (b *buffer) close(members int) {
	if members > 0 {
		b.WriteByte('}')
	}
}

// cursor appends a page number or cursor; what does not encode is no page.
func (b *buffer) cursor(v any) {
	at := b.Len()
	if b.encode(v) != nil {
		b.Truncate(at)
		b.WriteString("null")
	}
}
