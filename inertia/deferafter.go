package inertia

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"time"

	"github.com/inertia-templ/shell/inertia/internal/late"
	"github.com/inertia-templ/shell/inertia/internal/props"
)

// DeferAfter sends the prop with the page if it is ready within d, and defers
// it otherwise: the page leaves without it, and the client fetches it as it
// fetches any deferred prop (see [Defer]). Meanwhile the function keeps
// running, and its result waits for the client for up to 30 seconds.
//
//	inertia.Lazy(loadStats).DeferAfter(150 * time.Millisecond)
//
// Only the same visitor gets the result: one with the same cookies,
// Authorization header, component and URL. It waits in the memory of the
// process. If the client reaches another process, or if too many results wait,
// it is computed again.
//
// The function must return plain data: no props, and no providers. It keeps
// running after the request has ended, for up to a minute or [Of.Timeout], so
// it must not use anything that belongs to the request, such as [Memo] and
// [Flash].
//
//go:noinline
func (p Of[F, K]) DeferAfter(d time.Duration) Of[F, deferred] {
	return says[deferred](p, props.Absentee{Fetch: props.Deferred, After: d})
}

// lateCookie tells browsers apart whose cookies are the same, as those who have
// none.
const lateCookie = "inertia_late"

// lateProps are the props of one request that were late, and those that an
// earlier answer to the visitor left.
type lateProps struct {
	room      *late.Room
	x         *exchange
	r         *http.Request
	component string
}

type lateProp struct {
	component, path string
	result          *late.Result
}

// Begin computes a value for this request or the next.
func (l *lateProps) Begin(fill late.Fill) *late.Result {
	return late.Begin(beyond{l.x}, longestLate, fill)
}

// longestLate bounds how long a function goes on for nobody; its own limit may
// be shorter.
const longestLate = time.Minute

// Take returns what waits for the visitor.
func (l *lateProps) Take(path string) *late.Result {
	token, err := l.r.Cookie(lateCookie)
	if err != nil {
		return nil
	}
	return l.room.Take(lateKey(l.x, l.r, cookiesOf(l.r), token.Value, l.component, path))
}

// Leave notes a result that waits as soon as the page goes out.
func (l *lateProps) Leave(path string, r *late.Result) {
	l.x.mu.Lock()
	defer l.x.mu.Unlock()
	l.x.late = append(l.x.late, lateProp{l.component, path, r})
}

// dropLate ends what no page waits for.
func (x *exchange) dropLate() {
	x.mu.Lock()
	dropped := x.late
	x.late = nil
	x.mu.Unlock()
	for _, l := range dropped {
		l.result.Drop()
	}
}

// keepLate lets what is late wait for the visitor, who is known by the cookies
// that the browser has after this answer.
func (rec *recorder) keepLate(h http.Header) {
	x := rec.x
	x.mu.Lock()
	left := x.late
	x.late = nil
	x.mu.Unlock()
	if len(left) == 0 {
		return
	}
	var token string
	if c, err := rec.r.Cookie(lateCookie); err == nil && len(c.Value) == len(rand.Text()) {
		token = c.Value
	} else {
		token = rand.Text()
		http.SetCookie(rec.ResponseWriter, &http.Cookie{
			Name: lateCookie, Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: x.address.Secure(),
		})
	}
	cookies := cookiesOf(rec.r)
	for _, line := range h["Set-Cookie"] {
		c, err := http.ParseSetCookie(line)
		switch {
		case err != nil || c.Name == lateCookie:
		case c.MaxAge < 0 || !c.Expires.IsZero() && c.Expires.Before(time.Now()):
			delete(cookies, c.Name)
		default:
			cookies[c.Name] = []string{c.Value}
		}
	}
	for _, l := range left {
		rec.app.late.Leave(lateKey(x, rec.r, cookies, token, l.component, l.path), l.result)
	}
}

// cookiesOf are the cookies by which a visitor is known, without that of late
// props.
func cookiesOf(r *http.Request) map[string][]string {
	cookies := map[string][]string{}
	for _, c := range r.Cookies() {
		if c.Name != lateCookie {
			cookies[c.Name] = append(cookies[c.Name], c.Value)
		}
	}
	return cookies
}

// lateKey names the result of a prop for a visitor. It cannot be guessed without
// the token.
func lateKey(x *exchange, r *http.Request, cookies map[string][]string, token, component, path string) string {
	var certificate []byte
	if r.TLS != nil && len(r.TLS.PeerCertificates) > 0 {
		certificate = r.TLS.PeerCertificates[0].Raw
	}
	text, _ := json.Marshal([]any{token, cookies, r.Header["Authorization"], certificate, r.Header["Accept-Language"], r.Host, x.target, component, path}) // always encodes
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
