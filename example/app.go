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
	answers  *answers
	docsURL  string
}

// newApp puts the pages, the database and the front end together. The Inertia that
// it returns is for the line that the program prints when it starts.
func newApp(store *Store, front *vite.Vite, docsURL string, opts ...inertia.Option) (http.Handler, *inertia.Inertia, error) {
	mux := routes.New()
	a := &app{routes: mux, store: store, sessions: newSessions(store.db), answers: &answers{}, docsURL: docsURL}
	i, err := inertia.New(append([]inertia.Option{
		inertia.WithVite(front),
		inertia.WithSecret(store.Secret()),
		inertia.WithShell(func(doc shell.Document) templ.Component {
			return layout(doc, front.URL("favicon.svg"))
		}),
		inertia.WithTitle("Contacts"),
		inertia.WithMeta(site),
		inertia.WithMetaFunc(alternates),
		inertia.WithShared("auth", inertia.Lazy(currentUser)),
		inertia.WithShared("language", inertia.Lazy(sharedLanguage)),
		inertia.WithShared("how", inertia.Optional(a.how)),
		inertia.WithObserver(a.answers.observe),
		inertia.WithLive(mayListen, inertia.LiveVisitor(visitorName)),
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
	store.changed = a.tellOthers

	mux.Handle("about", "GET /about", aboutPage.Handler(i, func(*http.Request) (aboutProps, error) { return aboutProps{hostile}, nil }, aboutMeta))
	mux.Handle("login", "GET /login", i.Handle(a.showLogin))
	mux.Handle("login.submit", "POST /login", i.Handle(a.login))
	mux.Handle("logout", "POST /logout", i.Handle(a.logout))
	mux.Handle("register", "GET /register", registerPage.Handler(i, func(*http.Request) (struct{}, error) { return struct{}{}, nil }))
	mux.Handle("register.submit", "POST /register", form.Precognitive(i.Handle(a.register)))
	mux.Handle("users.avatar", "GET /users/{id}/avatar", i.Handle(a.serveAvatar))

	mux.Handle("live", "GET /live", i.LiveStream())
	mux.Handle("language", "POST /language", i.Handle(a.setLanguage))
	mux.Handle("docs", "GET /docs", i.Handle(a.docs))

	mux.Handle("dashboard", "GET /{$}", a.signedIn(a.dashboard))
	mux.Handle("search", "GET /search", a.signedIn(a.searchContacts))
	mux.Handle("contacts.index", "GET /contacts", a.signedIn(a.listContacts))
	mux.Handle("contacts.store", "POST /contacts", form.Idempotent(a.signedIn(a.createContact), visitorName))
	mux.Handle("contacts.create", "GET /contacts/create", a.signedIn(a.newContact))
	mux.Handle("contacts.show", "GET /contacts/{id}", a.signedIn(a.showContact))
	mux.Handle("contacts.update", "PUT /contacts/{id}", form.Precognitive(a.signedIn(a.updateContact)))
	mux.Handle("contacts.destroy", "DELETE /contacts/{id}", a.signedIn(a.deleteContact))
	mux.Handle("contacts.edit", "GET /contacts/{id}/edit", a.signedIn(a.editContact))
	mux.Handle("contacts.notes", "POST /contacts/{id}/notes", a.signedIn(a.addNote))
	mux.Handle("contacts.delete", "POST /contacts/delete", a.signedIn(a.deleteContacts))
	mux.Handle("contacts.restore", "POST /contacts/restore", a.signedIn(a.restoreContacts))
	mux.Handle("files.show", "GET /files/{id}", a.signedIn(a.serveFile))

	mux.Handle("organisations.index", "GET /organisations", a.signedIn(a.listOrganisations))
	mux.Handle("organisations.show", "GET /organisations/{id}", a.signedIn(a.showOrganisation))
	mux.Handle("organisations.update", "PUT /organisations/{id}", form.Precognitive(a.signedIn(a.updateOrganisation)))

	mux.Handle("trash.index", "GET /trash", a.signedIn(a.showTrash))
	mux.Handle("trash.purge", "DELETE /trash/{id}", a.admin(a.purgeContact))
	mux.Handle("audit.index", "GET /audit", a.admin(a.showAudit))
	mux.Handle("team.index", "GET /team", a.admin(a.showTeam))
	mux.Handle("team.role", "PUT /team/{id}/role", a.admin(a.setRole))

	mux.Handle("account.show", "GET /account", a.signedIn(a.showAccount))
	mux.Handle("account.profile", "PUT /account/profile", a.signedIn(a.updateProfile))
	mux.Handle("account.password", "PUT /account/password", a.signedIn(a.updatePassword))
	mux.Handle("account.avatar", "PUT /account/avatar", a.signedIn(a.updateAvatar))

	// Sessions are outermost, so that error pages know who is signed in too.
	// The files of the front end are the same for everybody.
	pages := i.Middleware(mux)
	withSession := speak(a.sessions.LoadAndSave(a.identify(pages)))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if front.Owns(r) {
			pages.ServeHTTP(w, r)
			return
		}
		withSession.ServeHTTP(w, r)
	}), i, nil
}
