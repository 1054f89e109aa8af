package typescript_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
)

const renamed = `package app

import (
	"net/http"
	"strings"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/routes"
)

const folder = "shop"

func below(name string) string { return (folder + "/") + name + ".page" }

func lower(name string) string { return strings.ReplaceAll(strings.ToLower(strings.TrimSuffix(name, "Page")), "/", "-") }

func twice(name string) string { name += name; return name }

func asked(name string) string { return table[name] }

var table = map[string]string{}

var home = inertia.NewPage[struct{ A int }]("Home/Page")

func show(w http.ResponseWriter, r *http.Request) { _ = home }

func handle(mux *routes.Router) { mux.HandleFunc("home", "GET /", show) }

var _, _ = inertia.New(OPTIONS)
`

// The types have the names that pages have in the front end, or there are none.
func TestComponentNamesAreThoseOfTheFrontEnd(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for folder, options := range map[string]string{
		"none": "", "literal": `inertia.WithComponentNames(func(name string) string { return "shop/" + name })`, "below": "inertia.WithComponentNames(below)",
		"lower": "inertia.WithComponentNames(lower)", "strings": "inertia.WithComponentNames(strings.ToUpper)",
		"twice": "inertia.WithComponentNames(twice)", "asked": "inertia.WithComponentNames(asked)",
		"made": `inertia.WithComponentNames(func() func(string) string { return below }())`,
		"two":  "inertia.WithComponentNames(below))\n\nvar _, _ = inertia.New(",
	} {
		files[folder+"/app.go"] = strings.ReplaceAll(renamed, "OPTIONS", options)
	}
	_, dir, err := program(t, files)
	require.ErrorIs(t, err, typescript.ErrComponentNames)

	for folder, want := range map[string]string{
		"none": "Home/Page", "literal": "shop/Home/Page", "below": "shop/Home/Page.page", "lower": "home-", "strings": "HOME/PAGE",
	} {
		p, err := typescript.Load(dir, "./"+folder)
		require.NoError(t, err, folder)
		made, err := p.Types()
		require.NoError(t, err)
		assert.Contains(t, made, "\n  '"+want+"': ", folder)
		list, _ := p.List()
		require.Len(t, list, 1)
		assert.Equal(t, []string{want}, list[0].Pages, folder)
		require.ErrorContains(t, p.CheckComponents(dir, "pages/%s.tsx"), `there is no component "`+want+`"`)
	}
	for folder, want := range map[string]string{
		"twice": "return one expression of the name", "asked": "return one expression of the name", "made": "return one expression of the name", "two": "several applications",
	} {
		_, err := typescript.Load(dir, "./"+folder)
		require.ErrorIs(t, err, typescript.ErrComponentNames, folder)
		require.ErrorContains(t, err, want, folder)
		require.ErrorContains(t, err, folder+"/app.go:29:")
	}
}
