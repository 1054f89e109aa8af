package gojson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/inertia-templ/shell/inertia/gojson"
)

func TestMain(m *testing.M) {
	flag.Parse()
	if checks := flag.Lookup("rapid.checks").Value; checks.String() == "100" { // nobody asked for more
		_ = checks.Set("3000")
	}
	os.Exit(m.Run())
}

// Types that decide on their own JSON, in all the ways there are.
type (
	ByValue       struct{ N int }
	ByPointer     struct{ N int }
	TextByValue   struct{ N int }
	TextByPointer struct{ N int }
	Fails         struct{ N int }
	Number        int
	Text          string
	Blob          []byte
	Byte          byte
	Flag          bool
	List          []int
	Table         map[string]int
)

func (v ByValue) MarshalJSON() ([]byte, error) {
	return []byte(` { "n" : ` + strconv.Itoa(v.N) + `, "<" : null } `), nil
}
func (v *ByPointer) MarshalJSON() ([]byte, error)     { return []byte(strconv.Itoa(v.N)), nil }
func (v TextByValue) MarshalText() ([]byte, error)    { return []byte("<" + strconv.Itoa(v.N)), nil }
func (v *TextByPointer) MarshalText() ([]byte, error) { return []byte("&" + strconv.Itoa(v.N)), nil }
func (v Fails) MarshalJSON() ([]byte, error)          { return nil, errors.New("fails") }
func (v List) MarshalJSON() ([]byte, error)           { return json.Marshal(len(v)) }
func (v Table) MarshalText() ([]byte, error)          { return strconv.AppendInt(nil, int64(len(v)), 10), nil }

// Node is a type that leads back to itself.
type Node struct {
	Name string           `json:"name,omitempty"`
	Next *Node            `json:"next"`
	List []Node           `json:",omitempty"`
	Map  map[string]*Node `json:"map,omitzero"`
	Any  any
}

// Outer embeds types whose methods hide each other.
type Outer struct {
	ByValue
	TextByValue
	*Node
}

// world is what types are made of.
type world struct {
	leaves []reflect.Type
	keys   []reflect.Type
	tags   []string
	arrays bool
}

// plain is where the fast encoder works.
var plain = world{
	leaves: []reflect.Type{
		reflect.TypeFor[bool](), reflect.TypeFor[int](), reflect.TypeFor[int8](), reflect.TypeFor[int16](), reflect.TypeFor[int32](),
		reflect.TypeFor[int64](), reflect.TypeFor[uint](), reflect.TypeFor[uint8](), reflect.TypeFor[uint16](), reflect.TypeFor[uint32](),
		reflect.TypeFor[uint64](), reflect.TypeFor[float64](), reflect.TypeFor[string](),
		reflect.TypeFor[[]byte](), reflect.TypeFor[time.Time](), reflect.TypeFor[time.Duration](), reflect.TypeFor[Number](), reflect.TypeFor[Text](),
		reflect.TypeFor[Blob](), reflect.TypeFor[Byte](), reflect.TypeFor[[]Byte](), reflect.TypeFor[Flag](),
	},
	keys: []reflect.Type{reflect.TypeFor[string](), reflect.TypeFor[Text]()},
	tags: []string{"", `json:"name"`, `json:"other,omitempty"`, `json:",omitempty"`, `json:",omitzero"`, `json:"z,omitzero"`, `json:"-"`, `json:"-,"`, `db:"x"`},
}

// anything is plain with what it must not contain.
var anything = world{
	leaves: append([]reflect.Type{
		reflect.TypeFor[any](), reflect.TypeFor[uintptr](), reflect.TypeFor[float32](), reflect.TypeFor[json.RawMessage](), reflect.TypeFor[json.Number](),
		reflect.TypeFor[Node](), reflect.TypeFor[*Node](), reflect.TypeFor[ByValue](), reflect.TypeFor[ByPointer](), reflect.TypeFor[TextByValue](),
		reflect.TypeFor[TextByPointer](), reflect.TypeFor[List](), reflect.TypeFor[Table](), reflect.TypeFor[error](),
		reflect.TypeFor[json.Marshaler](), reflect.TypeFor[Outer](),
	}, plain.leaves...),
	keys:   append([]reflect.Type{reflect.TypeFor[int](), reflect.TypeFor[int8](), reflect.TypeFor[uint16](), reflect.TypeFor[TextByValue]()}, plain.keys...),
	tags:   append([]string{`json:",string"`, `json:"s,string,omitempty"`, `json:"a<b&c"`, `json:"é"`, `json:"a\"b"`}, plain.tags...),
	arrays: true,
}

func (w world) typeOf(t *rapid.T, depth int) reflect.Type {
	if depth <= 0 || rapid.IntRange(0, 3).Draw(t, "leaf") == 0 {
		return rapid.SampledFrom(w.leaves).Draw(t, "type")
	}
	switch kind := rapid.IntRange(0, 5).Draw(t, "kind"); {
	case kind == 0:
		return reflect.SliceOf(w.typeOf(t, depth-1))
	case kind == 1 && w.arrays:
		return reflect.ArrayOf(rapid.IntRange(0, 3).Draw(t, "length"), w.typeOf(t, depth-1))
	case kind == 2:
		return reflect.MapOf(rapid.SampledFrom(w.keys).Draw(t, "key"), w.typeOf(t, depth-1))
	case kind == 3:
		return reflect.PointerTo(w.typeOf(t, depth-1))
	}
	var fields []reflect.StructField
	for i := range rapid.IntRange(0, 5).Draw(t, "fields") {
		fields = append(fields, reflect.StructField{
			Name: fmt.Sprint("F", i), Type: w.typeOf(t, depth-1),
			Tag: reflect.StructTag(rapid.SampledFrom(w.tags).Draw(t, "tag")),
		})
	}
	return reflect.StructOf(fields)
}

