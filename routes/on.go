package routes

import (
	"net/http"
	"strings"
)

// On returns a Router for routes that another router serves: [Router.Handle]
// calls register, which adds the handler there. The path that register gets is in
// the form of [http.ServeMux], without a host and without "{$}": "/users/{id}".
// The method is empty for any.
//
//	mux := chi.NewRouter()
//	r := routes.On(mux, mux.Method)
//	r.Handle("users.show", "GET /users/{id}", showUser)
//
// The Router serves requests with serve. For echo and gin, which write paths in
// another way, see docs/routers.md.
func On(serve http.Handler, register func(method, path string, h http.Handler)) *Router {
	return &Router{serve: serve, named: map[string]int{}, register: func(pattern string, h http.Handler) {
		method, path := split(pattern)
		if i := strings.IndexByte(path, '/'); i > 0 {
			path = path[i:]
		}
		register(strings.ToUpper(method), strings.TrimSuffix(path, "{$}"), h)
	}}
}

// split returns the method of a pattern, empty for any, and the rest.
func split(pattern string) (method, path string) {
	method, path, found := strings.Cut(pattern, " ")
	if !found {
		return "", pattern
	}
	return method, strings.TrimLeft(path, " \t")
}
