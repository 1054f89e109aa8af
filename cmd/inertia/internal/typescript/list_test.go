package typescript_test

import (
	"encoding/json"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const listed = `package app

import (
	"context"
	"net/http"
	"time"

	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/routes"
)

type Level int

const (
	Low Level = iota + 3
	High
)

type Tree struct {
	Left  *Tree    ` + "`json:\"left\"`" + `
	Marks [2]Level ` + "`json:\"marks\"`" + `
}

type props struct {
	Name    string                                    ` + "`json:\"name\"`" + `
	At      time.Time                                 ` + "`json:\"at\"`" + `
	Level   Level                                     ` + "`json:\"level\"`" + `
	Tree    Tree                                      ` + "`json:\"tree\"`" + `
	List    []Tree                                    ` + "`json:\"list\"`" + `
	Map     map[string]int                            ` + "`json:\"map\"`" + `
	Bytes   []byte                                    ` + "`json:\"bytes\"`" + `
	Quoted  int                                       ` + "`json:\"quoted,string\"`" + `
	Left    string                                    ` + "`json:\"left,omitempty\"`" + `
	Later   inertia.Deferred[[]string]                ` + "`json:\"later\"`" + `
	Asked   inertia.Opt[string]                       ` + "`json:\"asked\"`" + `
	Always  inertia.Prop[float64]                     ` + "`json:\"always\"`" + `
	Lazy    func(context.Context) (bool, error)       ` + "`json:\"lazy\"`" + `
	Unknown any                                       ` + "`json:\"unknown\"`" + `
}

var show = inertia.NewPage[props]("Show")

var edit = inertia.NewPage[*struct{ ID int }]("Edit").Meta(nil)

type app struct{ i *inertia.Inertia }

func (a *app) show(w http.ResponseWriter, r *http.Request) error { return a.render(w, r, show) }

func (a *app) render(w http.ResponseWriter, r *http.Request, p inertia.Page[props]) error {
	return p.Render(a.i, w, r, props{})
}

func (a *app) either(w http.ResponseWriter, r *http.Request) error {
	if r.URL.RawQuery == "" {
		return edit.Render(a.i, w, r, nil)
	}
	return a.i.Render(w, r, "Plain", inertia.Props{"count": 1, "later": inertia.Defer(func(context.Context) (int, error) { return 1, nil })})
}

// guarded makes handlers of handlers: what it does besides is not what they show.
func (a *app) guarded(h func(http.ResponseWriter, *http.Request) error) http.Handler {
	return a.i.Handle(func(w http.ResponseWriter, r *http.Request) error { return edit.Render(a.i, w, r, nil) })
}

func (a *app) routes(name string) {
	mux := routes.New()
	mux.Handle("show", "GET /{id}", a.guarded(a.show))
	mux.Handle("either", "GET /either", form.Precognitive(a.i.Handle(a.either)))
	mux.Handle("page", "/page", a.i.Page("About", nil))
	mux.HandleFunc("plain", "POST host.example/plain", func(w http.ResponseWriter, r *http.Request) { _ = a.show(w, r) })
	mux.Handle("nothing", "DELETE /nothing", http.NotFoundHandler())
	_ = mux.Add("elsewhere", "PUT", "/elsewhere/:id")
	mux.Handle(name, "GET /unknown", nil)
	_, _ = inertia.New(inertia.WithShared("user", "Ada"), inertia.WithShared("rare", inertia.Optional(func(context.Context) (int, error) { return 1, nil })))
}
`

func TestRoutesAreListedWithTheirPages(t *testing.T) {
	t.Parallel()
	p, _, err := program(t, map[string]string{"app.go": listed})
	require.NoError(t, err)
	list, unknown := p.List()
	type row struct {
		name, method, pattern, handler string
		pages                          []string
	}
	var got []row
	for _, r := range list {
		assert.Regexp(t, `app\.go:\d+:\d+$`, r.Place)
		got = append(got, row{r.Name, r.Method, r.Pattern, r.Handler, r.Pages})
	}
	assert.Equal(t, []row{
		{"show", "GET", "/{id}", "a.guarded(a.show)", []string{"Show"}},
		{"either", "GET", "/either", "form.Precognitive(a.i.Handle(a.either))", []string{"Edit", "Plain"}},
		{"page", "", "/page", `a.i.Page("About", nil)`, []string{"About"}},
		{"plain", "POST", "host.example/plain", "func", []string{"Show"}},
		{"nothing", "DELETE", "/nothing", "http.NotFoundHandler()", []string{}},
		{"elsewhere", "PUT", "/elsewhere/:id", "", []string{}},
	}, got)
	require.Len(t, unknown, 1)
	assert.Regexp(t, regexp.MustCompile(`app\.go:\d+`), unknown[0])
}

// The smallest props have the shape that encoding/json gives zero values, and
// leave out what a first visit does.
func TestMinimalProps(t *testing.T) {
	t.Parallel()
	p, _, err := program(t, map[string]string{"app.go": listed})
	require.NoError(t, err)
	assert.Equal(t, []string{"About", "Edit", "Plain", "Show"}, p.Components())
	all := p.Minimal()
	for component, want := range map[string]string{
		"Show": `{"errors": {}, "user": "", "name": "", "at": "2000-01-01T00:00:00Z", "level": 3, "tree": {"left": null, "marks": [3, 3]},
			"list": [], "map": {}, "bytes": "", "quoted": "0", "always": 0, "lazy": false, "unknown": null}`,
		"Edit":  `{"errors": {}, "user": "", "ID": 0}`,
		"Plain": `{"errors": {}, "user": "", "count": 0}`,
		"About": `{"errors": {}, "user": ""}`,
	} {
		got, err := json.Marshal(all[component])
		require.NoError(t, err)
		assert.JSONEq(t, want, string(got), component)
	}
}
