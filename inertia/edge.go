package inertia

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"strconv"
	"strings"
)

// Handle makes a handler of a function that may fail. An error with messages
// by field (see [Errors]) sends the user back to the form; any other is
// answered with the error page of its status (see [HTTPError]), 500 by
// default, and logged. Nothing half-written is sent. An error that is an
// [http.Handler] answers for itself.
//
// Without [Inertia.Middleware] around it, the handler does its work for its
// own requests.
func (i *Inertia) Handle(h func(http.ResponseWriter, *http.Request) error) http.Handler {
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			i.fail(w, r, err)
		}
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { i.serve(w, r, handler) })
}

// Page is a handler that renders the same component every time, for pages
// that need no code.
func (i *Inertia) Page(component string, props any) http.Handler {
	return i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return i.Render(w, r, component, props)
	})
}

// fail answers a request whose handler returned err.
func (i *Inertia) fail(w http.ResponseWriter, r *http.Request, err error) {
	rec := visitOf(r).rec
	var answer http.Handler
	if errors.As(err, &answer) && !rec.begun() {
		rec.own = true
		answer.ServeHTTP(w, r)
		return
	}
	var invalid ValidationError
	if errors.As(err, &invalid) && !rec.begun() {
		i.invalid(w, r, invalid.InertiaErrors())
		return
	}
	status := statusOf(err)
	log := i.log.DebugContext
	if status >= 500 {
		log = i.log.ErrorContext
	}
	if r.Context().Err() != nil { // nobody is left to answer
		log = i.log.DebugContext
	}
	log(r.Context(), message(err), "method", r.Method, "url", visitOf(r).target, "status", status)
	if !rec.begun() {
		i.errorPage(w, r, status, err)
	}
}

// invalid sends the user back to the form, or tells a caller that shows no
// pages what is wrong (useHttp and precognition expect this shape).
func (i *Inertia) invalid(w http.ResponseWriter, r *http.Request, errs Errors) {
	info := visitOf(r).info
	accept := r.Header.Get("Accept")
	if !info.IsPrecognition && (info.IsInertia || !strings.Contains(accept, "application/json") || acceptsHTML(r)) {
		i.Back(w, r, WithErrors(errs))
		return
	}
	body, err := json.Marshal(map[string]any{"message": errs.Error(), "errors": errs})
	if err != nil {
		body = nil // strings always encode
	}
	h := w.Header()
	h["Content-Type"] = valueJSON
	h["Cache-Control"] = valueNoStore
	if info.IsPrecognition {
		h.Set(headerPrecognition, "true")
	}
	visitOf(r).rec.own = true
	w.WriteHeader(http.StatusUnprocessableEntity)
	_, _ = w.Write(body)
}

// message begins with the package that speaks.
func message(err error) string {
	if text := err.Error(); strings.HasPrefix(text, "inertia: ") {
		return text
	}
	return "inertia: handler failed: " + err.Error()
}

// errorPage answers with the program's error page, or with a plain document if
// there is none. In debug mode the error itself is shown.
func (i *Inertia) errorPage(w http.ResponseWriter, r *http.Request, status int, err error) {
	rec := visitOf(r).rec
	rec.sink, rec.status = undecided, 0
	rec.own = true
	dropEntity(w.Header())
	w.Header().Del("Cache-Control")
	if rec.visit.info.IsPrecognition {
		w.Header().Set(headerPrecognition, "true") // or the client ignores the answer
	}
	if i.debug && status >= 500 {
		plainError(w, r, status, err)
		return
	}
	if i.errorComponent != nil && wantsPage(r) {
		component, props := i.errorComponent(r, status, err)
		if component != "" {
			renderErr := i.Render(w, r, component, props, Status(status))
			if renderErr == nil {
				return
			}
			i.log.ErrorContext(r.Context(), message(renderErr), "url", visitOf(r).target, "page", "error page")
			if rec.begun() {
				return
			}
		}
	}
	plainError(w, r, status, nil)
}

// wantsPage reports whether the request can show a page.
func wantsPage(r *http.Request) bool {
	return visitOf(r).info.IsInertia || acceptsHTML(r)
}

func acceptsHTML(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "text/html")
}

// plainError is the last resort: a document without any script, which the
// client shows in its dialog, or a line of text for those who want no HTML.
func plainError(w http.ResponseWriter, r *http.Request, status int, err error) {
	title := strconv.Itoa(status) + " " + http.StatusText(status)
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	if !wantsPage(r) {
		h.Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(status)
		fmt.Fprintln(w, title)
		return
	}
	detail := ""
	if err != nil {
		text := err.Error()
		var panicked *errPanic
		if errors.As(err, &panicked) {
			text += "\n\n" + string(panicked.stack)
		}
		detail = "<pre>" + html.EscapeString(text) + "</pre>"
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	fmt.Fprintf(w, errorDocument, title, title, detail)
}

const errorDocument = `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%s</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 15vh auto; max-width: 60rem; padding: 0 1.5rem; color-scheme: light dark }
h1 { font-weight: 600 }
pre { overflow: auto; padding: 1rem; border: 1px solid #8884; border-radius: .5rem; font-size: .85rem }
</style>
<h1>%s</h1>
%s
`

// replacesForBrowser reports whether an error text for a browser gives way to
// the error page: it is the bare text of a mux or of http.Error.
func (i *Inertia) replacesForBrowser(rec *recorder) bool {
	h := rec.Header()
	contentType := h.Get("Content-Type")
	return i.errorComponent != nil && acceptsHTML(rec.r) && !rec.visit.info.IsPrecognition &&
		h.Get("WWW-Authenticate") == "" && h.Get("Content-Disposition") == "" &&
		(contentType == "" || strings.HasPrefix(contentType, "text/plain"))
}

// decideBody looks at a successful answer of an Inertia visit that is no page.
func (i *Inertia) decideBody(rec *recorder) sink {
	if rec.r.Method == http.MethodGet {
		// A download, or JSON for somebody else: the browser can show it.
		rec.control(headerLocation, i.url(rec.r, rec.visit))
		return nowhere
	}
	return captured
}

// replace answers instead of a handler whose text the client could not show.
func (i *Inertia) replace(rec *recorder) {
	text := strings.TrimSpace(string(rec.text))
	if rec.status < 400 {
		err := fmt.Errorf("inertia: %s %s answered a visit with %s and not with a page; render one, redirect, or call the URL with fetch",
			rec.r.Method, rec.visit.target, rec.Header().Get("Content-Type"))
		i.log.ErrorContext(rec.r.Context(), err.Error())
		i.errorPage(rec, rec.r, http.StatusInternalServerError, err)
		return
	}
	i.errorPage(rec, rec.r, rec.status, errors.New(text))
}
