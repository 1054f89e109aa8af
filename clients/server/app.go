package main

import (
	"context"
	"net/http"
	"sync/atomic"

	"github.com/inertia-templ/shell/inertia"
)

// app has what tests change behind the pages, through /control.
type app struct {
	*inertia.Inertia
	version atomic.Value // string
	broken  atomic.Bool
	counter atomic.Int64
	likes   atomic.Int64
}

func (a *app) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("POST /control", a.control)
	a.propPages(mux)
	a.visitPages(mux)
	a.formPages(mux)
	return a.Middleware(mux)
}

func (a *app) control(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Has("version") {
		a.version.Store(q.Get("version"))
	}
	if q.Has("broken") {
		a.broken.Store(q.Get("broken") == "true")
	}
	w.WriteHeader(http.StatusNoContent)
}

// count tells how often it was asked, so that tests see what was computed.
func (a *app) count(context.Context) (int64, error) { return a.counter.Add(1), nil }

// created is how often count was asked, or a form was saved.
func (a *app) created(context.Context) (int64, error) { return a.counter.Load(), nil }

func value[T any](v T) func(context.Context) (T, error) {
	return func(context.Context) (T, error) { return v, nil }
}
