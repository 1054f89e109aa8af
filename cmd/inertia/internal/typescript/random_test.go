package typescript_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
)

// declarations draws types of all kinds that refer to each other at will.
func declarations(t *rapid.T) string {
	n := rapid.IntRange(1, 8).Draw(t, "types")
	params := make([]int, n) // of each type
	names := make([]string, n)
	taken := map[string]bool{}
	for i := range n {
		params[i] = max(0, rapid.IntRange(-3, 2).Draw(t, "params"))
		names[i] = rapid.SampledFrom([]string{"T", "User", "Node", "Date", "record", "Tree", "Pages", "T2", "Öl", "öl", "_x", "String"}).Draw(t, "name")
		for taken[names[i]] {
			names[i] += "x"
		}
		taken[names[i]] = true
	}
	var b strings.Builder
	var kind func(own, depth int) string
	kind = func(own, depth int) string {
		choice := rapid.IntRange(0, 13).Draw(t, "kind")
		if depth <= 0 {
			choice %= 4
		}
		switch choice {
		case 0:
			return rapid.SampledFrom([]string{"string", "int", "bool", "float64", "any", "error", "byte", "uint64", "complex64"}).Draw(t, "basic")
		case 1:
			if params[own] > 0 {
				return fmt.Sprintf("P%d", rapid.IntRange(0, params[own]-1).Draw(t, "param"))
			}
			return "rune"
		case 2, 3, 10, 11:
			to := rapid.IntRange(0, n-1).Draw(t, "to")
			if params[to] == 0 {
				return names[to]
			}
			var args []string
			for range params[to] {
				args = append(args, kind(own, depth-1-choice/4))
			}
			if depth <= -2 { // or it would never end
				args = strings.Split(strings.TrimSuffix(strings.Repeat("int,", params[to]), ","), ",")
			}
			return names[to] + "[" + strings.Join(args, ", ") + "]"
		case 4:
			return "[]" + kind(own, depth-1)
		case 5:
			return "*" + kind(own, depth-1)
		case 6:
			return "map[" + rapid.SampledFrom([]string{"string", "int", "bool", "Key", "Number"}).Draw(t, "key") + "]" + kind(own, depth-1)
		case 7:
			return "[2]" + kind(own, depth-1)
		case 8:
			return "func() " + kind(own, depth-1)
		case 9:
			return rapid.SampledFrom([]string{"chan int", "interface{ M() }", "func()", "Key", "Number", "Text", "JSON"}).Draw(t, "odd")
		default:
			fields := "struct{ "
			for i := range rapid.IntRange(0, 3).Draw(t, "fields") {
				tag := rapid.SampledFrom([]string{"", "", "`json:\"a,omitempty\"`", "`json:\"it's \\\"\"`", "`json:\",string\"`", "`json:\"x-y\"`", "`json:\"-\"`", "`json:\"__proto__\"`"}).Draw(t, "tag")
				fields += fmt.Sprintf("F%d %s %s; ", i, kind(own, depth-1), tag)
			}
			if rapid.IntRange(0, 3).Draw(t, "embeds") == 0 {
				to := rapid.IntRange(0, n-1).Draw(t, "embedded")
				if params[to] == 0 {
					fields += rapid.SampledFrom([]string{"", "*"}).Draw(t, "pointer") + names[to] + "; "
				}
			}
			return fields + "}"
		}
	}
	b.WriteString("type Key string\nconst (\n\tA Key = \"a\"\n\tKeyA Key = \"it's\"\n)\ntype Number float32\nconst (\n\tHalf Number = 0.1 * (iota + 1)\n\tNumber__proto__ \n\tNumberBig Number = 1e30\n)\n" +
		"type Text struct{}\nfunc (Text) MarshalText() ([]byte, error) { return nil, nil }\n//inertia:type string | (() => void)\ntype JSON struct{}\n")
	for i := range n {
		list := ""
		if params[i] > 0 {
			var all []string
			for j := range params[i] {
				all = append(all, fmt.Sprintf("P%d any", j))
			}
			list = "[" + strings.Join(all, ", ") + "]"
		}
		fmt.Fprintf(&b, "// %s */ is one.\ntype %s%s %s\n", names[i], names[i], list, kind(i, 3))
	}
	return b.String()
}

// Random types never stop the generator, and what it writes compiles.
func TestRandomTypes(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	sources := map[string]string{}
	refused := 0
	rapid.Check(t, func(t *rapid.T) {
		source := declarations(t)
		p, err := typescript.OfDeclarations("app", source)
		if err != nil {
			refused++ // invalid recursive types and such
			return
		}
		made, err := p.Types()
		require.NoError(t, err, source)
		again, err := p.Types()
		require.NoError(t, err)
		require.Equal(t, made, again)
		name := fmt.Sprintf("types%d.ts", len(files))
		files[name], sources[name] = made, source
	})
	t.Log(len(files), "compiled,", refused, "refused by Go")
	assert.Greater(t, len(files), refused/4)
	complaints := compile(t, files)
	for name, source := range sources {
		if strings.Contains(complaints, name) {
			t.Errorf("%s:\n%s\n%s", name, source, files[name])
			break
		}
	}
	assert.Empty(t, complaints)
}

func FuzzTypes(f *testing.F) {
	for _, seed := range []string{
		"type Tree map[string]Tree", "type List []List", "type P *P", "type F func() F", "type A []B; type B *A", "type A struct{ B }; type B struct{ *A }",
		"type G[T any] map[string]G[T]; type U G[int]", "type G[T any] []T; type A G[A]", "type M[K comparable, V any] map[K]V; type A M[string, A]", "type A []struct{ X *A }",
		"type S string; const (A S = \"\\x00\"; B S = \"b\")", "type F float64; const (A F = 0.5; B F = 1.5; C F = 1e300)", "type B bool; const (Y B = true; N B = false)", "type C complex128; const (I C = 1i; J C = 2)",
		"type A = struct{ X int }", "type I interface{ M() I }", "type A [3]*A", "type Date struct{}; type Öl struct{ D Date }",
	} {
		f.Add(seed)
	}
	golden, err := os.ReadFile(filepath.Join("testdata", "zoo", "zoo.go"))
	require.NoError(f, err)
	f.Add(string(golden))
	f.Fuzz(func(t *testing.T, declarations string) {
		p, err := typescript.OfDeclarations("app", declarations)
		if err != nil {
			return
		}
		made, err := p.Types()
		if err != nil {
			require.ErrorContains(t, err, "typescript: ")
			return
		}
		require.Contains(t, made, "declare module")
	})
}
