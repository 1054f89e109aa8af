package inertia

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/inertia-templ/shell/internal/address"
)

// WithURL computes the URL of each page, a path with its query, as the browser
// shows it. The prefix of a trusted proxy may be left out; see [WithForwarded].
// The default, also for an empty URL, is the request's target as it arrived.
func WithURL(fn func(*http.Request) string) Option {
	return func(c *config) {
		if fn == nil {
			c.reject("WithURL: the function is nil")
		}
		c.urlFunc = fn
	}
}

// WithForwarded trusts the headers X-Forwarded-Proto, X-Forwarded-Host and
// X-Forwarded-Prefix, which carry the scheme, the host and the path prefix with
// which the browser reached a proxy in front of the program. Cookies,
// redirects, CSRF checks and URLs then follow them. By default they are
// ignored. Danger: use it only behind a proxy that sets or removes each of
// these headers, since visitors can send them too.
func WithForwarded() Option { return func(c *config) { c.forwarded = true } }

// url is the URL of the page that r asks for, as the browser shows it. own is
// what the page itself says, empty if that is nothing.
func (i *Inertia) url(r *http.Request, x *exchange, own string) string {
	if own == "" && i.urlFunc != nil {
		own = i.urlFunc(r)
	}
	if own == "" {
		return x.address.Path(x.target)
	}
	return x.address.Enter(onThisHost(own))
}

// browserURL is where the browser asked, also before the request has entered.
func (i *Inertia) browserURL(x *exchange, r *http.Request) string {
	if x.rec == nil {
		return address.Read(r, i.forwarded).Path(x.target)
	}
	return x.address.Path(x.target)
}

// requestTarget is the path and query as the browser sent them: before a mux
// or http.StripPrefix changed the URL, and without decoding.
func requestTarget(r *http.Request) string {
	target := r.RequestURI
	if target == "" || target == "*" {
		target = r.URL.RequestURI()
	}
	if !strings.HasPrefix(target, "/") { // absolute-form, as proxies send it
		_, rest, _ := strings.Cut(target, "://")
		if i := strings.IndexAny(rest, "/?"); i < 0 {
			target = "/"
		} else if target = rest[i:]; target[0] == '?' {
			target = "/" + target
		}
	}
	return onThisHost(target)
}

// onThisHost is a path of which two leading slashes do not name a host to
// whoever resolves it.
func onThisHost(target string) string {
	if len(target) < 2 || target[0] != '/' || target[1] != '/' && target[1] != '\\' {
		return target
	}
	return "/" + strings.TrimLeft(target, "/\\")
}

// pathAfter is the path that a redirect to target leads to, empty if that is
// not of this application.
func (i *Inertia) pathAfter(x *exchange, r *http.Request, target string) string {
	base, err := url.Parse(x.address.Origin() + i.browserURL(x, r))
	if err != nil {
		return ""
	}
	u, err := base.Parse(target)
	if err != nil || !strings.EqualFold(u.Host, base.Host) {
		return ""
	}
	return pathOf(u.RequestURI())
}

// pathOf is the decoded path of a request target.
func pathOf(target string) string {
	path, _, _ := strings.Cut(target, "?")
	if decoded, err := url.PathUnescape(path); err == nil {
		return decoded
	}
	return path
}

// escapeLocation makes any string safe as a header's value.
func escapeLocation(target string) string {
	var b strings.Builder
	for i := range len(target) {
		if c := target[i]; c <= ' ' || c >= 0x7f {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// scheme is the scheme of a URL as a browser reads it, in lower case: browsers
// skip control characters and spaces before it, tabs and line breaks inside.
func scheme(target string) string {
	target = strings.TrimLeftFunc(target, func(r rune) bool { return r <= ' ' })
	var b strings.Builder
	for i := range len(target) {
		switch c := target[i]; {
		case c == '\t' || c == '\r' || c == '\n':
		case c == ':':
			return strings.ToLower(b.String())
		case 'a' <= c|0x20 && c|0x20 <= 'z', b.Len() > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'):
			b.WriteByte(c)
		default:
			return ""
		}
	}
	return ""
}

// isSafeTarget reports whether the client may be sent to target: the released
// client assigns it to location.href, where javascript: runs.
func isSafeTarget(target string) bool {
	switch scheme(target) {
	case "", "http", "https":
		return true
	}
	return false
}

// isExternal reports whether location leads to another scheme, host or port.
func isExternal(here address.Address, location string) bool {
	u, err := url.Parse(strings.ReplaceAll(location, `\`, "/")) // as browsers read it
	if err != nil || u.Host == "" {
		return false
	}
	other := here
	other.Host = u.Host
	if u.Scheme != "" {
		other.Scheme = strings.ToLower(u.Scheme)
	}
	return !here.Same(other)
}
