package devserver

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/cmd/inertia/internal/projecttest"
)

// Bursts name the files whose content is another one, whatever was done to them.
func TestWatcher(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	put := func(name, content string) { projecttest.Write(t, in(name), content) }
	put("a.go", "one")
	put("sub/b.go", "one")
	put("skipped/c.go", "one")
	put("a.txt", "one")

	bursts := make(chan []string, 100)
	begun := 0
	w, err := newWatcher(func(dir string) bool { return filepath.Base(dir) == "skipped" },
		func() { begun++ },
		func(names []string) {
			slices.Sort(names)
			bursts <- names
		})
	require.NoError(t, err)
	require.NoError(t, w.watch([]string{dir}, nil, func(name string) bool { return strings.HasSuffix(name, ".go") }))
	done := make(chan error, 1)
	go func() { done <- w.run() }()

	// Each change is followed by one of a file of its own, which ends the wait even
	// if nothing else was noticed.
	mark := 0
	changed := func(change func()) (names []string) {
		t.Helper()
		mark++
		name := in("mark.go")
		change()
		projecttest.Write(t, name, strings.Repeat("x", mark))
		for {
			burst := <-bursts
			names = append(names, burst...)
			if i := slices.Index(names, name); i >= 0 {
				names = slices.Delete(names, i, i+1)
				slices.Sort(names)
				return slices.Compact(names)
			}
		}
	}
	for _, test := range []struct {
		name   string
		change func()
		want   []string
	}{
		{"nothing", func() {}, nil},
		{"another content", func() { put("a.go", "two") }, []string{"a.go"}},
		{"the same content", func() { put("a.go", "two") }, nil},
		{"two files", func() { put("a.go", "three"); put("sub/b.go", "two") }, []string{"a.go", "sub/b.go"}},
		{"there and back", func() { put("a.go", "four"); put("a.go", "three") }, nil},
		{"a file that does not count", func() { put("a.txt", "two") }, nil},
		{"a folder that is left out", func() { put("skipped/c.go", "two") }, nil},
		{"replaced, as editors do", func() {
			put("a.go~.go", "five")
			require.NoError(t, os.Rename(in("a.go~.go"), in("a.go")))
		}, []string{"a.go"}},
		{"a new folder", func() { put("new/deep/d.go", "one") }, []string{"new/deep/d.go"}},
		{"a file in it", func() { put("new/deep/d.go", "two") }, []string{"new/deep/d.go"}},
		{"a removed file", func() { require.NoError(t, os.Remove(in("sub/b.go"))) }, []string{"sub/b.go"}},
		{"a removed folder", func() { require.NoError(t, os.RemoveAll(in("new"))) }, []string{"new/deep/d.go"}},
		{"a moved folder", func() {
			put("from/e.go", "one")
			require.NoError(t, os.Rename(in("from"), in("to")))
		}, []string{"to/e.go"}},
		{"a file of the moved folder", func() { put("to/e.go", "two") }, []string{"to/e.go"}},
		{"permissions", func() { require.NoError(t, os.Chmod(in("a.go"), 0o644)) }, nil},
	} {
		want := []string{}
		for _, name := range test.want {
			want = append(want, in(name))
		}
		assert.Equal(t, want, changed(test.change), test.name)
	}
	w.eager.Store(true)
	assert.Equal(t, []string{in("a.go")}, changed(func() { put("a.go", "five") }), "saving is a way to try again")
	require.NoError(t, w.close())
	require.NoError(t, <-done)
	assert.Positive(t, begun)
}
