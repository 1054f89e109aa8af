package inertia

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/inertia-templ/shell/inertia/internal/record"
)

// Handle makes a handler from a function that may fail. An error with messages
// by field (see [Errors]) sends the user back to the form. Any other error is
// logged and answered with the error page of its status (see [HTTPError]), 500
// by default. Nothing that the function has already written is sent. If the
// error is an [http.Handler], it answers the request.
//
// Without [Inertia.Middleware] around it, the handler applies the middleware's
// rules to its own requests.
func (i *Inertia) Handle(h func(http.ResponseWriter, *http.Request) error) http.Handler {
	return i.handle(h, h)
}

// handle is Handle for h, which calls the program's function.
func (i *Inertia) handle(function any, h func(http.ResponseWriter, *http.Request) error) http.Handler {
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s := exchangeOf(r).seen; s != nil {
			s.handled(r, function)
		}
		if err := h(w, r); err != nil {
			i.fail(w, r, err)
		}
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { i.enter(w, r, handler) })
}

// Page is a handler that always renders the same component, for pages without
// code of their own.
func (i *Inertia) Page(component string, props any) http.Handler {
	return i.handle(record.Caller(), func(w http.ResponseWriter, r *http.Request) error {
		return i.Render(w, r, component, props)
	})
}

// Error answers as [Inertia.Handle] does when its function returns err. It is
// for the error handlers of other routers. A nil err does nothing.
func (i *Inertia) Error(w http.ResponseWriter, r *http.Request, err error) {
	if err == nil {
		return
	}
	i.enter(w, r, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { i.fail(w, r, err) }))
}

// fail answers a request whose handler returned err.
func (i *Inertia) fail(w http.ResponseWriter, r *http.Request, err error) {
	rec := exchangeOf(r).rec
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
	i.answerError(w, r, statusOf(err), err)
}

// answerError logs err and answers with its error page.
func (i *Inertia) answerError(w http.ResponseWriter, r *http.Request, status int, err error) {
	x := exchangeOf(r)
	log := i.log.DebugContext
	if status >= 500 {
		log = i.log.ErrorContext
	}
	if r.Context().Err() != nil { // nobody is left to answer
		log = i.log.DebugContext
	}
	log(r.Context(), message(err), "method", r.Method, "url", x.target, "status", status)
	if !x.rec.begun() {
		i.errorPage(w, r, status, err)
	}
}

// invalid sends the user back to the form, or tells a caller that shows no
// pages what is wrong (useHttp and precognition expect this shape).
func (i *Inertia) invalid(w http.ResponseWriter, r *http.Request, errs Errors) {
	x := exchangeOf(r)
	if !x.info.IsPrecognition && (x.info.IsInertia || !accepts(r.Header, "application/json") || acceptsHTML(r)) {
		i.goBack(w, r, newRedirect([]RedirectOption{errs}))
		return
	}
	body, err := json.Marshal(map[string]any{"message": errs.Error(), "errors": errs})
	if err != nil {
		body = nil // strings always encode
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	if x.info.IsPrecognition {
		h.Set(headerPrecognition, "true")
	}
	x.rec.own = true
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
