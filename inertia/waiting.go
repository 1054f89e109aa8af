package inertia

import "net/http"

// sendWaiting answers a document for which the dev server does not run. Browsers
// get a page that waits for it; flash stays for the document itself. Package vite
// has logged it.
func (i *Inertia) sendWaiting(w http.ResponseWriter, r *http.Request, x *exchange, err error) error {
	if !acceptsHTML(r) {
		return &HTTPError{Status: http.StatusServiceUnavailable, Err: err}
	}
	nonce := i.secure(r.Context(), w.Header(), r)
	x.rec.own = true
	i.vite.ServeWaiting(w, nonce)
	return nil
}
