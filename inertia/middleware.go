package inertia

import (
	"errors"
	"net/http"
	"runtime/debug"
	"strings"
)

// Middleware wraps the program's handler. For visits of the Inertia client it
// checks the asset version before the handler runs, follows the protocol's
// rules for redirects, and turns answers that the client could not show (error
// texts, downloads, empty answers) into pages, locations and redirects. For
// all requests it serves the files of the front end, in development through
// the Vite dev server, and keeps flash for the next page.
//
// Put it outside of everything that answers requests, such as authentication
// and rate limits. Applying it twice is the same as once.
func (i *Inertia) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case i.devtools.serves(r):
			i.devtools.store.ServeHTTP(w, r)
		case i.devtools.showsWindow(r):
			i.serveWindow(w, r)
		case i.assets != nil && i.vite.Owns(r):
			i.assets.ServeHTTP(w, r)
		case i.cspReports != "" && r.URL.Path == i.cspReports:
			i.CSPReports().ServeHTTP(w, r)
		case i.csrf != nil && !i.csrf.allows(r, i.forwarded):
			i.begin(w, r, http.HandlerFunc(i.refuse), true)
		case wantsNoPage(r.Header):
			if !variesBy(w.Header(), headerInertia) {
				w.Header().Add("Vary", headerInertia)
			}
			next.ServeHTTP(w, r)
		default:
			i.begin(w, r, next, true)
		}
	})
}

// wantsNoPage recognises requests that say they are not for a page: those of
// an API client, an image, a script. They pass at no cost; should their
// handler still render a page, it enters then.
func wantsNoPage(h http.Header) bool {
	accept := h["Accept"]
	return len(accept) == 1 && len(h[headerInertia]) == 0 && len(h[headerPrecognition]) == 0 &&
		!strings.Contains(accept[0], "text/html") && !strings.Contains(accept[0], "*/*")
}

// recovered turns a panic of the handler into an error page, or cuts the
// connection if the answer has begun: half a page must not look whole.
func (i *Inertia) recovered(rec *recorder) {
	p := recover()
	if p == nil {
		return
	}
	if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(p)
	}
	err := &errPanic{Value: p, Stack: debug.Stack()}
	i.log.ErrorContext(rec.r.Context(), "inertia: "+err.Error(), "method", rec.r.Method, "url", rec.x.target, "stack", string(err.Stack))
	if rec.begun() {
		panic(http.ErrAbortHandler)
	}
	i.errorPage(rec, rec.r, http.StatusInternalServerError, err)
}
