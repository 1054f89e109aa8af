// Command applications serves a site with an admin panel and a shop inside of it,
// and a help desk on a host of its own, each with its own build, for the browser
// test beside it. The site's build is the one of React, the panel's that of Vue,
// the others' that of Svelte.
package main

import (
	"log"
	"net/http"
	"os"
	"strings"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/lab/internal/listen"
	"github.com/inertia-templ/shell/vite"
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	at := map[string]*inertia.Inertia{}
	for _, app := range []struct{ pattern, dist, entry, base, name string }{
		{"/", "react/dist", "main.tsx", "/build/", "site"},
		{"/admin/", "admin/dist", "main.ts", "/admin/build/", "admin"},
		{"/shop/", "shop/dist", "main.ts", "/shop/build/", "shop"},
		{"help.localhost/", "svelte/dist", "main.ts", "/build/", "help"},
	} {
		i, err := open(app.dist, app.entry, app.base, app.name)
		if err != nil {
			return err
		}
		at[app.pattern] = i
	}
	apps, err := inertia.NewApplications(at)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	for pattern, i := range at {
		pages(mux, i, pattern)
	}
	return listen.Serve(apps.Middleware(mux))
}

// open is an application that keeps its own flash and has its own secret.
func open(dist, entry, base, name string) (*inertia.Inertia, error) {
	v, err := vite.Open(os.DirFS(dist), vite.WithBase(base), vite.WithEntry(entry))
	if err != nil {
		return nil, err
	}
	return inertia.New(inertia.WithVite(v), inertia.WithForwarded(), inertia.WithCSP(inertia.StrictCSP),
		inertia.WithSecret([]byte("the secret of the application "+name)),
		inertia.WithShared("app", name),
		inertia.WithErrorPage(func(_ *http.Request, status int, _ error) (string, any) {
			return "Show", inertia.Props{"status": status}
		}))
}

// pages are those of an application, with forms that lead to itself and to
// another one.
func pages(mux *http.ServeMux, i *inertia.Inertia, pattern string) {
	at := pattern[strings.IndexByte(pattern, '/'):]
	mux.Handle("GET "+pattern+"{$}", i.Page("Show", inertia.Props{"home": true}))
	mux.Handle("GET "+pattern+"more", i.Page("Show", inertia.Props{"more": true}))
	mux.HandleFunc("POST "+pattern+"stay", func(w http.ResponseWriter, r *http.Request) {
		i.Redirect(w, r, at+"more", inertia.Flashed("message", "stayed at "+at))
	})
	mux.HandleFunc("POST "+pattern+"leave", func(w http.ResponseWriter, r *http.Request) {
		i.Redirect(w, r, r.URL.Query().Get("to"), inertia.Flashed("message", "left "+at), inertia.Errors{"name": {"is taken"}})
	})
}
