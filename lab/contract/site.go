package main

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/routes"
	"github.com/inertia-templ/shell/ssr"
	"github.com/inertia-templ/shell/vite"
)

// site is the program; tests change its version.
type site struct {
	*inertia.Inertia
	version atomic.Value // string
}

// shared are props of every page.
type shared struct {
	Year int                   `json:"year"`
	Slow inertia.Prop[string]  `json:"slow"`
	Root inertia.Prop[trailed] `json:"root"`
}

// trailed tells where it is sent.
type trailed struct{}

func (trailed) InertiaProp(c inertia.PropContext) any { return "sent as " + c.Path }

type auth struct {
	User string         `json:"user"`
	Can  map[string]any `json:"can"`
}

func isAdmin(r *http.Request) bool { return r.URL.Query().Has("admin") }

func newSite(v *vite.Vite, renderer ssr.Renderer, entry string) (http.Handler, error) {
	s := &site{}
	s.version.Store("v1")
	i, err := inertia.New(
		inertia.WithVite(v),
		inertia.WithSSR(renderer, ssr.WithTimeout(2*time.Minute)),
		inertia.WithSecret([]byte("the lab keeps no secrets from anyone")),
		inertia.WithCSRF(),
		inertia.WithCSP(inertia.StrictCSP),
		inertia.WithVersionFunc(func(*http.Request) string { return s.version.Load().(string) }),
		inertia.WithComponentNames(func(name string) string { return strings.TrimSuffix(name, "Page") }),
		inertia.WithMapKeys(inertia.CamelCase),
		inertia.WithBigInts(),
		inertia.WithMergedShared(),
		inertia.WithShared("auth", func(*http.Request) auth { return auth{"Ada", map[string]any{"read": true}} }),
		inertia.WithShared("site_menu.top_items", []string{"home"}),
		inertia.WithSharedWhen(isAdmin, "admin_tools", []string{"delete"}),
		inertia.WithSharedFunc(func(*http.Request) (shared, error) { return shared{Year: 2026, Slow: inertia.Value("slow")}, nil }),
		inertia.WithShellFunc(func(r *http.Request) func(shell.Document) templ.Component {
			if r.URL.Query().Has("print") {
				return printed
			}
			return nil
		}),
		inertia.WithMeta(inertia.Meta{Title: "Site", TitleTemplate: "%s · Lab", Description: "Of the site", Robots: "noindex"}),
		inertia.WithVersionChange(func(conflict http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Stale-Path", r.URL.Path)
				conflict.ServeHTTP(w, r)
			})
		}),
		inertia.WithoutVersionCheck("GET /status", "GET /own"),
		inertia.WithEmptyAnswer(func(http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				s.Redirect(w, r, "/told", inertia.Flashed("message", "Nothing was said"))
			})
		}),
	)
	if err != nil {
		return nil, err
	}
	s.Inertia = i
	mux := routes.New()
	mux.HandleFunc("control", "POST /control", func(w http.ResponseWriter, r *http.Request) {
		if version := r.URL.Query().Get("version"); version != "" {
			s.version.Store(version)
		}
		w.WriteHeader(http.StatusNoContent)
	})
	s.props(mux)
	s.heads(mux)
	s.forms(mux)
	s.hatches(mux, entry)
	s.links(mux)
	return i.Middleware(form.MethodOverride(mux)), nil
}

// printed is the document of those who ask for one to print.
func printed(doc shell.Document) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for _, part := range []templ.Component{
			templ.Raw(`<!DOCTYPE html><html lang="en" data-document="print"><head><meta charset="utf-8"/>`), doc.Head(),
			templ.Raw(`</head><body>`), doc.Body(), templ.Raw(`</body></html>`),
		} {
			if err := part.Render(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
}
