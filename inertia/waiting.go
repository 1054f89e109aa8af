package inertia

import "net/http"

// sendWaiting answers a document for which the dev server does not run. Browsers
// get a page that waits for it; flash stays for the document itself.
func (i *Inertia) sendWaiting(w http.ResponseWriter, r *http.Request, x *exchange, err error) error {
	if !acceptsHTML(r) {
		return &HTTPError{Status: http.StatusServiceUnavailable, Err: err}
	}
	i.log.WarnContext(x, err.Error(), "url", x.target)
	nonce := i.secure(r.Context(), w.Header(), r)
	x.rec.own = true
	i.vite.ServeWaiting(w, nonce)
	return nil
}