var texts = []string{"", "plain", "<b>&amp;'\"", "\u2028\u2029", "\x00\x1f\x7f\b\f\n\r\t\\", "\xff\xc3", "😀é", "</script>", "null", "12"}

func (w world) fill(t *rapid.T, v reflect.Value, depth int) {
	zero := func() bool { return depth <= 0 || rapid.IntRange(0, 3).Draw(t, "zero") == 0 }
	switch v.Type() {
	case reflect.TypeFor[json.RawMessage]():
		v.SetBytes([]byte(rapid.SampledFrom([]string{"1", ` {"a" : "<" } `, "null", "[1,\n2]", `"\u2028"`}).Draw(t, "raw")))
		return
	case reflect.TypeFor[json.Number]():
		v.SetString(rapid.SampledFrom([]string{"", "1", "-0", "1e400", "1.50"}).Draw(t, "number"))
		return
	case reflect.TypeFor[time.Time]():
		if !zero() {
			v.Set(reflect.ValueOf(time.Unix(rapid.Int64Range(-1<<33, 1<<33).Draw(t, "s"), rapid.Int64Range(0, 999999999).Draw(t, "ns")).UTC()))
		}
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n := rapid.Int64().Draw(t, "int")
		v.SetInt(n << (64 - v.Type().Bits()) >> (64 - v.Type().Bits()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		v.SetUint(rapid.Uint64().Draw(t, "uint") >> (64 - v.Type().Bits()))
	case reflect.Float32, reflect.Float64:
		float := rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1e-7, 1e-6, 1e20, 1e21, 0.1, 100, math.NaN(), math.Inf(1)})).Draw(t, "float")
		if v.Kind() == reflect.Float32 && rapid.Bool().Draw(t, "short") {
			float = float64(rapid.Float32().Draw(t, "float"))
		}
		v.SetFloat(float)
	case reflect.String:
		v.SetString(rapid.OneOf(rapid.SampledFrom(texts), rapid.String()).Draw(t, "text"))
	case reflect.Pointer:
		if !zero() {
			v.Set(reflect.New(v.Type().Elem()))
			w.fill(t, v.Elem(), depth-1)
		}
	case reflect.Slice:
		if !zero() {
			v.Set(reflect.MakeSlice(v.Type(), rapid.IntRange(0, 3).Draw(t, "length"), 3))
			for i := range v.Len() {
				w.fill(t, v.Index(i), depth-1)
			}
		}
	case reflect.Array:
		for i := range v.Len() {
			w.fill(t, v.Index(i), depth-1)
		}
	case reflect.Map:
		if !zero() {
			v.Set(reflect.MakeMap(v.Type()))
			for range rapid.IntRange(0, 4).Draw(t, "length") {
				key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
				w.fill(t, key, depth-1)
				w.fill(t, value, depth-1)
				v.SetMapIndex(key, value)
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			w.fill(t, v.Field(i), depth-1)
		}
	case reflect.Interface:
		if zero() {
			return
		}
		if v.NumMethod() > 0 {
			for _, x := range []any{&ByValue{1}, ByValue{2}, &ByPointer{3}, errors.New("x"), Fails{}} {
				if reflect.TypeOf(x).Implements(v.Type()) && rapid.Bool().Draw(t, "method") {
					v.Set(reflect.ValueOf(x))
				}
			}
			return
		}
		inner := reflect.New(w.typeOf(t, depth-2)).Elem()
		if depth > 1 {
			w.fill(t, inner, depth-1)
		}
		v.Set(inner)
	}
}

func (w world) value(t *rapid.T) any {
	v := reflect.New(w.typeOf(t, 4)).Elem()
	w.fill(t, v, 5)
	if rapid.Bool().Draw(t, "addressable") {
		return v.Addr().Interface()
	}
	return v.Interface()
}

// agree requires that v is encoded as by encoding/json.
func agree(t *rapid.T, v any) {
	var want, got bytes.Buffer
	wantErr := json.NewEncoder(&want).Encode(v)
	gotErr := gojson.Encoder.Encode(&got, v)
	require.Equal(t, wantErr == nil, gotErr == nil, "%T: %v, %v", v, wantErr, gotErr)
	require.Equal(t, want.String(), got.String(), "%T", v)
}

func TestValuesOfAllTypesAreEncodedAsByEncodingJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { agree(t, anything.value(t)) })
}

func TestValuesOfPlainTypesAreEncodedAsByEncodingJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := plain.value(t)
		require.True(t, gojson.IsPlain(reflect.TypeOf(v)), "%T", v)
		agree(t, v)
	})
}

func TestFloatsAreEncodedAsByEncodingJSON(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		for _, f := range []float64{
			math.Float64frombits(r.Uint64()), math.Ldexp(float64(r.IntN(4096)), r.IntN(200)-100),
			float64(r.IntN(1e9)) / 1e4, r.NormFloat64() * math.Pow(10, float64(r.IntN(40)-20)),
		} {
			want, wantErr := json.Marshal(f)
			var got bytes.Buffer
			gotErr := gojson.Encoder.Encode(&got, f)
			require.Equal(t, wantErr == nil, gotErr == nil, f)
			require.Equal(t, string(want), strings.TrimSuffix(got.String(), "\n"))
		}
	}
}
