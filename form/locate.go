package form

import (
	"fmt"
	"iter"
	"reflect"
	"strings"

	"github.com/go-playground/validator/v10"
)

// spot is a value inside of the validated one.
type spot struct {
	place  *place
	value  reflect.Value
	parent reflect.Value // the struct that has the field
	rules  string        // the field's validate tag
	depth  int           // how many lists and maps the value is deep in the field
}

// locate follows a path as the engine writes it, Items[0].Price, and finds the
// client's name for it on the way. Keys of maps are the client's choice and may
// hold dots and brackets, so that the value itself has to tell where they end.
func (r *run) locate(at spot, path string) (spot, bool) {
	if path == "" {
		return at, true
	}
	v := at.value
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.Struct:
		return r.locateField(at, v, strings.TrimPrefix(path, "."))
	case reflect.Slice, reflect.Array:
		digits, rest, ok := strings.Cut(strings.TrimPrefix(path, "["), "]")
		i, isIndex := listIndex(digits)
		if !ok || !isIndex || i >= v.Len() {
			return at, false
		}
		name := digits
		if labels := r.labels[at.place.path()]; i < len(labels) {
			name = labels[i]
		}
		at.place, at.value = at.place.inItem(i, name), v.Index(i)
		at.depth++
		return r.locate(at, rest)
	case reflect.Map:
		for name, value := range keysOf(v, path) {
			in := at
			in.place, in.value = at.place.inKey(name), value
			in.depth++
			if found, ok := r.locate(in, path[len(name)+2:]); ok {
				return found, true
			}
		}
	}
	return at, false
}

// keysOf yields the entries of a map whose key path may begin with, in
// brackets. Texts are looked up, as a map can be as large as a body allows.
func keysOf(m reflect.Value, path string) iter.Seq2[string, reflect.Value] {
	const most = 1000 // bytes of a key that is looked for
	kind := m.Type().Key()
	return func(yield func(string, reflect.Value) bool) {
		if kind.Kind() != reflect.String || kind.Implements(stringerType) {
			for _, key := range m.MapKeys() {
				if name := fmt.Sprint(key); strings.HasPrefix(path, "["+name+"]") && !yield(name, m.MapIndex(key)) {
					return
				}
			}
			return
		}
		for end := 1; end < min(len(path), most); end++ {
			if path[end] != ']' {
				continue
			}
			name := path[1:end]
			if value := m.MapIndex(reflect.ValueOf(name).Convert(kind)); value.IsValid() && !yield(name, value) {
				return
			}
		}
	}
}

func (r *run) locateField(at spot, v reflect.Value, path string) (spot, bool) {
	end := strings.IndexAny(path, ".[")
	if end < 0 {
		end = len(path)
	}
	sf, ok := v.Type().FieldByName(path[:end])
	if !ok || len(sf.Index) > 1 {
		return at, false
	}
	name, named, hidden := jsonName(sf)
	if hidden {
		name = sf.Name
	}
	in := spot{
		place: at.place, value: v.Field(sf.Index[0]), parent: v, rules: sf.Tag.Get("validate"),
	}
	if !sf.Anonymous || named || hidden || pointee(sf.Type).Kind() != reflect.Struct {
		in.place = at.place.inField(&field{name: name, goes: sf.Name, label: sf.Tag.Get("label")})
	}
	return r.locate(in, path[end:])
}

// failure describes a rule of a tag that failed at a spot.
func (s spot) failure(fe validator.FieldError) Failure {
	f := s.place.failure(fe.Tag(), fe.Param())
	f.Kind = kindOf(fe.Type())
	f.actual = fe.ActualTag()
	if s.parent.IsValid() {
		f.parent = s.parent.Type()
	}
	return f
}

// kindOf is what a user would call a type.
func kindOf(t reflect.Type) string {
	if t == nil {
		return ""
	}
	switch t = pointee(t); {
	case t == fileType:
		return "file"
	case t.ConvertibleTo(timeType) && t.Kind() == reflect.Struct:
		return "time"
	case t == durationType:
		return "duration"
	}
	switch t.Kind() {
	case reflect.String:
		return "text"
	case reflect.Slice, reflect.Array, reflect.Map:
		return "list"
	case reflect.Bool:
		return "boolean"
	case reflect.Struct, reflect.Interface:
		return ""
	}
	return "number"
}
