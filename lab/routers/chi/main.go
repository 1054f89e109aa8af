package main

import (
	"log"
	"net/http"

	"github.com/go-chi/chi/v5"

	"github.com/inertia-templ/shell/inertia"
)

func main() {
	i, err := inertia.New(inertia.WithViteManifest("dist/.vite/manifest.json"))
	if err != nil {
		log.Fatal(err)
	}
	mux := chi.NewRouter()
	mux.Method(http.MethodGet, "/users/{id}", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return i.Render(w, r, "Users/Show", inertia.Props{"id": r.PathValue("id")})
	}))
	log.Fatal(http.ListenAndServe("127.0.0.1:8080", i.Middleware(mux)))
}
