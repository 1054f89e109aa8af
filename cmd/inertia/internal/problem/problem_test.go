package problem

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFromGo(t *testing.T) {
	t.Parallel()
	dir := filepath.FromSlash("/src/app")
	at := func(name string) string { return filepath.Join(dir, name) }
	for name, test := range map[string]struct {
		said string
		want Error
	}{
		"an undefined name": {
			"# example.com/app\n./main.go:3:35: undefined: nobody\n",
			Error{{at("main.go"), 3, 35, "undefined: nobody"}},
		},
		"several, in several packages": {
			"# example.com/app/a\na/a.go:1:2: one\na/a.go:3:4: two\n# example.com/app\n./b.go:5:6: three\n",
			Error{{at("a/a.go"), 1, 2, "one"}, {at("a/a.go"), 3, 4, "two"}, {at("b.go"), 5, 6, "three"}},
		},
		"more lines than one": {
			"./main.go:5:9: not enough arguments in call to f\n\thave ()\n\twant (int)\n",
			Error{{at("main.go"), 5, 9, "not enough arguments in call to f\n\thave ()\n\twant (int)"}},
		},
		"a package that is not there": {
			"main.go:3:8: no required module provides package example.com/x; to add it:\n\tgo get example.com/x\n",
			Error{{at("main.go"), 3, 8, "no required module provides package example.com/x; to add it:\n\tgo get example.com/x"}},
		},
		"go.mod":                  {"go: errors parsing go.mod:\n/src/app/go.mod:3: unknown directive: goo\n", Error{{"/src/app/go.mod", 3, 0, "unknown directive: goo"}}},
		"an imported package":     {"package example.com/app: a.go:1:1: expected 'package', found x\n", Error{{at("a.go"), 1, 1, "expected 'package', found x"}}},
		"a pattern without files": {"main.go:5:12: pattern all:dist: no matching files found\n", Error{{at("main.go"), 5, 12, "pattern all:dist: no matching files found"}}},
		"a Windows path":          {"C:\\src\\main.go:3:5: undefined: x\r\n", Error{{filepath.Join(dir, `C:\src\main.go`), 3, 5, "undefined: x"}}},
		"too many":                {"./a.go:1:1: x\n./a.go:2:2: too many errors\n", Error{{at("a.go"), 1, 1, "x"}, {at("a.go"), 2, 2, "too many errors"}}},
		"no place":                {"go: cannot find main module\n", Error{{Message: "go: cannot find main module"}}},
		"nothing":                 {"", Error{{}}},
		"a number that is none":   {"./a.go:99999999999999999999: x\n", Error{{at("a.go"), 0, 0, "x"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, test.want, FromGo(dir, test.said))
		})
	}
}

func FuzzFromGo(f *testing.F) {
	f.Add("# x\n./main.go:3:35: undefined: nobody\n\tmore\n")
	f.Add("go: no")
	f.Add("a:1:\nb:2: c")
	f.Fuzz(func(t *testing.T, said string) {
		found := FromGo("/src", said)
		if len(found) == 0 {
			t.Error("no problem")
		}
		for _, p := range found {
			if p.File != "" && !filepath.IsAbs(p.File) || p.Line < 0 || p.Column < 0 {
				t.Errorf("%+v", p)
			}
			_ = p.String()
		}
	})
}

func TestFrame(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "a.go")
	long := strings.Repeat("ä", 2000)
	require.NoError(t, os.WriteFile(file, []byte("one\ntwo\n\tthrée x\nfour\nfive\nsix\n\nx\nx\nx\n"+long), 0o600))
	for name, test := range map[string]struct {
		problem Problem
		want    string
	}{
		"in the middle": {Problem{File: file, Line: 3, Column: 9}, "1 | one\n2 | two\n3 | \tthrée x\n  | \t      ^\n4 | four\n5 | five\n"},
		"the first":     {Problem{File: file, Line: 1, Column: 1}, "1 | one\n  | ^\n2 | two\n3 | \tthrée x\n"},
		"no column":     {Problem{File: file, Line: 3}, "1 | one\n2 | two\n3 | \tthrée x\n  | \t^\n4 | four\n5 | five\n"},
		"behind a line": {Problem{File: file, Line: 1, Column: 90}, "1 | one\n  |    ^\n2 | two\n3 | \tthrée x\n"},
		"a long line":   {Problem{File: file, Line: 11}, "9  | x\n10 | x\n11 | " + strings.Repeat("ä", 500) + "\n   | ^\n"},
		"behind it":     {Problem{File: file, Line: 99}, ""},
		"no line":       {Problem{File: file}, ""},
		"no file":       {Problem{Line: 1}, ""},
		"one is gone":   {Problem{File: file + "x", Line: 1}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, test.want, test.problem.Frame())
		})
	}
}

func TestErrorIsWhatCompilersWrite(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "a.go:1:2: x\na.go:1: y\na.go: z\nw", Error{{"a.go", 1, 2, "x"}, {"a.go", 1, 0, "y"}, {"a.go", 0, 0, "z"}, {Message: "w"}}.Error())
}
