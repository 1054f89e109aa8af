package typescript

import (
	"go/types"
	"reflect"
	"strconv"

	"github.com/inertia-templ/shell/internal/jsonfields"
)

// field is a property of an object.
type field struct {
	jsonfields.Field[types.Type]
	variable *types.Var
	absent   bool // an embedded pointer that may be nil leads to it
}

// fieldsOf lists the fields that encoding/json writes, in the order of the
// source. A prop that is embedded stays one field.
func fieldsOf(t *types.Struct) []field {
	var fields []field
	for _, f := range jsonfields.List[types.Type](t, members, identity) {
		owner := f.Owner.Underlying().(*types.Struct)
		fields = append(fields, field{f, owner.Field(f.Index[len(f.Index)-1]), throughPointer(t, f.Index)})
	}
	return fields
}

// throughPointer reports whether a field of t stands in a struct that is
// embedded as a pointer: nil gives no fields.
func throughPointer(t types.Type, index []int) bool {
	for _, i := range index[:len(index)-1] {
		embedded := t.Underlying().(*types.Struct).Field(i).Type()
		if _, ok := embedded.Underlying().(*types.Pointer); ok {
			return true
		}
		t = types.Unalias(embedded)
	}
	return false
}

// isSecret reports whether a field is declared to be kept out of pages.
func (f field) isSecret() bool {
	if jsonfields.ParseInertiaTag(f.Tag).Secret {
		return true
	}
	named, ok := unnamedPointed(f.Type).(*types.Named)
	return ok && named.Obj().Name() == "Secret" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == inertiaPath
}

func members(t types.Type) []jsonfields.Member[types.Type] {
	structure := t.Underlying().(*types.Struct)
	list := make([]jsonfields.Member[types.Type], structure.NumFields())
	for i := range list {
		v := structure.Field(i)
		inner := unnamedPointed(v.Type())
		_, isStruct := inner.Underlying().(*types.Struct)
		if named, ok := inner.(*types.Named); ok && isStruct {
			_, isProp := propOf(named)
			isStruct = !isProp
		}
		list[i] = jsonfields.Member[types.Type]{
			Name: v.Name(), Tag: reflect.StructTag(structure.Tag(i)), Type: v.Type(), Exported: v.Exported(), Embedded: v.Embedded(),
			IsStruct: v.Embedded() && isStruct, Struct: inner, Scalar: isScalar(inner),
		}
	}
	return list
}

// unnamedPointed is what a pointer leads to that has no name of its own.
func unnamedPointed(t types.Type) types.Type {
	if pointer, ok := types.Unalias(t).(*types.Pointer); ok {
		t = pointer.Elem()
	}
	return types.Unalias(t)
}

func isScalar(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&(types.IsBoolean|types.IsInteger|types.IsFloat|types.IsString) != 0
}

// identity tells types apart, those of one name in two functions too.
func identity(t types.Type) any {
	if named, ok := t.(*types.Named); ok {
		return types.TypeString(t, nil) + " " + strconv.Itoa(int(named.Obj().Pos()))
	}
	return t
}

// Prop is a property that encoding/json writes of a struct.
type Prop struct {
	Name     string
	Type     types.Type
	Optional bool // an object may lack it
}

// PropsOf lists the properties of a struct of props, without secrets.
func PropsOf(t *types.Struct) []Prop {
	var props []Prop
	for _, f := range fieldsOf(t) {
		if !f.isSecret() {
			props = append(props, Prop{f.Name, f.variable.Type(), f.OmitEmpty || f.OmitZero || f.absent || mayBeAbsent(f.variable.Type())})
		}
	}
	return props
}
