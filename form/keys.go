package form

import (
	"strings"
	"unicode/utf8"
)

// formReader puts the keys and values of a query, an urlencoded or a multipart
// body into a tree.
type formReader struct {
	*reading
	root *node
}

func (l *reading) newForm() *formReader {
	return &formReader{reading: l, root: &node{kind: object, loose: true}}
}

// add puts a value at the place its key names. A value that no field takes is
// ignored, even if it is malformed.
func (f *formReader) add(key string, value *node, offset int64) error {
	value.loose = true
	path, wellFormed := splitKey(key, f.maxDepth)
	if !f.count() {
		return f.tooMany(key)
	}
	if !f.knows(path) {
		return nil
	}
	switch {
	case !utf8.ValidString(key):
		return malformed("", offset, "the key %q is not UTF-8", shorten(key))
	case strings.IndexByte(key, 0) >= 0:
		return malformed("", offset, "a key holds a NUL")
	case !wellFormed:
		return malformed("", offset, "the key %q is malformed or nested deeper than %d levels", shorten(key), f.maxDepth)
	case value.broken != "":
		return malformed(key, offset, "%s", value.broken)
	case !utf8.ValidString(value.text):
		return malformed(key, offset, "a text is not UTF-8")
	case strings.IndexByte(value.text, 0) >= 0:
		return malformed(key, offset, "a text holds a NUL")
	}
	// Browsers send each line break of a text as CR LF, in every form but JSON.
	value.text = strings.ReplaceAll(value.text, "\r\n", "\n")
	at := f.root
	for i, name := range path[:len(path)-1] {
		next := at.child(name, path[i+1:])
		if next == nil {
			if !f.count() {
				return f.tooMany(key)
			}
			next = &node{kind: object, loose: true}
			if path[i+1] == "" {
				next.kind = list
			}
			if !at.put(name, next) {
				return f.conflict(key, offset)
			}
		}
		if next.repeat || next.kind != object && next.kind != list {
			return f.conflict(key, offset)
		}
		at.latest = name
		at = next
	}
	name := path[len(path)-1]
	old := at.child(name, nil)
	at.latest = name
	switch {
	case old == nil:
		if !at.put(name, value) {
			return f.conflict(key, offset)
		}
	case old.repeat:
		old.nodes = append(old.nodes, value)
	case old.kind == text || old.kind == file:
		first := *old
		*old = node{kind: list, loose: true, repeat: true, nodes: []*node{&first, value}}
	default:
		return f.conflict(key, offset)
	}
	return nil
}

func (f *formReader) conflict(key string, offset int64) error {
	return malformed(key, offset, "a key contradicts an earlier one: a field is a value, a list a[], or has fields a[b], and only one of them")
}

// knows reports whether a field takes what is at path.
func (f *formReader) knows(path []string) bool {
	t := f.target
	for depth, name := range path {
		var known bool
		if t, known = f.takes(t, name, depth); !known {
			return false
		}
	}
	return len(path) > 0
}

// child finds what is at name. An empty name appends to a list, unless what is
// added belongs to the object that was begun last: of two keys items[][name]
// the second begins a new one.
func (n *node) child(name string, rest []string) *node {
	if n.kind == object {
		return n.get(name)
	}
	if name != "" || len(rest) == 0 || len(n.nodes) == 0 {
		return nil
	}
	last := n.nodes[len(n.nodes)-1]
	if last.kind == list || !last.goesOn(rest) {
		return nil
	}
	return last
}

// goesOn reports whether the value at path can be part of the object. It is
// not if something is there already, or if another field came since: clients
// write all of a field before the next.
func (n *node) goesOn(path []string) bool {
	for _, name := range path {
		if n.kind != object {
			return n.kind == list
		}
		next := n.get(name)
		if next == nil {
			return true
		}
		if n.latest != name {
			return false
		}
		n = next
	}
	return false
}

// put adds a new node under name, and reports whether name suits n.
func (n *node) put(name string, value *node) bool {
	if n.kind == list {
		if name == "" {
			n.nodes = append(n.nodes, value)
		}
		return name == ""
	}
	if name != "" {
		n.set(name, value)
	}
	return name != ""
}

// splitKey reads user[name], tags[], items[0].price and a.b. An empty name
// stands for []. Of a malformed key it returns the names it could read.
func splitKey(key string, maxDepth int) (path []string, wellFormed bool) {
	dotted := true // a name comes first, and after each dot
	for rest := key; rest != "" || dotted; {
		if len(path) == maxDepth {
			return path, false
		}
		if dotted {
			end := strings.IndexAny(rest, ".[]")
			if end < 0 {
				end = len(rest)
			}
			if end == 0 {
				return path, false
			}
			path = append(path, rest[:end])
			if rest, dotted = rest[end:], false; strings.HasPrefix(rest, "]") {
				return path, false
			}
		} else {
			end := strings.IndexByte(rest, ']')
			if rest[0] != '[' || end < 0 || strings.IndexByte(rest[1:end], '[') >= 0 {
				return path, false
			}
			path, rest = append(path, rest[1:end]), rest[end+1:]
		}
		if strings.HasPrefix(rest, ".") {
			rest, dotted = rest[1:], true
		}
	}
	return path, true
}
