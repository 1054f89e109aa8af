package form

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// check asks the structs that have rules of their own, and then the handler's
// checks. It ends early when no more messages fit into the answer.
func (r *run) check(found *findings, v reflect.Value, checks []func(context.Context) error) error {
	if err := r.checkValue(found, v, r.root); err != nil {
		return err
	}
	for _, check := range checks {
		if found.full {
			return nil
		}
		if err := found.take(r.root, check(r.ctx)); err != nil {
			return err
		}
	}
	return nil
}

// checkValue asks v and everything in it, the outermost last, which may rely
// on what the inner ones found.
func (r *run) checkValue(found *findings, v reflect.Value, at *place) error {
	if found.full || !at.concerned() || !shapeOf(v.Type()).checks {
		return nil
	}
	if v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			return nil
		}
		return r.checkValue(found, v.Elem(), at)
	}
	if err := r.checkInside(found, v, at); err != nil || found.full {
		return err
	}
	if !reflect.PointerTo(v.Type()).Implements(checkerType) || !v.CanInterface() {
		return nil
	}
	checker := addressable(v).Addr().Interface().(Checker)
	return found.take(at, checker.Validate(r.ctx))
}

func (r *run) checkInside(found *findings, v reflect.Value, at *place) error {
	if isLeaf(v.Type()) {
		return nil
	}
	switch v.Kind() {
	case reflect.Struct:
		for _, f := range planOf(v.Type()).fields {
			if !shapeOf(f.typ).checks {
				continue
			}
			inner, err := v.FieldByIndexErr(f.index)
			if err != nil {
				continue // in an embedded struct that is not there
			}
			if err := r.checkValue(found, inner, at.inField(f)); err != nil {
				return err
			}
		}
	case reflect.Slice, reflect.Array:
		if !shapeOf(v.Type().Elem()).checks {
			return nil
		}
		for i := range v.Len() {
			if err := r.checkValue(found, v.Index(i), r.inItem(at, i)); err != nil {
				return err
			}
		}
	case reflect.Map:
		if !shapeOf(v.Type().Elem()).checks {
			return nil
		}
		keys := map[string]reflect.Value{}
		for _, key := range v.MapKeys() {
			keys[fmt.Sprint(key)] = key
		}
		for _, name := range slices.Sorted(maps.Keys(keys)) {
			if err := r.checkValue(found, v.MapIndex(keys[name]), at.inKey(name)); err != nil {
				return err
			}
		}
	}
	return nil
}

// inItem is the place of an element, under the index the client knows.
func (r *run) inItem(at *place, i int) *place {
	if len(r.labels) > 0 {
		if labels := r.labels[at.path()]; i < len(labels) {
			return at.inItem(i, labels[i])
		}
	}
	return at.inItem(i, itoa(i))
}
