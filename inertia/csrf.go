package inertia

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"time"
)

// The names that the client speaks unless it is told otherwise.
const (
	csrfCookie = "XSRF-TOKEN"
	csrfHeader = "X-Xsrf-Token"
)

// csrfAge is how long a token is good. It is renewed with the pages of a
// visitor when half of that is over, so it ends only for tabs left alone.
const csrfAge = 24 * time.Hour

// csrf guards unsafe requests against other sites.
type csrf struct {
	origin  *http.CrossOriginProtection
	exempt  *http.ServeMux
	keys    [][]byte // the first signs, all verify
	flash   string
	message string
	now     func() time.Time
}

// CSRFOption configures [WithCSRF].
type CSRFOption func(*csrf) error

// TrustedOrigins lets other origins send unsafe requests: "https://host" or
// "https://host:port".
func TrustedOrigins(origins ...string) CSRFOption {
	return func(g *csrf) error {
		for _, o := range origins {
			if err := g.origin.AddTrustedOrigin(o); err != nil {
				return err
			}
		}
		return nil
	}
}

// ExemptPaths leaves requests that match one of these patterns of
// [http.ServeMux] unguarded, for webhooks and the like: "POST /hooks/".
func ExemptPaths(patterns ...string) CSRFOption {
	return func(g *csrf) error {
		for _, p := range patterns {
			g.exempt.Handle(p, http.NotFoundHandler())
		}
		return nil
	}
}

// ExpiredFlash sets the flash that tells a visitor to try again, key "error"
// and an English sentence if not set.
func ExpiredFlash(key, message string) CSRFOption {
	return func(g *csrf) error {
		g.flash, g.message = key, message
		return nil
	}
}

// WithCSRF refuses POST, PUT, PATCH and DELETE requests that other sites made
// a visitor's browser send: by the Fetch metadata and Origin headers that
// browsers add (see [http.CrossOriginProtection]), and for browsers without
// them by a token in the cookie XSRF-TOKEN that the client repeats in a
// header. The front end needs to do nothing for it.
//
// A refused visit leads back with a flash message, any other request to the
// error page of status 403. [Inertia.Middleware] does the checking.
func WithCSRF(opts ...CSRFOption) Option {
	return func(c *config) {
		g := &csrf{
			origin: http.NewCrossOriginProtection(), exempt: http.NewServeMux(), now: time.Now,
			flash: "error", message: "The page was open for too long. Please try again.",
		}
		for _, opt := range opts {
			if err := opt(g); err != nil {
				c.reject("WithCSRF: %w", err)
			}
		}
		c.csrf = g
	}
}

// allows reports whether r may change something.
func (g *csrf) allows(r *http.Request) bool {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace:
		return true
	}
	if _, pattern := g.exempt.Handler(r); pattern != "" {
		return true
	}
	if g.origin.Check(r) != nil {
		return false
	}
	// What browsers say of themselves is enough, and without cookies there is
	// nothing to abuse.
	if r.Header.Get("Sec-Fetch-Site") != "" || len(r.Header["Cookie"]) == 0 {
		return true
	}
	cookie, err := r.Cookie(csrfCookie)
	if err != nil {
		return false
	}
	token := r.Header.Get(csrfHeader)
	_, good := g.verify(token)
	return good && hmac.Equal([]byte(token), []byte(cookie.Value))
}

// refuse answers a request that allows does not let pass.
func (i *Inertia) refuse(w http.ResponseWriter, r *http.Request) {
	v := visitOf(r)
	i.log.WarnContext(r.Context(), "inertia: request refused: it seems to come from another site, or its XSRF-TOKEN has expired",
		"method", r.Method, "url", v.target, "origin", r.Header.Get("Origin"), "sec-fetch-site", r.Header.Get("Sec-Fetch-Site"))
	if v.info.IsInertia {
		i.Back(w, r, Flashed(i.csrf.flash, i.csrf.message), Status(http.StatusSeeOther))
		return
	}
	i.fail(w, r, &HTTPError{Status: http.StatusForbidden})
}

// renew gives the visitor a token with a page, if there is none that is good
// for a while.
func (g *csrf) renew(w http.ResponseWriter, r *http.Request) {
	if cookie, err := r.Cookie(csrfCookie); err == nil {
		if age, good := g.verify(cookie.Value); good && age < csrfAge/2 {
			return
		}
	}
	http.SetCookie(w, &http.Cookie{
		Name:     csrfCookie,
		Value:    g.token(),
		Path:     "/",
		MaxAge:   int(csrfAge.Seconds()),
		SameSite: http.SameSiteLaxMode,
		Secure:   r.TLS != nil,
	})
}

// A token is its time, random bytes, and the signature of both.
const (
	csrfPlain = 8 + 16
	csrfSize  = csrfPlain + sha256.Size
)

func (g *csrf) token() string {
	b := binary.BigEndian.AppendUint64(make([]byte, 0, csrfSize), uint64(g.now().Unix()))
	b = b[:csrfPlain]
	_, _ = rand.Read(b[8:]) // never fails
	return base64.RawURLEncoding.EncodeToString(append(b, g.sign(g.keys[0], b)...))
}

func (g *csrf) sign(key, plain []byte) []byte {
	h := hmac.New(sha256.New, key)
	_, _ = h.Write([]byte("inertia xsrf token"))
	_, _ = h.Write(plain)
	return h.Sum(nil)
}

// verify returns a token's age, and whether it is of this program and good.
func (g *csrf) verify(token string) (age time.Duration, good bool) {
	b, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(b) != csrfSize {
		return 0, false
	}
	for _, key := range g.keys {
		good = good || hmac.Equal(b[csrfPlain:], g.sign(key, b[:csrfPlain]))
	}
	age = g.now().Sub(time.Unix(int64(binary.BigEndian.Uint64(b)), 0))
	return age, good && age <= csrfAge && age >= -time.Minute
}
