package vite

import (
	"cmp"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// WithAllowedHosts names hosts under which browsers may reach the dev server
// through this program: "app.test", "192.168.1.7", or ".app.test" for a domain
// and everything below it. Names have no port. Several calls add up. The
// default is localhost, names that end in .localhost, 127.0.0.1 and ::1, and
// they are always allowed. It has no effect on a build.
//
// Requests for other hosts get status 403, because any web site can let its
// own name point to this machine and would then read what it serves. Requests
// that pages of other sites make get 403 too. The update socket opens only for
// pages of the host and port that it belongs to, or of an allowed host.
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
	if h, port, err := net.SplitHostPort(host); err == nil && strings.Trim(port, "0123456789") == "" {
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
	if given && !(len(origins) == 1 && h.trusts(origins[0], r)) {
		return fmt.Sprintf("vite: the dev server is for pages of %.100q, and the page that asks is of %.100q: if that is a name of this program, allow it with vite.WithAllowedHosts", r.Host, strings.Join(origins, ", "))
	}
	if r.Header.Get("Sec-Fetch-Site") == "cross-site" && r.Header.Get("Sec-Fetch-Mode") == "no-cors" {
		return fmt.Sprintf("vite: the dev server is for pages of %.100q, and a page of another site asks: open the program under the name that the page has, or allow that with vite.WithAllowedHosts", r.Host)
	}
	return ""
}

// trusts reports whether a page of this origin may make the request. The socket
// tells more than any file, so there another program of this machine is a
// stranger too.
func (h hosts) trusts(origin string, r *http.Request) bool {
	u, err := url.Parse(origin)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return false
	}
	name := hostname(u.Host)
	return h.contains(name) || withPort(u.Host, u.Scheme) == withPort(r.Host, u.Scheme) || !isUpgrade(r) && isLocal(name)
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
