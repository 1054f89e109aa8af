package inertia

import (
	"cmp"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// RedirectOption is an option of [Inertia.Redirect] and [Inertia.Back].
type RedirectOption interface{ applyRedirect(*redirect) }

type redirect struct {
	status   int
	bag      string
	errors   Errors
	flash    []entry
	clear    bool
	fragment bool
	fullPage bool
}

type redirectOption func(*redirect)

func (o redirectOption) applyRedirect(rd *redirect) { o(rd) }

// WithErrors carries validation errors to the next page, where they are in
// props.errors.
func WithErrors(errs Errors) RedirectOption {
	return redirectOption(func(rd *redirect) { rd.errors = errs })
}

// ErrorBag names the bag for [WithErrors], for pages with several forms whose
// client does not ask for a bag itself.
func ErrorBag(name string) RedirectOption {
	return redirectOption(func(rd *redirect) { rd.bag = name })
}

// FullPage makes the browser load the target as a new document, even if it is
// of this application.
func FullPage() RedirectOption {
	return redirectOption(func(rd *redirect) { rd.fullPage = true })
}

// Redirect sends the client to url: 303 after PUT, PATCH and DELETE, else 302.
// Targets on other origins and targets with a fragment reach an Inertia visit
// in the form that it can follow.
//
// url is trusted: do not pass on what a visitor supplied.
func (i *Inertia) Redirect(w http.ResponseWriter, r *http.Request, url string, opts ...RedirectOption) {
	rd := redirect{bag: defaultBag}
	for _, opt := range opts {
		opt.applyRedirect(&rd)
	}
	i.serve(w, r, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := visitOf(r)
		v.carry(&rd)
		if rd.fullPage {
			i.Location(w, r, url)
			return
		}
		status := rd.status
		if status == 0 {
			status = http.StatusFound
			if isPutPatchDelete(r.Method) {
				status = http.StatusSeeOther
			}
		}
		w.Header().Set("Location", escapeLocation(url))
		w.WriteHeader(status)
	}))
}

// carry adds what the redirect takes along to what waits for the next page.
func (v *visit) carry(rd *redirect) {
	v.mu.Lock()
	defer v.mu.Unlock()
	out := &v.outgoing
	if len(rd.errors) > 0 {
		if out.Errors == nil {
			out.Errors = map[string]map[string][]string{}
		}
		out.Errors[rd.bag] = rd.errors
	}
	for _, e := range rd.flash {
		if out.Flash == nil {
			out.Flash = map[string]any{}
		}
		out.Flash[e.name] = e.value
	}
	out.ClearHistory = out.ClearHistory || rd.clear
	out.PreserveFragment = out.PreserveFragment || rd.fragment
}

// Back is [Inertia.Redirect] to the page the request came from: its Referer
// if that is of the same host, else the path of [WithFallback]. A page whose
// Referrer-Policy is no-referrer sends none.
func (i *Inertia) Back(w http.ResponseWriter, r *http.Request, opts ...RedirectOption) {
	i.Redirect(w, r, i.previous(r), opts...)
}

// previous is the path of the Referer, which is never trusted with a host.
func (i *Inertia) previous(r *http.Request) string {
	u, err := url.Parse(r.Referer())
	if err != nil || !strings.EqualFold(u.Host, i.host(r)) || u.Host == "" || u.Opaque != "" {
		return i.fallback
	}
	back := "/" + strings.TrimLeft(u.EscapedPath(), `/\`)
	if u.RawQuery != "" {
		back += "?" + u.RawQuery
	}
	return back
}

// Location makes the browser itself go to url, which may be outside of the
// application: a 409 that the client acts on, or a plain redirect if the
// request is not of the client. url is relative or has the scheme http or
// https; any other is refused with an error page.
func (i *Inertia) Location(w http.ResponseWriter, r *http.Request, url string) {
	i.serve(w, r, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isWebURL(url) {
			i.fail(w, r, fmt.Errorf("inertia: Location to %q: want a relative URL or one with http or https", url))
			return
		}
		v := visitOf(r)
		v.rec.own = true
		if !v.info.IsInertia {
			w.Header().Set("Location", escapeLocation(url))
			w.WriteHeader(http.StatusFound)
			return
		}
		w.Header().Set(headerLocation, escapeLocation(url))
		w.WriteHeader(http.StatusConflict)
	}))
}

func isWebURL(target string) bool {
	u, err := url.Parse(target)
	if err != nil {
		return false
	}
	return u.Scheme == "" || strings.EqualFold(u.Scheme, "http") || strings.EqualFold(u.Scheme, "https")
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

// isExternal reports whether location leads to another scheme, host or port.
func (i *Inertia) isExternal(r *http.Request, location string) bool {
	u, err := url.Parse(location)
	if err != nil || u.Host == "" {
		return false
	}
	here, err := url.Parse(i.origin(r))
	if err != nil {
		return true
	}
	scheme := cmp.Or(strings.ToLower(u.Scheme), here.Scheme)
	return scheme != here.Scheme || hostPort(u, scheme) != hostPort(here, here.Scheme)
}

// hostPort is u's host with the scheme's port made explicit.
func hostPort(u *url.URL, scheme string) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[scheme]
	}
	return net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}
