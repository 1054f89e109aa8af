// Package address knows how the browser addressed a request: with which scheme
// and host, and below which path prefix. Cookies, redirects, CSRF checks, URLs
// and versions ask it, so that they never disagree.
package address

import (
	"net/http"
	"strings"
)

// Address is the browser's view of the application a request is for.
type Address struct {
	Scheme string // "http" or "https"
	Host   string // with its port, if the browser named one
	Prefix string // "" or "/app": the path that a trusted proxy cut off
}

// Key is the context key under which a *Address lies.
type Key struct{}

// Of returns the address that package inertia put into r's context. Outside of
// its middleware no forwarded header is trusted.
func Of(r *http.Request) Address {
	if a, ok := r.Context().Value(Key{}).(*Address); ok {
		return *a
	}
	return Read(r, false)
}

// Read reads r's address. Headers X-Forwarded-Proto, -Host and -Prefix count
// only if trusted; what is not a scheme, host or path in them never does.
func Read(r *http.Request, trusted bool) Address {
	a := Address{Scheme: "http", Host: r.Host}
	proto := ""
	if trusted {
		proto = forwarded(r, "X-Forwarded-Proto")
		if host := forwarded(r, "X-Forwarded-Host"); isHost(host) {
			a.Host = host
		}
		if prefix := strings.Trim(forwarded(r, "X-Forwarded-Prefix"), "/"); isPath(prefix) {
			a.Prefix = "/" + prefix
		}
	}
	// A proxy that ends TLS and says nothing leaves a request that looks like
	// plain HTTP. The page that made it still tells the scheme; a client
	// that lies here changes nothing but its own answer.
	if r.TLS != nil || strings.EqualFold(proto, "https") ||
		isSecurePage(first(r.Header, "Origin"), a.Host) || isSecurePage(first(r.Header, "Referer"), a.Host) {
		a.Scheme = "https"
	}
	return a
}

// isSecurePage reports whether a URL is one of host by https.
func isSecurePage(url, host string) bool {
	rest, ok := strings.CutPrefix(url, "https://")
	if !ok {
		return false
	}
	rest, ok = strings.CutPrefix(rest, host)
	return ok && (rest == "" || rest[0] == '/')
}

// first is h.Get for names in canonical form, without a look at that.
func first(h http.Header, name string) string {
	if values := h[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// Secure reports whether the browser used https.
func (a Address) Secure() bool { return a.Scheme == "https" }

// Origin is the scheme and host: "https://example.com".
func (a Address) Origin() string { return a.Scheme + "://" + a.Host }

// Same reports whether two addresses have one origin. Ports that their schemes
// imply may be named or not.
func (a Address) Same(b Address) bool {
	return a.Scheme == b.Scheme && a.hostPort() == b.hostPort()
}

func (a Address) hostPort() string {
	host := strings.ToLower(a.Host)
	if port := map[string]string{"http": ":80", "https": ":443"}[a.Scheme]; port != "" {
		host = strings.TrimSuffix(host, port)
	}
	return host
}

// Path is a path of the program as the browser sees it.
func (a Address) Path(target string) string { return a.Prefix + target }

// Enter is where a redirect of the program's leads in the browser: a path that
// is not below the prefix yet gets it, so that it leads to the program again.
func (a Address) Enter(target string) string {
	if a.Prefix == "" || target == "" || target[0] != '/' || a.Within(target) {
		return target
	}
	if len(target) > 1 && (target[1] == '/' || target[1] == '\\') {
		return target // a host
	}
	return a.Prefix + target
}

// Within reports whether a path of the browser's is below the prefix.
func (a Address) Within(path string) bool {
	rest, ok := strings.CutPrefix(path, a.Prefix)
	return ok && (rest == "" || rest[0] == '/' || rest[0] == '?' || rest[0] == '#')
}

// forwarded is what the proxy next to the browser said: the first of a list.
func forwarded(r *http.Request, header string) string {
	first, _, _ := strings.Cut(r.Header.Get(header), ",")
	return strings.TrimSpace(first)
}

func isHost(s string) bool {
	return s != "" && !strings.ContainsAny(s, "/\\?#@ \t\"'<>%") && printable(s)
}

func isPath(s string) bool {
	return s != "" && s[0] != '\\' && !strings.ContainsAny(s, "\\?# \t\"'<>") && !strings.Contains(s, "//") && printable(s)
}

func printable(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f })
}
