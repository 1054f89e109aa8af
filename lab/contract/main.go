// Command contract serves pages whose names, props, heads, documents and URLs
// follow options of the program, for the browser test beside it.
package main

import (
	"flag"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/inertia-templ/shell/lab/internal/listen"
	"github.com/inertia-templ/shell/ssr"
	"github.com/inertia-templ/shell/vite"
)

func main() {
	front := flag.String("front", "react", "`folder` of the front end, built")
	flag.Parse()
	if err := run(*front); err != nil {
		log.Fatal(err)
	}
}

func run(front string) error {
	entry := "main.ts"
	if filepath.Base(front) == "react" {
		entry = "main.tsx"
	}
	v, err := vite.Open(os.DirFS(filepath.Join(front, "dist")), vite.WithBase("/build/"), vite.WithEntry(entry))
	if err != nil {
		return err
	}
	pool, err := ssr.NewPool(filepath.Join(front, "dist-ssr", "ssr.js"), ssr.WithRuntime("node"), ssr.WithWorkers(1), ssr.WithStartTimeout(2*time.Minute), ssr.WithRenderTimeout(time.Minute))
	if err != nil {
		return err
	}
	defer pool.Close()
	handler, err := newSite(v, pool, entry)
	if err != nil {
		return err
	}
	return listen.Serve(handler)
}
