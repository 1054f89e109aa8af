package inertia

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"net/http"
	"time"

	"github.com/inertia-templ/shell/internal/address"
)

// csrfAge is how long a token is good. It is renewed with the pages of a
// visitor when half of that is over, so it ends only for tabs left alone.
const csrfAge = 24 * time.Hour

// csrf guards unsafe requests against other sites.
type csrf struct {
	origin  *http.CrossOriginProtection
	exempt  *http.ServeMux
	keys    [][]byte // the first signs, all verify
	cookie  http.Cookie
	header  string
	flash   string
	message func(*http.Request) string
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
// [http.ServeMux] unguarded, for example webhooks: "POST /hooks/". By default
// every path is guarded. A request that the mux would first redirect, such as
// one with "//" or ".." in its path, does not match.
func ExemptPaths(patterns ...string) CSRFOption {
	return func(g *csrf) (err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("ExemptPaths: %v", p)
			}
		}()
		for _, p := range patterns {
			g.exempt.Handle(p, exempted{})
		}
		return nil
	}
}

// exempted tells a match of a pattern from the mux's own redirects.
type exempted struct{}

func (exempted) ServeHTTP(http.ResponseWriter, *http.Request) {}

// TokenCookie sets name and attributes of the token's cookie from a template;
// Value, MaxAge and Expires are ignored. By default the cookie is named
// XSRF-TOKEN, has the path "/" and SameSite=Lax, and is Secure if the browser
// used https. Ports share cookies, so give programs on one host different
// names, and tell the client:
//
//	createInertiaApp({ defaults: { http: { xsrfCookieName: 'XSRF-ADMIN' } }, ... })
//
// HttpOnly is refused, because the client has to read the cookie.
func TokenCookie(template http.Cookie) CSRFOption {
	return func(g *csrf) error {
		if template.HttpOnly {
			return fmt.Errorf("TokenCookie: the client cannot read a cookie that is HttpOnly")
		}
		template.Value, template.MaxAge, template.Expires = "x", 0, time.Time{}
		if template.Path == "" {
			template.Path = "/"
		}
		if template.Name == "" {
			template.Name = g.cookie.Name
		}
		if template.SameSite == 0 {
			template.SameSite = http.SameSiteLaxMode
		}
		if err := template.Valid(); err != nil {
			return fmt.Errorf("TokenCookie: %w", err)
		}
		if err := address.CheckCookie(&template); err != nil {
			return fmt.Errorf("TokenCookie: %w", err)
		}
		g.cookie = template
		return nil
	}
}

// TokenHeader sets the name of the request header that repeats the token. The
// default is X-XSRF-TOKEN. Tell the client the same name.
func TokenHeader(name string) CSRFOption {
	return func(g *csrf) error {
		if name == "" {
			return fmt.Errorf("TokenHeader: the name is empty")
		}
		g.header = http.CanonicalHeaderKey(name)
		return nil
	}
}

// ExpiredFlash sets the flash message that asks a visitor to try again. The
// default is the key "error" with an English sentence.
func ExpiredFlash(key, message string) CSRFOption {
	return ExpiredFlashFunc(key, func(*http.Request) string { return message })
}

// ExpiredFlashFunc is [ExpiredFlash] in the language of the visitor.
func ExpiredFlashFunc(key string, message func(*http.Request) string) CSRFOption {
	return func(g *csrf) error {
		if key == "" || message == nil {
			return fmt.Errorf("ExpiredFlash: the key is empty, or the function is nil")
		}
		g.flash, g.message = key, message
		return nil
	}
}

// WithCSRF refuses POST, PUT, PATCH and DELETE requests that other sites made
// a visitor's browser send. It is off by default. The front end needs no
// change.
//
// Browsers say where a request comes from in the headers Sec-Fetch-Site and
// Origin; see [http.CrossOriginProtection]. An Origin equal to the requested
// host is enough. A request with neither header but with cookies needs the
// token of the cookie XSRF-TOKEN, which the client repeats in a header.
//
// A refused visit leads back with a flash message. Any other refused request
// gets the error page of status 403. [Inertia.Middleware] does the checking.
func WithCSRF(opts ...CSRFOption) Option {
	return func(c *config) {
		g := &csrf{
			origin: http.NewCrossOriginProtection(), exempt: http.NewServeMux(), now: time.Now,
			cookie: http.Cookie{Name: "XSRF-TOKEN", Path: "/", SameSite: http.SameSiteLaxMode}, header: "X-Xsrf-Token",
			flash: "error", message: func(*http.Request) string { return "The page was open for too long. Please try again." },
		}
		for _, opt := range opts {
			if opt == nil {
				c.reject("WithCSRF: an option is nil")
				continue
			}
			if err := opt(g); err != nil {
				c.reject("WithCSRF: %w", err)
			}
		}
		c.csrf = g
	}
}

// allows reports whether r may change something.
func (g *csrf) allows(r *http.Request, forwarded bool) bool {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace:
		return true
	}
	if h, _ := g.exempt.Handler(r); h == (exempted{}) {
		return true
	}
	origin, site := r.Header.Get("Origin"), r.Header.Get("Sec-Fetch-Site")
	if site != "" || origin != "" && origin != "null" {
		asked := *r
		asked.Host = address.Read(r, forwarded).Host // as the browser knows it
		return g.origin.Check(&asked) == nil
	}
	// Without cookies there is nothing to abuse.
	return len(r.Header["Cookie"]) == 0 || g.repeats(r)
}

// repeats reports whether the header repeats a good token of a cookie. There
// may be cookies of the same name that other programs have set.
func (g *csrf) repeats(r *http.Request) bool {
	token := r.Header.Get(g.header)
	if _, good := g.verify(token); !good {
		return false
	}
	for _, cookie := range r.CookiesNamed(g.cookie.Name) {
		if hmac.Equal([]byte(token), []byte(cookie.Value)) {
			return true
		}
	}
	return false
}

// refuse answers a request that allows does not let pass.
func (i *Inertia) refuse(w http.ResponseWriter, r *http.Request) {
	x := exchangeOf(r)
	i.log.WarnContext(r.Context(), "inertia: request refused: it seems to come from another site, or its XSRF-TOKEN has expired",
		"method", r.Method, "url", x.target, "origin", r.Header.Get("Origin"), "sec-fetch-site", r.Header.Get("Sec-Fetch-Site"))
	if i.observed() {
		i.tell(x, RequestRefused{Method: r.Method, URL: x.address.Path(x.target), Origin: r.Header.Get("Origin"), Site: r.Header.Get("Sec-Fetch-Site")})
	}
	if x.info.IsInertia {
		i.goBack(w, r, newRedirect([]RedirectOption{Flashed(i.csrf.flash, i.csrf.message(r)), Status(http.StatusSeeOther)}))
		return
	}
	i.fail(w, r, &HTTPError{Status: http.StatusForbidden})
}

// renew gives the visitor a token with a page, if there is none that is good
// for a while.
func (g *csrf) renew(w http.ResponseWriter, r *http.Request) {
	for _, cookie := range r.CookiesNamed(g.cookie.Name) {
		if age, good := g.verify(cookie.Value); good && age < csrfAge/2 {
			return
		}
	}
	cookie := g.cookie
	cookie.Value, cookie.MaxAge = g.token(), int(csrfAge.Seconds())
	cookie.Secure = cookie.Secure || address.Of(r).Secure()
	http.SetCookie(w, &cookie)
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
