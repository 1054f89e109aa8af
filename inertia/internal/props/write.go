package props

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
)

// write appends the node's value and collects its metadata.
func (res *resolver) write(b *buffer, n *node, meta *metadata) error {
	if n.spec != nil {
		res.describe(n, meta)
	}
	switch n.shape {
	case walkObject:
		return res.writeItems(b, n, meta, "{", "}")
	case walkList:
		return res.writeItems(b, n, meta, "[", "]")
	}
	if n.outcome == pending {
		b.string(n.version) // of a page that is compared, not sent
		return nil
	}
	if err := encodeSafely(b, n.value); err != nil {
		return fmt.Errorf("%s%w", res.culprit(n.value, b.custom, 0), err)
	}
	return nil
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
			meta.rescued(c.path)
			continue
		case withheld:
			continue
		}
		start, said := len(b.out), len(meta.records)
		switch {
		case open == "{":
			b.key(c.name, first)
		case !first:
			b.text(",")
		}
		from := len(b.out)
		if err := res.write(b, c, meta); err != nil {
			if err = res.unwritten(c, err); err != nil {
				return err
			}
			// Nothing of the failed prop stays behind.
			b.out, meta.records = b.out[:start], meta.records[:said]
			meta.rescued(c.path)
			continue
		}
		if c.optional && b.endsEmpty() && c.lost() {
			b.out = b.out[:start] // everything it had was withheld or rescued
			continue
		}
		if rec := res.facts.Record; rec != nil && (c.spec != nil || n == &res.root) {
			rec.Wrote(c.place(), from, len(b.out))
		}
		first = false
	}
	b.text(end)
	return nil
}

// lost reports whether something inside n was to be sent, and is not.
func (n *node) lost() bool {
	return slices.ContainsFunc(n.items, func(c node) bool {
		return c.outcome == withheld || c.outcome == rescued || c.lost()
	})
}

// unwritten is the error of a node that does not encode, nil if the page goes
// on without it.
func (res *resolver) unwritten(n *node, err error) error {
	_, inside := errors.AsType[*propError](err) // a prop inside of n
	switch {
	case inside:
	case n.spec == nil:
		err = fmt.Errorf("%s: %w", n.name, err)
	default:
		err = res.failure(n.path, err)
	}
	if n.spec != nil && res.rescues(n) {
		res.rescue(n, err)
		return nil
	}
	if !inside {
		n.outcome, n.err = failed, err
	}
	return err
}

// endsEmpty reports whether the value just written is an object without
// members.
func (b *buffer) endsEmpty() bool { return bytes.HasSuffix(b.out, []byte("{}")) }

// maxCulprit bounds how deep the part that does not encode is looked for.
const maxCulprit = 64

// culprit is the path to the part of v that does not encode, as a prefix for
// the error. It tries the parts one by one, which is fine for a failing page.
func (res *resolver) culprit(v any, encoder Encoder, depth int) string {
	if v == nil || depth == maxCulprit {
		return ""
	}
	var entries []entry
	rv := reflect.ValueOf(v)
	switch p := res.engine.planOf(rv.Type()); {
	case p.role != rolePlain, p.walk == walkNone:
		return ""
	case p.walk == walkList:
		for i := range rv.Len() {
			entries = append(entries, entry{name: strconv.Itoa(i), value: rv.Index(i).Interface()})
		}
	default:
		entries, _ = res.engine.entriesOf(nil, v, At{})
	}
	for _, e := range entries {
		b := newBuffer()
		b.custom = encoder
		if encodeSafely(b, e.value) != nil {
			return e.name + ": " + res.culprit(e.value, encoder, depth+1)
		}
	}
	return ""
}

// describe lets the kinds of the prop say what they have to say.
func (res *resolver) describe(n *node, meta *metadata) {
	if n.spec == nil || len(n.spec.kinds) == 0 || n.outcome == skipped && res.facts.Partial {
		return
	}
	d := Description{
		Facts: &res.facts, Spec: n.spec, Path: n.path, Value: n.value, Absence: n.absence, Mark: n.mark,
		// On partial reloads a path that only leads to something asked for has
		// no labels.
		Labelled: !res.filtered || res.filter.targeted([]byte(n.path)),
		Reset:    slices.Contains(res.facts.Reset, n.path),
		Now:      res.now,
		meta:     meta,
	}
	for _, k := range n.spec.kinds {
		k.Describe(&d)
	}
}
