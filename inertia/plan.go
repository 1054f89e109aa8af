package inertia

import (
	"cmp"
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// plan is what the resolver knows about a type: whether values of it can hold
// props at all, and how to walk them if so. Plans are made once per type.
type plan struct {
	// dynamic means that a value may be or hold a prop, a function or a
	// provider, so that it must be looked into.
	dynamic bool
	walk    walkKind
	fields  []field // of structs
}

type walkKind uint8

const (
	walkNone   walkKind = iota // scalars and types that encode themselves
	walkObject                 // map with string keys
	walkStruct
	walkList
	walkPointer // pointer or interface: look at what is inside
)

// field is a struct field as encoding/json sees it.
type field struct {
	name      string
	index     []int
	omitEmpty bool
	omitZero  bool
	isZero    func(reflect.Value) bool
	quoted    bool
}

var plans sync.Map // reflect.Type -> *plan

func planOf(t reflect.Type) *plan {
	if p, ok := plans.Load(t); ok {
		return p.(*plan)
	}
	p, _ := plans.LoadOrStore(t, makePlan(t))
	return p.(*plan)
}

func makePlan(t reflect.Type) *plan {
	p := &plan{dynamic: isDynamic(t, map[reflect.Type]bool{})}
	if encodesItself(t) || isSource(t) {
		return p
	}
	switch t.Kind() {
	case reflect.Map:
		if t.Key().Kind() == reflect.String && !t.Key().Implements(textMarshalerType) {
			p.walk = walkObject
		}
	case reflect.Struct:
		p.walk = walkStruct
		p.fields = fieldsOf(t)
	case reflect.Slice, reflect.Array:
		if t.Elem().Kind() != reflect.Uint8 { // []byte is one base64 string
			p.walk = walkList
		}
	case reflect.Pointer, reflect.Interface:
		p.walk = walkPointer
	}
	return p
}

var (
	kindedType        = reflect.TypeFor[kinded]()
	providerType      = reflect.TypeFor[Provider]()
	propsProviderType = reflect.TypeFor[PropsProvider]()
	overlayType       = reflect.TypeFor[*overlay]()
	joinedType        = reflect.TypeFor[joined]()
	jsonMarshalerType = reflect.TypeFor[json.Marshaler]()
	textMarshalerType = reflect.TypeFor[encoding.TextMarshaler]()
)

// isSource reports whether a value of t is computed and not sent as it is.
func isSource(t reflect.Type) bool {
	return t.Implements(kindedType) || t.Implements(providerType) ||
		t.Implements(propsProviderType) || t == overlayType || t == joinedType || isPropFunc(t)
}

// encodesItself reports whether t decides on its own JSON.
func encodesItself(t reflect.Type) bool {
	if t.Kind() == reflect.Interface {
		return false // what is inside decides
	}
	return t.Implements(jsonMarshalerType) || t.Implements(textMarshalerType)
}

// isDynamic searches t for anything to resolve. seen breaks cycles: a type
// that only leads back to itself holds nothing.
func isDynamic(t reflect.Type, seen map[reflect.Type]bool) bool {
	if isSource(t) {
		return true
	}
	if seen[t] || encodesItself(t) {
		return false
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Interface:
		return true
	case reflect.Map, reflect.Slice, reflect.Array, reflect.Pointer:
		return isDynamic(t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			if (f.IsExported() || f.Anonymous) && f.Tag.Get("json") != "-" && isDynamic(f.Type, seen) {
				return true
			}
		}
	}
	return false
}

// fieldsOf lists the fields of t by the rules of encoding/json: embedded
// structs are flattened, and of several fields with one name the shallowest
// wins, then the tagged one, else none.
func fieldsOf(t reflect.Type) []field {
	type candidate struct {
		field
		tagged bool
	}
	type embedded struct {
		t     reflect.Type
		index []int
	}
	var found []candidate
	visited := map[reflect.Type]bool{}
	for level := []embedded{{t: t}}; len(level) > 0; {
		var next []embedded
		for _, e := range level {
			if visited[e.t] {
				continue
			}
			visited[e.t] = true
			for i := range e.t.NumField() {
				sf := e.t.Field(i)
				ft := sf.Type
				if sf.Anonymous && ft.Kind() == reflect.Pointer {
					ft = ft.Elem()
				}
				if !sf.IsExported() && (!sf.Anonymous || ft.Kind() != reflect.Struct) {
					continue
				}
				tag := sf.Tag.Get("json")
				if tag == "-" {
					continue
				}
				name, options, _ := strings.Cut(tag, ",")
				if !validName(name) {
					name = ""
				}
				index := append(slices.Clone(e.index), i)
				if sf.Anonymous && name == "" && ft.Kind() == reflect.Struct && !isSource(sf.Type) {
					next = append(next, embedded{ft, index})
					continue
				}
				if !sf.IsExported() {
					continue
				}
				found = append(found, candidate{tagged: name != "", field: field{
					name:      cmp.Or(name, sf.Name),
					index:     index,
					omitEmpty: hasOption(options, "omitempty"),
					omitZero:  hasOption(options, "omitzero"),
					isZero:    zeroTest(sf.Type),
					quoted:    hasOption(options, "string") && quotable(ft),
				}})
			}
		}
		level = next
	}
	var fields []field
	for i, c := range found {
		dominated := slices.ContainsFunc(found, func(o candidate) bool {
			if o.name != c.name || slices.Equal(o.index, c.index) {
				return false
			}
			if len(o.index) != len(c.index) {
				return len(o.index) < len(c.index)
			}
			return o.tagged || !c.tagged
		})
		if !dominated {
			fields = append(fields, found[i].field)
		}
	}
	slices.SortFunc(fields, func(a, b field) int { return slices.Compare(a.index, b.index) })
	return fields
}

func hasOption(options, option string) bool {
	for o := range strings.SplitSeq(options, ",") {
		if o == option {
			return true
		}
	}
	return false
}

func validName(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", r)
	})
}

func quotable(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Bool, reflect.String, reflect.Float32, reflect.Float64,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return true
	}
	return false
}

// zeroTest honours the IsZero method that omitzero asks for.
func zeroTest(t reflect.Type) func(reflect.Value) bool {
	if t.Implements(reflect.TypeFor[interface{ IsZero() bool }]()) {
		return func(v reflect.Value) bool {
			if (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil() {
				return true
			}
			return v.Interface().(interface{ IsZero() bool }).IsZero()
		}
	}
	return reflect.Value.IsZero
}

// value returns the field in v, or false if it is left out.
func (f *field) value(v reflect.Value) (reflect.Value, bool) {
	for i, x := range f.index {
		if i > 0 && v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return reflect.Value{}, false
			}
			v = v.Elem()
		}
		v = v.Field(x)
	}
	if f.omitZero && f.isZero(v) || f.omitEmpty && isEmpty(v) {
		return reflect.Value{}, false
	}
	return v, true
}

// isEmpty is what omitempty means.
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Struct, reflect.Chan, reflect.Func, reflect.Complex64, reflect.Complex128, reflect.UnsafePointer:
		return false
	}
	return v.IsZero()
}
