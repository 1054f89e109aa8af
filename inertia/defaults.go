package inertia

import "net/http"

// Defaults gives opts to every page that next renders, for a group of routes:
//
//	mux.Handle("/admin/", inertia.Defaults(admin, inertia.EncryptHistory(true), inertia.Title("Admin")))
//
// Options of the page itself win. Nested groups add up, and the inner one
// wins.
func Defaults(next http.Handler, opts ...RenderOption) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := attach(r)
		x.mu.Lock()
		x.defaults = append(x.defaults[:len(x.defaults):len(x.defaults)], opts...)
		x.mu.Unlock()
		next.ServeHTTP(w, r)
	})
}

// groupOptions are the options of the groups that the request went through.
func (x *exchange) groupOptions() []RenderOption {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.defaults
}
