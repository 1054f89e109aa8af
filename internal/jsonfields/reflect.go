package jsonfields

import "reflect"

// Of returns the fields of the struct type t. An embedded struct for whose type
// whole is true stays one field; a nil whole is true for none. whole is given
// the type as it is embedded, which may be a pointer.
func Of(t reflect.Type, whole func(reflect.Type) bool) []Field[reflect.Type] {
	return List(t, func(t reflect.Type) []Member[reflect.Type] {
		members := make([]Member[reflect.Type], t.NumField())
		for i := range members {
			f := t.Field(i)
			m := Member[reflect.Type]{Name: f.Name, Tag: f.Tag, Type: f.Type, Exported: f.IsExported(), Embedded: f.Anonymous, Scalar: isScalar(f.Type)}
			if f.Anonymous && (whole == nil || !whole(f.Type)) {
				m.Struct = f.Type
				if m.Struct.Kind() == reflect.Pointer {
					m.Struct = m.Struct.Elem()
				}
				m.IsStruct = m.Struct.Kind() == reflect.Struct
			}
			members[i] = m
		}
		return members
	}, func(t reflect.Type) any { return t })
}

func isScalar(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer && t.Name() == "" {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Bool, reflect.String, reflect.Float32, reflect.Float64,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return true
	}
	return false
}
