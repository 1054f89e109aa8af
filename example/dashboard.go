package main

import (
	"context"
	"net/http"
	"time"

	"github.com/inertia-templ/shell/inertia"
)

// dashboardProps show the kinds of props: plain ones are sent on every visit,
// Now is left out of reloads that ask for something else, Report is computed only
// when a reload asks for it.
type dashboardProps struct {
	Counts     Counts                   `json:"counts"`
	Recent     []Contact                `json:"recent"`
	RenderedAt string                   `json:"renderedAt"`
	Now        inertia.Prop[string]     `json:"now"`
	Report     inertia.Opt[[]CityCount] `json:"report"`
}

func (a *app) dashboard(w http.ResponseWriter, r *http.Request) error {
	counts, err := a.store.Counts(r.Context())
	if err != nil {
		return err
	}
	recent, err := a.store.Newest(r.Context(), 9)
	if err != nil {
		return err
	}
	return dashboardPage.Render(a.inertia, w, r, dashboardProps{
		Counts:     counts,
		Recent:     recent,
		RenderedAt: timestamp(),
		Now:        inertia.Lazy(func(context.Context) (string, error) { return timestamp(), nil }),
		Report:     inertia.Optional(a.store.CityReport),
	})
}

func timestamp() string { return time.Now().Format(time.RFC3339Nano) }

// docs leads out of the application: the browser leaves the page for good.
func (a *app) docs(w http.ResponseWriter, r *http.Request) error {
	a.inertia.Location(w, r, a.docsURL)
	return nil
}
