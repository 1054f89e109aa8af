package typescript_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
)

// What is written of declarations, and all of it compiles.
func TestDeclarations(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		source string
		want   []string
		not    []string
	}{
		"a map of itself":        {"type Tree map[string]Tree", []string{"export type Tree = { [key: string]: Tree }", "Value: Tree\n"}, nil},
		"a list of itself":       {"type List []List", []string{"export type List = List[]"}, nil},
		"a list of pointers":     {"type List []*List", []string{"export type List = (List | null)[]"}, nil},
		"two that need another":  {"type A []B; type B map[int]*A", []string{"export type A = B[]", "export type B = { [key: number]: A | null }"}, nil},
		"a pointer to itself":    {"type P *P", []string{"Value: unknown"}, nil},
		"a function of itself":   {"type F func() F", []string{"Value: unknown"}, nil},
		"pointers in a ring":     {"type A *B; type B *A", []string{"Value: unknown"}, nil},
		"generic and recursive":  {"type G[T any] map[string]G[T]; type U struct{ G G[int] }", []string{"export type G<T> = { [key: string]: G<T> }", "G: G<number>"}, nil},
		"recursive in arguments": {"type Box[T any] struct{ V T }; type A []Box[A]", []string{"export type A = Box<A>[]"}, nil},
		"an inline struct":       {"type A []struct{ Next A }", []string{"export type A = {\n  Next: A\n}[]"}, nil},
		"an embedding struct":    {"type A struct{ F struct{ *A } }", []string{"export interface A"}, nil},
		"keys of an enum":        {"type K string; const (X K = \"x\"; Y K = \"y\"); type M map[K]M", []string{"export type M = { [key in K]?: M }"}, nil},
		"keys of all kinds": {"type T struct{}; func (T) MarshalText() ([]byte, error) { return nil, nil }; type N int; func (N) MarshalText() ([]byte, error) { return nil, nil }; type A struct{ A map[T]int; B map[N]int; C map[bool]int; D map[uint8]int }",
			[]string{"A: Record<string, number>", "B: Record<string, number>", "C: Record<string, number>", "D: Record<number, number>"}, nil},
		"a parameter that is not used": {"type ID[T any] struct{ V int }; type A struct{ ID ID[string] }", []string{"export interface ID<_T> {", "ID: ID<string>"}, nil},
		"a parameter named as a type":  {"type T struct{ X int }; type G[T any] struct{ V T }; type A struct{ G G[T]; T T }", []string{"export interface G<T2> {\n  V: T2", "T: T\n"}, nil},
		"a list of nullable structs":   {"type A struct{ L []*struct{ X int } }", []string{"L: ({\n    X: number\n  } | null)[]"}, nil},

		"one constant":                       {"type ID string; const Anonymous ID = \"anonymous\"", []string{"Value: string"}, []string{"'anonymous'"}},
		"constants apart":                    {"type ID string; const A ID = \"a\"; const B ID = \"b\"", []string{"Value: string"}, []string{"'a'"}},
		"one constant with a directive":      {"//inertia:enum\ntype ID string\nconst Only ID = \"only\"", []string{"export type ID = 'only'"}, nil},
		"two constants with a directive":     {"//inertia:type string\ntype ID string\nconst (A ID = \"a\"; B ID = \"b\")", []string{"Value: string"}, []string{"'a'"}},
		"a block, and one that stands apart": {"type S string; const (A S = \"a\"; B S = \"b\"); const Default = A; const C S = \"c\"", []string{"export type S = 'a' | 'b' | 'c'"}, nil},
		"one of its type in a block":         {"type S string; const (A S = \"a\"; Other = 7)", []string{"Value: string"}, []string{"'a'"}},
		"constants that are not exported":    {"type status string; const (statusOpen status = \"open\"; statusPaid status = \"paid\"; _ status = \"x\")", []string{"= 'open' | 'paid'", "Open: 'open'"}, []string{"'x'"}},
		"fractions":                          {"type F float64; const (A F = 0.5; B F = 1.5; C F = 1e300; D F = 1e-9; E F = -2)", []string{"export type F = 0.5 | 1.5 | 1e+300 | 1e-09 | -2"}, nil},
		"small floats":                       {"type F float32; const (A F = 0.1; B F = 3)", []string{"export type F = 0.1 | 3"}, nil},
		"booleans":                           {"type B bool; const (Y B = true; N B = false)", []string{"export type B = true | false"}, nil},
		"complex numbers":                    {"type C complex128; const (I C = 1i; J C = 2)", []string{"Value: unknown"}, nil},
		"text that needs escaping":           {"type S string; const (A S = \"\\a\\x00\\u2028\"; B S = \"\\xff😀'\")", []string{`'\u0007\u0000\u2028' | '` + "\ufffd😀\\''"}, nil},
		"keys that come twice":               {"type S string; const (SOpen S = \"a\"; Open S = \"b\"; S__proto__ S = \"c\"; S1 S = \"d\")", []string{"SOpen: 'a'", "Open: 'b'", "['__proto__']: 'c'", "S1: 'd'"}, nil},

		"names of the language and of browsers": {"type Date struct{ X int }; type Record struct{ D Date }; type Array struct{}; type Location struct{}; type Error struct{}; type Event struct{}; type Pages struct{}; type File struct{}",
			[]string{"interface AppDate", "interface AppRecord", "interface AppArray", "interface AppLocation", "interface AppError", "interface AppEvent", "interface AppPages", "interface AppFile", "D: AppDate"}, nil},
		"a clash by letter case": {"type user struct{ A int }; type User struct{ B int }", []string{"interface User {\n  B", "interface AppUser {\n  A"}, nil},
		"letters with marks":     {"type öl struct{ Ä int }", []string{"interface Öl", "'Ä': number"}, nil},
		"tags":                   {"type A struct{ A int `json:\"it's\"`; B int `json:\"a\\\\b\"`; C []int `json:\",string\"`; D *int `json:\"d,string\"`; E int `json:\"a.b$\"` }", []string{"  A: number", "  B: number", "  C: number[]", "  d: string | null", "  'a.b$': number"}, nil},
		"directives that are unions": {"//inertia:type string | number\ntype U struct{}\n//inertia:type () => void\ntype F struct{}\ntype A struct{ U []U; P *U; F *F; L []*F }",
			[]string{"U: (string | number)[]", "P: (string | number) | null", "F: (() => void) | null", "L: ((() => void) | null)[]"}, nil},
	}
	files := map[string]string{}
	for name, test := range tests {
		p, err := typescript.OfDeclarations("app", test.source)
		require.NoError(t, err, name)
		made, err := p.Types()
		require.NoError(t, err, name)
		for _, want := range test.want {
			assert.Contains(t, made, want, name)
		}
		for _, not := range test.not {
			assert.NotContains(t, made, not, name)
		}
		files[strings.ReplaceAll(name, " ", "-")+".ts"] = made
	}
	t.Run("compile", func(t *testing.T) {
		t.Parallel()
		assert.Empty(t, compile(t, files))
	})
}

// Structs embedded twice at each depth are looked at once, not two to the power
// of the depth.
func TestDeepEmbeddingEnds(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	const depth = 40
	for i := range depth {
		own, next := strings.Repeat("x", i+1), strings.Repeat("x", i+2)
		b.WriteString("type A" + own + " struct{ *A" + next + "; *B" + next + " }\ntype B" + own + " struct{ *A" + next + "; *B" + next + " }\n")
	}
	last := strings.Repeat("x", depth+1)
	b.WriteString("type A" + last + " struct{ X int }\ntype B" + last + " struct{ Y int }\n")
	p, err := typescript.OfDeclarations("app", b.String())
	require.NoError(t, err)
	_, err = p.Types()
	assert.NoError(t, err)
}
