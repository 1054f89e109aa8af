package inertia

import (
	"errors"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
)

// Middleware wraps the program's handler. For requests of the Inertia client
// it checks the asset version before the handler runs, follows the protocol's
// rules for redirects, and turns what the client could not show (error texts,
// downloads, empty answers) into pages, locations and redirects. For all
// requests it serves the front end's files, or in development proxies them to
// the Vite dev server, and keeps flash for the next page.
//
// Place it outside of everything that answers requests, authentication and
// rate limits included. Applied twice, it works once.
func (i *Inertia) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case i.assets != nil && i.vite.Owns(r):
			i.assets.ServeHTTP(w, r)
		case i.csrf != nil && !i.csrf.allows(r):
			i.serve(w, r, http.HandlerFunc(i.refuse))
		case wantsNoPage(r.Header):
			addVary(w.Header())
			next.ServeHTTP(w, r)
		default:
			i.serve(w, r, next)
		}
	})
}

// wantsNoPage recognises requests that say they are not for a page: those of
// an API client, an image, a script. They pass at no cost; should their
// handler render a page all the same, it enters then.
func wantsNoPage(h http.Header) bool {
	accept := h["Accept"]
	return len(accept) == 1 && len(h[headerInertia]) == 0 && len(h[headerPrecognition]) == 0 &&
		!strings.Contains(accept[0], "text/html") && !strings.Contains(accept[0], "*/*")
}

// serve runs next for a request that may be answered with a page.
func (i *Inertia) serve(w http.ResponseWriter, r *http.Request, next http.Handler) {
	v := visitOf(r)
	if v != nil && v.rec != nil {
		next.ServeHTTP(w, r) // entered already
		return
	}
	if v == nil {
		v = &visit{Context: r.Context(), target: requestTarget(r)}
		r = r.WithContext(v)
	}
	err := v.info.read(r.Header)
	rec := &v.recorder
	*rec = recorder{ResponseWriter: w, app: i, visit: v, r: r}
	v.rec = rec
	addVary(w.Header())
	defer i.recovered(rec)
	switch {
	case err != nil:
		i.fail(rec, r, &HTTPError{Status: http.StatusBadRequest, Err: err})
	case i.strictXHR && !v.info.IsInertia && r.Header.Get("X-Requested-With") == "XMLHttpRequest":
		http.Error(rec, "Inertia headers not found", http.StatusBadRequest)
	case i.stale(v, r) && !i.tolerates(v):
		i.conflict(rec, r)
	default:
		next.ServeHTTP(rec, r)
	}
	i.finish(rec)
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
	err := &errPanic{p, debug.Stack()}
	i.log.ErrorContext(rec.r.Context(), "inertia: "+err.Error(), "method", rec.r.Method, "url", rec.visit.target, "stack", string(err.stack))
	if rec.begun() {
		panic(http.ErrAbortHandler)
	}
	i.errorPage(rec, rec.r, http.StatusInternalServerError, err)
}

// stale reports whether the client runs other assets than the server has.
func (i *Inertia) stale(v *visit, r *http.Request) bool {
	return v.info.IsInertia && r.Method == http.MethodGet && !v.info.IsPrecognition &&
		v.info.Version != i.version(r)
}

// conflict tells a stale client to load the page anew. The version lets it
// leave requests in the background alone. What waits for the next page goes on
// waiting.
func (i *Inertia) conflict(rec *recorder, r *http.Request) {
	rec.own = true
	h := rec.Header()
	h.Set(headerLocation, i.origin(r)+i.url(r, rec.visit))
	h.Set(headerVersion, i.version(r))
	h.Set("Cache-Control", "no-store")
	rec.WriteHeader(http.StatusConflict)
}

// decide looks at the status and the header of an answer about to be sent.
func (i *Inertia) decide(rec *recorder) sink {
	v, h, status := rec.visit, rec.Header(), rec.status
	if rec.own || rec.r.Method == http.MethodHead {
		return client
	}
	if !v.info.IsInertia || v.info.IsPrecognition {
		if status >= 400 && i.replacesForBrowser(rec) {
			return captured
		}
		return client
	}
	switch {
	case h.Get(headerInertia) != "" || h.Get(headerLocation) != "" || h.Get(headerRedirect) != "":
		return client // some other part of the program speaks the protocol
	case isRedirect(status) && h.Get("Location") != "":
		return i.redirected(rec)
	case status == http.StatusOK:
		return held
	case status >= 400:
		return captured
	case status > 200 && status != http.StatusNoContent && status < 300:
		return i.decideBody(rec)
	}
	return client
}

// redirected applies the protocol's rules to a redirect of an Inertia visit.
func (i *Inertia) redirected(rec *recorder) sink {
	h, r := rec.Header(), rec.r
	location := h.Get("Location")
	followable := rec.status == http.StatusMovedPermanently || rec.status == http.StatusFound || rec.status == http.StatusSeeOther
	switch {
	case followable && i.externalRedirects && i.isExternal(r, location):
		// An XHR could not follow it; the browser itself has to.
		rec.control(headerLocation, location)
		return nowhere
	case strings.Contains(location, "#") && !rec.visit.info.IsPrefetch:
		// An XHR would lose the fragment.
		rec.control(headerRedirect, location)
		return nowhere
	case rec.status != http.StatusSeeOther && followable && isPutPatchDelete(r.Method):
		// Only 303 makes the browser follow with GET.
		rec.status = http.StatusSeeOther
	}
	return client
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

// dropEntity removes what describes a body that is not sent.
func dropEntity(h http.Header) {
	for _, name := range []string{"Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition",
		"Content-Range", "Accept-Ranges", "Transfer-Encoding", "ETag", "Last-Modified", "Trailer"} {
		h.Del(name)
	}
}

// finish completes an answer after its handler has returned.
func (i *Inertia) finish(rec *recorder) {
	switch rec.sink {
	case undecided, held:
		inertia := rec.visit.info.IsInertia && !rec.visit.info.IsPrecognition
		if inertia && rec.r.Method != http.MethodHead && !rec.own {
			// An empty answer means "stay where you are".
			rec.sink = undecided
			dropEntity(rec.Header())
			i.Back(rec, rec.r)
			return
		}
		if rec.sink == undecided {
			rec.commit(http.StatusOK)
		}
	case captured:
		i.replace(rec)
	}
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

func isPutPatchDelete(method string) bool {
	return method == http.MethodPut || method == http.MethodPatch || method == http.MethodDelete
}

var varyInertia = []string{headerInertia}

// addVary makes caches keep pages and their JSON apart. What others put into
// Vary stays.
func addVary(h http.Header) {
	lines := h["Vary"]
	if len(lines) == 0 {
		h["Vary"] = varyInertia[:1:1]
		return
	}
	for _, line := range lines {
		if line == headerInertia {
			return
		}
		for name := range strings.SplitSeq(line, ",") {
			if name = strings.TrimSpace(name); name == "*" || strings.EqualFold(name, headerInertia) {
				return
			}
		}
	}
	h["Vary"] = append(slices.Clone(lines), headerInertia)
}
