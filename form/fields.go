package form

import (
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/inertia-templ/shell/internal/jsonfields"
)

// field is a field of a struct that a body can fill.
type field struct {
	name   string // as the client knows it
	quoted bool   // by the tag's option string: JSON within a JSON string
	inside bool   // an embedded struct of an unexported type: only its fields can be set
	index  []int
	typ    reflect.Type
	label  string // as a user knows it, "" if no tag says
	goes   string // as Go knows it
	dives  bool   // its rules go on with the elements
}

// plan is what there is to know of a struct type.
type plan struct {
	fields []*field
	byName map[string]*field
}

var plans sync.Map // of *plan by reflect.Type

// planOf lists the fields encoding/json would fill.
func planOf(t reflect.Type) *plan {
	if p, ok := plans.Load(t); ok {
		return p.(*plan)
	}
	p := &plan{byName: map[string]*field{}}
	for _, in := range jsonfields.Of(t, nil) {
		if !reachable(t, in.Index) || !in.Exported && in.Type.Kind() != reflect.Struct {
			continue
		}
		f := &field{
			name: in.Name, quoted: in.Quoted, inside: !in.Exported, index: in.Index, typ: in.Type,
			label: in.Tag.Get("label"), goes: in.GoName, dives: dives(in.Tag.Get("validate")),
		}
		p.fields = append(p.fields, f)
		p.byName[f.name] = f
	}
	actual, _ := plans.LoadOrStore(t, p)
	return actual.(*plan)
}

// reachable reports whether the field at index can be set: not behind a
// pointer to an unexported struct, which nothing outside its package can make.
func reachable(t reflect.Type, index []int) bool {
	for _, i := range index[:len(index)-1] {
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		f := t.Field(i)
		if !f.IsExported() && f.Type.Kind() == reflect.Pointer {
			return false
		}
		t = f.Type
	}
	return true
}

// fieldOf makes embedded pointers on the path to a field.
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

// jsonName is the name encoding/json gives a field.
func jsonName(sf reflect.StructField) (name string, named, skip bool) {
	tag := jsonfields.ParseTag(sf.Tag)
	if tag.Name != "" {
		return tag.Name, true, false
	}
	return sf.Name, false, tag.Skip
}

// dives reports whether the rules of a validate tag go on with the elements.
func dives(rules string) bool {
	return slices.Contains(strings.Split(rules, ","), "dive")
}
