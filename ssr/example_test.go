package ssr_test

import (
	"log"
	"net/http"
	"time"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/ssr"
)

func Example() {
	pool, err := ssr.NewPool("dist-ssr/ssr.js", ssr.WithMaxAge(time.Hour))
	if err != nil {
		log.Fatal(err)
	}
	defer pool.Close()
	i, err := inertia.New(
		inertia.WithViteManifest("dist/.vite/manifest.json"),
		inertia.WithSSR(pool, ssr.WithTimeout(2*time.Second), ssr.WithoutPaths("/admin/*")),
	)
	if err != nil {
		log.Print(err)
		return
	}
	err = http.ListenAndServe("127.0.0.1:8080", i.Middleware(http.DefaultServeMux))
	log.Print(err)
}
