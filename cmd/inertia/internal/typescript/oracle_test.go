package typescript_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
)

// What a page sends is checked against the types that are written for it: for
// each type a page with its zero value and one with everything filled in. A
// program renders them, tsc compares.

// curated are types that are easy to get wrong.
const curated = `
type Key string
const (
	KeyA Key = "a"
	KeyB Key = "b"
)
type Byte uint8
func (b Byte) MarshalText() ([]byte, error) { return []byte{'x'}, nil }
type Plain uint8
type Text struct{ X int }
func (Text) MarshalText() ([]byte, error) { return []byte("text"), nil }
type ByPointer struct{ Y int }
func (*ByPointer) MarshalText() ([]byte, error) { return []byte("pointer"), nil }
type Number int
func (Number) MarshalText() ([]byte, error) { return []byte("one"), nil }
//inertia:type { a: number } | "none"
type Told struct{}
func (Told) MarshalJSON() ([]byte, error) { return []byte("\"none\""), nil }
type User struct {
	Name string ` + "`json:\"name\"`" + `
	Tags []string ` + "`json:\"tags\"`" + `
	Next *User ` + "`json:\"next\"`" + `
}
type Inner struct { InnerField int ` + "`json:\"innerField\"`" + `}
type Deep struct{ *Inner; DeepField []Inner }
type T0 struct { Users []User; ByName map[string]User; Bytes []byte; Null []string ` + "`inertia:\"null\"`" + `; Maybe []string ` + "`json:\",omitempty\"`" + ` }
type T1 struct { A inertia.Deferred[*User]; B inertia.Deferred[[]*User] ` + "`json:\"b,omitempty\"`" + `; C inertia.Opt[*int]; D inertia.Prop[*User]; E inertia.Prop[[]User] }
type T2 struct { *Inner; Own int }
type T3 struct { *Deep; Other string }
type T4 struct { A int ` + "`json:\",string\"`" + `; B *bool ` + "`json:\",string\"`" + `; C string ` + "`json:\",string\"`" + `; D []int ` + "`json:\",string\"`" + `; E *int ` + "`json:\",string,omitempty\"`" + `; F Number ` + "`json:\",string\"`" + ` }
type T5 struct { A []Byte; B []Plain; C [2]Byte; D [3]byte; E map[Byte]int; F *[]byte }
type T6 struct { A []*struct{}; B *struct{}; C []struct{ X *int }; D []*[]*string; E **User }
type T7 struct { A Text; B *Text; C ByPointer; D *ByPointer; E []ByPointer; F map[string]ByPointer; G []*ByPointer; H [1]ByPointer }
type T8 struct { A Told; B []Told; C *Told; D map[Key]int; E []Key; F map[int]string; G map[Number]bool }
type T9 struct { A time.Time; B *time.Time; C time.Duration; D json.RawMessage; E json.Number; F *big.Int; G big.Int; H any; I error; J inertia.Errors; K time.Time ` + "`json:\",omitzero\"`" + ` }
type Box[P any] struct { Value P; List []P; Ref *P; Later inertia.Deferred[P] }
type T10 struct { A Box[int]; B Box[*User]; C Box[[]string]; D *Box[map[string]int] }
type T11 struct { A **int ` + "`json:\",omitempty\"`" + `; B func() []int ` + "`json:\"b\"`" + `; C map[string]*[]int; D struct{ E []struct{ F map[string][]int } } }
type List []List
type Tree map[string]Tree
type Alias = []User
type T12 struct { A List; B Tree; C Alias; D map[string]List }
type T13 struct { A inertia.BigInt; B *inertia.BigInt; C []inertia.BigInt; D map[inertia.BigInt]inertia.BigInt; E inertia.BigInt ` + "`json:\",omitempty\"`" + `; F inertia.BigInt ` + "`json:\",string\"`" + `; G inertia.Prop[inertia.BigInt] }
`

