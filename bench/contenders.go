package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/inertia-templ/shell/bench/pages"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/vite/vitetest"
)

// version is that of the assets. All contenders are told the same.
const version = "v1"

// contender serves the same pages as the others, in its own way.
type contender struct {
	name    string
	version string // as its client has to send it

	// rows is the page Rows with the prop rows.
	rows func([]pages.Row) http.Handler
	// lazy is the page Lazy with the props p0, p1 ... that f computes, each
	// only when it is asked for if the contender can do that.
	lazy func(n int, f func() int) http.Handler
}

// contenders are the floor, this library, and the others. The first two use
// encoder, or encoding/json if it is nil; the others have no choice.
func contenders(encoder inertia.Encoder) ([]contender, error) {
	shell, err := shellContender(encoder)
	if err != nil {
		return nil, err
	}
	floor, err := floorContender(shell, encoder)
	if err != nil {
		return nil, err
	}
	gonertia, err := gonertiaContender()
	if err != nil {
		return nil, err
	}
	return []contender{floor, shell, gonertia, petakiContender()}, nil
}

func newInertia(opts ...inertia.Option) (*inertia.Inertia, error) {
	return inertia.New(append([]inertia.Option{
		inertia.WithVite(vitetest.Stub()),
		inertia.WithVersion(version),
		inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")),
		inertia.WithLogger(slog.New(slog.DiscardHandler)),
	}, opts...)...)
}

func shellContender(encoder inertia.Encoder) (contender, error) {
	name := "shell"
	if encoder != nil {
		name += " with gojson"
	}
	var opts []inertia.Option
	if encoder != nil {
		opts = append(opts, inertia.WithJSON(encoder))
	}
	i, err := newInertia(opts...)
	if err != nil {
		return contender{}, err
	}
	type props struct {
		Rows []pages.Row `json:"rows"`
	}
	page := inertia.NewPage[props]("Rows")
	return contender{
		name:    name,
		version: version,
		rows: func(list []pages.Row) http.Handler {
			return i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
				return page.Render(i, w, r, props{list})
			}))
		},
		lazy: func(n int, f func() int) http.Handler {
			props := inertia.Props{}
			for k := range n {
				props[lazyName(k)] = inertia.Lazy(func(context.Context) (int, error) { return f(), nil })
			}
			return i.Middleware(i.Page("Lazy", props))
		},
	}, nil
}

func lazyName(k int) string { return fmt.Sprint("p", k) }
