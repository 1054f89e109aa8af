package main

import (
	"net/http"
	"testing"

	"github.com/go-chi/chi/v5"

	"github.com/inertia-templ/shell/conformance/reference"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/lab/routers/routertest"
)

func TestConforms(t *testing.T) {
	t.Parallel()
	routertest.Conforms(t, routertest.Serve(t, func(i *inertia.Inertia, act reference.Action) http.Handler {
		mux := chi.NewRouter()
		mux.Handle("/*", i.Handle(act))
		return i.Middleware(mux)
	}), nil)
}

func TestErrorsKeepTheirStatus(t *testing.T) {
	t.Parallel()
	routertest.Errors(t, program)
}

func program(i *inertia.Inertia, p routertest.Program) http.Handler {
	mux := chi.NewRouter()
	mux.Method(http.MethodGet, "/users/{id}", p.Show)
	mux.Method(http.MethodGet, "/form", p.Form)
	mux.Method(http.MethodPost, "/form", p.Save)
	mux.Method(http.MethodGet, "/panic", p.Panic)
	mux.Get("/forbidden", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusForbidden) })
	mux.Method(http.MethodPost, "/invalid", i.Handle(func(http.ResponseWriter, *http.Request) error { return p.Invalid }))
	return i.Middleware(mux)
}
