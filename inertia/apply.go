package inertia

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/inertia-templ/shell/flash"
)

// apply does what was decided.
func (rec *recorder) apply(a action) {
	h := rec.Header()
	switch a {
	case pass:
		rec.commit(rec.status)
	case wait:
		rec.sink = held
	case collect:
		rec.sink = collected
	case seeOther:
		rec.commit(http.StatusSeeOther)
	case visitTarget:
		rec.control(headerLocation, rec.x.address.Enter(h.Get("Location")))
	case keepHash:
		rec.control(headerRedirect, rec.x.address.Enter(h.Get("Location")))
	case visitSelf:
		rec.control(headerLocation, rec.app.url(rec.r, rec.x, ""))
	case goBack:
		rec.empty()
	case errorText:
		rec.app.errorPage(rec, rec.r, rec.status, errors.New(strings.TrimSpace(string(rec.text))))
	case noPage:
		rec.refuse(fmt.Errorf("inertia: %s %s answered a visit with %s and not with a page; render one, redirect, or call the URL with fetch",
			rec.r.Method, rec.x.target, cmp.Or(h.Get("Content-Type"), "a body")))
	case badTarget:
		target := cmp.Or(h.Get(headerLocation), h.Get(headerRedirect), h.Get("Location"))
		rec.refuse(fmt.Errorf("inertia: %s %s redirects a visit to %q, which the browser would run or open; redirect to http, https or a path, or name the scheme: i.Location(w, r, url, inertia.AllowScheme(\"mailto\"))",
			rec.r.Method, rec.x.target, target))
	}
}

// refuse answers with the error page of a program's mistake.
func (rec *recorder) refuse(err error) {
	rec.app.log.ErrorContext(rec.r.Context(), err.Error())
	rec.sink = undecided
	dropTargets(rec.Header())
	rec.app.errorPage(rec, rec.r, http.StatusInternalServerError, err)
	rec.sink = nowhere
}

// control replaces the answer by a 409 that the client acts on. Cookies stay.
func (rec *recorder) control(header, url string) {
	h := rec.Header()
	h.Del("Location")
	dropEntity(h)
	h.Set(header, url)
	rec.commit(http.StatusConflict)
	rec.sink = nowhere
}

// commit sends the header, with the flash that waits for the next page.
func (rec *recorder) commit(status int) {
	rec.sink = client
	h := rec.Header()
	rec.x.vary(h)
	if isRedirect(status) {
		if location := h.Get("Location"); location != "" {
			h.Set("Location", rec.x.address.Enter(location))
		}
	}
	rec.tagVariant(h, status)
	err := rec.app.screen(rec.x, rec.r, "")
	if err == nil {
		err = rec.app.save(rec.x, rec.ResponseWriter, rec.r, rec.target(status))
	}
	if err != nil && !rec.lost {
		rec.loses(err)
		return
	}
	rec.keepLate(h)
	if s := rec.x.seen; s != nil {
		s.committed(rec, status)
	}
	rec.ResponseWriter.WriteHeader(status)
}

// target is where the answer leads the client, empty if it stays.
func (rec *recorder) target(status int) string {
	h := rec.Header()
	switch {
	case isRedirect(status):
		return h.Get("Location")
	case status == http.StatusConflict && !rec.stays:
		return cmp.Or(h.Get(headerRedirect), h.Get(headerLocation))
	}
	return ""
}

// loses answers with an error page when messages could not be kept: a form
// whose errors vanish would look as if it had been saved.
func (rec *recorder) loses(err error) {
	rec.lost = true
	x := rec.x
	x.mu.Lock()
	x.outgoing = flash.Data{ClearHistory: x.outgoing.ClearHistory} // the error page does that at least
	x.mu.Unlock()
	rec.app.log.ErrorContext(rec.r.Context(), "inertia: what the next page was to show is lost: "+err.Error(), "url", x.target)
	rec.app.losesFlash(x, err, false)
	dropTargets(rec.Header())
	rec.app.errorPage(rec, rec.r, http.StatusInternalServerError, err)
	rec.sink = nowhere
}

// dropTargets removes what leads the client elsewhere.
func dropTargets(h http.Header) {
	for _, name := range []string{"Location", headerLocation, headerRedirect, headerInertia} {
		h.Del(name)
	}
}

// dropEntity removes what describes a body that is not sent.
func dropEntity(h http.Header) {
	for _, name := range []string{"Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition",
		"Content-Range", "Accept-Ranges", "Transfer-Encoding", "Etag", "Last-Modified", "Trailer"} {
		h.Del(name)
	}
}
