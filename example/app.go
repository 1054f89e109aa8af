package main

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/alexedwards/scs/v2"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/routes"
	"github.com/inertia-templ/shell/vite"
)

// hostile is a prop made to break out of the script element that carries it.
const hostile = "</script><script>alert(1)</script><!-- \u2028"

type app struct {
	inertia  *inertia.Inertia
	routes   *routes.Router
	store    *Store
	sessions *scs.SessionManager
	docsURL  string
}

// newApp puts the pages, the database and the front end together. The Inertia that
// it returns is for the line that the program prints when it starts.
func newApp(store *Store, front *vite.Vite, docsURL string, opts ...inertia.Option) (http.Handler, *inertia.Inertia, error) {
	mux := routes.New()
	a := &app{routes: mux, store: store, sessions: newSessions(store.db), docsURL: docsURL}
	i, err := inertia.New(append([]inertia.Option{
		inertia.WithVite(front),
		inertia.WithSecret(store.Secret()),
		inertia.WithShell(func(doc shell.Document) templ.Component {
			return layout(doc, front.URL("favicon.svg"))
		}),
		inertia.WithShared("auth", inertia.Lazy(currentUser)),
		inertia.WithCSRF(),
		inertia.WithCSP(inertia.StrictCSP),
		inertia.WithEarlyHints(),
		inertia.WithChunkVersions(),
		inertia.WithErrorPage(func(_ *http.Request, status int, _ error) (string, any) {
			return errorPage.Component(), errorProps{status}
		}),
		inertia.WithRoutes(mux),
	}, opts...)...)
	if err != nil {
		return nil, nil, err
	}
	a.inertia = i

	mux.Handle("about", "GET /about", aboutPage.Handler(i, func(*http.Request) (aboutProps, error) { return aboutProps{hostile}, nil }))
	mux.Handle("login", "GET /login", i.Handle(a.showLogin))
	mux.Handle("login.submit", "POST /login", i.Handle(a.login))
	mux.Handle("logout", "POST /logout", i.Handle(a.logout))
	mux.Handle("register", "GET /register", registerPage.Handler(i, func(*http.Request) (struct{}, error) { return struct{}{}, nil }))
	mux.Handle("register.submit", "POST /register", form.Precognitive(i.Handle(a.register)))
	mux.Handle("users.avatar", "GET /users/{id}/avatar", i.Handle(a.serveAvatar))

	mux.Handle("dashboard", "GET /{$}", i.Handle(a.dashboard))
	mux.Handle("docs", "GET /docs", i.Handle(a.docs))
	mux.Handle("contacts.index", "GET /contacts", a.private(a.listContacts))
	mux.Handle("contacts.store", "POST /contacts", a.private(a.createContact))
	mux.Handle("contacts.create", "GET /contacts/create", a.private(a.newContact))
	mux.Handle("contacts.show", "GET /contacts/{id}", a.private(a.showContact))
	mux.Handle("contacts.update", "PUT /contacts/{id}", a.private(a.updateContact))
	mux.Handle("contacts.destroy", "DELETE /contacts/{id}", a.private(a.deleteContact))
	mux.Handle("contacts.edit", "GET /contacts/{id}/edit", a.private(a.editContact))

	mux.Handle("account.show", "GET /account", a.signedIn(a.showAccount))
	mux.Handle("account.profile", "PUT /account/profile", a.signedIn(a.updateProfile))
	mux.Handle("account.password", "PUT /account/password", a.signedIn(a.updatePassword))
	mux.Handle("account.avatar", "PUT /account/avatar", a.signedIn(a.updateAvatar))

	// Sessions are outermost, so that error pages know who is signed in too.
	// The files of the front end are the same for everybody.
	pages := i.Middleware(mux)
	withSession := a.sessions.LoadAndSave(a.identify(pages))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if front.Owns(r) {
			pages.ServeHTTP(w, r)
			return
		}
		withSession.ServeHTTP(w, r)
	}), i, nil
}
