package main

import (
	"errors"
	"net"
	"net/http"

	"github.com/inertia-templ/shell/inertia"
)

func (a *app) visitPages(mux *http.ServeMux) {
	mux.Handle("GET /{$}", a.Page("Home", nil))
	mux.Handle("GET /about", a.Page("About", inertia.Props{"shown": inertia.Lazy(a.count)}))
	mux.Handle("GET /answer", a.Page("Answer", inertia.Props{"answer": 42}))
	mux.Handle("GET /private", inertia.EncryptedHistory(a.Page("Private", inertia.Props{"secret": inertia.Lazy(a.count)})))

	mux.Handle("POST /flash", a.to("/about", inertia.Flashed("message", "Saved")))
	mux.Handle("POST /logout", a.to("/about", inertia.ClearHistory()))
	mux.Handle("GET /to-section", a.to("/about#section"))
	mux.Handle("GET /moved", a.to("/about", inertia.PreserveFragment()))

	mux.HandleFunc("GET /outside", func(w http.ResponseWriter, r *http.Request) {
		_, port, _ := net.SplitHostPort(r.Host)
		a.Redirect(w, r, "http://localhost:"+port+"/about") // not the origin that tests open
	})
	mux.Handle("GET /broken", a.Handle(func(http.ResponseWriter, *http.Request) error {
		return errors.New("broken on purpose")
	}))
	mux.HandleFunc("GET /download", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/csv")
		w.Header().Set("Content-Disposition", `attachment; filename="numbers.csv"`)
		_, _ = w.Write([]byte("one,two\n1,2\n"))
	})
}

func (a *app) to(url string, opts ...inertia.RedirectOption) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { a.Redirect(w, r, url, opts...) })
}
