package inertia

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/inertia-templ/shell/inertia/internal/debugpage"
	"github.com/inertia-templ/shell/inertia/internal/props"
)

// WithErrorPage names the page for errors: of handlers, of the mux (404, 405),
// and of everything else that answers a visit with a status of 400 or more. By
// default errors get a plain document without scripts; an empty component
// selects this plain document for an error. Error pages have the shared props,
// as every page does. opts apply to all these pages, for example another
// document: [Shell].
//
// With an empty component, props may be an [http.Handler], which then answers
// instead, for example with a redirect:
//
//	inertia.WithErrorPage(func(r *http.Request, status int, _ error) (string, any) {
//		if status == http.StatusUnauthorized {
//			return "", http.RedirectHandler("/login", http.StatusFound)
//		}
//		return "Error", inertia.Props{"status": status}
//	}, inertia.Shell(bare))
func WithErrorPage(fn func(r *http.Request, status int, err error) (component string, props any), opts ...RenderOption) Option {
	return func(c *config) {
		if fn == nil {
			c.reject("WithErrorPage: the function is nil")
		}
		c.errorComponent, c.errorOptions = fn, slices.Clone(opts)
	}
}

// errorPage answers with the program's error page, or with a plain document if
// there is none. In debug mode the error itself is shown.
func (i *Inertia) errorPage(w http.ResponseWriter, r *http.Request, status int, err error) {
	x := exchangeOf(r)
	rec := x.rec
	if x.seen != nil {
		x.seen.err = err
	}
	rec.sink, rec.status = undecided, 0
	rec.own = true
	dropEntity(w.Header())
	w.Header().Del("Cache-Control")
	if x.info.IsPrecognition {
		w.Header().Set(headerPrecognition, "true") // or the client ignores the answer
	}
	if i.debug && status >= 500 && wantsPage(r) {
		i.debugError(w, r, status, err)
		return
	}
	if i.errorComponent != nil && wantsPage(r) {
		component, props := i.errorComponent(r, status, err)
		if answer, ok := props.(http.Handler); ok && component == "" && !rec.asked && answeredBy(answer, w, r) {
			return
		}
		if component != "" {
			renderErr := i.Render(w, r, component, props, append(slices.Clone(i.errorOptions), Status(status))...)
			if renderErr == nil {
				return
			}
			i.log.ErrorContext(r.Context(), message(renderErr), "url", x.target, "page", "error page")
			if rec.begun() {
				return
			}
		}
	}
	plainError(w, r, status)
}

// answeredBy reports whether h answers for an error, by the rules for answers of
// handlers. A text with an error status or nothing at all would need an error
// page once more, so they are not answers.
func answeredBy(h http.Handler, w http.ResponseWriter, r *http.Request) bool {
	rec := exchangeOf(r).rec
	rec.own, rec.asked = false, true // once: its own errors are not for it
	h.ServeHTTP(w, r)
	if rec.begun() {
		return true
	}
	rec.sink, rec.status, rec.own = undecided, 0, true
	return false
}

// wantsPage reports whether the request can show a page.
func wantsPage(r *http.Request) bool {
	return exchangeOf(r).info.IsInertia || acceptsHTML(r)
}

// debugError shows a developer the error and the line it came from.
func (i *Inertia) debugError(w http.ResponseWriter, r *http.Request, status int, err error) {
	x := exchangeOf(r)
	f := debugpage.Failure{Status: status, Err: err, Request: r, URL: x.target}
	if x.failed != nil {
		f.Component = x.failed.component
		for _, p := range x.failed.props {
			f.Props = append(f.Props, debugpage.Prop(p))
		}
	}
	var panicked *errPanic
	var rendered *located
	switch {
	case errors.As(err, &panicked):
		f.Stack = string(panicked.Stack)
	case errors.As(err, &rendered):
		f.Stack = string(rendered.stack)
	}
	if leak, ok := errors.AsType[*props.LeakError](err); ok {
		edit := leak.Edit()
		f.Place, f.Edit = leak.Leak.String(), strings.ToUpper(edit[:1])+edit[1:]+"."
	}
	switch {
	case i.editor != "":
		f.Editor = i.editor
	case i.vite != nil && i.vite.IsDev():
		f.Editor = i.vite.URL("__open-in-editor") + "?file={file}:{line}"
	}
	f.Nonce = i.secure(r.Context(), w.Header(), r)
	var b bytes.Buffer
	if err := debugpage.Write(&b, f); err != nil {
		i.log.ErrorContext(r.Context(), "inertia: error page: "+err.Error())
		plainError(w, r, status)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = b.WriteTo(w)
}

// plainError is the last resort: a document without any script, which the
// client shows in its dialog, or a line of text for those who want no HTML.
func plainError(w http.ResponseWriter, r *http.Request, status int) {
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
	h.Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	fmt.Fprintf(w, errorDocument, title)
}

const errorDocument = `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%[1]s</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 15vh auto; max-width: 60rem; padding: 0 1.5rem; color-scheme: light dark }
h1 { font-weight: 600 }
</style>
<h1>%[1]s</h1>
`
