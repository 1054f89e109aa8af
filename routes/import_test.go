package routes_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/routes"
)

// listed is a route in the lists of other routers, whose own tests are in the
// lab.
type listed struct{ Method, Path, Name, Other string }

func TestImport(t *testing.T) {
	t.Parallel()
	r := routes.New()
	require.NoError(t, r.Import([]*listed{
		{"HEAD", "/a/:id", "a", ""}, {"GET", "/a/:id", "a", ""}, {"GET", "/b", "b", ""}, {"HEAD", "/b", "b", ""},
		{"GET", "/c", "example.com/app.show", ""}, {"GET", "/d", "main.show", ""}, {"GET", "/e", "", ""}, {"GET", "/f", "app.(*T).show", ""},
	}, nil))
	var got []string
	for _, route := range r.Routes() {
		got = append(got, route.Name+" "+route.Method+" "+route.Path)
	}
	assert.Equal(t, []string{"a GET /a/{id}", "b GET /b"}, got)

	for want, list := range map[string]any{
		"want a list of routes":                     map[string]listed{},
		"want a list of routes, such as":            nil,
		"has no field Path of type string":          []struct{ Method, Name string }{{"GET", "a"}},
		"has no field Method of type string":        []struct{ Path string }{{"/"}},
		"an element is not a struct":                []string{"a"},
		"an element is not a struct with":           []any{nil},
		`two routes have the name "a": GET /a/{id}`: []listed{{"GET", "/x", "a", ""}},
		"two routes have the name":                  []listed{{"HEAD", "/x", "a", ""}},
		"does not begin with a slash":               []listed{{"GET", "x", "x", ""}},
	} {
		assert.ErrorContains(t, r.Import(list, nil), want)
	}
}
