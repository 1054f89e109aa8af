package inertia

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
)

// WithETag gives the JSON answers to GET visits an ETag and answers 304 when
// the client's copy is still right, so that an unchanged page costs no bytes:
// the browser replays what it has and the client sees 200. It costs a hash of
// every such answer, and is off by default.
//
// It serves links and router.get with "only". The client sends what it repeats
// by itself (reloads, polls, deferred props) with Cache-Control: no-cache, and
// browsers then ask for the whole answer.
func WithETag(on bool) Option { return func(c *config) { c.etag = on } }

// etag identifies one representation: the bytes, and the headers that chose
// them among the many answers that share a URL. It is a weak one, so that it
// holds for the answer in compressed form too.
func etag(r *http.Request, body []byte) string {
	h := sha256.New()
	_, _ = h.Write(body) // never fails
	var names []string
	for name := range r.Header {
		if strings.HasPrefix(name, headerInertia) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		_, _ = h.Write([]byte("\x00" + name + "\x00" + strings.Join(r.Header[name], "\x01")))
	}
	return `W/"` + base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:15]) + `"`
}

// matches reports whether If-None-Match names tag, by weak comparison.
func matches(r *http.Request, tag string) bool {
	for _, line := range r.Header["If-None-Match"] {
		for candidate := range strings.SplitSeq(line, ",") {
			candidate = strings.TrimSpace(candidate)
			if candidate == "*" || strings.TrimPrefix(candidate, "W/") == strings.TrimPrefix(tag, "W/") {
				return true
			}
		}
	}
	return false
}
