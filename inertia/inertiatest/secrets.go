package inertiatest

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/inertia-templ/shell/internal/secretname"
)

// AssertNoSecrets checks that nothing in the props and the flash of a page has
// the name of a secret, such as password_hash or api_key, and text for a value.
// response is anything that [Page] takes, or the *Assertions of a page. public
// are the paths of what is meant to be sent, with * for a part of any name:
//
//	inertiatest.AssertNoSecrets(t, c.Get("/reset/4711"), "token", "users.*.invite_token")
//
// It is stricter than the server, which does not look into maps of texts. Names
// of errors are those of fields, so they do not count.
func AssertNoSecrets(t testing.TB, response any, public ...string) {
	t.Helper()
	a, ok := response.(*Assertions)
	if !ok {
		a = Page(t, response)
	}
	var found []string
	add := func(path string) {
		if !slices.ContainsFunc(public, func(pattern string) bool { return matchesPath(pattern, path) }) {
			found = append(found, quoted(path))
		}
	}
	props := maps.Clone(a.page.Props)
	delete(props, "errors")
	secretsIn("", "", any(props), add)
	secretsIn("flash", "", any(a.page.Flash), add)
	if len(found) > 0 {
		a.fail("names of secrets: %s; tag the field with inertia:\"secret\" or json:\"-\", or name the path here if it is meant to be sent", strings.Join(found, ", "))
	}
}

// secretsIn calls found for each text below v that has the name of a secret.
// name is the last one that is not an index of a list.
func secretsIn(path, name string, v any, found func(path string)) {
	switch v := v.(type) {
	case string:
		if v != "" && secretname.Default.Match(name) {
			found(path)
		}
	case []any:
		for n, item := range v {
			secretsIn(join(path, strconv.Itoa(n)), name, item, found)
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			secretsIn(join(path, key), key, v[key], found)
		}
	}
}

// matchesPath reports whether a pattern with * for parts is that of a path, or of
// something around it.
func matchesPath(pattern, path string) bool {
	parts, names := strings.Split(pattern, "."), strings.Split(path, ".")
	if len(parts) > len(names) {
		return false
	}
	for n, part := range parts {
		if part != "*" && part != names[n] {
			return false
		}
	}
	return true
}
