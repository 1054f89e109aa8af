package typescript_test

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// formProgram prints, for each input type, values of its TypeScript type, what Bind
// says of them, and the keys of the errors of values that are wrong somewhere.
const formProgram = `package main

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
)

type Kind string

const (
	KindA Kind = "a"
	KindB Kind = "b"
)

type Address struct {
	Street string ` + "`json:\"street\"`" + `
	Number *int   ` + "`json:\"number\"`" + `
}

// values are some of the type, with their JSON as TypeScript wants it.
func values(t reflect.Type, depth int) []any {
	switch t {
	case reflect.TypeFor[time.Time]():
		return []any{"2026-01-02T03:04:05Z"}
	case reflect.TypeFor[inertia.BigInt]():
		return []any{"9007199254740993"}
	case reflect.TypeFor[Kind]():
		return []any{"b"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return append([]any{nil}, values(t.Elem(), depth)...)
	case reflect.Slice:
		return []any{[]any{}, values(t.Elem(), depth)}
	case reflect.Map:
		v := values(t.Elem(), depth)
		return []any{map[string]any{}, map[string]any{"7": v[len(v)-1]}}
	case reflect.Struct:
		least, most := map[string]any{}, map[string]any{}
		for i := range t.NumField() {
			name, option, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			v := values(t.Field(i).Type, depth-1)
			most[name] = v[len(v)-1]
			if option != "omitempty" {
				least[name] = v[0]
			}
		}
		return []any{least, most}
	case reflect.String:
		return []any{"", "text"}
	case reflect.Bool:
		return []any{false, true}
	case reflect.Float64:
		return []any{0, 1.5}
	}
	return []any{0, 7}
}

// wrong are copies of v that have something else in one place each.
func wrong(v any) (all []any) {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			for _, other := range wrong(v[key]) {
				c := maps.Clone(v)
				c[key] = other
				all = append(all, c)
			}
		}
	case []any:
		for i := range v {
			for _, other := range wrong(v[i]) {
				c := slices.Clone(v)
				c[i] = other
				all = append(all, c)
			}
		}
	}
	return append(all, map[string]any{"wrong": []any{1}}, []any{[]any{"wrong"}})
}

func bind(t reflect.Type, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(string(text)))
	r.Header.Set("Content-Type", "application/json")
	return form.Bind(r, reflect.New(t).Interface())
}

type result struct {
	Values []any
	Said   []string // of the values
	Keys   []string // of errors of wrong ones
}

func main() {
	out := map[string]result{}
	for name, t := range types {
		var r result
		keys := map[string]bool{}
		r.Values = values(t, 3)
		for _, v := range r.Values {
			if err := bind(t, v); err != nil {
				r.Said = append(r.Said, err.Error())
			}
			for _, w := range wrong(v) {
				var errs form.Errors
				if err := bind(t, w); errors.As(err, &errs) {
					for key := range errs {
						keys[key] = true
					}
				}
			}
		}
		r.Keys = slices.Sorted(maps.Keys(keys))
		out[name] = r
	}
	_ = json.NewEncoder(os.Stdout).Encode(out)
}
`

// randomInputs are struct types that forms fill.
func randomInputs(count int) (declarations string, names []string) {
	var kind func(t *rapid.T, depth int) string
	fields := func(t *rapid.T, depth int) string {
		var b strings.Builder
		b.WriteString("struct {")
		for i := range rapid.IntRange(1, 4).Draw(t, "fields") {
			option := rapid.SampledFrom([]string{"", "", ",omitempty"}).Draw(t, "option")
			k := kind(t, depth-1)
			if strings.HasPrefix(k, "[]") {
				option = "" // the client has no keys for the items of a list that may be absent
			}
			fmt.Fprintf(&b, " F%d %s `json:\"f%[1]d%[3]s\"`;", i, k, option)
		}
		return b.String() + " }"
	}
	kind = func(t *rapid.T, depth int) string {
		choice := rapid.IntRange(0, 6).Draw(t, "kind")
		if depth <= 0 {
			choice = 0
		}
		switch choice {
		case 2:
			return "[]" + strings.Replace(kind(t, depth-1), "uint8", "int8", 1) // not bytes
		case 3:
			return "*" + rapid.SampledFrom([]string{"string", "int", "bool", "Address", "time.Time", "inertia.BigInt"}).Draw(t, "pointer")
		case 4:
			return "map[string]" + kind(t, depth-1)
		case 5:
			return fields(t, depth)
		}
		return rapid.SampledFrom([]string{"string", "int", "bool", "float64", "uint8", "int64", "Kind", "Address", "time.Time", "inertia.BigInt"}).Draw(t, "plain")
	}
	gen := rapid.Custom(func(t *rapid.T) string { return fields(t, 3) })
	var b strings.Builder
	for i := range count {
		name := fmt.Sprintf("In%d", i)
		names = append(names, name)
		fmt.Fprintf(&b, "type %s %s\n", name, gen.Example(i))
	}
	return b.String(), names
}

