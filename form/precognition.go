package form

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
)

const (
	headerPrecognition = "Precognition"
	headerSuccess      = "Precognition-Success"
	headerOnly         = "Precognition-Validate-Only"

	// maxNames is how many fields a live validation may ask for.
	maxNames = 500
)

// Precognitive wraps a route, or a whole mux, whose forms are validated live.
// [Bind] itself answers such requests. Precognitive adds the headers that every
// other answer of the route needs: caches learn that it varies, and the client
// accepts errors that occur before Bind, such as a 403. A redirect becomes a
// 401, because the client could not follow it, and middleware usually redirects
// visitors to sign in.
//
//	mux.Handle("POST /users", form.Precognitive(i.Handle(createUser)))
func Precognitive(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		addVary(w.Header())
		if isLive(r) {
			w.Header().Set(headerPrecognition, "true")
			w = liveWriter{w}
		}
		next.ServeHTTP(w, r)
	})
}

type liveWriter struct{ http.ResponseWriter }

func (w liveWriter) WriteHeader(status int) {
	if status >= 300 && status < 400 && status != http.StatusNotModified {
		w.Header().Del("Location")
		status = http.StatusUnauthorized
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w liveWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func addVary(h http.Header) {
	for _, line := range h.Values("Vary") {
		for name := range strings.SplitSeq(line, ",") {
			if name = strings.TrimSpace(name); name == "*" || strings.EqualFold(name, headerPrecognition) {
				return
			}
		}
	}
	h.Add("Vary", headerPrecognition)
}

// isLive reports whether a request asks for live validation.
func isLive(r *http.Request) bool { return r.Header.Get(headerPrecognition) == "true" }

// namesToValidate reads which fields a live validation asks for: nil for all,
// and an empty set if the header is there and names none.
func namesToValidate(r *http.Request) (*nameSet, error) {
	lines, ok := r.Header[headerOnly]
	if !ok || !isLive(r) {
		return nil, nil
	}
	asked, count := &nameSet{}, 0
	for _, line := range lines {
		for path := range strings.SplitSeq(line, ",") {
			if path = strings.Trim(path, " \t"); path == "" {
				continue
			}
			if count++; count > maxNames {
				return nil, malformed("", -1, "the header %s has more than %d names", headerOnly, maxNames)
			}
			if strings.Count(path, ".") > defaultMaxDepth {
				return nil, malformed("", -1, "the header %s has a name deeper than %d levels", headerOnly, defaultMaxDepth)
			}
			asked.add(strings.Split(path, "."))
		}
	}
	return asked, nil
}

// live is the answer to a live validation. It is an error so that the handler
// ends. It does not have the method InertiaErrors, so that nobody redirects.
type live struct {
	status int
	found  *findings
	err    error
}

// answerLive turns what Bind found into the answer to a live validation. An
// error that is not the client's fault is returned unchanged.
func answerLive(found *findings, err error) error {
	var refused interface{ StatusCode() int }
	switch {
	case errors.As(err, &refused):
		return &live{status: refused.StatusCode(), err: err}
	case err != nil:
		return err
	case len(found.errs) > 0:
		return &live{status: http.StatusUnprocessableEntity, found: found}
	}
	return &live{status: http.StatusNoContent}
}

func (l *live) Error() string {
	switch {
	case l.err != nil:
		return l.err.Error()
	case l.found != nil:
		return "form: live validation: " + l.found.errs.Error()
	}
	return "form: live validation: all is well"
}

func (l *live) Unwrap() error { return l.err }

// ServeHTTP answers as the client's precognition library expects it.
func (l *live) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set(headerPrecognition, "true")
	h.Set("Cache-Control", "no-store")
	addVary(h)
	if l.status == http.StatusNoContent {
		h.Set(headerSuccess, "true")
		w.WriteHeader(l.status)
		return
	}
	body := struct {
		Message string `json:"message"`
		Errors  Errors `json:"errors,omitempty"`
	}{Message: http.StatusText(l.status)}
	if l.found != nil {
		body.Message, body.Errors = l.found.first, l.found.errs
	}
	text, err := json.Marshal(body)
	if err != nil { // maps of strings always can be encoded
		panic(err)
	}
	h.Set("Content-Type", "application/json")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(l.status)
	_, _ = w.Write(text)
}
