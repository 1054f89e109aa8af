package inertia

import (
	"errors"
	"fmt"
	"html"
	"net/http"
	"strconv"
)

// WithErrorPage names the page for errors: of handlers, of the mux (404, 405)
// and of anything else that answers a visit with a status from 400 on. An
// empty component leaves the error to a plain document. Shared props are
// there, as on every page.
func WithErrorPage(fn func(r *http.Request, status int, err error) (component string, props any)) Option {
	return func(c *config) {
		if fn == nil {
			c.reject("WithErrorPage: the function is nil")
		}
		c.errorComponent = fn
	}
}

// errorPage answers with the program's error page, or with a plain document if
// there is none. In debug mode the error itself is shown.
func (i *Inertia) errorPage(w http.ResponseWriter, r *http.Request, status int, err error) {
	x := exchangeOf(r)
	rec := x.rec
	rec.sink, rec.status = undecided, 0
	rec.own = true
	dropEntity(w.Header())
	w.Header().Del("Cache-Control")
	if x.info.IsPrecognition {
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
			i.log.ErrorContext(r.Context(), message(renderErr), "url", x.target, "page", "error page")
			if rec.begun() {
				return
			}
		}
	}
	plainError(w, r, status, nil)
}

// wantsPage reports whether the request can show a page.
func wantsPage(r *http.Request) bool {
	return exchangeOf(r).info.IsInertia || acceptsHTML(r)
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
