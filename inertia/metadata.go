package inertia

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
)

// metadata is what the page object says about its props. Its parts are filled
// while the props are written, in the order of declaration.
type metadata struct {
	merge, prepend, deepMerge, matchOn []string

	deferred []deferredGroup
	rescued  []string
	scroll   []scrollEntry
	once     []onceEntry
}

type deferredGroup struct {
	name  string
	paths []string
}

type scrollEntry struct {
	path string
	ScrollMetadata
	reset bool
}

type onceEntry struct {
	key, path string
	expiresAt *int64
}

// write appends the node's value and collects its metadata.
func (res *resolver) write(b *buffer, n *node, meta *metadata) error {
	if n.prop != nil {
		res.describe(n, meta)
	}
	switch n.shape {
	case walkObject:
		return res.writeItems(b, n, meta, "{", "}")
	case walkList:
		return res.writeItems(b, n, meta, "[", "]")
	}
	if err := encodeSafely(b, n.value); err != nil {
		return fmt.Errorf("%s%w", culprit(n.value, 0), err)
	}
	return nil
}

// culprit is the path to the part of v that does not encode, as a prefix for
// the error. It tries the parts one by one, which is fine for a failing page.
func culprit(v any, depth int) string {
	entries, err := entriesOf(nil, v, PropContext{})
	if err != nil || v == nil || planOf(reflect.TypeOf(v)).walk == walkNone {
		rv := reflect.ValueOf(v)
		if !rv.IsValid() || planOf(rv.Type()).walk != walkList {
			return ""
		}
		for i := range rv.Len() {
			entries = append(entries, entry{strconv.Itoa(i), rv.Index(i).Interface()})
		}
	}
	for _, e := range entries {
		var b buffer
		b.std = json.NewEncoder(&b)
		if err := encodeSafely(&b, e.value); err != nil && depth < maxDepth {
			return e.name + ": " + culprit(e.value, depth+1)
		}
	}
	return ""
}

func (res *resolver) writeItems(b *buffer, n *node, meta *metadata, open, end string) error {
	b.text(open)
	first := true
	for i := range n.items {
		c := &n.items[i]
		switch c.outcome {
		case skipped:
			res.describe(c, meta)
			continue
		case rescued:
			meta.rescued = append(meta.rescued, c.path)
			continue
		}
		start, before, gone := len(b.out), meta.lengths(), len(meta.rescued)
		switch {
		case open == "{":
			b.key(c.name, first)
		case !first:
			b.text(",")
		}
		if err := res.write(b, c, meta); err != nil {
			if c.prop == nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			if res.settle(c, err); c.outcome != rescued {
				return c.err
			}
			// Nothing of the failed prop stays behind.
			b.out = b.out[:start]
			meta.truncate(before)
			meta.rescued = append(meta.rescued, c.path)
			continue
		}
		if c.optional && len(meta.rescued) > gone && b.endsEmpty() {
			b.out = b.out[:start] // all that it had was rescued
			continue
		}
		first = false
	}
	b.text(end)
	return nil
}

// endsEmpty reports whether the value just written is an object without
// members.
func (b *buffer) endsEmpty() bool {
	return bytes.HasSuffix(b.out, []byte("{}"))
}

// encodeSafely turns a panic of an encoder or a MarshalJSON into an error.
func encodeSafely(b *buffer, v any) (err error) {
	defer caught(&err)
	return b.encode(v)
}

// describe adds what the prop of n says to the metadata.
func (res *resolver) describe(n *node, meta *metadata) {
	p := n.prop
	if p == nil {
		return
	}
	if n.outcome == skipped {
		switch {
		case res.partial:
			return
		case p.deferred && !(res.info.IsInertia && res.remembered(p, n.path)):
			meta.addDeferred(p.group, n.path)
		case !p.deferred && !p.optional: // a once prop the client has
			res.describeOnce(n, meta)
			return
		}
		if p.scroll == nil {
			res.describeMerge(n, meta)
		}
		res.describeOnce(n, meta)
		return
	}
	res.describeMerge(n, meta)
	res.describeScroll(n, meta)
	res.describeOnce(n, meta)
}

// labelled reports whether the request lets path carry labels: on partial
// reloads a path that only leads to something asked for does not.
func (res *resolver) labelled(path string) bool {
	return !res.filtered || res.filter.targeted([]byte(path))
}

func (res *resolver) describeMerge(n *node, meta *metadata) {
	p := n.prop
	if !p.merge.on && p.scroll == nil || res.resets(n.path) || !res.labelled(n.path) {
		return
	}
	switch m := p.merge; {
	case m.deep:
		meta.deepMerge = append(meta.deepMerge, n.path)
	case p.scroll != nil && !m.on:
		if label := p.scroll.label(n.path); res.info.MergeIntent == "prepend" {
			meta.prepend = append(meta.prepend, label)
		} else {
			meta.merge = append(meta.merge, label)
		}
	case len(m.appends) == 0 && len(m.prepends) == 0 && m.prepend:
		meta.prepend = append(meta.prepend, n.path)
	case len(m.appends) == 0 && len(m.prepends) == 0:
		meta.merge = append(meta.merge, n.path)
	default:
		for _, path := range m.appends {
			meta.merge = append(meta.merge, n.path+"."+path)
		}
		for _, path := range m.prepends {
			meta.prepend = append(meta.prepend, n.path+"."+path)
		}
	}
	for _, match := range p.matchOn {
		meta.matchOn = append(meta.matchOn, n.path+"."+match)
	}
}

func (res *resolver) describeScroll(n *node, meta *metadata) {
	p := n.prop
	if p.scroll == nil || !res.labelled(n.path) {
		return
	}
	m, ok := p.scroll.metadata(n.value)
	if !ok {
		return
	}
	if p.scroll.pageName != "" {
		m.PageName = p.scroll.pageName
	}
	if m.PageName == "" {
		m.PageName = "page"
	}
	meta.scroll = append(meta.scroll, scrollEntry{n.path, m, res.resets(n.path)})
}

func (res *resolver) describeOnce(n *node, meta *metadata) {
	if n.prop.once == nil || !res.labelled(n.path) {
		return
	}
	key := n.prop.once.key
	if key == "" {
		key = n.path
	}
	e := onceEntry{key, n.path, n.prop.once.expiresAt(res.now())}
	if i := slices.IndexFunc(meta.once, func(o onceEntry) bool { return o.key == key }); i >= 0 {
		meta.once[i] = e // one key names one value
		return
	}
	meta.once = append(meta.once, e)
}

func (res *resolver) resets(path string) bool { return slices.Contains(res.info.Reset, path) }

func (m *metadata) addDeferred(group, path string) {
	if group == "" {
		group = "default"
	}
	for i := range m.deferred {
		if m.deferred[i].name == group {
			m.deferred[i].paths = append(m.deferred[i].paths, path)
			return
		}
	}
	m.deferred = append(m.deferred, deferredGroup{group, []string{path}})
}

// lengths and truncate take back what a failed prop added. Only partial
// reloads rescue, and those have no deferred groups.
func (m *metadata) lengths() [7]int {
	return [7]int{len(m.merge), len(m.prepend), len(m.deepMerge), len(m.matchOn), len(m.rescued), len(m.scroll), len(m.once)}
}

func (m *metadata) truncate(to [7]int) {
	m.merge, m.prepend, m.deepMerge = m.merge[:to[0]], m.prepend[:to[1]], m.deepMerge[:to[2]]
	m.matchOn, m.rescued = m.matchOn[:to[3]], m.rescued[:to[4]]
	m.scroll, m.once = m.scroll[:to[5]], m.once[:to[6]]
}
