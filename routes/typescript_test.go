package routes_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/ecma"
	"github.com/inertia-templ/shell/internal/needs"
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

// Calls are objects for links, attributes for plain forms, and leave out what
// has a default.
func TestOptionsOfTheModule(t *testing.T) {
	t.Parallel()
	r := routes.New()
	for name, pattern := range map[string]string{
		"users.show": "GET /{locale}/users/{id}", "users.update": "PUT /{locale}/users/{id}", "home": "GET /{locale}", "login": "POST /login",
		"posts.show": "GET /users/{id}/posts/{post}", "hidden": "GET /hidden", "deep.er.name": "GET /deep",
	} {
		require.NoError(t, r.AddPattern(name, pattern))
	}
	opts := []routes.TypeScriptOption{
		routes.Only("users.*", "home", "login", "posts.**", "deep.*"), routes.Defaults("locale", "locale"),
		routes.ParamType("locale", "'de' | 'en'"), routes.ParamType("post", "number"), routes.Component("users.show", "Users/Show's"),
	}
	module, err := r.TypeScript(opts...)
	require.NoError(t, err)
	assert.NotContains(t, module, "/hidden")
	assert.NotContains(t, module, "deepErName", "a star stands for no dot")

	var got []any
	require.NoError(t, json.Unmarshal(node(t, r, `import { usersShow, usersUpdate, home, login, postsShow, setDefaults } from './routes.js'
const tried = (f) => { try { return f() } catch (e) { return '!' + e.message } }
const before = tried(() => usersShow.url(7))
setDefaults({ locale: 'de' })
console.log(JSON.stringify([before, usersShow(7), usersShow.url({ id: 7, locale: 'en' }), usersShow.url([7]), tried(() => usersShow.url([7, 8])), home.url(), home.url(undefined, { query: { q: 1 } }), home.url({ locale: 'en' }),
  usersShow.form(7), usersUpdate.form(7), usersUpdate.override, login.override ?? null, login.form(), login(), postsShow.url([1, 2])]))`, opts...), &got))
	assert.Equal(t, []any{
		"!/{locale}/users/{id} needs locale", map[string]any{"url": "/de/users/7", "method": "get", "component": "Users/Show's"}, "/en/users/7", "/de/users/7", "!/{locale}/users/{id} takes 1 parameters", "/de", "/de?q=1", "/en",
		map[string]any{"action": "/de/users/7", "method": "get"}, map[string]any{"action": "/de/users/7", "method": "post"}, map[string]any{"type": "hidden", "name": "_method", "value": "PUT"}, nil,
		map[string]any{"action": "/login", "method": "post"}, map[string]any{"url": "/login", "method": "post"}, "/users/1/posts/2",
	}, got)

	errs := typeErrors(t, module, `import { usersShow, usersUpdate, home, login, postsShow, setDefaults } from './routes'
export const component: 'Users/Show\'s' = usersShow(7).component // fine
export const method: 'post' = usersUpdate.form(7).method // fine
home() // fine
home({ locale: 'en' }) // fine
postsShow([1, 2]) // fine
postsShow({ id: 'x', post: 2 }) // fine
usersShow({ id: 7 }) // fine
setDefaults({ locale: 'de' }) // fine
setDefaults({ locale: 'fr' })
home({ locale: 'fr' })
postsShow([1, '2'])
postsShow(1)
usersShow()
usersShow({ locale: 'de' })
usersShow([7, 8])
export const none = login().component
export const value: 'DELETE' = usersUpdate.override.value
`)
	assert.Equal(t, []int{10, 11, 12, 13, 14, 15, 16, 17, 18}, errs)

	for want, opt := range map[string]routes.TypeScriptOption{
		"no name of a route matches nothing.*":         routes.Only("nothing.*"),
		`no route has the parameter "lang"`:            routes.Defaults("lang"),
		`no route has the parameter "language"`:        routes.ParamType("language", "string"),
		`the component of "users.gone": no such route`: routes.Component("users.gone", "A"),
	} {
		_, err := r.TypeScript(opt)
		assert.ErrorContains(t, err, want)
	}
}

// typeErrors are the lines of a module that tsc complains of.
func typeErrors(t *testing.T, module, code string) []int {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"routes.ts": module, "main.ts": code} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	tsc, err := filepath.Abs(needs.File(t, "../example/frontend/node_modules/.bin/tsc", `run "npm ci --prefix example/frontend"`))
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), tsc, "--noEmit", "--strict", "--target", "ES2022", "--module", "ESNext", "--moduleResolution", "bundler", "main.ts")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.Error(t, err)
	require.NotContains(t, string(out), "routes.ts(")
	var lines []int
	for _, match := range regexp.MustCompile(`(?m)^main\.ts\((\d+),`).FindAllStringSubmatch(string(out), -1) {
		line, err := strconv.Atoi(match[1])
		require.NoError(t, err)
		lines = append(lines, line)
	}
	return lines
}
