package form

import (
	"bytes"
	"fmt"
	"iter"
	"reflect"
	"strings"
	"sync"

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

// locator finds the values the engine speaks of.
type locator struct {
	*run
	maxKey int
	keys   map[uintptr]map[string][]reflect.Value // of maps whose keys are not plain texts
	tries  int                                    // entries of maps that may be looked into for one path
	struc  *string                                // the path of the struct whose fields the engine asked for last
	at     spot                                   // and where that is
}

func (e *examination) locator() *locator { return &locator{run: e.run, maxKey: e.maxKey, keys: e.keys} }

// maxTries is how many entries of maps are looked into for one path. There are
// several only if a client chose names that look like paths.
const maxTries = 100

// find follows a path as the engine writes it, Items[0].Price.
func (l *locator) find(from spot, path string) (spot, bool) {
	l.tries = maxTries
	return l.locate(from, path)
}

// locate finds the client's name for a path. Names of map entries are the
// client's choice and may hold dots and brackets, so that the value itself has
// to tell where they end.
func (l *locator) locate(at spot, path string) (spot, bool) {
	if path == "" {
		return at, true
	}
	v := at.value
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.Struct:
		return l.locateField(at, v, strings.TrimPrefix(path, "."))
	case reflect.Slice, reflect.Array:
		digits, rest, ok := strings.Cut(strings.TrimPrefix(path, "["), "]")
		i, isIndex := listIndex(digits)
		if !ok || !isIndex || i >= v.Len() {
			return at, false
		}
		at.place, at.value = l.inItem(at.place, i), v.Index(i)
		at.depth++
		return l.locate(at, rest)
	case reflect.Map:
		for name, value := range l.keysOf(v, path) {
			if l.tries--; l.tries < 0 {
				break
			}
			in := at
			in.place, in.value = at.place.inKey(name), value
			in.depth++
			if found, ok := l.locate(in, path[len(name)+2:]); ok {
				return found, true
			}
		}
	}
	return at, false
}

// keysOf yields the entries of a map whose key path may begin with, in
// brackets. Texts are looked up, as a map can be as large as a body allows.
func (l *locator) keysOf(m reflect.Value, path string) iter.Seq2[string, reflect.Value] {
	kind := m.Type().Key()
	return func(yield func(string, reflect.Value) bool) {
		if kind.Kind() != reflect.String || kind.Implements(stringerType) || kind.Implements(errorType) {
			start, _, _ := strings.Cut(path[1:], "]")
			for _, key := range l.printed(m)[start] {
				if name := fmt.Sprint(key); strings.HasPrefix(path, "["+name+"]") && !yield(name, m.MapIndex(key)) {
					return
				}
			}
			return
		}
		end := 1
		if !holdsMore(m.Type().Elem()) {
			end = len(path) - 1 // the name is all there is
		}
		for ; end < len(path) && (end <= l.maxKey+1 || end == len(path)-1); end++ {
			if end < 1 || path[end] != ']' || end+1 < len(path) && path[end+1] != '.' && path[end+1] != '[' {
				continue
			}
			name := path[1:end]
			if value := m.MapIndex(reflect.ValueOf(name).Convert(kind)); value.IsValid() && !yield(name, value) {
				return
			}
		}
	}
}

// printed is the keys of a map by the names the engine prints, up to the first
// bracket.
func (l *locator) printed(m reflect.Value) map[string][]reflect.Value {
	keys, ok := l.keys[m.Pointer()]
	if !ok {
		keys = map[string][]reflect.Value{}
		for _, key := range m.MapKeys() {
			name, _, _ := strings.Cut(fmt.Sprint(key), "]")
			keys[name] = append(keys[name], key)
		}
		l.keys[m.Pointer()] = keys
	}
	return keys
}

func (l *locator) locateField(at spot, v reflect.Value, path string) (spot, bool) {
	end := strings.IndexAny(path, ".[")
	if end < 0 {
		end = len(path)
	}
	f := ruledOf(v.Type())[path[:end]]
	if f == nil {
		return at, false
	}
	in := spot{place: at.place, value: v.Field(f.index), parent: v, rules: f.rules}
	if !f.merged {
		in.place = at.place.inField(f.field)
	}
	return l.locate(in, path[end:])
}

// skips reports whether the engine is to leave a field out: nobody asks for it
// or it could not be filled. ns is the field's path as the engine writes it.
func (l *locator) skips(from spot, ns []byte) bool {
	end := bytes.LastIndexByte(ns, '.')
	name := ns[end+1:]
	if l.struc == nil || string(ns[:max(end, 0)]) != *l.struc {
		path := string(ns[:max(end, 0)])
		l.tries = maxTries
		at, ok := l.locate(from, path)
		if !ok {
			return false
		}
		l.struc, l.at = &path, at
	}
	v := l.at.value
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return false
	}
	f := ruledOf(v.Type())[string(name)]
	if f == nil || f.merged {
		return false
	}
	broken, asked := l.at.place.broken.step(f.field.name), l.at.place.asked.step(f.field.name)
	return broken != nil && broken.end || asked != nil && !asked.covered && !asked.leads()
}

// ruled is a field of a struct as the engine sees it.
type ruled struct {
	index  int
	field  *field
	rules  string
	merged bool // an embedded struct, whose fields are those of the outer one
}

var ruledFields sync.Map // of map[string]*ruled, by the names in Go, by reflect.Type

func ruledOf(t reflect.Type) map[string]*ruled {
	if fields, ok := ruledFields.Load(t); ok {
		return fields.(map[string]*ruled)
	}
	fields := make(map[string]*ruled, t.NumField())
	for i := range t.NumField() {
		sf := t.Field(i)
		name, named, hidden := jsonName(sf)
		if hidden {
			name = sf.Name
		}
		fields[sf.Name] = &ruled{
			index: i, rules: sf.Tag.Get("validate"),
			field:  &field{name: name, goes: sf.Name, label: sf.Tag.Get("label")},
			merged: sf.Anonymous && !named && !hidden && pointee(sf.Type).Kind() == reflect.Struct,
		}
	}
	actual, _ := ruledFields.LoadOrStore(t, fields)
	return actual.(map[string]*ruled)
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
