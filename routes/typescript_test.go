package routes_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/ecma"
	"github.com/inertia-templ/shell/routes"
)

func TestNamesOfFunctions(t *testing.T) {
	t.Parallel()
	r := routes.New()
	for name, function := range map[string]string{
		"users.show": "usersShow", "Users-Show.all": "usersShowAll", "delete": "deleteRoute2", "delete.route": "deleteRoute", "location": "locationRoute", "undefined": "undefinedRoute",
		"define": "defineRoute", "is-current": "isCurrentRoute", "404": "_404", "übersicht": "übersicht", "-": "route2", "route": "route", "escape": "escapeRoute", "then": "thenRoute", "a\nb'": "aB",
	} {
		require.NoError(t, r.Add(name, "GET", "/"+function))
	}
	module, err := r.TypeScript()
	require.NoError(t, err)
	for _, route := range r.Routes() {
		assert.Regexp(t, `(?m)^export const `+strings.TrimPrefix(strings.Replace(route.Path, "%C3%BC", "ü", 1), "/")+` = .*'`+route.Path+`'\)$`, module)
	}
	again, err := r.TypeScript()
	require.NoError(t, err)
	assert.Equal(t, module, again)
}

func TestTypeScriptErrors(t *testing.T) {
	t.Parallel()
	r := routes.New()
	_, err := r.TypeScript()
	require.ErrorIs(t, err, routes.ErrEmpty)
	require.NoError(t, r.Add("a.b", "GET", "/a"))
	require.NoError(t, r.Add("a-b", "GET", "/b"))
	_, err = r.TypeScript()
	assert.ErrorContains(t, err, `the routes "a-b" and "a.b" both become the function aB: rename one`)
}

// Routes with the names of all reserved words and of what the module itself
// declares make a module that compiles strictly and runs.
func TestWordsOfTheLanguageAreNamesOfRoutes(t *testing.T) {
	t.Parallel()
	plain := routes.New()
	require.NoError(t, plain.Add("a", "GET", "/a"))
	module, err := plain.TypeScript()
	require.NoError(t, err)
	words := ecma.Words()
	for _, match := range regexp.MustCompile(`(?m)^(?:export )?(?:function|const|type|interface) (\w+)`).FindAllStringSubmatch(module, -1) {
		words = append(words, match[1])
	}
	words = append(words, "location", "history", "name", "status", "NaN", "Infinity", "Object", "Array", "String", "Error", "Map", "RegExp", "Number", "Math", "URLSearchParams", "encodeURIComponent", "decodeURIComponent", "JSON", "__proto__", "Record", "users")
	r := routes.New()
	want := map[string]string{}
	for _, word := range words {
		if _, known := want[word]; known || word == "a" {
			continue
		}
		if ecma.Camel(word) != word && want[ecma.Camel(word)] != "" {
			continue // an error, as it should be
		}
		require.NoError(t, r.Add(word, "GET", "/"+word+"/{id}"))
		want[word] = "/" + word + "/1"
	}
	module, err = r.TypeScript()
	require.NoError(t, err)
	var imports, calls []string
	for _, match := range regexp.MustCompile(`export const (\S+) = .*'/(\w+)/\{id\}'\)`).FindAllStringSubmatch(module, -1) {
		imports = append(imports, match[1])
		calls = append(calls, fmt.Sprintf("%s: %s.url(1)", ecma.Quote(match[2]), match[1]))
	}
	var got map[string]string
	require.NoError(t, json.Unmarshal(node(t, r, "import { "+strings.Join(imports, ", ")+" } from './routes.js'\n"+
		"const all = await import('./routes.js')\nif (typeof all.isCurrent !== 'function') throw new Error('thenable')\nconsole.log(JSON.stringify({ "+strings.Replace(strings.Join(calls, ", "), "'__proto__'", "['__proto__']", 1)+" }))"), &got))
	assert.Equal(t, want, got)
	assert.Greater(t, len(want), 100)
}
