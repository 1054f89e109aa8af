package form

import (
	"strings"
	"unicode/utf8"
)

// formReader puts the keys and values of a query, an urlencoded or a multipart
// body into a tree.
type formReader struct {
	*limits
	root *node
	// ordered tells that pairs come as the client wrote them, so that
	// items[][name]=a&items[][price]=1 can be put together.
	ordered bool
}

func (l *limits) newForm(ordered bool) *formReader {
	return &formReader{limits: l, root: &node{kind: object, loose: true}, ordered: ordered}
}

// add puts a value at the place its key names.
func (f *formReader) add(key string, value *node, offset int64) error {
	value.loose = true
	switch {
	case !utf8.ValidString(key):
		return malformed("", offset, "the key %q is not UTF-8", shorten(key))
	case strings.IndexByte(key, 0) >= 0:
		return malformed("", offset, "a key holds a NUL")
	case !utf8.ValidString(value.text):
		return malformed(key, offset, "a text is not UTF-8")
	case strings.IndexByte(value.text, 0) >= 0:
		return malformed(key, offset, "a text holds a NUL")
	}
	path, ok := splitKey(key, f.maxDepth)
	if !ok {
		return malformed("", offset, "the key %q is malformed or nested deeper than %d levels", shorten(key), f.maxDepth)
	}
	if !f.ordered && strings.Contains(key, "[][") {
		return malformed(key, offset, "objects in a list need an index in a multipart body, as in items[0][name]")
	}
	at := f.root
	for i, name := range path[:len(path)-1] {
		next := at.child(name, path[i+1:])
		if next == nil {
			if err := f.count(key); err != nil {
				return err
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
		at = next
	}
	if err := f.count(key); err != nil {
		return err
	}
	name := path[len(path)-1]
	old := at.child(name, nil)
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
	if last.kind != object || last.holds(rest) {
		return nil
	}
	return last
}

// holds reports whether something is at path already.
func (n *node) holds(path []string) bool {
	for _, name := range path {
		if n.kind == list {
			return false
		}
		if n = n.get(name); n == nil {
			return false
		}
	}
	return true
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
// stands for [].
func splitKey(key string, maxDepth int) ([]string, bool) {
	if strings.IndexByte(key, '[') < 0 && strings.IndexByte(key, '.') < 0 {
		return []string{key}, key != "" && strings.IndexByte(key, ']') < 0
	}
	var path []string
	dotted := true // a name comes first, and after each dot
	for rest := key; rest != "" || dotted; {
		if len(path) == maxDepth {
			return nil, false
		}
		if dotted {
			end := strings.IndexAny(rest, ".[]")
			if end < 0 {
				end = len(rest)
			}
			if end == 0 || end < len(rest) && rest[end] == ']' {
				return nil, false
			}
			path, rest, dotted = append(path, rest[:end]), rest[end:], false
		} else {
			end := strings.IndexByte(rest, ']')
			if rest[0] != '[' || end < 0 || strings.IndexByte(rest[1:end], '[') >= 0 {
				return nil, false
			}
			path, rest = append(path, rest[1:end]), rest[end+1:]
		}
		if strings.HasPrefix(rest, ".") {
			rest, dotted = rest[1:], true
		}
	}
	return path, true
}
