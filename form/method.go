package form

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
)

// MethodOverride lets forms, which know only GET and POST, say PUT, PATCH or
// DELETE, with [Bind]'s default limits. See [Binder.MethodOverride].
func MethodOverride(next http.Handler) http.Handler { return std.MethodOverride(next) }

// MethodOverride gives a POST the method that its field _method or the header
// X-HTTP-Method-Override names, if that is PUT, PATCH or DELETE. The field is
// looked for in urlencoded and multipart bodies, which stay readable. Place it
// outside of the mux, so that routes see the new method.
func (b *Binder) MethodOverride(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			if method := b.overridden(r); method != "" {
				copied := *r
				copied.Method = method
				r = &copied
			}
		}
		next.ServeHTTP(w, r)
	})
}

func (b *Binder) overridden(r *http.Request) string {
	if named := r.Header.Get("X-HTTP-Method-Override"); named != "" {
		return overriding(named)
	}
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch mediaType {
	case "application/x-www-form-urlencoded":
		return overriding(b.peek(r))
	case "multipart/form-data":
		l := b.limits
		parsed, err := l.readMultipart(r)
		if err != nil {
			r.Body = io.NopCloser(brokenBody{err})
			return ""
		}
		if values := parsed.Value["_method"]; len(values) == 1 {
			return overriding(values[0])
		}
	}
	return ""
}

func overriding(method string) string {
	switch method = strings.ToUpper(method); method {
	case http.MethodPut, http.MethodPatch, http.MethodDelete:
		return method
	}
	return ""
}

// peek reads the field _method of an urlencoded body and puts the body back. A
// body that is too large or broken is left to who reads it.
func (b *Binder) peek(r *http.Request) string {
	if r.PostForm != nil {
		return r.PostForm.Get("_method")
	}
	if r.Body == nil {
		return ""
	}
	start, err := io.ReadAll(io.LimitReader(r.Body, b.maxBody+1))
	rest := io.Reader(r.Body)
	if err != nil {
		rest = brokenBody{err}
	}
	r.Body = readCloser{io.MultiReader(bytes.NewReader(start), rest), r.Body}
	if err != nil || int64(len(start)) > b.maxBody {
		return ""
	}
	for pair := range strings.SplitSeq(string(start), "&") {
		if method, ok := strings.CutPrefix(pair, "_method="); ok {
			return method
		}
	}
	return ""
}

// brokenBody repeats why a body could not be read.
type brokenBody struct{ err error }

func (b brokenBody) Read([]byte) (int, error) {
	if errors.Is(b.err, io.EOF) {
		return 0, io.ErrUnexpectedEOF
	}
	return 0, b.err
}
