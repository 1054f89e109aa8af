package form

import (
	"encoding/json"
	"mime/multipart"
	"slices"
	"strconv"
	"strings"
)

// node is one value of a body. Every encoding is read into the same tree, so
// that what follows cannot tell them apart more than they differ.
type node struct {
	kind   nodeKind
	text   string                // text as it is; numbers and booleans as they are written
	file   *multipart.FileHeader // an uploaded file
	names  []string              // an object's keys, in the body's order
	nodes  []*node               // what an object or a list holds
	index  map[string]int        // an object's keys to positions in nodes
	raw    []byte                // the JSON it was read from
	loose  bool                  // from a form, where a text may stand for any scalar
	repeat bool                  // a list because its plain key came more than once
	latest string                // the key of an object in a form that came last
	broken string                // what is wrong with a value, if a field takes it
}

type nodeKind uint8

const (
	null nodeKind = iota
	text
	number
	boolean
	list
	object
	file
)

// get returns what an object holds under name.
func (n *node) get(name string) *node {
	if i, ok := n.index[name]; ok {
		return n.nodes[i]
	}
	return nil
}

// set adds a key that the object does not have yet.
func (n *node) set(name string, value *node) {
	if n.index == nil {
		n.index = map[string]int{}
	}
	n.index[name] = len(n.nodes)
	n.names = append(n.names, name)
	n.nodes = append(n.nodes, value)
}

// empty reports whether the node says "nothing": null, or the empty text that
// stands for it in forms.
func (n *node) empty() bool {
	return n.kind == null || n.kind == text && n.text == ""
}

// elements returns the node as a list: what it holds, and the indices under
// which the client knows it if those are not 0, 1, 2 ...
//
// In a form a list may be written items[0], items[7]. It is as long as it has
// members, however large the indices are.
func (n *node) elements() (nodes []*node, labels []string, ok bool) {
	switch {
	case n.kind == list:
		return n.nodes, nil, true
	case n.loose && (n.kind == text || n.kind == file):
		return []*node{n}, nil, true
	case !n.loose || n.kind != object:
		return nil, nil, false
	}
	order := make([]int, len(n.names))
	at := make([]int, len(n.names))
	for i, name := range n.names {
		index, isIndex := listIndex(name)
		if !isIndex {
			return nil, nil, false
		}
		order[i], at[i] = i, index
	}
	slices.SortFunc(order, func(a, b int) int { return at[a] - at[b] })
	sparse := false
	for position, i := range order {
		nodes = append(nodes, n.nodes[i])
		labels = append(labels, n.names[i])
		sparse = sparse || at[i] != position
	}
	if !sparse {
		labels = nil
	}
	return nodes, labels, true
}

// listIndex reads a decimal index without leading zeros.
func listIndex(s string) (int, bool) {
	if s == "" || len(s) > 9 || len(s) > 1 && s[0] == '0' || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	i, err := strconv.Atoi(s)
	return i, err == nil
}

// value is the node as encoding/json would put it into an empty interface. A
// number that no float64 can hold stays text.
func (n *node) value() any {
	switch n.kind {
	case text:
		return n.text
	case number:
		if f, err := strconv.ParseFloat(n.text, 64); err == nil {
			return f
		}
		return n.text
	case boolean:
		return n.text == "true"
	case file:
		return n.file
	case list:
		return values(n.nodes)
	case object:
		if nodes, labels, ok := n.elements(); ok && labels == nil && len(nodes) > 0 {
			return values(nodes)
		}
		m := make(map[string]any, len(n.names))
		for i, name := range n.names {
			m[name] = n.nodes[i].value()
		}
		return m
	}
	return nil
}

func values(nodes []*node) []any {
	all := make([]any, len(nodes))
	for i, n := range nodes {
		all[i] = n.value()
	}
	return all
}

// json is the node as JSON, for types that read themselves.
func (n *node) json() ([]byte, error) {
	if n.raw != nil {
		return n.raw, nil
	}
	return json.Marshal(n.value())
}

// unquoted is the value within a JSON string that holds JSON, as the option
// string of a json tag asks for, or else the node itself.
func (n *node) unquoted() *node {
	if n.kind != text || n.loose {
		return n
	}
	var value any
	if json.Unmarshal([]byte(n.text), &value) != nil {
		return n
	}
	switch value := value.(type) {
	case nil:
		return &node{}
	case string:
		return &node{kind: text, text: value}
	}
	return n // numbers and booleans are read from texts anyway
}

// longest is how many bytes the names in the node have, those of the longest
// path.
func (n *node) longest() int {
	most := 0
	for i, in := range n.nodes {
		length := in.longest()
		if n.kind == object {
			length += len(n.names[i])
		}
		most = max(most, length)
	}
	return most
}
