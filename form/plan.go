package form

import (
	"encoding"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
)

// field is a field of a struct that a body can fill.
type field struct {
	name  string // as the client knows it
	named bool   // by a tag
	goes  string // as Go knows it
	index []int
	typ   reflect.Type
	label string // as a user knows it, "" if no tag says
}

// plan is what there is to know of a struct type.
type plan struct {
	fields []*field
	byName map[string]*field
}

// shape is what there is to know of a type and all it is made of.
type shape struct {
	err    error // why it cannot be filled
	checks bool  // whether a Checker is in it
}

var (
	plans  sync.Map // of *plan by reflect.Type
	shapes sync.Map // of shape by reflect.Type
)

var (
	timeType        = reflect.TypeFor[time.Time]()
	durationType    = reflect.TypeFor[time.Duration]()
	fileType        = reflect.TypeFor[multipart.FileHeader]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
	jsonUnmarshaler = reflect.TypeFor[json.Unmarshaler]()
	stringerType    = reflect.TypeFor[fmt.Stringer]()
	checkerType     = reflect.TypeFor[Checker]()
)

func planOf(t reflect.Type) *plan {
	if p, ok := plans.Load(t); ok {
		return p.(*plan)
	}
	p := &plan{byName: map[string]*field{}}
	// As in encoding/json: fields of embedded structs are the struct's own
	// unless a name nearer to it hides them; of two equally near a tagged one
	// wins, and without such a one neither counts.
	seen, hidden := map[reflect.Type]bool{}, map[string]bool{}
	for next := []embedding{{typ: t}}; len(next) > 0; {
		var fields []*field
		fields, next = fieldsOf(next, seen)
		rivals := map[string][]*field{}
		for _, f := range fields {
			rivals[f.name] = append(rivals[f.name], f)
		}
		for _, f := range fields {
			if !hidden[f.name] && dominant(rivals[f.name]) == f {
				p.fields = append(p.fields, f)
				p.byName[f.name] = f
			}
		}
		for name := range rivals {
			hidden[name] = true
		}
	}
	actual, _ := plans.LoadOrStore(t, p)
	return actual.(*plan)
}

// embedding is a struct and the way to it.
type embedding struct {
	typ   reflect.Type
	index []int
}

// fieldsOf returns the fields of structs embedded equally deep, and the
// structs embedded in these.
func fieldsOf(structs []embedding, seen map[reflect.Type]bool) (fields []*field, next []embedding) {
	for _, s := range structs {
		if seen[s.typ] {
			continue
		}
		seen[s.typ] = true
		for i := range s.typ.NumField() {
			sf := s.typ.Field(i)
			name, named, skip := jsonName(sf)
			if skip {
				continue
			}
			index := append(slices.Clip(s.index), i)
			switch inner := pointee(sf.Type); {
			case sf.Anonymous && !named && inner.Kind() == reflect.Struct:
				if sf.IsExported() || sf.Type.Kind() != reflect.Pointer {
					next = append(next, embedding{inner, index})
				}
			case sf.IsExported():
				fields = append(fields, &field{
					name: name, named: named, goes: sf.Name, index: index, typ: sf.Type, label: sf.Tag.Get("label"),
				})
			}
		}
	}
	return fields, next
}

// dominant is the field that counts among those of one name, if any does.
func dominant(rivals []*field) *field {
	if len(rivals) == 1 {
		return rivals[0]
	}
	var best *field
	for _, f := range rivals {
		if f.named && best != nil {
			return nil
		}
		if f.named {
			best = f
		}
	}
	return best
}

// jsonName is the name encoding/json gives a field.
func jsonName(sf reflect.StructField) (name string, named, skip bool) {
	tag := sf.Tag.Get("json")
	if tag == "-" {
		return "", false, true
	}
	if name, _, _ = strings.Cut(tag, ","); name != "" {
		return name, true, false
	}
	return sf.Name, false, false
}

func pointee(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

// shapeOf looks through a type before the first body is read into it, so that
// a type that cannot work fails on the first try and not on the first hostile
// request.
func shapeOf(t reflect.Type) shape {
	if s, ok := shapes.Load(t); ok {
		return s.(shape)
	}
	var s shape
	s.visit(t, t.String(), map[reflect.Type]bool{})
	shapes.Store(t, s)
	return s
}

func (s *shape) visit(t reflect.Type, where string, seen map[reflect.Type]bool) {
	if seen[t] || s.err != nil {
		return
	}
	seen[t] = true
	if t.Implements(checkerType) || reflect.PointerTo(t).Implements(checkerType) {
		s.checks = true
	}
	if isLeaf(t) {
		return
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		s.visit(t.Elem(), where, seen)
	case reflect.Map:
		s.visit(t.Elem(), where, seen)
		if !isMapKey(t.Key()) {
			s.err = fmt.Errorf("form: %s: a map in a body needs keys that are texts or integers, not %s", where, t.Key())
		}
	case reflect.Struct:
		for _, f := range planOf(t).fields {
			s.visit(f.typ, where+"."+f.goes, seen)
		}
	case reflect.Interface:
		if t.NumMethod() > 0 {
			s.err = fmt.Errorf(`form: %s: no body can fill a %s; tag the field json:"-"`, where, t)
		}
	case reflect.Chan, reflect.Func, reflect.Complex64, reflect.Complex128, reflect.UnsafePointer:
		s.err = fmt.Errorf(`form: %s: no body can fill a %s; tag the field json:"-"`, where, t)
	}
}

// isLeaf reports whether a type is filled as a whole.
func isLeaf(t reflect.Type) bool {
	return t == timeType || t == fileType || unmarshals(t, textUnmarshaler) || unmarshals(t, jsonUnmarshaler)
}

func unmarshals(t, by reflect.Type) bool {
	return t.Kind() != reflect.Pointer && t.Kind() != reflect.Interface && reflect.PointerTo(t).Implements(by)
}

func isMapKey(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.String, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return true
	}
	return unmarshals(t, textUnmarshaler)
}

// humanise makes words of a name: email_address, emailAddress.
func humanise(name string) string {
	var b strings.Builder
	before := ' '
	for _, r := range name {
		switch {
		case r == '_' || r == '-' || r == ' ' || r == '.':
			r = ' '
		case unicode.IsUpper(r) && (unicode.IsLower(before) || unicode.IsDigit(before)):
			b.WriteByte(' ')
		}
		if r != ' ' || before != ' ' {
			b.WriteRune(unicode.ToLower(r))
		}
		before = r
	}
	return strings.TrimSpace(b.String())
}
