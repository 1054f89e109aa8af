package inertia_test

import (
	"reflect"
	"strconv"

	"pgregory.net/rapid"

	"github.com/inertia-templ/shell/inertia"
)

// shape is a random type that may hold secrets, with a way to make a value of it
// in which each of them is there.
type shape struct {
	t    reflect.Type
	fill func(*rapid.T, reflect.Value)
}

func (s shape) value(t *rapid.T) any {
	v := reflect.New(s.t).Elem()
	s.fill(t, v)
	return v.Interface()
}

var secretFields = []string{"Password", "AccessToken", "APIKey", "PasswordHash", "ClientSecret"}

// randomType draws a type: scalars, containers, and structs of which each has a
// secret.
func randomType(t *rapid.T, depth int) shape {
	kinds := []string{"int", "text", "struct", "struct", "pointer", "slice", "array", "map", "numbers", "any"}
	if depth > 4 {
		kinds = kinds[:2]
	}
	switch rapid.SampledFrom(kinds).Draw(t, "kind") {
	case "text":
		return shape{reflect.TypeFor[string](), func(_ *rapid.T, v reflect.Value) { v.SetString("shown") }}
	case "struct":
		return randomStruct(t, depth)
	case "pointer":
		inner := randomType(t, depth+1)
		return shape{reflect.PointerTo(inner.t), func(t *rapid.T, v reflect.Value) {
			v.Set(reflect.New(inner.t))
			inner.fill(t, v.Elem())
		}}
	case "slice":
		inner := randomType(t, depth+1)
		return shape{reflect.SliceOf(inner.t), func(t *rapid.T, v reflect.Value) {
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
			inner.fill(t, v.Index(0))
			inner.fill(t, v.Index(1))
		}}
	case "array":
		inner := randomType(t, depth+1)
		return shape{reflect.ArrayOf(1, inner.t), func(t *rapid.T, v reflect.Value) { inner.fill(t, v.Index(0)) }}
	case "map":
		inner := randomType(t, depth+1)
		return shape{reflect.MapOf(reflect.TypeFor[string](), inner.t), func(t *rapid.T, v reflect.Value) {
			v.Set(reflect.MakeMap(v.Type()))
			item := reflect.New(inner.t).Elem()
			inner.fill(t, item)
			v.SetMapIndex(reflect.ValueOf("k"), item)
		}}
	case "numbers":
		inner := randomType(t, depth+1)
		return shape{reflect.MapOf(reflect.TypeFor[uint8](), inner.t), func(t *rapid.T, v reflect.Value) {
			v.Set(reflect.MakeMap(v.Type()))
			item := reflect.New(inner.t).Elem()
			inner.fill(t, item)
			v.SetMapIndex(reflect.ValueOf(uint8(7)), item)
		}}
	case "any":
		inner := randomType(t, depth+1)
		return shape{reflect.TypeFor[any](), func(t *rapid.T, v reflect.Value) {
			item := reflect.New(inner.t).Elem()
			inner.fill(t, item)
			v.Set(item)
		}}
	}
	return shape{reflect.TypeFor[int](), func(_ *rapid.T, v reflect.Value) { v.SetInt(7) }}
}

func randomStruct(t *rapid.T, depth int) shape {
	var fields []reflect.StructField
	var fills []func(*rapid.T, reflect.Value)
	add := func(f reflect.StructField, fill func(*rapid.T, reflect.Value)) {
		fields, fills = append(fields, f), append(fills, fill)
	}
	for n := range rapid.IntRange(0, 3).Draw(t, "fields") {
		inner := randomType(t, depth+1)
		f := reflect.StructField{Name: "F" + strconv.Itoa(n), Type: inner.t}
		if rapid.Bool().Draw(t, "tagged") {
			f.Tag = reflect.StructTag(`json:"f` + strconv.Itoa(n) + `,omitempty"`)
		}
		add(f, inner.fill)
	}
	switch rapid.SampledFrom([]string{"name", "json name", "tag", "type", "bytes", "any", "prop"}).Draw(t, "secret") {
	case "name":
		name := rapid.SampledFrom(secretFields).Draw(t, "name")
		add(reflect.StructField{Name: name, Type: reflect.TypeFor[string](), Tag: `json:"x"`}, text)
	case "json name":
		add(reflect.StructField{Name: "X", Type: reflect.TypeFor[string](), Tag: `json:"reset_token,omitempty"`}, text)
	case "tag":
		add(reflect.StructField{Name: "X", Type: reflect.TypeFor[string](), Tag: `inertia:"secret"`}, text)
	case "type":
		add(reflect.StructField{Name: "X", Type: reflect.TypeFor[inertia.Secret[string]]()}, func(_ *rapid.T, v reflect.Value) {
			v.Set(reflect.ValueOf(inertia.NewSecret(leaking)))
		})
	case "bytes":
		add(reflect.StructField{Name: "Salt", Type: reflect.TypeFor[[]byte]()}, func(_ *rapid.T, v reflect.Value) { v.SetBytes([]byte(leaking)) })
	case "any":
		add(reflect.StructField{Name: "Token", Type: reflect.TypeFor[any]()}, func(_ *rapid.T, v reflect.Value) { v.Set(reflect.ValueOf(leaking)) })
	case "prop":
		add(reflect.StructField{Name: "Token", Type: reflect.TypeFor[any]()}, func(_ *rapid.T, v reflect.Value) {
			v.Set(reflect.ValueOf(inertia.Value(leaking)))
		})
	}
	return shape{reflect.StructOf(fields), func(t *rapid.T, v reflect.Value) {
		for n, fill := range fills {
			fill(t, v.Field(n))
		}
	}}
}

func text(_ *rapid.T, v reflect.Value) { v.SetString(leaking) }
