package words

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPhrasesAreFoundWhereReadersSeeThem(t *testing.T) {
	t.Parallel()
	bad, _ := phrases("anew => again\nall that => everything\n")
	const program = "package p\n\n// It is read\n// anew, and all\n// that follows.\nvar s = \"anew\"\n\nvar anew, renewed = 1, \"renewed\"\n"
	var lines []int
	for _, p := range prose("p.go", []byte(program)) {
		for range bad.FindAllString(p.text, -1) {
			lines = append(lines, p.line)
		}
	}
	assert.Equal(t, []int{3, 3, 6}, lines, "comments and texts, across lines, whole words, no names")
	bad, instead := phrases("is none => there is no\nthere is none\n")
	assert.Empty(t, instead[plain(bad.FindString("// if there is\n// none"))], "good English that contains a phrase")
	assert.NotEmpty(t, instead[plain(bad.FindString("what is none"))])
	bad, instead = phrases("anew => again\nall that => everything\n")
	assert.Equal(t, "everything", instead[plain("all\n// that")])
	assert.Len(t, bad.FindAllString(prose("p.md", []byte("Anew\nand ALL  that"))[0].text, -1), 2)
}

func TestExceptionsAreFilesAndFolders(t *testing.T) {
	t.Parallel()
	skipped := []string{"README.md", "cmd/"}
	assert.True(t, excepted("README.md", skipped))
	assert.True(t, excepted("cmd/a/b.go", skipped))
	assert.False(t, excepted("docs/README.md", skipped))
	assert.False(t, excepted("cmdx/b.go", skipped))
}
