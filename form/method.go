package form

import (
	"mime"
	"net/http"
	"strings"
)

// MethodOverride lets forms, which have only GET and POST, send PUT, PATCH or
// DELETE, with Bind's default limits. See [Binder.MethodOverride].
func MethodOverride(next http.Handler) http.Handler { return std.MethodOverride(next) }

// MethodOverride gives a POST the method that its field _method or the header
// X-HTTP-Method-Override names, if that is PUT, PATCH or DELETE. It looks for the
// field in urlencoded and multipart bodies, which stay readable. Wrap it around
// the mux, so that routes see the new method.
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
	mediaType, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch mediaType {
	case "application/x-www-form-urlencoded":
		return overriding(b.peek(r))
	case "multipart/form-data":
		if _, err := b.readParts(r, params["boundary"]); err == nil && r.MultipartForm != nil {
			if values := r.MultipartForm.Value["_method"]; len(values) == 1 {
				return overriding(values[0])
			}
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

// peek reads the field _method of an urlencoded body, which stays readable. A
// body that is too large or broken is refused by whoever reads it next.
func (b *Binder) peek(r *http.Request) string {
	if r.PostForm != nil {
		return r.PostForm.Get("_method")
	}
	body, err := b.readAll(r)
	if err != nil {
		return ""
	}
	for pair := range strings.SplitSeq(string(body), "&") {
		if method, ok := strings.CutPrefix(pair, "_method="); ok {
			return method
		}
	}
	return ""
}
