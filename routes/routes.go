// Package routes gives routes names, so that no URL is written down twice: Go
// makes URLs by [Router.URL], pages in the browser by the script of
// [Router.Script] or by the module that "inertia routes" generates.
package routes

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Router is an [http.ServeMux] whose routes have names. Add all routes before it
// serves; then it is safe for concurrent use.
type Router struct {
	mux    *http.ServeMux
	routes []Route
	named  map[string]int

	scripts sync.Map // what Script made, by its arguments
}

// New returns a router without routes.
func New() *Router { return &Router{mux: http.NewServeMux(), named: map[string]int{}} }

// Route is what is known of a named route.
type Route struct {
	Name   string
	Method string // "GET"; empty for any
	Path   string // "/users/{id}", in the form of [http.ServeMux]

	parts []part
}

// part is a piece of a path: text, or a parameter.
type part struct {
	text string
	name string // of a parameter
	rest bool   // the parameter takes slashes too
}

// Params are the names of the parameters in the path, in its order.
func (r Route) Params() []string {
	var names []string
	for _, p := range r.parts {
		if p.name != "" {
			names = append(names, p.name)
		}
	}
	return names
}

// Handle registers a handler for a pattern of [http.ServeMux], and names it:
//
//	r.Handle("users.show", "GET /users/{id}", showUser)
//
// Like ServeMux it panics if the pattern is none or in conflict with another
// one, and if the name is taken or empty.
func (r *Router) Handle(name, pattern string, h http.Handler) {
	method, path, found := strings.Cut(pattern, " ")
	if !found {
		method, path = "", pattern
	}
	r.mux.Handle(pattern, h)
	if err := r.Add(name, method, strings.TrimSpace(path)); err != nil {
		panic(err.Error())
	}
}

// HandleFunc is [Router.Handle] for a function.
func (r *Router) HandleFunc(name, pattern string, h func(http.ResponseWriter, *http.Request)) {
	r.Handle(name, pattern, http.HandlerFunc(h))
}

// Add names a route that another router serves. The path may be written as chi,
// echo, gin or ServeMux have it: "/users/{id:[0-9]+}", "/users/:id", "/files/*",
// "/files/*path", "/files/{path...}".
func (r *Router) Add(name, method, path string) error {
	if name == "" {
		return fmt.Errorf("routes: %s %s has no name", method, path)
	}
	if _, taken := r.named[name]; taken {
		return fmt.Errorf("routes: there are two routes with the name %q", name)
	}
	route, err := parse(name, method, path)
	if err != nil {
		return err
	}
	r.named[name] = len(r.routes)
	r.routes = append(r.routes, route)
	return nil
}

// ServeHTTP serves the routes that [Router.Handle] has registered.
func (r *Router) ServeHTTP(w http.ResponseWriter, req *http.Request) { r.mux.ServeHTTP(w, req) }

// Routes lists the routes in the order in which they were added.
func (r *Router) Routes() []Route { return slices.Clone(r.routes) }

// parse reads a path in the form of any router, and brings it into that of
// ServeMux.
func parse(name, method, path string) (Route, error) {
	route := Route{Name: name, Method: strings.ToUpper(method)}
	bad := func(why string) (Route, error) {
		return Route{}, fmt.Errorf("routes: %s: the path %q %s", name, path, why)
	}
	if i := strings.IndexByte(path, '/'); i > 0 && !strings.ContainsAny(path[:i], "{:*") {
		path = path[i:] // a host
	}
	if !strings.HasPrefix(path, "/") {
		return bad("does not begin with a slash")
	}
	rest := path
	text := func(s string) {
		if n := len(route.parts); n > 0 && route.parts[n-1].name == "" {
			route.parts[n-1].text += s
		} else if s != "" {
			route.parts = append(route.parts, part{text: s})
		}
	}
	for rest != "" {
		i := strings.IndexAny(rest, "{:*")
		if i < 0 {
			text(rest)
			break
		}
		text(rest[:i])
		p := part{}
		switch rest[i] {
		case '{':
			end := closing(rest[i:])
			if end < 0 {
				return bad("has a brace that is not closed")
			}
			p.name, rest = rest[i+1:i+end], rest[i+end+1:]
			if p.name == "$" { // matches the end: nothing of the URL
				continue
			}
			p.name, _, _ = strings.Cut(p.name, ":")
			p.name, p.rest = strings.CutSuffix(p.name, "...")
		default:
			end := i + 1
			for end < len(rest) && rest[end] != '/' {
				end++
			}
			p.name, p.rest, rest = rest[i+1:end], rest[i] == '*', rest[end:]
			if p.name == "" && p.rest {
				p.name = "path"
			}
		}
		if !identifier(p.name) {
			return bad(fmt.Sprintf("has a parameter named %q", p.name))
		}
		if slices.Contains(route.Params(), p.name) {
			return bad(fmt.Sprintf("has the parameter %q twice", p.name))
		}
		route.parts = append(route.parts, p)
	}
	for _, p := range route.parts {
		switch {
		case p.rest:
			route.Path += "{" + p.name + "...}"
		case p.name != "":
			route.Path += "{" + p.name + "}"
		default:
			route.Path += p.text
		}
	}
	return route, nil
}

// closing is where the brace ends that s begins with; expressions may contain
// more of them.
func closing(s string) int {
	depth := 0
	for i, c := range s {
		switch c {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

func identifier(s string) bool {
	for i, c := range s {
		letter := c == '_' || 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}

// ErrUnknown is wrapped by errors about names that no route has.
var ErrUnknown = errors.New("no such route")
