package form

import (
	"encoding"
	"encoding/json"
	"reflect"
)

// unmarshal fills types that read themselves. JSON goes to UnmarshalJSON if
// the type has it and else to UnmarshalText, as in encoding/json. A text of a
// form goes to UnmarshalText first, and to UnmarshalJSON if that fails.
func (d *decoder) unmarshal(n *node, v reflect.Value, at *place) {
	asJSON, _ := v.Addr().Interface().(json.Unmarshaler)
	asText, _ := v.Addr().Interface().(encoding.TextUnmarshaler)
	r := reader{v: v, old: reflect.New(v.Type()).Elem(), json: asJSON, text: asText}
	r.old.Set(v)
	read := r.readJSON
	if n.loose {
		read = r.readForm
	}
	if !read(n) && !(n.empty() && r.readNothing()) {
		v.Set(r.old)
		d.fail(at, "type.value", "")
	}
}

// reader is a value that reads itself.
type reader struct {
	v, old reflect.Value
	json   json.Unmarshaler // nil if it does not
	text   encoding.TextUnmarshaler
}

// readNothing is for types that do not read the empty text, which an input
// that was left empty sends.
func (r reader) readNothing() bool {
	r.v.SetZero()
	return r.json == nil || r.json.UnmarshalJSON([]byte("null")) == nil
}

func (r reader) readJSON(n *node) bool {
	if n.kind == null {
		return r.readNothing()
	}
	if r.json == nil {
		return r.readText(n)
	}
	raw, err := n.json()
	if err == nil && r.json.UnmarshalJSON(raw) == nil {
		return true
	}
	return n.kind == text && r.readLiteral(n.text)
}

func (r reader) readForm(n *node) bool {
	switch {
	case n.kind == file:
		return false
	case n.kind == text && r.readText(n):
		return true
	case r.json == nil:
		return false
	}
	r.v.Set(r.old)
	raw, err := n.json()
	if err == nil && r.json.UnmarshalJSON(raw) == nil {
		return true
	}
	return n.kind == text && r.readLiteral(n.text)
}

// readLiteral reads a number or a boolean without quotes: forms write them
// as they write everything, and an input element yields them as texts.
func (r reader) readLiteral(s string) bool {
	var value any
	if json.Unmarshal([]byte(s), &value) != nil {
		return false
	}
	switch value.(type) {
	case float64, bool:
		r.v.Set(r.old)
		return r.json.UnmarshalJSON([]byte(s)) == nil
	}
	return false
}

func (r reader) readText(n *node) bool {
	switch n.kind {
	case text, number, boolean:
		return r.text != nil && r.text.UnmarshalText([]byte(n.text)) == nil
	}
	return false
}
