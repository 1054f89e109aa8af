package inertia

import (
	"cmp"
	"net/http"
	"strings"
)

// WithForwarded trusts the headers X-Forwarded-Proto, X-Forwarded-Host and
// X-Forwarded-Prefix, which tell how the browser reached a proxy in front of
// the program: by which scheme and host, and below which path. Turn it on only
// behind a proxy that sets or removes them, since visitors can send them too.
// It is off by default.
func WithForwarded(on bool) Option { return func(c *config) { c.forwarded = on } }

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
	if len(target) == 1 || target[1] != '/' && target[1] != '\\' {
		return target
	}
	// Two leading slashes would be read as a host by whoever resolves it.
	return "/" + strings.TrimLeft(target, "/\\")
}

// prefixed is a target as the browser sees it.
func (i *Inertia) prefixed(r *http.Request, target string) string {
	if !i.forwarded {
		return target
	}
	prefix := strings.Trim(forwarded(r, "X-Forwarded-Prefix"), `/\ `)
	if prefix == "" {
		return target
	}
	return "/" + prefix + target
}

// host is the host the browser used.
func (i *Inertia) host(r *http.Request) string {
	if i.forwarded {
		return cmp.Or(forwarded(r, "X-Forwarded-Host"), r.Host)
	}
	return r.Host
}

// origin is the scheme and host the browser used. Behind a proxy that ends TLS
// the request itself looks like plain HTTP; the page it came from tells.
func (i *Inertia) origin(r *http.Request) string {
	host := i.host(r)
	secure := "https://" + host
	if r.TLS != nil || i.forwarded && forwarded(r, "X-Forwarded-Proto") == "https" ||
		r.Header.Get("Origin") == secure || r.Referer() == secure || strings.HasPrefix(r.Referer(), secure+"/") {
		return secure
	}
	return "http://" + host
}

// forwarded is what the proxy next to the browser said.
func forwarded(r *http.Request, header string) string {
	first, _, _ := strings.Cut(r.Header.Get(header), ",")
	return strings.TrimSpace(first)
}
