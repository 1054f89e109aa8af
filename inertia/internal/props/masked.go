package props

import (
	"reflect"
	"slices"

	"github.com/inertia-templ/shell/internal/jsonfields"
)

// A list of structs with secrets that are declared need not be taken apart: it is
// encoded in one piece as a list of another type, of the same fields, whose secrets
// encoding/json leaves out. That type is made once.

// maskedType is the type that takes the place of t, nil if there is no secret, or
// if the values of other fields have to be looked at.
func (e *Engine) maskedType(t reflect.Type) (masked reflect.Type) {
	if !e.isDynamic(t, map[reflect.Type]bool{}) || encodesItself(reflect.PointerTo(t)) || e.roleOf(reflect.PointerTo(t)) != rolePlain {
		return nil
	}
	var fields []reflect.StructField
	var kept []string
	for i := range t.NumField() {
		f := t.Field(i)
		tag := jsonfields.ParseTag(f.Tag)
		switch {
		case f.Anonymous:
			return nil // the fields inside have rules of their own
		case !f.IsExported(), tag.Skip:
		case byTag(f) == declared, e.roleOf(f.Type) == roleSecret:
			f.Tag = `json:"-"`
		case e.hides(f, tag.Name), e.isDynamic(f.Type, map[reflect.Type]bool{}):
			return nil
		default:
			kept = append(kept, f.Name)
		}
		f.Offset, f.Index = 0, nil
		fields = append(fields, f)
	}
	defer func() {
		if recover() != nil {
			masked = nil // a struct that reflect does not make
		}
	}()
	masked = reflect.StructOf(fields)
	// A name that two fields have belongs to none; without a secret it would belong
	// to the other.
	sent := func(t reflect.Type) (names []string) {
		for _, f := range jsonfields.Of(t, func(reflect.Type) bool { return true }) {
			if slices.Contains(kept, f.GoName) {
				names = append(names, f.Name)
			}
		}
		return names
	}
	if len(kept) == 0 || masked.Size() != t.Size() || !slices.Equal(sent(t), sent(masked)) {
		return nil
	}
	return masked
}

// masks makes the list v one value without secrets, and reports whether it did.
func (w *walker) masks(n *node, v reflect.Value, m mode) bool {
	if m == modeFiltered || m == modeList || v.Kind() != reflect.Slice || v.Len() == 0 {
		return false
	}
	item := w.engine.planOf(v.Type().Elem())
	if item.masked == nil || item.text || w.isSuspect(n) {
		return false
	}
	if !w.facts.NullLists && w.engine.holdsNil(v, w.engine.planOf(v.Type())) {
		return false
	}
	n.shape, n.value = walkNone, reflect.SliceAt(item.masked, v.UnsafePointer(), v.Len()).Interface()
	n.masked = true
	return true
}
