package snippets

import (
	"go/parser"
	"go/token"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const document = `Text
<!-- go
type User struct{}
-->

` + "```go{1} [internal/app/a.go]\nx := 1\n```\n\n- in a list\n  ```tsx [React]\n  a\n    b\n  ```\n"

func TestBlocks(t *testing.T) {
	t.Parallel()
	blocks := Blocks(document)
	require.Len(t, blocks, 2)
	assert.Equal(t, Block{Lang: "go", Label: "internal/app/a.go", Line: 7, Code: "x := 1\n", Prelude: Prelude{Line: 3, Code: "type User struct{}\n"}}, blocks[0])
	assert.Equal(t, "internal/app/a.go", blocks[0].File())
	assert.Equal(t, Block{Lang: "tsx", Label: "React", Line: 12, Code: "a\n  b\n"}, blocks[1])
	assert.Empty(t, blocks[1].File())
}

// What Program makes of a block is what the compiler is given, so these look at
// the parts that a reader of the documentation relies on.
func TestProgram(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		code, prelude string
		want, not     []string
	}{
		"a whole file is left alone":        {code: "package x\n\nvar a = 1\n", want: []string{"//line d.md:5\npackage x"}, not: []string{"func main"}},
		"statements are a handler":          {code: "x := 1\nreturn nil\n", want: []string{"func _(w http.ResponseWriter, r *http.Request) error {\n//line d.md:5", "_ = x", `import http "net/http"`}},
		"declarations come first":           {code: "type T struct{}\n\nvar t T\nf(t)\n", want: []string{"//line d.md:7\nvar t T"}},
		"the prelude is there":              {code: "save(u)\n", prelude: "type User struct{}\nvar u User\nfunc save(User) {}\n", want: []string{"func save(User) {}", "//line d.md:3\nvar u User"}},
		"what the block declares wins":      {code: "type User struct{ ID int }\n", prelude: "type User struct{}\nvar u User\n", want: []string{"var u User", "ID int"}, not: []string{"type User struct{}"}},
		"known packages are imported":       {code: "i.Render(w, r, form.English()[\"x\"], nil)\n", want: []string{`import form "github.com/inertia-templ/shell/form"`}},
		"variables hide packages":           {code: "form := 1\n_ = form.x\n", not: []string{"shell/form"}},
		"parameters hide packages":          {code: "func f(path string) { path.Base() }\n", not: []string{`"path"`}},
		"a prelude can replace the context": {code: "mux.Serve()\n", prelude: "var mux = 1\n", want: []string{"var mux = 1"}, not: []string{"NewServeMux"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Program("d.md", Block{Lang: "go", Line: 5, Code: test.code, Prelude: Prelude{Line: 2, Code: test.prelude}})
			require.NoError(t, err)
			_, err = parser.ParseFile(token.NewFileSet(), "p.go", got, parser.SkipObjectResolution)
			require.NoError(t, err, got)
			for _, want := range test.want {
				assert.Contains(t, got, want)
			}
			for _, not := range test.not {
				assert.NotContains(t, got, not)
			}
		})
	}
}

func TestWhatIsNoCodeIsReported(t *testing.T) {
	t.Parallel()
	_, err := Program("d.md", Block{Line: 5, Code: "return ...\n"})
	assert.ErrorContains(t, err, "d.md:5: neither declarations nor statements")
	_, err = Program("d.md", Block{Line: 5, Code: "x := 1\n", Prelude: Prelude{Line: 2, Code: "nonsense\n"}})
	assert.ErrorContains(t, err, "d.md:2: the prelude")
}

func FuzzBlocks(f *testing.F) {
	f.Add(document)
	f.Add("```go\n```")
	f.Add("<!-- go\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, b := range Blocks(text) {
			if b.Line < 1 {
				t.Fatal(b)
			}
			_, _ = Program("d.md", b)
		}
	})
}
