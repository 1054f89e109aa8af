package typescript_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
)

const keyed = `package app

import (
	"net/http"

	"github.com/inertia-templ/shell/inertia"
)

type shared struct {
	ThisYear int ` + "`json:\"this_year\"`" + `
}

type trail struct{}

func (trail) InertiaProp(inertia.PropContext) any { return nil }

type all struct{}

func (*all) InertiaProps(inertia.PropContext) inertia.Props { return nil }

type Colour string

const (
	Red   Colour = "dark_red"
	Green Colour = "dark_green"
)

var home = inertia.NewPage[struct {
	Trail   inertia.Prop[trail] ` + "`json:\"trail\"`" + `
	Trails  []trail             ` + "`json:\"trails\"`" + `
	All     *all                ` + "`json:\"all\"`" + `
	Colours map[Colour]int32    ` + "`json:\"colours\"`" + `
}]("Home")

func local(key string) string { return "x" + key }

func unknown(key string) string { key += "x"; return key }

func group(h http.Handler) http.Handler { return inertia.Defaults(h, inertia.Sharing("group_menu", "x")) }

var _, _ = inertia.New(
	inertia.WithShared("site_menu.top_items", []string{}),
	inertia.WithSharedFunc(func(*http.Request) (shared, error) { return shared{}, nil }),
	inertia.WithSharedWhen(nil, "admin_tools", []bool{}),
	OPTIONS
)
`

// Shared props have the names that are sent, those of some requests may be
// absent, and what makes a prop of itself may be anything.
func TestSharedNamesAreThoseThatAreSent(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for folder, options := range map[string]string{
		"none": "", "camel": "inertia.WithMapKeys(inertia.CamelCase),", "snake": "inertia.WithMapKeys(inertia.SnakeCase),", "local": "inertia.WithMapKeys(local),",
		"unknown": "inertia.WithMapKeys(unknown),", "two": "inertia.WithMapKeys(inertia.CamelCase),\n)\n\nvar _, _ = inertia.New(",
		"same": "inertia.WithMapKeys(inertia.SnakeCase),\n)\n\nvar _, _ = inertia.New(", // no name changes
	} {
		files[folder+"/app.go"] = strings.ReplaceAll(keyed, "OPTIONS", options)
	}
	_, dir, err := program(t, files)
	require.ErrorIs(t, err, typescript.ErrMapKeys)

	same := "group_menu?: string\n      site_menu: {\n        top_items: string[]\n      }\n      this_year: number\n      admin_tools?: boolean[]\n"
	for folder, want := range map[string]string{
		"none": same, "snake": same, "same": same,
		"camel": "groupMenu?: string\n      siteMenu: {\n        topItems: string[]\n      }\n      this_year: number\n      adminTools?: boolean[]\n",
		"local": "xgroup_menu?: string\n      xsite_menu: {\n        xtop_items: string[]\n      }\n      this_year: number\n      xadmin_tools?: boolean[]\n",
	} {
		p, err := typescript.Load(dir, "./"+folder)
		require.NoError(t, err, folder)
		made, err := p.Types()
		require.NoError(t, err, folder)
		assert.Contains(t, made, want, folder)
		colours := "Record<string, number>"
		if folder == "none" {
			colours = "Partial<Record<Colour, number>>"
		}
		assert.Contains(t, made, "  trail: unknown\n  trails: unknown[]\n  all: Record<string, unknown> | null\n  colours: "+colours+"\n", folder)
	}
	for folder, want := range map[string]string{"unknown": "one expression of the key", "two": `several applications: source code does not tell the names of shared props: name "group_menu" as it is sent`} {
		_, err := typescript.Load(dir, "./"+folder)
		require.ErrorIs(t, err, typescript.ErrMapKeys, folder)
		require.ErrorContains(t, err, want, folder)
	}
}
