package form_test

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"net/netip"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/inertia-templ/shell/form"
)

// date has a reader of its own beside that of time.Time, which it embeds.
type date struct{ time.Time }

func (d *date) UnmarshalJSON(text []byte) error {
	var s string
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	var err error
	d.Time, err = time.Parse(time.DateOnly, s)
	return err
}

func (d date) MarshalJSON() ([]byte, error) { return json.Marshal(d.Format(time.DateOnly)) }

// stamp reads itself as the time.Time does that it embeds.
type stamp struct{ time.Time }

// both tells who read it.
type both struct{ read string }

func (b *both) UnmarshalJSON(text []byte) error {
	if strings.ContainsAny(string(text), "5e") {
		return errors.New("no fives")
	}
	b.read = "JSON " + string(text)
	return nil
}

func (b *both) UnmarshalText(text []byte) error {
	b.read = "text " + string(text)
	return nil
}

func (b both) MarshalJSON() ([]byte, error) { return json.Marshal(b.read) }

// bag reads itself with a receiver that is a value.
type bag map[string]int

func (b bag) UnmarshalJSON(text []byte) error {
	if b != nil {
		return json.Unmarshal(text, (*map[string]int)(&b))
	}
	return nil
}

// option knows null from what is absent.
type option struct{ set, null bool }

func (o *option) UnmarshalJSON(text []byte) error {
	o.set, o.null = true, string(text) == "null"
	return nil
}

func (o option) MarshalJSON() ([]byte, error) { return json.Marshal(fmt.Sprint(o.set, o.null)) }

type deeper struct {
	Pair [2]string
	Deep map[string][]*date
}

type outer struct {
	address
	*item
	Number int    `json:"number,string"`
	Text   string `json:",string"`
	Flag   *bool  `json:"flag,string"`
	Odd    string `json:"odd name"`
	Bad    string `json:"bad\"name"`
}

var zoo = []reflect.Type{
	reflect.TypeFor[bool](), reflect.TypeFor[int8](), reflect.TypeFor[int64](), reflect.TypeFor[uint16](), reflect.TypeFor[uintptr](),
	reflect.TypeFor[float32](), reflect.TypeFor[float64](), reflect.TypeFor[string](), reflect.TypeFor[json.Number](),
	reflect.TypeFor[json.RawMessage](), reflect.TypeFor[[]byte](), reflect.TypeFor[[3]int](), reflect.TypeFor[time.Time](),
	reflect.TypeFor[time.Duration](), reflect.TypeFor[big.Int](), reflect.TypeFor[netip.Addr](), reflect.TypeFor[date](),
	reflect.TypeFor[stamp](), reflect.TypeFor[both](), reflect.TypeFor[level](), reflect.TypeFor[version](), reflect.TypeFor[flagged](),
	reflect.TypeFor[bag](), reflect.TypeFor[option](), reflect.TypeFor[any](), reflect.TypeFor[deeper](), reflect.TypeFor[outer](),
	reflect.TypeFor[sql.NullString](), reflect.TypeFor[sql.NullTime](), reflect.TypeFor[sql.NullInt64](),
}

var keys = []reflect.Type{
	reflect.TypeFor[string](), reflect.TypeFor[int8](), reflect.TypeFor[uint](), reflect.TypeFor[level](), reflect.TypeFor[netip.Addr](),
}

// anyType draws a type from the zoo, behind pointers, in lists, maps and structs.
func anyType(t *rapid.T, depth int) reflect.Type {
	kind := rapid.IntRange(0, 9).Draw(t, "kind")
	if depth == 0 {
		kind = 0
	}
	switch kind {
	case 1, 2:
		return reflect.PointerTo(anyType(t, depth-1))
	case 3, 4:
		return reflect.SliceOf(anyType(t, depth-1))
	case 5:
		return reflect.MapOf(rapid.SampledFrom(keys).Draw(t, "key"), anyType(t, depth-1))
	case 6:
		return structType(t, depth-1)
	}
	return rapid.SampledFrom(zoo).Draw(t, "leaf")
}