const oracleProgram = `package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net/http/httptest"
	"os"
	"reflect"
	"time"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"

	. "example.com/app/pages"
)

var _ = time.Time{}
var _ = json.Number("")
var _ *big.Int

// fill is a value of t with nothing left out, as deep as depth.
func fill(t reflect.Type, depth int) reflect.Value {
	v := reflect.New(t).Elem()
	if t == reflect.TypeFor[Key]() {
		v.SetString("b")
		return v
	}
	if t == reflect.TypeFor[json.RawMessage]() {
		v.SetBytes([]byte("[1]"))
		return v
	}
	if t == reflect.TypeFor[json.Number]() {
		v.SetString("1.5")
		return v
	}
	if t == reflect.TypeFor[time.Time]() || t == reflect.TypeFor[big.Int]() || depth == 0 {
		return v
	}
	switch t.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		v.Elem().Set(fill(t.Elem(), depth-1))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(t, 2, 2))
		v.Index(1).Set(fill(t.Elem(), depth-1))
		if t.Elem() == reflect.TypeFor[Key]() {
			v.Index(0).SetString("a")
		}
	case reflect.Array:
		for i := range t.Len() {
			v.Index(i).Set(fill(t.Elem(), depth-1))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(t))
		v.SetMapIndex(fill(t.Key(), 1), fill(t.Elem(), depth-1))
	case reflect.Struct:
		for i := range t.NumField() {
			if t.Field(i).IsExported() {
				v.Field(i).Set(fill(t.Field(i).Type, depth-1))
			}
		}
	case reflect.String:
		v.SetString("text")
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(min(number, 1<<(t.Bits()-2)))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(min(number, 1<<(t.Bits()-2))))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(0.5)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Func:
		if t.NumOut() == 1 && t.NumIn() == 0 {
			out := fill(t.Out(0), depth-1)
			v.Set(reflect.MakeFunc(t, func([]reflect.Value) []reflect.Value { return []reflect.Value{out} }))
		}
	}
	return v
}

// zero is the zero value of t, but for functions, which no program leaves nil.
func zero(t reflect.Type) reflect.Value {
	v := reflect.New(t).Elem()
	for i := range t.NumField() {
		if t.Field(i).Type.Kind() == reflect.Func {
			v.Field(i).Set(fill(t.Field(i).Type, 1))
		}
	}
	return v
}

// options are in a file of their own, which the default types are made without.
var options = map[string]func() inertia.Option{}

// number is what integers are filled with.
var number int64 = 1

func main() {
	opts := []inertia.Option{inertia.WithShell(func(shell.Document) templ.Component { return nil }), inertia.WithVersion("v"),
		inertia.WithLogger(slog.New(slog.NewTextHandler(io.Discard, nil)))}
	if option := options[os.Args[1]]; option != nil {
		opts = append(opts, option())
	}
	if os.Args[1] == "WithBigInts" {
		number = 1<<53 + 1
	}
	i, err := inertia.New(opts...)
	if err != nil {
		panic(err)
	}
	_ = context.Background
	out := map[string][]json.RawMessage{}
	for name, t := range Types {
		for _, v := range []reflect.Value{zero(t), fill(t, 3), fill(t, 5), fill(t, 6)} {
			for _, partial := range []bool{false, true} {
				r := httptest.NewRequest("GET", "/", nil)
				r.Header.Set("X-Inertia", "true")
				r.Header.Set("X-Inertia-Version", "v")
				if partial { // what was deferred is sent
					r.Header.Set("X-Inertia-Partial-Component", "P")
					r.Header.Set("X-Inertia-Partial-Except", "none")
				}
				w := httptest.NewRecorder()
				if err := i.Render(w, r, "P", v.Interface()); err != nil {
					continue // a value that JSON does not have
				}
				var page struct{ Props map[string]json.RawMessage }
				if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil {
					panic(err)
				}
				delete(page.Props, "errors")
				text, _ := json.Marshal(page.Props)
				out[name] = append(out[name], text)
			}
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(out); err != nil {
		panic(fmt.Sprint(err))
	}
}
`

// pagesOfTypes is a file with a page for each of the types, in a package of its
// own: to compile it takes longer than all else, and options do not change it.
func pagesOfTypes(declarations string, names []string) string {
	var b strings.Builder
	b.WriteString("package pages\n\nimport (\n\t\"encoding/json\"\n\t\"math/big\"\n\t\"reflect\"\n\t\"time\"\n\n\t\"github.com/inertia-templ/shell/inertia\"\n)\n\nvar (\n\t_ = time.Time{}\n\t_ json.Number\n\t_ *big.Int\n\t_ inertia.Errors\n)\n")
	b.WriteString(declarations)
	b.WriteString("\n// Types are those of the pages.\nvar Types = map[string]reflect.Type{\n")
	for _, n := range names {
		fmt.Fprintf(&b, "\t%q: reflect.TypeFor[%s](),\n", n, n)
	}
	b.WriteString("}\n")
	for _, n := range names {
		fmt.Fprintf(&b, "var page%s = inertia.NewPage[%s](%q)\n", n, n, n)
	}
	return b.String()
}