// A value of the type that a form has in TypeScript can be bound, and the keys of
// all errors are known there.
func TestFormsReadWhatTheirTypesAllow(t *testing.T) {
	t.Parallel()
	declarations, names := randomInputs(40)
	var b strings.Builder
	b.WriteString("package main\n\nimport (\n\t\"net/http\"\n\t\"reflect\"\n\t\"time\"\n\n\t\"github.com/inertia-templ/shell/form\"\n\t\"github.com/inertia-templ/shell/inertia\"\n)\n\n")
	b.WriteString("var (\n\t_ time.Time\n\t_ inertia.BigInt\n)\n\n" + declarations + "\nvar types = map[string]reflect.Type{\n")
	for _, n := range names {
		fmt.Fprintf(&b, "\t%q: reflect.TypeFor[%s](),\n", n, n)
	}
	b.WriteString("}\n\nfunc forms(r *http.Request) {\n")
	for _, n := range names {
		fmt.Fprintf(&b, "\t{\n\t\tvar in %s\n\t\t_ = form.Bind(r, &in)\n\t}\n", n)
	}
	b.WriteString("}\n")
	p, dir, err := program(t, map[string]string{"main.go": formProgram, "types.go": b.String()})
	require.NoError(t, err)
	types, err := p.Types()
	require.NoError(t, err)
	build := exec.CommandContext(t.Context(), "go", "build", "-o", "oracle", ".")
	build.Dir = dir
	said, err := build.CombinedOutput()
	require.NoError(t, err, string(said))
	text, err := exec.CommandContext(t.Context(), filepath.Join(dir, "oracle")).Output()
	require.NoError(t, err)
	var results map[string]struct {
		Values     []json.RawMessage
		Said, Keys []string
	}
	require.NoError(t, json.Unmarshal(text, &results))
	require.Len(t, results, len(names))

	var ts strings.Builder
	ts.WriteString("import { useForm } from '@inertiajs/react'\nimport type * as types from './types'\n")
	keys := 0
	for _, n := range names {
		r := results[n]
		assert.Empty(t, r.Said, "%s %s", n, r.Values)
		require.NotEmpty(t, r.Values, n)
		for i, v := range r.Values {
			fmt.Fprintf(&ts, "export const %s_%d: types.%s = %s\n", n, i, n, v)
		}
		fmt.Fprintf(&ts, "export function %sErrors() {\n  const { errors } = useForm<types.%s>(%s_0)\n  return [", n, n, n)
		for _, key := range r.Keys {
			fmt.Fprintf(&ts, "errors[%q], ", key)
			keys++
		}
		ts.WriteString("]\n}\n")
	}
	assert.Greater(t, keys, len(names), "fields were refused")
	out := compile(t, map[string]string{"types.ts": types, "main.ts": ts.String()})
	if assert.Empty(t, out) {
		return
	}
	lines := strings.Split(ts.String(), "\n")
	for line := range strings.Lines(out) {
		var n int
		if _, at, ok := strings.Cut(line, "main.ts("); ok {
			_, _ = fmt.Sscanf(at, "%d", &n)
			t.Log(line, lines[max(n-1, 0)])
		}
	}
	for line := range strings.Lines(declarations) {
		if n, _, _ := strings.Cut(strings.TrimPrefix(line, "type "), " "); strings.Contains(out, "<"+n+">") {
			t.Log(line)
		}
	}
}
