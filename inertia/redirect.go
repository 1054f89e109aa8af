package inertia

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// WithFallback sets the path that [Inertia.Back] leads to when the request
// does not say where it came from. The default is "/".
func WithFallback(path string) Option {
	return func(c *config) {
		if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.HasPrefix(path, `/\`) {
			c.reject("WithFallback(%q): want a path of this application, such as \"/\"", path)
		}
		c.fallback = path
	}
}

// WithoutExternalRedirects leaves redirects to other origins unchanged. By
// default they become location visits, because the client's XMLHttpRequest
// cannot follow them.
func WithoutExternalRedirects() Option { return func(c *config) { c.externalRedirects = false } }

// RedirectOption is an option of [Inertia.Redirect], [Inertia.Back] and
// [Inertia.Location]. [Errors] is one: it carries validation errors to the next
// page, where they are in props.errors.
type RedirectOption interface{ applyRedirect(*redirect) }

type redirect struct {
	carried
	status   int
	schemes  []string
	fullPage bool
}

type redirectOption func(*redirect)

func (o redirectOption) applyRedirect(rd *redirect) { o(rd) }

func (e Errors) applyRedirect(rd *redirect) { rd.errors = e }

// applyRender makes Errors an option of pages that are rendered for a form
// instead of redirected to. What happens to several messages and of bags is the
// same.
func (e Errors) applyRender(rn *render) { rn.errors = e }

// ErrorBag names the bag of the answer's [Errors], for pages with several
// forms whose client does not name a bag itself.
func ErrorBag(name string) ResponseOption {
	return responseOption{
		func(rn *render) { rn.bag = name },
		func(rd *redirect) { rd.bag = name },
	}
}

// FullPage makes the browser load the target as a new document, even if it is
// a page of this application. It excludes [Status].
func FullPage() RedirectOption {
	return redirectOption(func(rd *redirect) { rd.fullPage = true })
}

// AllowScheme lets this redirect lead to URLs of other schemes than http and
// https: "mailto", or that of a native application. Schemes that run script
// (javascript, data, vbscript) are never allowed.
func AllowScheme(schemes ...string) RedirectOption {
	return redirectOption(func(rd *redirect) { rd.schemes = append(rd.schemes, schemes...) })
}

func newRedirect(opts []RedirectOption) *redirect {
	rd := &redirect{carried: carried{bag: defaultBag}}
	for _, opt := range opts {
		if opt != nil {
			opt.applyRedirect(rd)
		}
	}
	return rd
}

// check reports options that cannot be meant, and unsafe targets.
func (rd *redirect) check(target string) error {
	switch s := scheme(target); {
	case s == "javascript" || s == "data" || s == "vbscript",
		!isSafeTarget(target) && !slices.ContainsFunc(rd.schemes, func(allowed string) bool { return strings.EqualFold(allowed, s) }):
		return fmt.Errorf("inertia: redirect to %q: want a path or a URL with http or https; other schemes need inertia.AllowScheme", target)
	case rd.fullPage && rd.status != 0:
		return fmt.Errorf("inertia: redirect to %q: FullPage and Status exclude each other", target)
	case rd.status != 0 && !isRedirect(rd.status):
		return fmt.Errorf("inertia: redirect to %q: Status(%d) does not redirect; use 301, 302, 303, 307 or 308", target, rd.status)
	}
	return nil
}

// Redirect sends the client to url: with status 303 after PUT, PATCH and
// DELETE, else with 302. Targets on other origins and targets with a fragment
// are sent in a form that the client can follow. If a trusted proxy cuts off a
// prefix, a path means the program's own path, below that prefix.
//
// It answers with the error page of status 500 if url is neither a path nor
// http or https, or if options contradict each other.
//
// Redirect trusts url: do not pass on what a visitor supplied.
func (i *Inertia) Redirect(w http.ResponseWriter, r *http.Request, url string, opts ...RedirectOption) {
	rd := newRedirect(opts)
	i.enter(w, r, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { i.redirect(w, r, url, rd) }))
}

func (i *Inertia) redirect(w http.ResponseWriter, r *http.Request, target string, rd *redirect) {
	if err := rd.check(target); err != nil {
		i.fail(w, r, err)
		return
	}
	if rd.fullPage || !isSafeTarget(target) {
		i.location(w, r, target, rd)
		return
	}
	x := exchangeOf(r)
	x.carry(&rd.carried)
	status := rd.status
	if status == 0 {
		status = http.StatusFound
		if isPutPatchDelete(r.Method) {
			status = http.StatusSeeOther
		}
	}
	w.Header().Set("Location", escapeLocation(target))
	w.WriteHeader(status)
}

// Back is [Inertia.Redirect] to the page that the request came from: its
// Referer if that is a page of this application, else the path of
// [WithFallback]. A page with the Referrer-Policy no-referrer sends no
// Referer.
//
// A GET request that came from its own URL would redirect to itself forever. It
// is answered with an error page instead: 422 if there are errors, else 500.
func (i *Inertia) Back(w http.ResponseWriter, r *http.Request, opts ...RedirectOption) {
	rd := newRedirect(opts)
	i.enter(w, r, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { i.goBack(w, r, rd) }))
}

func (i *Inertia) goBack(w http.ResponseWriter, r *http.Request, rd *redirect) {
	x := exchangeOf(r)
	target := i.previous(x, r)
	if r.Method != http.MethodGet || !sameURL(target, x.address.Path(x.target)) {
		i.redirect(w, r, target, rd)
		return
	}
	if len(rd.errors) > 0 {
		i.answerError(w, r, http.StatusUnprocessableEntity, rd.errors)
		return
	}
	i.answerError(w, r, http.StatusInternalServerError,
		fmt.Errorf("inertia: GET %s has no page to show and came from its own URL, so leading back would never end; render a page or redirect elsewhere", x.target))
}

// previous is where the visitor was, or the fallback if nobody knows.
func (i *Inertia) previous(x *exchange, r *http.Request) string {
	if page, ok := x.shownPage(r); ok {
		return page
	}
	return x.address.Enter(i.fallback)
}

// shownPage is the path of the Referer, which is never trusted with a host, as
// the browser sees it.
func (x *exchange) shownPage(r *http.Request) (string, bool) {
	u, err := url.Parse(r.Referer())
	if err != nil || !strings.EqualFold(u.Host, x.address.Host) || u.Host == "" || u.Opaque != "" {
		return "", false
	}
	page := "/" + strings.TrimLeft(u.EscapedPath(), `/\`)
	if !x.address.Within(page) {
		return "", false
	}
	if u.RawQuery != "" {
		page += "?" + u.RawQuery
	}
	return page, true
}

// sameURL compares paths with queries, whatever is escaped in them.
func sameURL(a, b string) bool {
	a, queryA, _ := strings.Cut(a, "?")
	b, queryB, _ := strings.Cut(b, "?")
	return queryA == queryB && pathOf(a) == pathOf(b)
}

// Location makes the browser itself go to url, which may be outside of the
// application: by a 409 that the client acts on, or by a plain redirect if the
// request did not come from the client. For url and options see
// [Inertia.Redirect].
func (i *Inertia) Location(w http.ResponseWriter, r *http.Request, url string, opts ...RedirectOption) {
	rd := newRedirect(opts)
	rd.fullPage = true
	i.enter(w, r, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { i.redirect(w, r, url, rd) }))
}

func (i *Inertia) location(w http.ResponseWriter, r *http.Request, target string, rd *redirect) {
	x := exchangeOf(r)
	x.carry(&rd.carried)
	x.rec.own = true
	header, status := "Location", http.StatusFound
	if x.info.IsInertia {
		header, status = headerLocation, http.StatusConflict
	} else if isPutPatchDelete(r.Method) {
		status = http.StatusSeeOther
	}
	w.Header().Set(header, x.address.Enter(escapeLocation(target)))
	w.WriteHeader(status)
}
