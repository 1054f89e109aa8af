// Command applications serves a site and the admin panel inside of it, each with
// its own build, for the browser test beside it.
package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/vite"
)

func main() {
	site := flag.String("site", "react/dist", "`folder` of the site's build, for /build/")
	admin := flag.String("admin", "admin/dist", "`folder` of the panel's build, for /admin/build/")
	flag.Parse()
	if err := run(*site, *admin); err != nil {
		log.Fatal(err)
	}
}

func run(site, admin string) error {
	outer, err := open(site, "main.tsx", "/build/", "site")
	if err != nil {
		return err
	}
	inner, err := open(admin, "main.ts", "/admin/build/", "admin")
	if err != nil {
		return err
	}
	apps, err := inertia.NewApplications(map[string]*inertia.Inertia{"/": outer, "/admin/": inner})
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	pages(mux, outer, "/", "/admin/")
	pages(mux, inner, "/admin/", "/")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("lab: %w", err)
	}
	fmt.Printf("listening on http://%s\n", listener.Addr())
	server := &http.Server{Handler: apps.Middleware(mux), ReadHeaderTimeout: 5 * time.Second}
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("lab: %w", err)
	}
	return nil
}

// open is an application that keeps its own flash and has its own secret.
func open(dist, entry, base, name string) (*inertia.Inertia, error) {
	v, err := vite.Open(os.DirFS(dist), vite.WithBase(base), vite.WithEntry(entry))
	if err != nil {
		return nil, err
	}
	return inertia.New(inertia.WithVite(v), inertia.WithCSP(inertia.StrictCSP),
		inertia.WithSecret([]byte("the secret of the application "+name)),
		inertia.WithShared("app", name),
		inertia.WithErrorPage(func(_ *http.Request, status int, _ error) (string, any) {
			return "Show", inertia.Props{"status": status}
		}))
}

// pages are those of an application at a path, with forms that lead to itself and
// to the other one.
func pages(mux *http.ServeMux, i *inertia.Inertia, at, other string) {
	mux.Handle("GET "+at+"{$}", i.Page("Show", inertia.Props{"home": true}))
	mux.Handle("GET "+at+"more", i.Page("Show", inertia.Props{"more": true}))
	mux.HandleFunc("POST "+at+"stay", func(w http.ResponseWriter, r *http.Request) {
		i.Redirect(w, r, at+"more", inertia.Flashed("message", "stayed at "+at))
	})
	mux.HandleFunc("POST "+at+"leave", func(w http.ResponseWriter, r *http.Request) {
		i.Redirect(w, r, other, inertia.Flashed("message", "left "+at), inertia.Errors{"name": {"is taken"}})
	})
}
