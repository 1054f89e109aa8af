// Command shell serves the three pages with this library.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"log"
	"net/http"
	"runtime"
	"time"

	"github.com/inertia-templ/shell/bench/rivals/data"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/ssr"
	"github.com/inertia-templ/shell/ssr/quickjs"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "`address` to listen on")
	file := flag.String("db", "contacts.db", "SQLite `file`")
	frontend := flag.String("frontend", "inertia/frontend", "`folder` of the built front end")
	render := flag.String("ssr", "off", "who renders first visits: bun, node, quickjs, cached or off")
	flag.Parse()
	if err := run(*addr, *file, *frontend, *render); err != nil {
		log.Fatal(err)
	}
}

func run(addr, file, frontend, render string) error {
	store, err := data.Open(file)
	if err != nil {
		return err
	}
	renderer, err := open(frontend+"/dist-ssr/ssr.js", render)
	if err != nil {
		return err
	}
	options := []inertia.Option{inertia.WithViteManifest(frontend + "/dist/.vite/manifest.json")}
	if renderer != nil {
		defer renderer.Close()
		options = append(options, inertia.WithSSR(renderer))
	}
	i, err := inertia.New(options...)
	if err != nil {
		return err
	}
	var each []inertia.RenderOption
	if render == "cached" {
		each = append(each, inertia.CacheSSR(time.Minute, time.Hour))
	}
	page := func(component string, props inertia.Props) http.Handler {
		return i.Handle(func(w http.ResponseWriter, r *http.Request) error { return i.Render(w, r, component, props, each...) })
	}
	mux := http.NewServeMux()
	mux.Handle("GET /tiny", page("Tiny", inertia.Props{"greeting": "Hello"}))
	mux.Handle("GET /contacts", page("Contacts", inertia.Props{"contacts": inertia.Lazy(store.Contacts)}))
	slow := inertia.Props{}
	for n := range 8 {
		slow[fmt.Sprintf("value%d", n)] = inertia.Lazy(func(ctx context.Context) (string, error) { return data.Slow(ctx, n) })
	}
	mux.Handle("GET /slow", page("Slow", slow))
	return http.ListenAndServe(addr, i.Middleware(mux))
}

type renderer interface {
	ssr.Renderer
	Close() error
}

func open(bundle, render string) (renderer, error) {
	switch render {
	case "off":
		return nil, nil
	case "quickjs":
		return quickjs.Open(bundle, quickjs.WithInstances(runtime.GOMAXPROCS(0)))
	}
	name := map[string]string{"cached": "node"}[render]
	return ssr.NewPool(bundle, ssr.WithRuntime(cmp.Or(name, render)), ssr.WithWorkers(runtime.GOMAXPROCS(0)))
}
