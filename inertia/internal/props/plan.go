package props

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/inertia-templ/shell/internal/jsonfields"
)

// plan is what the engine knows about a type: what its values are, whether they
// can hold props at all, and how to walk them if so.
type plan struct {
	role role
	// dynamic means that a value may be or hold a prop, a function, a provider
	// or a secret, so that it must be looked into.
	dynamic bool
	// byPointer means that a pointer to a value may be encoded otherwise than
	// the value.
	byPointer bool
	text      bool // values are text, see isText
	lists     bool // values may be or hold nil lists, see holdsLists
	empty     any  // what takes the place of nil, for lists
	walk      walkKind
	anyMap    bool    // convertible to map[string]any
	fields    []field // of structs
}

// role is what a value is, rather than what it holds.
type role uint8

const (
	rolePlain role = iota
	roleSpec
	roleProvider
	rolePropsProvider
	roleFunc
	roleOverlay
	roleJoined
	roleSecret
)

// isProp reports whether values are one prop each, not a set of props.
func (r role) isProp() bool { return r == roleSpec || r == roleProvider || r == roleFunc }

type walkKind uint8

const (
	walkNone   walkKind = iota // scalars and types that encode themselves
	walkObject                 // map
	walkStruct
	walkList
	walkPointer // pointer or interface: look at what is inside
)

// field is a struct field as encoding/json sees it.
type field struct {
	jsonfields.Field[reflect.Type]
	isZero    func(reflect.Value) bool
	judgement judgement
	lists     bool // it may be or hold a nil list
	nulls     bool // a nil list stays null
}

func (e *Engine) planOf(t reflect.Type) *plan {
	if p, ok := e.plans.Load(t); ok {
		return p.(*plan)
	}
	p, _ := e.plans.LoadOrStore(t, e.makePlan(t))
	return p.(*plan)
}

func (e *Engine) makePlan(t reflect.Type) *plan {
	p := &plan{role: e.roleOf(t), dynamic: e.isDynamic(t, map[reflect.Type]bool{})}
	if p.role != rolePlain {
		return p
	}
	p.text = e.isText(t, maxText)
	switch t.Kind() {
	case reflect.Pointer, reflect.Interface:
	case reflect.Struct, reflect.Array:
		p.byPointer = true
	default:
		p.byPointer = encodesItself(reflect.PointerTo(t)) || e.roleOf(reflect.PointerTo(t)) != rolePlain
	}
	if encodesItself(t) {
		return p
	}
	p.lists, p.empty = e.holdsLists(t, map[reflect.Type]bool{}), emptyOf(t)
	switch t.Kind() {
	case reflect.Map:
		switch {
		case t.Key().Kind() == reflect.String && !t.Key().Implements(textMarshalerType):
			p.walk = walkObject
			p.anyMap = t.ConvertibleTo(anyMapType)
		case (p.dynamic || p.lists) && isKey(t.Key()):
			p.walk = walkObject
		}
	case reflect.Struct:
		p.walk = walkStruct
		p.fields = e.fieldsOf(t)
	case reflect.Slice, reflect.Array:
		if t.Kind() == reflect.Array || !isBytes(t) {
			p.walk = walkList
		}
	case reflect.Pointer, reflect.Interface:
		p.walk = walkPointer
	}
	return p
}

// isKey reports whether encoding/json takes keys of type t.
func isKey(t reflect.Type) bool {
	return t.Kind() == reflect.String || reflect.Int <= t.Kind() && t.Kind() <= reflect.Uintptr || t.Implements(textMarshalerType)
}

// keyName is a key as encoding/json writes it.
func keyName(v reflect.Value) (string, error) {
	if v.Kind() == reflect.String {
		return v.String(), nil
	}
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		if v.Kind() == reflect.Pointer && v.IsNil() {
			return "", nil
		}
		text, err := m.MarshalText()
		return string(text), err
	}
	return fmt.Sprint(v), nil
}

// isBytes reports whether encoding/json writes the slice type t as one base64
// string.
func isBytes(t reflect.Type) bool {
	return t.Elem().Kind() == reflect.Uint8 && !encodesItself(reflect.PointerTo(t.Elem()))
}

