package form

import (
	"encoding"
	"reflect"
	"strconv"
)

// decoder fills a value from a tree. What does not fit is a failure of its
// field and the rest is still filled: a text where a number belongs is
// a mistake of the person who fills in the form, not of the program that sent
// it, so it is reported like any other.
type decoder struct {
	*settings
	failures []Failure
	broken   nameSet             // where they are
	labels   map[string][]string // how the client counts the elements of a list
	unknown  *place
}

// fail reports a rule that the value at a place does not meet. What nobody
// asked for, and what no longer fits into the answer, is passed over.
func (d *decoder) fail(at *place, rule, param string) {
	if at.wanted() && len(d.failures) < d.maxMessages {
		d.failures = append(d.failures, at.failure(rule, param))
		d.broken.add(at.names())
	}
}

// value fills v, which can be set, from n.
func (d *decoder) value(n *node, v reflect.Value, at *place) {
	t := v.Type()
	switch {
	case t.Kind() == reflect.Pointer:
		d.pointer(n, v, at)
	case isNullable(t):
		d.nullable(n, v, at)
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
	case readsItself(t):
		d.unmarshal(n, v, at)
	case n.empty() && t.Kind() != reflect.Interface:
		v.SetZero()
	default:
		d.kind(n, v, at)
	}
}

func (d *decoder) pointer(n *node, v reflect.Value, at *place) {
	if n.empty() {
		v.SetZero()
		return
	}
	if v.IsNil() {
		v.Set(reflect.New(v.Type().Elem()))
	}
	d.value(n, v.Elem(), at)
}

// nullable fills a type of database/sql: nothing is null, and anything else is
// the value. An object may also name both fields, as encoding/json writes it.
func (d *decoder) nullable(n *node, v reflect.Value, at *place) {
	value := v.Field(0)
	switch {
	case n.empty():
		v.SetZero()
	case n.kind == object && (!holdsMore(value.Type()) || n.get(v.Type().Field(1).Name) != nil):
		d.structure(n, v, at)
	default:
		before := len(d.failures)
		d.value(n, value, at)
		v.Field(1).SetBool(len(d.failures) == before)
	}
}

// holdsMore reports whether an object can fill a t.
func holdsMore(t reflect.Type) bool {
	t = pointee(t)
	switch t.Kind() {
	case reflect.Struct, reflect.Map, reflect.Interface, reflect.Slice, reflect.Array:
		return t != timeType
	}
	return readsItself(t)
}

func (d *decoder) kind(n *node, v reflect.Value, at *place) {
	switch v.Kind() {
	case reflect.Struct:
		d.structure(n, v, at)
	case reflect.Map:
		d.mapping(n, v, at)
	case reflect.Slice, reflect.Array:
		d.list(n, v, at)
	case reflect.Interface:
		if at.field != nil && at.field.dives && at.chosen+n.longest() > d.maxKey {
			d.fail(at, "type.key", "")
			return
		}
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
			if d.strict && d.unknown == nil && (at.up != nil || !d.allows(name)) {
				d.unknown = at.inKey(name)
			}
			continue
		}
		value := n.nodes[i]
		if f.quoted {
			value = value.unquoted()
		}
		if in := fieldOf(v, f.index); !f.inside {
			d.value(value, in, at.inField(f))
		} else if !value.empty() {
			d.structure(value, in, at.inField(f))
		}
	}
}

func (d *decoder) mapping(n *node, v reflect.Value, at *place) {
	if n.kind != object {
		d.fail(at, "type.object", "")
		return
	}
	t := v.Type()
	m := reflect.MakeMapWithSize(t, len(n.names))
	// Validation repeats the name of an entry for each value in it.
	repeated := (at.field == nil || at.field.dives) && holdsMore(t.Elem())
	for i, name := range n.names {
		key := reflect.New(t.Key()).Elem()
		in := at.inKey(name)
		if !mapKey(name, key) {
			d.fail(in, "type.key", "")
			continue
		}
		if repeated && in.chosen > d.maxKey {
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
		d.labels[at.path()] = labels // as long as the keys of its elements
	}
	for i, element := range nodes {
		name := itoa(i)
		if labels != nil {
			name = labels[i]
		}
		d.value(element, v.Index(i), at.inItem(i, name))
	}
}

func itoa(i int) string { return strconv.Itoa(i) }
