package main

import (
	"context"
	"errors"
	"net/http"

	"github.com/inertia-templ/shell/inertia"
)

func (a *app) propPages(mux *http.ServeMux) {
	mux.Handle("GET /deferred", a.Page("Deferred", inertia.Props{
		"now":     "shown at once",
		"fast":    inertia.Defer(value("from the fast group")),
		"another": inertia.Defer(value("also from the fast group")),
		"slow":    inertia.Defer(value("from the slow group")).Group("slow"),
	}))
	mux.Handle("GET /rescue", a.Page("Rescue", inertia.Props{
		"fragile": inertia.Defer(a.fragile).Rescue(),
		"sound":   inertia.Defer(value("arrived")),
	}))
}

func (a *app) fragile(context.Context) (string, error) {
	if a.broken.Load() {
		return "", errors.New("broken by the test")
	}
	return "whole again", nil
}
