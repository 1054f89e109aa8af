package inertia

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell/inertia/internal/devtools"
	"github.com/inertia-templ/shell/inertia/internal/window"
	"github.com/inertia-templ/shell/internal/address"
	"github.com/inertia-templ/shell/ssr"
)

const (
	// windowRequests is how many requests the window lists.
	windowRequests = 50
	// windowPaths is for how many paths it looks for flash.
	windowPaths = 20
)

// showsWindow reports whether a request is for the window at /_inertia, and from
// somebody whom the gate of [WithDevTools] lets in. For everybody else there is
// none.
func (d *devTools) showsWindow(r *http.Request) bool {
	return d != nil && strings.TrimSuffix(r.URL.Path, "/") == window.Path && d.gate(r)
}

// serveWindow shows the window. It is not recorded, and takes no flash.
func (i *Inertia) serveWindow(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	nonce := rand.Text()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'nonce-"+nonce+"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	view, status := i.view(r)
	var b buffer
	if err := window.Document(view).Render(templ.WithNonce(r.Context(), nonce), &b); err != nil {
		i.log.ErrorContext(r.Context(), "inertia: the window: "+err.Error())
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.out)
}

// view is what the window shows for a request.
func (i *Inertia) view(r *http.Request) (v window.View, status int) {
	status = http.StatusOK
	v.Requests = i.devtools.store.List(devtools.Query{Limit: windowRequests})
	if id := r.URL.Query().Get("entry"); id != "" {
		if e, ok := i.devtools.store.Get(id); ok {
			v.Selected = &e
		} else {
			v.Missing, status = true, http.StatusNotFound
		}
	}
	if i.routes != nil {
		for _, route := range i.routes.Routes() {
			v.Routes = append(v.Routes, window.Route{Name: route.Name, Method: cmp.Or(route.Method, "any"), Path: route.Path})
		}
	}
	v.Pages, v.Build, v.SSR, v.Flash = i.viewPages(), i.viewBuild(), i.viewSSR(), i.viewFlash(r, v.Requests)
	return v, status
}

func (i *Inertia) viewPages() (list []window.Page) {
	pages := i.devtools.pages.types()
	if i.vite != nil {
		for _, component := range i.vite.Components() {
			if _, ok := pages[component]; !ok {
				pages[component] = ""
			}
		}
	}
	for _, component := range slices.Sorted(maps.Keys(pages)) {
		p := window.Page{Component: component, Type: pages[component]}
		if i.vite != nil {
			p.File = i.vite.Source(component)
		}
		list = append(list, p)
	}
	return list
}

func (i *Inertia) viewBuild() (b window.Build) {
	if i.vite == nil {
		return b
	}
	b.Dev, b.Version = i.vite.DevOrigin(), i.vite.Version()
	for _, c := range i.vite.Chunks() {
		b.Chunks = append(b.Chunks, window.Chunk{File: c.File, Source: c.Source, Bytes: c.Bytes})
	}
	return b
}

func (i *Inertia) viewSSR() (s window.SSR) {
	if i.ssr == nil {
		return s
	}
	renderer := i.ssr.Renderer()
	s.Renderer = fmt.Sprintf("%T", renderer)
	if pool, ok := renderer.(interface{ Stats() ssr.PoolStats }); ok {
		n := pool.Stats()
		s.Pool, s.Workers, s.Ready, s.Busy, s.Waiting = true, n.Workers, n.Ready, n.Busy, n.Waiting
		s.Started, s.Answers, s.Oldest = n.Started, n.Answers, n.Oldest
	}
	return s
}

// viewFlash looks for what waits for the paths that were asked for lately, and
// takes nothing away.
func (i *Inertia) viewFlash(r *http.Request, recent []devtools.Entry) (list []window.Flash) {
	here := address.Read(r, i.forwarded)
	asked := r.WithContext(context.WithValue(r.Context(), address.Key{}, &here))
	var paths []string
	for _, e := range recent {
		for _, target := range []string{e.Meta.RedirectLocation, e.Meta.URL} {
			u, err := url.Parse(target)
			if err != nil || target == "" || slices.Contains(paths, pathOf(u.RequestURI())) || len(paths) == windowPaths {
				continue
			}
			paths = append(paths, pathOf(u.RequestURI()))
		}
	}
	for _, path := range paths {
		waits, _, _ := i.flash.Load(asked, path) // what cannot be read is logged by the page that shows it
		add := func(key string, value any) {
			text, err := json.Marshal(value)
			if err != nil || slices.ContainsFunc(list, func(f window.Flash) bool { return f.Key == key && f.Value == string(text) }) {
				return
			}
			list = append(list, window.Flash{For: path, Key: key, Value: string(i.devtools.redact.Prop(key, text))})
		}
		for _, key := range slices.Sorted(maps.Keys(waits.Flash)) {
			add(key, waits.Flash[key])
		}
		for _, bag := range slices.Sorted(maps.Keys(waits.Errors)) {
			for _, field := range slices.Sorted(maps.Keys(waits.Errors[bag])) {
				add("errors "+bag+": "+field, waits.Errors[bag][field])
			}
		}
	}
	return list
}

// propTypes remembers the Go types of the props of pages that were recorded.
type propTypes struct {
	mu    sync.Mutex
	names map[string]string // by component
}

// maxPropTypes bounds the memory of a program that makes up components.
const maxPropTypes = 1000

func (p *propTypes) note(component string, props any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.names == nil {
		p.names = map[string]string{}
	}
	if _, ok := p.names[component]; ok || len(p.names) < maxPropTypes {
		p.names[component] = typeName(props)
	}
}

func typeName(props any) string {
	if props == nil {
		return "none"
	}
	t := reflect.TypeOf(props)
	if t.Name() == "" && t.Kind() == reflect.Struct {
		return "struct"
	}
	return t.String()
}

func (p *propTypes) types() map[string]string {
	p.mu.Lock()
	defer p.mu.Unlock()
	types := map[string]string{}
	maps.Copy(types, p.names)
	return types
}
