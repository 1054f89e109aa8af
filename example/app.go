package main

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"
	"github.com/alexedwards/scs/v2"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/vite"
)

// hostile is a prop made to break out of the script element that carries it.
const hostile = "</script><script>alert(1)</script><!-- \u2028"

type app struct {
	inertia  *inertia.Inertia
	store    *Store
	sessions *scs.SessionManager
	docsURL  string
}

// newApp puts the pages, the database and the front end together.
func newApp(store *Store, front *vite.Vite, docsURL string, opts ...inertia.Option) (http.Handler, error) {
	a := &app{store: store, sessions: newSessions(store.db), docsURL: docsURL}
	i, err := inertia.New(append([]inertia.Option{
		inertia.WithVite(front),
		inertia.WithSecret(store.Secret()),
		inertia.WithShell(func(doc shell.Document) templ.Component {
			return layout(doc, front.URL("favicon.svg"))
		}),
		inertia.WithShared("auth", a.auth),
		inertia.WithCSRF(),
		inertia.WithCSP(inertia.StrictCSP),
		inertia.WithErrorPage(func(_ *http.Request, status int, _ error) (string, any) {
			return "Error", inertia.Props{"status": status}
		}),
	}, opts...)...)
	if err != nil {
		return nil, err
	}
	a.inertia = i

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

	mux.Handle("GET /login", i.Handle(a.loginPage))
	mux.Handle("POST /login", i.Handle(a.login))
	mux.Handle("POST /logout", i.Handle(a.logout))
	mux.Handle("GET /register", i.Page("Register", nil))
	mux.Handle("POST /register", form.Precognitive(i.Handle(a.register)))
	mux.Handle("GET /users/{id}/avatar", i.Handle(a.avatar))

	mux.Handle("GET /account", a.signedIn(i.Page("Account", nil)))
	mux.Handle("PUT /account/profile", a.signedIn(i.Handle(a.updateProfile)))
	mux.Handle("PUT /account/password", a.signedIn(i.Handle(a.updatePassword)))
	mux.Handle("PUT /account/avatar", a.signedIn(i.Handle(a.updateAvatar)))

	// Sessions go outermost, so that error pages know who is signed in too.
	return a.sessions.LoadAndSave(i.Middleware(mux)), nil
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
