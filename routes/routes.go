// Package routes names routes, so that no URL is written twice. Go makes URLs with
// [Router.URL]. Pages in the browser use the script of [Router.Script], or the
// module that "inertia routes" or [Router.TypeScript] writes.
//
// # Values
//
// Go and the browser give the same URL for the same value. A value is a string, a
// boolean, an integer or a float, or of a type of one of these kinds. A type with a
// MarshalText method, such as [time.Time] or a UUID, stands for that text. Floats
// are written as plain decimals. Pointers stand for what they point to.
//
//   - A parameter of the path cannot be nil or empty, and cannot be "." or "..",
//     which browsers take for folders, or a lone slash, which net/http does not
//     match. One that takes the rest of the path may be
//     empty and have slashes, but none at its beginning and no two in a row.
//   - In a query, a list repeats its key, and nil leaves the key out.
//   - Floats beyond 2^53 have lost digits, and text that is not valid Unicode
//     cannot be written: both are errors, as is any other type of value.
//
// Letters, digits and - . _ ~ stand for themselves, everything else is escaped,
// and spaces are %20.
package routes

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Router is an [http.ServeMux] whose routes have names, or another router; see
// [On]. Add all routes before it serves; then it is safe for concurrent use.
type Router struct {
	serve    http.Handler
	register func(pattern string, h http.Handler) // with serve
	routes   []Route
	named    map[string]int

	scripts sync.Map // what Script made, by its arguments
}

// New returns a router without routes.
func New() *Router {
	mux := http.NewServeMux()
	return &Router{serve: mux, register: mux.Handle, named: map[string]int{}}
}

// Route describes a named route.
type Route struct {
	Name   string
	Method string // "GET"; empty for any
	// Path is in the form of [http.ServeMux], and its letters are escaped as they
	// are in URLs: "/users/{id}".
	Path string

	parts []part
}

// part is a piece of a path: text, or a parameter.
type part struct {
	text string
	name string // of a parameter
	rest bool   // the parameter takes slashes too
}

// Params returns the names of the parameters in the path, in order.
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
// It panics, as ServeMux does, if the pattern is malformed or conflicts with
// another one, and if the name is empty or taken.
func (r *Router) Handle(name, pattern string, h http.Handler) {
	r.register(pattern, h)
	if err := r.AddPattern(name, pattern); err != nil {
		panic(err.Error())
	}
}

// HandleFunc is [Router.Handle] for a function.
func (r *Router) HandleFunc(name, pattern string, h func(http.ResponseWriter, *http.Request)) {
	r.Handle(name, pattern, http.HandlerFunc(h))
}

// AddPattern names a route that another [http.ServeMux] serves.
func (r *Router) AddPattern(name, pattern string) error {
	method, path := split(pattern)
	return r.add(name, method, path, braces)
}

// Add names a route that another router serves. The path may be written as
// chi, echo, gin, fiber or ServeMux write it: "/users/{id:[0-9]+}",
// "/users/:id", "/files/*", "/files/*path", "/files/{path...}".
// [Router.Import] and [Router.Walk] add all routes of a router.
func (r *Router) Add(name, method, path string) error { return r.add(name, method, path, anyRouter) }

func (r *Router) add(name, method, path string, s syntax) error {
	if name == "" {
		return fmt.Errorf("routes: %s %s has no name", method, path)
	}
	if i, taken := r.named[name]; taken {
		other := r.routes[i]
		return fmt.Errorf("routes: two routes have the name %q: %s and %s", name, strings.TrimSpace(other.Method+" "+other.Path), strings.TrimSpace(method+" "+path))
	}
	route, err := parse(name, method, path, s)
	if err != nil {
		return err
	}
	r.named[name] = len(r.routes)
	r.routes = append(r.routes, route)
	return nil
}

// ServeHTTP serves the routes that [Router.Handle] has registered.
func (r *Router) ServeHTTP(w http.ResponseWriter, req *http.Request) { r.serve.ServeHTTP(w, req) }

// Routes lists the routes in the order in which they were added.
func (r *Router) Routes() []Route { return slices.Clone(r.routes) }

// ErrUnknown is wrapped by errors about names that no route has.
var ErrUnknown = errors.New("no such route")
