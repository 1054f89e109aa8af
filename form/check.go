package form

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/inertia-templ/shell/inertia"
)

// check asks the structs that have rules of their own, and then the handler's
// checks.
func (r *run) check(found *findings, v reflect.Value, checks []func(context.Context) error) error {
	if shapeOf(v.Type()).checks {
		if err := r.checkValue(found, v, nil); err != nil {
			return err
		}
	}
	for _, check := range checks {
		if err := r.take(found, check(r.ctx), ""); err != nil {
			return err
		}
	}
	return nil
}

// checkValue asks v and all in it, the outermost last, which may rely on what
// the inner ones found.
func (r *run) checkValue(found *findings, v reflect.Value, at *place) error {
	if at != nil && !r.concerns(at.path()) {
		return nil
	}
	if v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			return nil
		}
		return r.checkValue(found, v.Elem(), at)
	}
	if err := r.checkInside(found, v, at); err != nil {
		return err
	}
	if !reflect.PointerTo(v.Type()).Implements(checkerType) {
		return nil
	}
	checker := addressable(v).Addr().Interface().(Checker)
	return r.take(found, checker.Validate(r.ctx), at.path())
}

func (r *run) checkInside(found *findings, v reflect.Value, at *place) error {
	if isLeaf(v.Type()) {
		return nil
	}
	switch v.Kind() {
	case reflect.Struct:
		for _, f := range planOf(v.Type()).fields {
			inner, err := v.FieldByIndexErr(f.index)
			if err != nil {
				continue // in an embedded struct that is not there
			}
			if err := r.checkValue(found, inner, at.inField(f)); err != nil {
				return err
			}
		}
	case reflect.Slice, reflect.Array:
		labels := r.labels[at.path()]
		for i := range v.Len() {
			name := itoa(i)
			if i < len(labels) {
				name = labels[i]
			}
			if err := r.checkValue(found, v.Index(i), at.inItem(i, name)); err != nil {
				return err
			}
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			if err := r.checkValue(found, v.MapIndex(key), at.inKey(fmt.Sprint(key))); err != nil {
				return err
			}
		}
	}
	return nil
}

func sortedKeys(e inertia.Errors) []string { return slices.Sorted(maps.Keys(e)) }
