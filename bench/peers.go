package main

import (
	"crypto/md5"
	"fmt"
	"net/http"
	"testing/fstest"

	petaki "github.com/petaki/inertia-go"
	gonertia "github.com/romsar/gonertia/v2"

	"github.com/inertia-templ/shell/bench/pages"
)

const (
	head         = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`
	gonertiaRoot = head + `{{ .inertiaHead }}</head><body>{{ .inertia }}</body></html>`
	petakiRoot   = head + `</head><body><script data-page="app" type="application/json">{{ marshal .page }}</script><div id="app"></div></body></html>`
)

func gonertiaContender() (contender, error) {
	i, err := gonertia.New(gonertiaRoot, gonertia.WithVersion(version))
	if err != nil {
		return contender{}, err
	}
	serve := func(component string, props gonertia.Props) http.Handler {
		return i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if err := i.Render(w, r, component, props); err != nil {
				panic(err)
			}
		}))
	}
	return contender{
		name:    "gonertia",
		version: fmt.Sprintf("%x", md5.Sum([]byte(version))), // it hashes what it is told
		rows: func(list []pages.Row) http.Handler {
			return serve("Rows", gonertia.Props{"rows": list})
		},
		lazy: func(n int, f func() int) http.Handler {
			props := gonertia.Props{}
			for k := range n {
				props[lazyName(k)] = func() (any, error) { return f(), nil }
			}
			return serve("Lazy", props)
		},
	}, nil
}

// petakiContender knows values only, so lazy props are computed first.
func petakiContender() contender {
	i := petaki.NewWithFS("", "root.html", version, fstest.MapFS{"root.html": {Data: []byte(petakiRoot)}})
	i.Share("errors", map[string]any{})
	serve := func(component string, props func() map[string]any) http.Handler {
		return i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if err := i.Render(w, r, component, props()); err != nil {
				panic(err)
			}
		}))
	}
	return contender{
		name:    "petaki",
		version: version,
		rows: func(list []pages.Row) http.Handler {
			return serve("Rows", func() map[string]any { return map[string]any{"rows": list} })
		},
		lazy: func(n int, f func() int) http.Handler {
			return serve("Lazy", func() map[string]any {
				props := map[string]any{}
				for k := range n {
					props[lazyName(k)] = f()
				}
				return props
			})
		},
	}
}
