package vite

import (
	"cmp"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// WithAllowedHosts names hosts, besides localhost, under which browsers may
// reach the dev server through this program: "app.test", "192.168.1.7", or
// ".app.test" for the domain and all below it. Names have no port. Several calls
// add up. No effect on a build.
//
// By default it is localhost, names that end in .localhost, and the addresses
// 127.0.0.1 and ::1. Every other host gets status 403, since any web site can
// have its own name point to this machine and then read what it serves. The
// update socket opens only for pages of the host that it belongs to, or of an
// allowed one.
func WithAllowedHosts(hosts ...string) Option {
	return func(c *config) { c.allowedHosts = append(c.allowedHosts, hosts...) }
}

// hosts are the allowed ones, in lower case.
type hosts []string

func newHosts(names []string) (hosts, error) {
	var h hosts
	for _, name := range names {
		plain := strings.Trim(strings.ToLower(name), "[]")
		rest := strings.TrimPrefix(plain, ".")
		if rest == "" || strings.ContainsAny(plain, "/*@ ") || net.ParseIP(plain) == nil && strings.Contains(plain, ":") {
			return nil, fmt.Errorf(`vite: WithAllowedHosts(%q): want the name of a host without scheme and port, such as "app.test"`, name)
		}
		h = append(h, plain)
	}
	return h, nil
}

// contains reports whether the option names a host.
func (h hosts) contains(name string) bool {
	for _, allowed := range h {
		if name == allowed || allowed[0] == '.' && (name == allowed[1:] || strings.HasSuffix(name, allowed)) {
			return true
		}
	}
	return false
}

// hostname is the name in a Host header, in lower case.
func hostname(host string) string {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	return strings.TrimSuffix(strings.ToLower(strings.Trim(name, "[]")), ".")
}

// isLocal reports whether a name means this machine whoever resolves it.
func isLocal(name string) bool {
	ip := net.ParseIP(name)
	return name == "localhost" || strings.HasSuffix(name, ".localhost") || ip != nil && ip.IsLoopback()
}

// refuse explains why a request must not reach the dev server, "" if it may. The
// proxy has to look, because the dev server no longer can: for it all requests
// come from this program.
func (h hosts) refuse(r *http.Request) string {
	name := hostname(r.Host)
	if !isLocal(name) && !h.contains(name) {
		return fmt.Sprintf("vite: the dev server is for this machine, and this request is for the host %.100q: open the program at localhost, or allow the host with vite.WithAllowedHosts(%.100q)", r.Host, name)
	}
	origins, given := r.Header["Origin"]
	if !given || !isUpgrade(r) {
		return ""
	}
	if len(origins) == 1 {
		origin, err := url.Parse(origins[0])
		if err == nil && (origin.Scheme == "http" || origin.Scheme == "https") && origin.Host != "" &&
			(withPort(origin.Host, origin.Scheme) == withPort(r.Host, origin.Scheme) || h.contains(hostname(origin.Host))) {
			return ""
		}
	}
	return fmt.Sprintf("vite: the dev server's update socket is for pages of %.100q, and this one is of %.100q: if that is a name of this program, allow it with vite.WithAllowedHosts", r.Host, strings.Join(origins, ", "))
}

func isUpgrade(r *http.Request) bool {
	return r.Header.Get("Upgrade") != "" || r.Method == http.MethodConnect
}

// withPort is a host with the port that a browser leaves out.
func withPort(host, scheme string) string {
	_, port, err := net.SplitHostPort(host)
	if err != nil {
		port = ""
	}
	return net.JoinHostPort(hostname(host), cmp.Or(port, map[string]string{"http": "80", "https": "443"}[scheme]))
}
