package inertia

import "net/http"

// Untouched keeps [Inertia.Middleware] from changing the answers of next:
// statuses, redirects, texts and empty answers go to the client as written,
// even in answer to a visit. It is for routes inside of the middleware that
// speak another protocol. Waiting flash keeps waiting.
func Untouched(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if x := exchangeOf(r); x != nil && x.rec != nil {
			x.rec.own = true
		}
		next.ServeHTTP(w, r)
	})
}