var (
	jsonMarshalerType = reflect.TypeFor[json.Marshaler]()
	textMarshalerType = reflect.TypeFor[encoding.TextMarshaler]()
	specType          = reflect.TypeFor[*Spec]()
	overlayType       = reflect.TypeFor[*overlay]()
	joinedType        = reflect.TypeFor[Joined]()
)

func (e *Engine) roleOf(t reflect.Type) role {
	switch {
	case t == overlayType:
		return roleOverlay
	case t == joinedType:
		return roleJoined
	case t.Implements(e.host.SecretType):
		return roleSecret
	case t == specType, t.Implements(e.host.SpecType):
		return roleSpec
	case t.Implements(e.host.PropsType):
		return rolePropsProvider
	case t.Implements(e.host.PropType):
		return roleProvider
	case isFunc(t):
		return roleFunc
	}
	return rolePlain
}

// encodesItself reports whether t decides on its own JSON.
func encodesItself(t reflect.Type) bool {
	if t.Kind() == reflect.Interface {
		return false // what is inside decides
	}
	return t.Implements(jsonMarshalerType) || t.Implements(textMarshalerType)
}

// isDynamic searches t for anything to resolve or to leave out. seen breaks cycles: a type
// that only leads back to itself holds nothing.
func (e *Engine) isDynamic(t reflect.Type, seen map[reflect.Type]bool) bool {
	if e.roleOf(t) != rolePlain {
		return true
	}
	if seen[t] || encodesItself(t) {
		return false
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Interface:
		return true
	case reflect.Map:
		return e.keys != nil && t.Key().Kind() == reflect.String || e.isDynamic(t.Elem(), seen)
	case reflect.Slice, reflect.Array, reflect.Pointer:
		return e.isDynamic(t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			tag := jsonfields.ParseTag(f.Tag)
			if (f.IsExported() || f.Anonymous) && !tag.Skip && (e.hides(f, tag.Name) || e.isDynamic(f.Type, seen)) {
				return true
			}
		}
	}
	return false
}

// fieldsOf lists the fields of t by the rules of encoding/json. An embedded
// prop or provider is one field.
func (e *Engine) fieldsOf(t reflect.Type) []field {
	var fields []field
	for _, f := range jsonfields.Of(t, func(t reflect.Type) bool { return e.roleOf(t) != rolePlain }) {
		made := field{Field: f, isZero: zeroTest(f.Type), lists: e.holdsLists(f.Type, map[reflect.Type]bool{}), nulls: jsonfields.ParseInertiaTag(f.Tag).Null}
		made.judgement = e.judge(t, &made)
		fields = append(fields, made)
	}
	return fields
}

type zeroer interface{ IsZero() bool }

var zeroerType = reflect.TypeFor[zeroer]()

// zeroTest honours the IsZero method that omitzero asks for, which may be a
// pointer's.
func zeroTest(t reflect.Type) func(reflect.Value) bool {
	switch {
	case t.Implements(zeroerType):
		return func(v reflect.Value) bool {
			if v.Kind() == reflect.Interface && !v.IsNil() && v.Elem().Kind() == reflect.Pointer && v.Elem().IsNil() {
				return true
			}
			if (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil() {
				return true
			}
			return v.Interface().(zeroer).IsZero()
		}
	case reflect.PointerTo(t).Implements(zeroerType):
		return func(v reflect.Value) bool {
			if !v.CanAddr() {
				addressable := reflect.New(t).Elem()
				addressable.Set(v)
				v = addressable
			}
			return v.Addr().Interface().(zeroer).IsZero()
		}
	}
	return reflect.Value.IsZero
}

// value returns the field in v, or false if it is left out.
func (f *field) value(v reflect.Value) (reflect.Value, bool) {
	for i, x := range f.Index {
		if i > 0 && v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return reflect.Value{}, false
			}
			v = v.Elem()
		}
		v = v.Field(x)
	}
	if f.OmitZero && f.isZero(v) || f.OmitEmpty && isEmpty(v) {
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