func structType(t *rapid.T, depth int) reflect.Type {
	var fields []reflect.StructField
	for i := range rapid.IntRange(1, 3).Draw(t, "fields") {
		f := reflect.StructField{Name: "F" + strconv.Itoa(i), Type: anyType(t, depth)}
		f.Tag = reflect.StructTag(rapid.SampledFrom([]string{"", `json:"f` + strconv.Itoa(i) + `"`, `json:",omitempty"`, `json:",string"`}).Draw(t, "tag"))
		if strings.HasSuffix(f.Type.String(), "json.Number") {
			f.Tag = "" // encoding/json takes any text for a quoted one
		}
		fields = append(fields, f)
	}
	return reflect.StructOf(fields)
}

var literals = []string{
	"null", "true", "false", "0", "-1", "7", "5", "200", "1.5", "1e3", `"a"`, `"12"`, `"true"`, `"x y"`, `"aGk="`, `"2024-05-01"`,
	`"2024-05-01T10:20:30Z"`, `"2024-05-01T10:20:30.5+02:00"`, `"::1"`, `"\"quoted\""`, `"null"`, `[]`, `{}`, `[1,2]`, `{"a":1}`, `["a",null]`,
	`{"Valid":true,"String":"a"}`, `{"Time":"2024-05-01T10:20:30Z","Valid":true}`, `{"Int64":7}`,
}

// anyJSON draws JSON that suits a type, more or less.
func anyJSON(t *rapid.T, of reflect.Type, depth int) string {
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	if depth == 0 || rapid.IntRange(0, 9).Draw(t, "literal") == 0 {
		return rapid.SampledFrom(literals).Draw(t, "value")
	}
	var members []string
	switch of.Kind() {
	case reflect.Slice, reflect.Array:
		if of.Elem().Kind() == reflect.Uint8 {
			break
		}
		for range rapid.IntRange(0, min(3, arrayLen(of))).Draw(t, "length") {
			members = append(members, anyJSON(t, of.Elem(), depth-1))
		}
		return "[" + strings.Join(members, ",") + "]"
	case reflect.Map:
		names := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"a", "b.c", "1", "-5", "::1", "", "x[y]", "300"}), rapid.ID[string])
		for _, name := range names.Draw(t, "names") {
			members = append(members, strconv.Quote(name)+":"+anyJSON(t, of.Elem(), depth-1))
		}
		return "{" + strings.Join(members, ",") + "}"
	case reflect.Struct:
		if of.PkgPath() != "" && of != reflect.TypeFor[deeper]() && of != reflect.TypeFor[outer]() {
			break
		}
		for _, f := range reflect.VisibleFields(of) {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name == "" || f.Name == "Bad" {
				name = f.Name
			}
			if f.Anonymous || rapid.IntRange(0, 5).Draw(t, "absent") == 0 {
				continue
			}
			members = append(members, strconv.Quote(name)+":"+anyJSON(t, f.Type, depth-1))
		}
		members = append(members, `"unknown":[{"a":1,"a":"\u0000"}]`)
		return "{" + strings.Join(members, ",") + "}"
	}
	return rapid.SampledFrom(literals).Draw(t, "value")
}

func arrayLen(t reflect.Type) int {
	if t.Kind() == reflect.Array {
		return t.Len()
	}
	return 1000
}

// What encoding/json reads, Bind reads the same. The other way round Bind
// takes more, such as texts that are numbers.
func TestJSONIsReadAsEncodingJSONReadsIt(t *testing.T) {
	t.Parallel()
	read := 0
	rapid.Check(t, func(t *rapid.T) {
		of := structType(t, 3)
		body := anyJSON(t, of, 5)
		want, got := reflect.New(of), reflect.New(of)
		if body == "null" || json.Unmarshal([]byte(body), want.Interface()) != nil {
			_ = form.Bind(jsonRequest(body), got.Interface()) // does not panic
			return
		}
		read++
		require.NoError(t, form.Bind(jsonRequest(body), got.Interface()), "%s\n%s", of, body)
		if !reflect.DeepEqual(want.Interface(), got.Interface()) {
			// Times may differ in how they hold their zone.
			a, aErr := json.Marshal(want.Interface())
			b, bErr := json.Marshal(got.Interface())
			if aErr != nil || bErr != nil || string(a) != string(b) {
				t.Fatalf("%s\n%s\nwant %s\ngot  %s\n%+v\n%+v", of, body, a, b, want.Elem().Interface(), got.Elem().Interface())
			}
		}
	})
	t.Logf("%d read", read)
	require.Positive(t, read)
}
