package pagecheck_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/inertia-templ/shell/cmd/inertia/internal/pagecheck"
)

var want = regexp.MustCompile("// want `([^`]*)`")

// Each line of the file in a folder of testdata says in a comment what the
// analyser of that name reports there, and that of no other line is reported.
func TestAnalysers(t *testing.T) {
	t.Parallel()
	require.NoError(t, pagecheck.Analyzer.Flags.Set("pages", "internal/pagecheck/testdata/src/renamed/pages/%s.tsx"))
	for folder, analyser := range map[string]*analysis.Analyzer{
		"secrets": pagecheck.Secrets, "untyped": pagecheck.Untyped, "encodable": pagecheck.Encodable, "captured": pagecheck.Captured, "unused": pagecheck.Unused,
		"renamed": pagecheck.Analyzer,
	} {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			check(t, folder, analyser)
		})
	}
}

func check(t *testing.T, folder string, analyser *analysis.Analyzer) {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join("testdata/src", folder))
	require.NoError(t, err)
	loaded, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax, Dir: dir, Context: t.Context()}, ".")
	require.NoError(t, err)
	require.Len(t, loaded, 1)
	pkg := loaded[0]
	require.Empty(t, pkg.Errors)

	expected := map[int]string{}
	for _, group := range pkg.Syntax[0].Comments {
		for _, c := range group.List {
			if m := want.FindStringSubmatch(c.Text); m != nil {
				expected[pkg.Fset.Position(c.Pos()).Line] = m[1]
			}
		}
	}
	require.NotEmpty(t, expected)
	got := map[int][]string{}
	_, err = analyser.Run(&analysis.Pass{
		Analyzer: analyser, Fset: pkg.Fset, Files: pkg.Syntax, Pkg: pkg.Types, TypesInfo: pkg.TypesInfo,
		Report: func(d analysis.Diagnostic) {
			line := pkg.Fset.Position(d.Pos).Line
			got[line] = append(got[line], d.Message)
		},
	})
	require.NoError(t, err)
	for line, pattern := range expected {
		assert.Regexp(t, pattern, strings.Join(got[line], "\n"), "line %d", line)
	}
	for line, messages := range got {
		assert.Contains(t, expected, line, "line %d: %v", line, messages)
		assert.Len(t, messages, 1, "line %d", line)
	}
}
