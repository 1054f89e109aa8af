package main

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	petaki "github.com/petaki/inertia-go"
	gonertia "github.com/romsar/gonertia/v2"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/vite"
)

// contender makes the same handlers as the others, in its own way.
type contender struct {
	name    string
	version string // as the client has to send it
	rows    func(n int) http.Handler
	// lazy is a page of n props, each computed by f.
	lazy func(n int, f func() int) http.Handler
}

var quiet = slog.New(slog.DiscardHandler)

func newInertia(opts ...inertia.Option) *inertia.Inertia {
	i, err := inertia.New(append([]inertia.Option{
		inertia.WithVite(vite.Stub()), inertia.WithVersion(version), inertia.WithSecret([]byte("0123456789abcdef")), inertia.WithLogger(quiet),
	}, opts...)...)
	if err != nil {
		panic(err)
	}
	return i
}

func contenders() ([]contender, error) {
	dir, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	root := filepath.Join(dir, "root.html")
	if err := os.WriteFile(root, []byte(petakiRoot), 0o600); err != nil {
		return nil, err
	}
	g, err := gonertia.New(gonertiaRoot, gonertia.WithVersion(version))
	if err != nil {
		return nil, err
	}
	p := petaki.New("", root, version)
	if _, err := render(p, httpRequest(true)); err != nil { // it keeps the template, whose file goes
		return nil, err
	}
	i := newInertia()
	return []contender{
		{"floor", version, floor, nil},
		{"shell", version, func(n int) http.Handler {
			type props struct {
				Rows []row `json:"rows"`
			}
			page := inertia.NewPage[props]("Rows")
			list := rows(n)
			return i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error { return page.Render(i, w, r, props{list}) }))
		}, func(n int, f func() int) http.Handler {
			props := inertia.Props{}
			for k := range n {
				props[fmt.Sprint("p", k)] = inertia.Lazy(func(context.Context) (int, error) { return f(), nil })
			}
			return i.Middleware(i.Page("Lazy", props))
		}},
		{"gonertia", fmt.Sprintf("%x", md5.Sum([]byte(version))), func(n int) http.Handler {
			list := rows(n)
			return g.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if err := g.Render(w, r, "Rows", gonertia.Props{"rows": list}); err != nil {
					panic(err)
				}
			}))
		}, func(n int, f func() int) http.Handler {
			props := gonertia.Props{}
			for k := range n {
				props[fmt.Sprint("p", k)] = func() (any, error) { return f(), nil }
			}
			return g.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if err := g.Render(w, r, "Lazy", props); err != nil {
					panic(err)
				}
			}))
		}},
		{"petaki", version, func(n int) http.Handler {
			list := rows(n)
			return p.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if err := p.Render(w, r, "Rows", map[string]any{"rows": list}); err != nil {
					panic(err)
				}
			}))
		}, func(n int, f func() int) http.Handler {
			props := map[string]any{}
			for k := range n {
				props[fmt.Sprint("p", k)] = func() (any, error) { return f(), nil }
			}
			return p.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if err := p.Render(w, r, "Lazy", props); err != nil {
					panic(err)
				}
			}))
		}},
	}, nil
}

const (
	gonertiaRoot = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">{{ .inertiaHead }}</head><body>{{ .inertia }}</body></html>`
	petakiRoot   = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"></head><body><div id="app" data-page="{{ marshal .page }}"></div></body></html>`
)

func render(p *petaki.Inertia, r *http.Request) (*recorder, error) {
	w := newRecorder()
	return w, p.Render(w, r, "Warm", nil)
}

// floor is no adapter: it encodes the page with encoding/json, into a pooled
// buffer, and writes it.
func floor(n int) http.Handler {
	type props struct {
		Errors struct{} `json:"errors"`
		Rows   []row    `json:"rows"`
	}
	type page struct {
		Component   string   `json:"component"`
		Props       props    `json:"props"`
		URL         string   `json:"url"`
		Version     string   `json:"version"`
		SharedProps []string `json:"sharedProps"`
	}
	list := rows(n)
	const before = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"></head><body><script data-page="app" type="application/json">`
	const after = `</script><div id="app"></div></body></html>`
	pool := sync.Pool{New: func() any { return new(bytes.Buffer) }}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b := pool.Get().(*bytes.Buffer)
		defer pool.Put(b)
		b.Reset()
		html := r.Header.Get("X-Inertia") == ""
		if html {
			b.WriteString(before)
		}
		if err := json.NewEncoder(b).Encode(page{"Rows", props{Rows: list}, r.URL.RequestURI(), version, []string{"errors"}}); err != nil {
			panic(err)
		}
		h := w.Header()
		h.Set("Vary", "X-Inertia")
		h.Set("Cache-Control", "no-cache, private")
		if html {
			b.WriteString(after)
			h.Set("Content-Type", "text/html; charset=utf-8")
		} else {
			h.Set("X-Inertia", "true")
			h.Set("Content-Type", "application/json")
		}
		h.Set("Content-Length", strconv.Itoa(b.Len()))
		_, _ = w.Write(b.Bytes())
	})
}

// slow is a lazy prop of 20 ms.
func slow() int {
	time.Sleep(20 * time.Millisecond)
	return 1
}
