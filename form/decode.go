package form

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strconv"
)

// decoder fills a value from a tree. What does not fit is a failure of its
// field and the rest is filled all the same: a text where a number belongs is
// a mistake of the one who fills in the form, not of the program that sent it,
// so it is told like any other.
type decoder struct {
	*settings
	failures []Failure
	labels   map[string][]string // how the client counts the elements of a list
	unknown  *place
}

// place is where in a value the decoder is.
type place struct {
	up    *place
	name  string
	field *field // the nearest struct field
	item  int    // the position in that field's list, from 1; 0 if not in one
}

func (p *place) path() string {
	if p == nil {
		return ""
	}
	if up := p.up.path(); up != "" {
		return up + "." + p.name
	}
	return p.name
}

func (p *place) inField(f *field) *place { return &place{p, f.name, f, 0} }

func (p *place) inKey(name string) *place {
	if p == nil {
		return &place{nil, name, nil, 0}
	}
	return &place{p, name, p.field, 0}
}

func (p *place) inItem(i int, name string) *place {
	in := p.inKey(name)
	in.item = i + 1
	return in
}

func (d *decoder) fail(at *place, rule, param string) {
	if len(d.failures) < maxFailures {
		d.failures = append(d.failures, at.failure(rule, param))
	}
}

// value fills v, which can be set, from n.
func (d *decoder) value(n *node, v reflect.Value, at *place) {
	t := v.Type()
	switch {
	case t.Kind() == reflect.Pointer:
		if n.empty() {
			v.SetZero()
			return
		}
		if v.IsNil() {
			v.Set(reflect.New(t.Elem()))
		}
		d.value(n, v.Elem(), at)
	case n.repeat && t.Kind() == reflect.Bool:
		// A hidden field before a checkbox: the last one counts.
		d.value(n.nodes[len(n.nodes)-1], v, at)
	case n.repeat && (isLeaf(t) || !isList(t) && t.Kind() != reflect.Interface):
		d.fail(at, "type.single", "")
	case t == fileType:
		switch {
		case n.kind == file:
			v.Set(reflect.ValueOf(*n.file))
		case n.empty():
			v.SetZero()
		default:
			d.fail(at, "type.file", "")
		}
	case t == timeType:
		d.time(n, v, at)
	case unmarshals(t, textUnmarshaler), unmarshals(t, jsonUnmarshaler):
		d.unmarshal(n, v, at)
	case n.empty() && t.Kind() != reflect.Interface:
		v.SetZero()
	default:
		d.kind(n, v, at)
	}
}

func isList(t reflect.Type) bool { return t.Kind() == reflect.Slice || t.Kind() == reflect.Array }

func (d *decoder) kind(n *node, v reflect.Value, at *place) {
	switch v.Kind() {
	case reflect.Struct:
		d.structure(n, v, at)
	case reflect.Map:
		d.mapping(n, v, at)
	case reflect.Slice, reflect.Array:
		d.list(n, v, at)
	case reflect.Interface:
		if value := n.value(); value == nil {
			v.SetZero()
		} else {
			v.Set(reflect.ValueOf(value))
		}
	default:
		d.scalar(n, v, at)
	}
}

func (d *decoder) structure(n *node, v reflect.Value, at *place) {
	if n.kind != object {
		d.fail(at, "type.object", "")
		return
	}
	p := planOf(v.Type())
	for i, name := range n.names {
		f, known := p.byName[name]
		if !known {
			if d.unknown == nil {
				d.unknown = at.inKey(name)
			}
			continue
		}
		d.value(n.nodes[i], fieldOf(v, f.index), at.inField(f))
	}
}

// fieldOf makes embedded pointers on its way.
func fieldOf(v reflect.Value, index []int) reflect.Value {
	for i, x := range index {
		if i > 0 && v.Kind() == reflect.Pointer {
			if v.IsNil() {
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.Field(x)
	}
	return v
}

func (d *decoder) mapping(n *node, v reflect.Value, at *place) {
	if n.kind != object {
		d.fail(at, "type.object", "")
		return
	}
	t := v.Type()
	m := reflect.MakeMapWithSize(t, len(n.names))
	for i, name := range n.names {
		key := reflect.New(t.Key()).Elem()
		in := at.inKey(name)
		if !mapKey(name, key) {
			d.fail(in, "type.key", "")
			continue
		}
		value := reflect.New(t.Elem()).Elem()
		d.value(n.nodes[i], value, in)
		m.SetMapIndex(key, value)
	}
	v.Set(m)
}

func mapKey(name string, key reflect.Value) bool {
	switch {
	case unmarshals(key.Type(), textUnmarshaler):
		return key.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(name)) == nil
	case key.Kind() == reflect.String:
		key.SetString(name)
		return true
	case key.CanInt():
		i, err := strconv.ParseInt(name, 10, key.Type().Bits())
		key.SetInt(i)
		return err == nil
	}
	u, err := strconv.ParseUint(name, 10, key.Type().Bits())
	key.SetUint(u)
	return err == nil
}

func (d *decoder) list(n *node, v reflect.Value, at *place) {
	if v.Type().Elem().Kind() == reflect.Uint8 && n.kind == text && v.Kind() == reflect.Slice {
		d.bytes(n, v, at)
		return
	}
	nodes, labels, ok := n.elements()
	if !ok {
		d.fail(at, "type.list", "")
		return
	}
	if v.Kind() == reflect.Array {
		if len(nodes) > v.Len() {
			d.fail(at, "max.list", itoa(v.Len()))
			return
		}
		v.SetZero()
	} else {
		v.Set(reflect.MakeSlice(v.Type(), len(nodes), len(nodes)))
	}
	if labels != nil {
		if d.labels == nil {
			d.labels = map[string][]string{}
		}
		d.labels[at.path()] = labels
	}
	for i, element := range nodes {
		name := itoa(i)
		if labels != nil {
			name = labels[i]
		}
		d.value(element, v.Index(i), at.inItem(i, name))
	}
}

// unmarshal fills types that read themselves. A text goes to UnmarshalText, in
// every encoding, and everything else to UnmarshalJSON.
func (d *decoder) unmarshal(n *node, v reflect.Value, at *place) {
	asJSON, isJSON := v.Addr().Interface().(json.Unmarshaler)
	asText, isText := v.Addr().Interface().(encoding.TextUnmarshaler)
	var err error
	switch {
	case n.empty():
		v.SetZero()
		if isJSON {
			err = asJSON.UnmarshalJSON([]byte("null"))
		}
	case isText && (n.kind == text || !isJSON && (n.kind == number || n.kind == boolean)):
		err = asText.UnmarshalText([]byte(n.text))
	case !isJSON || n.kind == file:
		d.fail(at, "type.value", "")
		return
	case n.kind == text:
		quoted, _ := json.Marshal(n.text)
		if err = asJSON.UnmarshalJSON(quoted); err != nil && json.Valid([]byte(n.text)) {
			// A form says 12 or true without quotes, as it says everything.
			err = asJSON.UnmarshalJSON([]byte(n.text))
		}
	default:
		var raw []byte
		if raw, err = n.json(); err == nil {
			err = asJSON.UnmarshalJSON(raw)
		}
	}
	if err != nil {
		d.fail(at, "type.value", "")
	}
}

func itoa(i int) string { return strconv.Itoa(i) }
