package form

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// field is a field of a struct that a body can fill.
type field struct {
	name   string // as the client knows it
	named  bool   // by a tag
	quoted bool   // by the tag's option string: JSON within a JSON string
	goes   string // as Go knows it
	index  []int
	typ    reflect.Type
	label  string // as a user knows it, "" if no tag says
	dives  bool   // its rules go on with the elements
}

// plan is what there is to know of a struct type.
type plan struct {
	fields []*field
	byName map[string]*field
}

var plans sync.Map // of *plan by reflect.Type

// planOf applies the rules of encoding/json: fields of embedded structs are
// the struct's own unless a name nearer to it hides them; of several equally
// near a single tagged one wins, and otherwise none of them counts.
func planOf(t reflect.Type) *plan {
	if p, ok := plans.Load(t); ok {
		return p.(*plan)
	}
	p := &plan{byName: map[string]*field{}}
	seen, hidden := map[reflect.Type]bool{}, map[string]bool{}
	for next := []embedding{{typ: t, times: 1}}; len(next) > 0; {
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

// embedding is a struct, the way to it, and how often it is embedded there.
type embedding struct {
	typ   reflect.Type
	index []int
	times int
}

// fieldsOf returns the fields of structs embedded equally deep, and the
// structs embedded in these. A struct embedded several times at one depth has
// each of its fields several times, so that they rule each other out.
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
			switch inner := embedded(sf.Type); {
			case sf.Anonymous && !named && inner.Kind() == reflect.Struct:
				if sf.IsExported() || sf.Type.Kind() != reflect.Pointer {
					next = embed(next, embedding{inner, index, 1})
				}
			case sf.IsExported():
				f := &field{
					name: name, named: named, quoted: isQuoted(sf), goes: sf.Name, index: index, typ: sf.Type,
					label: sf.Tag.Get("label"), dives: dives(sf.Tag.Get("validate")),
				}
				fields = append(fields, f)
				if s.times > 1 {
					fields = append(fields, &field{name: name, named: named})
				}
			}
		}
	}
	return fields, next
}

func embed(all []embedding, e embedding) []embedding {
	for i := range all {
		if all[i].typ == e.typ {
			all[i].times++
			return all
		}
	}
	return append(all, e)
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
	if name, _, _ = strings.Cut(tag, ","); isTagName(name) {
		return name, true, false
	}
	return sf.Name, false, false
}

// isTagName reports whether encoding/json takes a name from a tag.
func isTagName(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", r)
	})
}

// isQuoted reports whether the tag's option string applies to the field.
func isQuoted(sf reflect.StructField) bool {
	_, options, _ := strings.Cut(sf.Tag.Get("json"), ",")
	if !slices.Contains(strings.Split(options, ","), "string") {
		return false
	}
	switch embedded(sf.Type).Kind() {
	case reflect.Bool, reflect.String, reflect.Float32, reflect.Float64,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return true
	}
	return false
}

// embedded is the type behind one pointer that has no name of its own.
func embedded(t reflect.Type) reflect.Type {
	if t.Name() == "" && t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// dives reports whether the rules of a validate tag go on with the elements.
func dives(rules string) bool {
	return slices.Contains(strings.Split(rules, ","), "dive")
}
