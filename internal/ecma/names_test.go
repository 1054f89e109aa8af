package ecma_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/ecma"
	"github.com/inertia-templ/shell/internal/needs"
)

var declaration = regexp.MustCompile(`(?m)^(?:declare )?(?:abstract )?(?:interface|type|var|let|const|function|class|namespace|enum) ([\w$]+)`)

// The list has everything that the installed TypeScript declares. UPDATE_GOLDEN=1 adds
// what a newer one declares; names never leave it, so that nothing that was
// renamed is called otherwise again.
func TestGlobalsAreThoseOfTypeScript(t *testing.T) {
	t.Parallel()
	modules := needs.File(t, "../../example/frontend/node_modules/@typescript", `run "npm ci --prefix example/frontend"`)
	var files []string
	for _, pattern := range []string{"lib.es*.d.ts", "lib.dom*.d.ts", "lib.decorators*.d.ts"} {
		found, err := filepath.Glob(filepath.Join(modules, "*/lib", pattern))
		require.NoError(t, err)
		files = append(files, found...)
	}
	require.NotEmpty(t, files)
	have, err := os.ReadFile("globals.txt")
	if os.Getenv("UPDATE_GOLDEN") == "" {
		require.NoError(t, err)
	}
	names := strings.Fields(string(have))
	var missing []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, match := range declaration.FindAllStringSubmatch(string(text), -1) {
			if !ecma.Taken(match[1]) {
				missing = append(missing, match[1])
			}
		}
	}
	if os.Getenv("UPDATE_GOLDEN") != "" {
		names = append(names, missing...)
		slices.Sort(names)
		require.NoError(t, os.WriteFile("globals.txt", []byte(strings.Join(slices.Compact(names), "\n")+"\n"), 0o644))
		return
	}
	assert.Empty(t, missing)
}

func TestTaken(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Date", "Record", "Array", "Error", "Event", "Location", "location", "Node", "File", "Partial", "public", "undefined", "await", "name"} {
		assert.True(t, ecma.Taken(name), name)
	}
	for _, name := range []string{"User", "Page", "usersShow", "home", ""} {
		assert.False(t, ecma.Taken(name), name)
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"users.show": "UsersShow", "Users/Index": "UsersIndex", "a-b_c": "AB_c", "": "", "..": "", "404": "_404", "a.404": "A404", "übersicht/öl": "ÜbersichtÖl", "日本": "日本",
	} {
		assert.Equal(t, want, ecma.Pascal(name), name)
	}
	assert.Equal(t, "usersShow", ecma.Camel("users.show"))
	assert.Equal(t, "übersicht", ecma.Camel("Übersicht"))
	assert.Empty(t, ecma.Camel("-"))
	assert.Equal(t, []string{"a_1", "'a-b'", "''", "'1a'", "'ü'"}, []string{ecma.Property("a_1"), ecma.Property("a-b"), ecma.Property(""), ecma.Property("1a"), ecma.Property("ü")})
}

// Node reads what Quote has written.
func TestQuote(t *testing.T) {
	t.Parallel()
	node := needs.Node(t)
	var all strings.Builder
	for c := range rune(0x3000) {
		all.WriteRune(c)
	}
	values := []string{"", "it's", `\'"` + "`${1}", "a\r\nb", "\a\v\x00", "\u2028\u2029\ufeff", "😀", "</script>", "\xff", all.String()}
	var quoted []string
	for _, value := range values {
		quoted = append(quoted, ecma.Quote(value))
	}
	cmd := exec.CommandContext(t.Context(), node, "-")
	cmd.Stdin = strings.NewReader("'use strict'; console.log(JSON.stringify([" + strings.Join(quoted, ", ") + "]))")
	out, err := cmd.Output()
	require.NoError(t, err)
	var read []string
	require.NoError(t, json.Unmarshal(out, &read))
	for i, value := range values {
		assert.Equal(t, strings.ToValidUTF8(value, "\ufffd"), read[i])
	}
}

func FuzzNames(f *testing.F) {
	for _, seed := range []string{"users.show", "1", "ü-ö", "\xff", "_", "$", "a\u0301"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		for _, made := range []string{ecma.Pascal(name), ecma.Camel(name)} {
			assert.True(t, made == "" || ecma.IsIdentifier(made), "%q", made)
			assert.True(t, utf8.ValidString(made))
		}
		quoted := ecma.Quote(name)
		assert.NotContains(t, quoted, "\n")
		assert.True(t, utf8.ValidString(quoted))
	})
}
