package inertia

import "net/http"

// Untouched leaves the answers of next as they are: statuses, redirects, texts
// and empty answers go to the client as next writes them, in answer to a visit
// too. It is for routes inside of [Inertia.Middleware] that speak another
// protocol. Flash that waits goes on waiting.
func Untouched(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if x := exchangeOf(r); x != nil && x.rec != nil {
			x.rec.own = true
		}
		next.ServeHTTP(w, r)
	})
}
