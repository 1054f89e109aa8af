package main

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/vite"
)

// hostile is a prop made to break out of the script element that carries it.
const hostile = "</script><script>alert(1)</script><!-- \u2028"

type app struct {
	inertia *inertia.Inertia
	store   *Store
	docsURL string
}

type auth struct {
	User user `json:"user"`
}

type user struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

// newApp puts the pages, the database and the front end together.
func newApp(store *Store, front *vite.Vite, docsURL string, opts ...inertia.Option) (http.Handler, error) {
	i, err := inertia.New(append([]inertia.Option{
		inertia.WithVite(front),
		inertia.WithSecret(store.Secret()),
		inertia.WithShell(func(doc shell.Document) templ.Component {
			return layout(doc, front.URL("favicon.svg"))
		}),
		inertia.WithShared("auth", currentUser),
		inertia.WithErrorPage(func(_ *http.Request, status int, _ error) (string, any) {
			return "Error", inertia.Props{"status": status}
		}),
	}, opts...)...)
	if err != nil {
		return nil, err
	}
	a := &app{inertia: i, store: store, docsURL: docsURL}

	mux := http.NewServeMux()
	mux.Handle("GET /{$}", i.Handle(a.dashboard))
	mux.Handle("GET /docs", i.Handle(a.docs))
	mux.Handle("GET /about", i.Page("About", inertia.Props{"hostile": hostile}))
	mux.Handle("GET /contacts", i.Handle(a.listContacts))
	mux.Handle("POST /contacts", i.Handle(a.createContact))
	mux.Handle("GET /contacts/create", i.Handle(a.newContact))
	mux.Handle("GET /contacts/{id}", i.Handle(a.showContact))
	mux.Handle("PUT /contacts/{id}", i.Handle(a.updateContact))
	mux.Handle("DELETE /contacts/{id}", i.Handle(a.deleteContact))
	mux.Handle("GET /contacts/{id}/edit", i.Handle(a.editContact))

	// Other sites cannot make a visitor's browser post here.
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(i.Handle(func(http.ResponseWriter, *http.Request) error {
		return &inertia.HTTPError{Status: http.StatusForbidden}
	}))
	return i.Middleware(guard.Handler(mux)), nil
}

// currentUser stands where an application looks up who is signed in.
func currentUser(*http.Request) auth {
	return auth{User: user{Name: "Alex Morgan", Email: "alex@contacts.example"}}
}

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
	return a.inertia.Render(w, r, "Dashboard", dashboardProps{
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
