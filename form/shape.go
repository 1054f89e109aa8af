package form

import (
	"database/sql"
	"encoding"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"reflect"
	"strings"
	"sync"
	"time"
)

// shape is what there is to know of a type and everything it is made of.
type shape struct {
	err    error // why it cannot be filled
	checks bool  // whether a Checker is in it
}

var shapes sync.Map // of shape by reflect.Type

var (
	timeType        = reflect.TypeFor[time.Time]()
	durationType    = reflect.TypeFor[time.Duration]()
	fileType        = reflect.TypeFor[multipart.FileHeader]()
	numberType      = reflect.TypeFor[json.Number]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
	jsonUnmarshaler = reflect.TypeFor[json.Unmarshaler]()
	stringerType    = reflect.TypeFor[fmt.Stringer]()
	errorType       = reflect.TypeFor[error]()
	checkerType     = reflect.TypeFor[Checker]()
)

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
	return t == timeType || t == fileType || isNullable(t) || readsItself(t)
}

// readsItself reports whether a type unmarshals JSON or text.
func readsItself(t reflect.Type) bool {
	return unmarshals(t, textUnmarshaler) || unmarshals(t, jsonUnmarshaler)
}

func unmarshals(t, by reflect.Type) bool {
	return t.Kind() != reflect.Pointer && t.Kind() != reflect.Interface && reflect.PointerTo(t).Implements(by)
}

// isNullable reports whether t is sql.NullString, sql.Null[T] or the like: a
// value, and whether there is one.
func isNullable(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t.PkgPath() == sqlPackage && strings.HasPrefix(t.Name(), "Null") &&
		t.NumField() == 2 && t.Field(1).Name == "Valid"
}

var sqlPackage = reflect.TypeFor[sql.NullString]().PkgPath()

func isList(t reflect.Type) bool { return t.Kind() == reflect.Slice || t.Kind() == reflect.Array }

func isMapKey(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.String, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return true
	}
	return unmarshals(t, textUnmarshaler)
}

func pointee(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

// member is the type of what t holds under name, and whether t can hold it at
// all. A nil type stands for anything.
func member(t reflect.Type, name string) (reflect.Type, bool) {
	if t == nil {
		return nil, true
	}
	t = pointee(t)
	if isLeaf(t) {
		return nil, true
	}
	switch t.Kind() {
	case reflect.Struct:
		if f := planOf(t).byName[name]; f != nil {
			return f.typ, true
		}
		return nil, false
	case reflect.Map, reflect.Slice, reflect.Array:
		return t.Elem(), true
	}
	return nil, true
}
