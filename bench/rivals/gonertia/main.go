// Command gonertia serves the three pages with gonertia, and has a server of
// Inertia's own render first visits, as its documentation says.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"html/template"
	"log"
	"net/http"
	"os"
	"path/filepath"

	gonertia "github.com/romsar/gonertia/v2"

	"github.com/inertia-templ/shell/bench/rivals/data"
)

const root = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">{{ .inertiaHead }}{{ vite }}</head><body>{{ .inertia }}</body></html>`

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "`address` to listen on")
	file := flag.String("db", "contacts.db", "SQLite `file`")
	frontend := flag.String("frontend", "inertia/frontend", "`folder` of the built front end")
	ssr := flag.String("ssr", "", "`URL` of the render server")
	flag.Parse()
	if err := run(*addr, *file, *frontend, *ssr); err != nil {
		log.Fatal(err)
	}
}

func run(addr, file, frontend, ssr string) error {
	store, err := data.Open(file)
	if err != nil {
		return err
	}
	manifest := filepath.Join(frontend, "dist/.vite/manifest.json")
	tags, err := vite(manifest)
	if err != nil {
		return err
	}
	options := []gonertia.Option{gonertia.WithVersionFromFile(manifest), gonertia.WithContainerID("app")}
	if ssr != "" {
		options = append(options, gonertia.WithSSR(ssr))
	}
	t, err := template.New("root").Funcs(template.FuncMap{"vite": func() template.HTML { return tags }}).Parse(root)
	if err != nil {
		return err
	}
	i, err := gonertia.NewFromTemplate(t, options...)
	if err != nil {
		return err
	}
	page := func(name string, props func(*http.Request) (gonertia.Props, error)) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			all, err := props(r)
			if err == nil {
				err = i.Render(w, r, name, all)
			}
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
			}
		}
	}
	mux := http.NewServeMux()
	mux.Handle("GET /tiny", page("Tiny", func(*http.Request) (gonertia.Props, error) { return gonertia.Props{"greeting": "Hello"}, nil }))
	mux.Handle("GET /contacts", page("Contacts", func(r *http.Request) (gonertia.Props, error) {
		contacts, err := store.Contacts(r.Context())
		return gonertia.Props{"contacts": contacts}, err
	}))
	mux.Handle("GET /slow", page("Slow", func(r *http.Request) (gonertia.Props, error) {
		all := gonertia.Props{}
		for n := range 8 {
			all[fmt.Sprintf("value%d", n)] = func() (any, error) { return data.Slow(r.Context(), n) }
		}
		return all, nil
	}))
	files := http.FileServer(http.Dir(filepath.Join(frontend, "dist")))
	mux.Handle("GET /assets/", files)
	return http.ListenAndServe(addr, i.Middleware(mux))
}

// vite writes the tags of the entry.
func vite(manifest string) (template.HTML, error) {
	text, err := os.ReadFile(manifest)
	if err != nil {
		return "", err
	}
	var chunks map[string]struct {
		File    string
		CSS     []string
		IsEntry bool
	}
	if err := json.Unmarshal(text, &chunks); err != nil {
		return "", err
	}
	var tags template.HTML
	for _, chunk := range chunks {
		if !chunk.IsEntry {
			continue
		}
		for _, style := range chunk.CSS {
			tags += template.HTML(`<link rel="stylesheet" href="/` + style + `">`)
		}
		tags += template.HTML(`<script type="module" src="/` + chunk.File + `"></script>`)
	}
	return tags, nil
}