// randomTypes are struct types that JSON has values of.
func randomTypes(count int) (declarations string, names []string) {
	gen := rapid.Custom(func(t *rapid.T) string {
		var kind func(depth int) string
		kind = func(depth int) string {
			choice := rapid.IntRange(0, 9).Draw(t, "kind")
			if depth <= 0 {
				choice = min(choice, 2)
			}
			switch choice {
			case 0:
				return rapid.SampledFrom([]string{"string", "int", "bool", "float64", "any", "byte", "uint64"}).Draw(t, "basic")
			case 1, 2:
				return rapid.SampledFrom([]string{"User", "Inner", "Text", "ByPointer", "Byte", "Plain", "Number", "Told", "time.Time", "json.RawMessage", "List", "Tree", "inertia.Errors", "inertia.BigInt", "*big.Int"}).Draw(t, "named")
			case 3, 4:
				return "[]" + kind(depth-1)
			case 5:
				return "*" + kind(depth-1)
			case 6:
				return "map[" + rapid.SampledFrom([]string{"string", "int", "Key", "Number"}).Draw(t, "key") + "]" + kind(depth-1)
			case 7:
				return "[2]" + kind(depth-1)
			case 8:
				return "Box[" + kind(depth-1) + "]"
			}
			fields := "struct{ "
			for i := range rapid.IntRange(0, 3).Draw(t, "fields") {
				tag := rapid.SampledFrom([]string{"", "", "`json:\"%s,omitempty\"`", "`json:\",string\"`", "`json:\",omitzero\"`", "`inertia:\"null\"`"}).Draw(t, "tag")
				if strings.Contains(tag, "%s") {
					tag = fmt.Sprintf(tag, fmt.Sprintf("f%d", i))
				}
				fields += fmt.Sprintf("F%d %s %s; ", i, kind(depth-1), tag)
			}
			return fields + rapid.SampledFrom([]string{"", "*Inner; ", "Inner; ", "*Deep; "}).Draw(t, "embedded") + "}"
		}
		props := "struct{ "
		for i := range rapid.IntRange(1, 4).Draw(t, "props") {
			k := kind(3)
			if rapid.IntRange(0, 4).Draw(t, "prop") == 0 {
				k = rapid.SampledFrom([]string{"inertia.Deferred", "inertia.Opt", "inertia.Prop"}).Draw(t, "of") + "[" + k + "]"
			}
			props += fmt.Sprintf("P%d %s; ", i, k)
		}
		return props + "}"
	})
	var b strings.Builder
	for i := range count {
		name := fmt.Sprintf("Random%d", i)
		names = append(names, name)
		fmt.Fprintf(&b, "type %s %s\n", name, gen.Example(i))
	}
	return b.String(), names
}

func TestPagesAreWhatTheirTypesSay(t *testing.T) {
	t.Parallel()
	declarations, names := randomTypes(80)
	for i := range 14 {
		names = append(names, fmt.Sprintf("T%d", i))
	}
	p, dir, err := program(t, map[string]string{"main.go": oracleProgram, "pages/types.go": pagesOfTypes(curated+declarations, names)})
	require.NoError(t, err)

	variants := []string{"default", "WithNullLists", "WithBigInts"}
	options := func(used ...string) {
		text := "package main\n\nimport \"github.com/inertia-templ/shell/inertia\"\n\nfunc init() {\n"
		for _, option := range used {
			text += fmt.Sprintf("\toptions[%q] = func() inertia.Option { return inertia.%[1]s() }\n", option)
		}
		require.NoError(t, os.WriteFile(filepath.Join(dir, "option.go"), []byte(text+"}\n"), 0o600))
	}
	types := map[string]string{}
	for i, variant := range variants {
		if i > 0 {
			options(variant)
			p, err = typescript.Load(dir, "./...")
			require.NoError(t, err)
		}
		types[variant], err = p.Types()
		require.NoError(t, err)
		assert.Equal(t, variant == "WithNullLists", strings.Contains(types[variant], "  Users: User[] | null\n"), variant)
		assert.Equal(t, variant == "WithBigInts", strings.Contains(types[variant], "number | string"), variant)
	}
	options(variants[1:]...)
	build := exec.CommandContext(t.Context(), "go", "build", "-o", "oracle", ".")
	build.Dir = dir
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))

	// All modules of types and all values are checked by one run of tsc.
	files := map[string]string{}
	for _, variant := range variants {
		cmd := exec.CommandContext(t.Context(), filepath.Join(dir, "oracle"), variant)
		cmd.Stderr = os.Stderr
		text, err := cmd.Output()
		require.NoError(t, err)
		var values map[string][]json.RawMessage
		require.NoError(t, json.Unmarshal(text, &values))
		require.Len(t, values, len(names))
		var b strings.Builder
		fmt.Fprintf(&b, "import type * as types from './%s-types'\n", variant)
		for _, n := range names {
			assert.NotEmpty(t, values[n], n)
			for i, v := range values[n] {
				fmt.Fprintf(&b, "export const %s_%d: types.%sProps = %s\n", n, i, n, v)
			}
		}
		files[variant+"-types.ts"], files[variant+"-values.ts"] = types[variant], b.String()
	}
	complaints := compile(t, files)
	for said := range strings.Lines(complaints) {
		for _, variant := range variants {
			if _, at, ok := strings.Cut(said, variant+"-values.ts("); ok {
				line, _ := strconv.Atoi(at[:max(strings.IndexByte(at, ','), 0)])
				t.Errorf("%s%s", said, strings.Split(files[variant+"-values.ts"], "\n")[max(line-1, 0)])
			}
		}
	}
	assert.Empty(t, complaints)
}
