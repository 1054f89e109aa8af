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
}

// fieldsOf lists the fields that encoding/json writes, in the order of the
// source. A prop that is embedded stays one field.
func fieldsOf(t *types.Struct) []field {
	var fields []field
	for _, f := range jsonfields.List[types.Type](t, members, identity) {
		owner := f.Owner.Underlying().(*types.Struct)
		fields = append(fields, field{f, owner.Field(f.Index[len(f.Index)-1])})
	}
	return fields
}

// isSecret reports whether a field is declared to be kept out of pages.
func (f field) isSecret() bool {
	if tag := f.Tag.Get("inertia"); tag != "" && tag != "public" {
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
