package inertia_test

import (
	"context"
	"net/http"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/inertia-templ/shell/inertia"
)

// line is the line that calls it.
func line() float64 {
	_, _, n, _ := runtime.Caller(1)
	return float64(n)
}

type provided struct{ lines map[string]float64 }

func (p provided) InertiaProp(inertia.PropContext) any {
	p.lines["provided"] = line() + 1
	return inertia.Lazy(fn(1))
}

var atStart = inertia.Lazy(fn(1)) // before anybody looks

func TestEntriesNameTheLinesOfTheProgram(t *testing.T) {
	t.Parallel()
	want := map[string]float64{}
	shared := func(*http.Request) (inertia.Props, error) {
		want["fromFunc"] = line() - 1
		return inertia.Props{"fromFunc": 1}, nil
	}
	user, userLine := inertia.WithShared("user.name", "Ada"), line()
	i := quiet(t, inertia.WithDevTools(everybody), user, inertia.WithSharedFunc(shared))
	want["user"] = userLine
	page := inertia.NewPage[inertia.Props]("Typed")
	render := func(w http.ResponseWriter, r *http.Request) error {
		props := inertia.Props{"value": 1, "atStart": atStart, "provided": provided{want}}
		props["lazy"], want["lazy"] = inertia.Lazy(fn(1)), line()
		props["deferred"], want["deferred"] = inertia.Merge(inertia.Defer(fn(1)).Group("x")).Prepend(), line()
		props["typed"], want["typed"] = inertia.Value([]int{1}).Merge(), line()
		props["returns"] = inertia.Lazy(func(context.Context) (any, error) { return inertia.Props{"inside": inertia.Once(fn(1))}, nil })
		want["returns"] = line() - 1
		want["returns.inside"] = line() - 2
		inertia.Share(r, "team", "Red")
		want["team"] = line() - 1
		if r.URL.Path == "/typed" {
			want["value"] = line() + 1
			return page.Render(i, w, r, props)
		}
		want["value"] = line() + 1
		return i.Render(w, r, "Page", props)
	}
	for _, path := range []string{"/", "/typed"} {
		p := panel{t, i.Middleware(i.Handle(render))}
		_, entry := p.send("GET", path, nil, client...)
		assert.Equal(t, want["value"], at(entry, "renderSource", "line"), "where Render is called")
		want["atStart"] = want["value"]
		for name, line := range want {
			key := "renderSource"
			if at(entry, "props", name, "shared") == true {
				key = "shareSource"
			}
			assert.Equal(t, line, at(entry, "props", name, key, "line"), "%s: %s", path, name)
			assert.Regexp(t, `/source_test\.go$`, at(entry, "props", name, key, "file"), name)
		}
		assert.Regexp(t, `TestEntriesNameTheLinesOfTheProgram`, at(entry, "route", "action"))
	}

	// The function of Page.Handler is the action.
	p := panel{t, i.Middleware(page.Handler(i, propsOfPage))}
	_, entry := p.send("GET", "/", nil, client...)
	assert.Regexp(t, `propsOfPage$`, at(entry, "route", "action"))
}

func propsOfPage(*http.Request) (inertia.Props, error) { return nil, nil }
