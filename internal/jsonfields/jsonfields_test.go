package jsonfields_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/types"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/inertia-templ/shell/internal/jsonfields"
)

type (
	Base   struct{ ID, Same int }
	Other  struct{ Same int }
	Tagged struct {
		X int `json:"Same"`
	}
	private struct{ Seen int }
	Deep    struct{ Base }
	Left    struct{ Deep }
	Right   struct{ Deep }
	Loop    struct {
		*Loop
		N int
	}
	Named int

	plain struct{ A, B int }
	flat  struct {
		Z int
		Base
		A int
	}
	outer struct {
		Base
		Same string
	}
	clash struct {
		Base
		Other
	}
	tagWins struct {
		Base
		Tagged
	}
	twoTags struct {
		Tagged
		Other
		Y int `json:"Same"`
	}
	twice struct {
		Left
		Right
	}
	unexported struct {
		private
		hidden int //nolint:unused // the rules read its name
	}
	unexportedNamed struct {
		private `json:"p"`
	}
	names struct {
		A int   `json:"a\"b"`
		B int   `json:"-"`
		C int   `json:"-,"`
		D int   `json:",omitempty"`
		E int   `json:"né.$x"`
		F int   `json:"f,unknown,string"`
		G []int `json:"g,string"`
		H **int `json:"h,string"`
		I *int  `json:"i,string"`
		J Named `json:"j,string"`
	}
	embeddedScalar struct {
		Named
		*Base `json:"base"`
	}
)

// written is the keys that encoding/json writes, in their order.
func written(t require.TestingT, v any) []string {
	b, err := json.Marshal(v)
	require.NoError(t, err)
	d := json.NewDecoder(bytes.NewReader(b))
	_, err = d.Token()
	require.NoError(t, err)
	keys := []string{}
	for d.More() {
		key, err := d.Token()
		require.NoError(t, err)
		var value json.RawMessage
		require.NoError(t, d.Decode(&value))
		keys = append(keys, fmt.Sprintf("%s quoted=%t", key, value[0] == '"'))
	}
	return keys
}

func listed(t reflect.Type) []string {
	keys := []string{}
	for _, f := range jsonfields.Of(t, nil) {
		text := f.Type.Kind() == reflect.String
		keys = append(keys, fmt.Sprintf("%s quoted=%t", f.Name, f.Quoted || text))
	}
	return keys
}

func TestFieldsAreThoseOfEncodingJSON(t *testing.T) {
	t.Parallel()
	n := 1
	for _, v := range []any{
		plain{}, flat{}, outer{}, clash{}, tagWins{}, twoTags{}, twice{}, unexported{}, unexportedNamed{},
		names{D: 1, I: &n}, embeddedScalar{}, Loop{},
	} {
		assert.Equal(t, written(t, v), listed(reflect.TypeOf(v)), "%T", v)
	}
}

// Structs made at random have the fields that encoding/json gives them.
func TestRandomStructsHaveTheFieldsOfEncodingJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		typ := drawStruct(t, 3)
		v := reflect.New(typ).Elem()
		assert.Equal(t, written(t, v.Interface()), listed(typ), typ.String())
	})
}

// embeddable are the types reflect.StructOf can embed.
var embeddable = []reflect.Type{
	reflect.TypeFor[Base](), reflect.TypeFor[Other](), reflect.TypeFor[Tagged](), reflect.TypeFor[Deep](), reflect.TypeFor[Left](), reflect.TypeFor[Right](),
}

func drawStruct(t *rapid.T, depth int) reflect.Type {
	var fields []reflect.StructField
	for i, name := range []string{"ID", "Same", "Other1", "Z"} {
		if !rapid.Bool().Draw(t, "has") {
			continue
		}
		f := reflect.StructField{Name: name, Type: reflect.TypeFor[int]()}
		if depth > 0 && rapid.Bool().Draw(t, "nested") {
			f.Type = drawStruct(t, depth-1)
		}
		tag := rapid.SampledFrom([]string{"", "", "Same", "ID", "a,string", "-", "-,", "b\\\\c", "é"}).Draw(t, "tag")
		if tag != "" {
			f.Tag = reflect.StructTag(`json:"` + tag + `"`)
		}
		if rapid.IntRange(0, 2).Draw(t, "embed") == 0 {
			f.Type = embeddable[(i+rapid.IntRange(0, len(embeddable)-1).Draw(t, "which"))%len(embeddable)]
			f.Name, f.Anonymous = f.Type.Name(), true
		}
		taken := false
		for _, other := range fields {
			taken = taken || other.Name == f.Name
		}
		if !taken {
			fields = append(fields, f)
		}
	}
	return reflect.StructOf(fields)
}

func TestWholeTypesStayOneField(t *testing.T) {
	t.Parallel()
	fields := jsonfields.Of(reflect.TypeFor[flat](), func(t reflect.Type) bool { return t == reflect.TypeFor[Base]() })
	var all []string
	for _, f := range fields {
		all = append(all, f.Name)
	}
	assert.Equal(t, []string{"Z", "Base", "A"}, all)
}

// What go/types tells of a package's types gives the same fields.
func TestGoTypesHaveTheSameFields(t *testing.T) {
	t.Parallel()
	fields := []*types.Var{}
	embed := func(name string, of ...*types.Var) *types.Named {
		return types.NewNamed(types.NewTypeName(0, nil, name, nil), types.NewStruct(of, nil), nil)
	}
	intField := func(name string) *types.Var { return types.NewField(0, nil, name, types.Typ[types.Int], false) }
	base := embed("Base", intField("ID"), intField("Same"))
	fields = append(fields, intField("Z"), types.NewField(0, nil, "Base", types.NewPointer(base), true), types.NewField(0, nil, "N", types.Typ[types.Int], false))
	root := types.NewStruct(fields, []string{"", "", `json:"Same,omitempty"`})

	members := func(t types.Type) (list []jsonfields.Member[types.Type]) {
		s := t.Underlying().(*types.Struct)
		for i := range s.NumFields() {
			v := s.Field(i)
			inner := v.Type()
			if p, ok := inner.(*types.Pointer); ok {
				inner = p.Elem()
			}
			_, isStruct := inner.Underlying().(*types.Struct)
			list = append(list, jsonfields.Member[types.Type]{
				Name: v.Name(), Tag: reflect.StructTag(s.Tag(i)), Type: v.Type(), Exported: v.Exported(), Embedded: v.Embedded(), IsStruct: isStruct, Struct: inner,
			})
		}
		return list
	}
	var got []string
	for _, f := range jsonfields.List[types.Type](root, members, func(t types.Type) any { return types.TypeString(t, nil) }) {
		got = append(got, fmt.Sprint(f.Name, f.Index, f.OmitEmpty))
	}
	assert.Equal(t, "Z[0] false ID[1 0] false Same[2] true", strings.Join(got, " "))
}
