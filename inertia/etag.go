package inertia

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
)

// WithETag gives JSON answers to GET visits an ETag, and answers 304 when the
// browser's copy is still right. The client sees status 200 and an unchanged
// page costs no bytes. It is off by default, because each answer has to be
// hashed.
//
// It helps links and router.get with "only". It does not help reloads, polls
// and deferred props: the client sends them with Cache-Control: no-cache, so
// browsers ask for the whole answer.
func WithETag() Option { return func(c *config) { c.etag = true } }

// etag identifies one representation: the bytes, and the headers that chose
// them among the many answers that share a URL. It is a weak one, so that it
// holds for the answer in compressed form too.
func etag(r *http.Request, body []byte) string {
	h := sha256.New()
	_, _ = h.Write(body) // never fails
	_, _ = h.Write([]byte(variant(r)))
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

// A program may give its pages an ETag of its own and answer If-None-Match
// itself. All answers of a URL would then share the tag, and browsers offer it
// whichever of the answers they have: the 304 to a partial reload would replay
// a whole page. So the tag that leaves names the variant, and a program sees
// only tags of the variant that is asked for, without that name.

const variantMark = "~i"

// variant names what the request's headers chose, in a few letters.
func variant(r *http.Request) string {
	h := sha256.New()
	for _, name := range variantHeaders {
		if lines := r.Header[name]; len(lines) > 0 {
			_, _ = h.Write([]byte("\x00" + name + "\x00" + strings.Join(lines, "\x01")))
		}
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:6])
}

// withOwnTags returns r with the tags of its own variant in If-None-Match as the
// program gave them, and those of other variants left out.
func (x *exchange) withOwnTags(r *http.Request) *http.Request {
	lines := r.Header["If-None-Match"]
	if len(lines) == 0 || !strings.Contains(strings.Join(lines, ","), variantMark) {
		return r
	}
	own := variantMark + variant(r) + `"`
	var kept []string
	for item := range strings.SplitSeq(strings.Join(lines, ","), ",") {
		item = strings.TrimSpace(item)
		if plain, ok := strings.CutSuffix(item, own); ok {
			x.conditional = true
			kept = append(kept, plain+`"`)
		} else if at := strings.LastIndex(item, variantMark); at < 0 || len(item)-at != len(own) {
			kept = append(kept, item) // not of a page
		}
	}
	r2 := r.WithContext(r.Context())
	r2.Header = r.Header.Clone()
	if r2.Header.Del("If-None-Match"); len(kept) > 0 {
		r2.Header.Set("If-None-Match", strings.Join(kept, ", "))
	}
	return r2
}

// tagVariant marks the program's own ETag of a page, or of the 304 that stands
// for one.
func (rec *recorder) tagVariant(h http.Header, status int) {
	tag := first(h, "Etag")
	if tag == "" || !strings.HasSuffix(tag, `"`) || rec.tagged {
		return
	}
	if rec.page || status == http.StatusNotModified && rec.x.conditional {
		h.Set("Etag", strings.TrimSuffix(tag, `"`)+variantMark+variant(rec.r)+`"`)
	}
}
