package inertiatest

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// VisitOption says how a visit is made. The options are those of the client's
// router; what concerns only the screen has none.
type VisitOption func(*visit)

// visit is one visit on its way.
type visit struct {
	method string
	url    *url.URL // with fragment
	body   payload

	data             any
	formData         bool
	indices          bool
	only             []string
	except           []string
	reset            []string
	errorBag         string
	header           http.Header
	async            bool
	replace          bool
	preserveState    bool
	preserveURL      bool
	preserveErrors   bool
	deferred         bool // loads deferred props
	prefetch         bool
	cached, uncached bool   // was answered, must not be answered from the cache
	scrollPath       string // the infinite list that the visit loads a page of
	scrollBack       bool
	hops             int // redirects that the client followed itself
	generation       int // of deferred loads that follow from each other
}

// Only asks for the props at these paths and no others.
func Only(paths ...string) VisitOption {
	return func(v *visit) { v.only = append(v.only, paths...) }
}

// Except asks for all props but those at these paths.
func Except(paths ...string) VisitOption {
	return func(v *visit) { v.except = append(v.except, paths...) }
}

// Reset asks for the props at these paths, to replace what was merged so far.
func Reset(paths ...string) VisitOption {
	return func(v *visit) { v.reset = append(v.reset, paths...) }
}

// Data is sent with the visit: in the query of a GET, else as JSON, or as
// multipart form data if there is a [File] in it. Values are encoded as
// encoding/json does. [url.Values] are sent as an ordinary form.
func Data(data any) VisitOption {
	return func(v *visit) { v.data = data }
}

// ForceFormData sends the data as multipart form data even without files.
func ForceFormData() VisitOption {
	return func(v *visit) { v.formData = true }
}

// IndexedArrays writes arrays in a query as a[0]=x instead of a[]=x.
func IndexedArrays() VisitOption {
	return func(v *visit) { v.indices = true }
}

// ErrorBag names the bag that the visit's validation errors come in.
func ErrorBag(name string) VisitOption {
	return func(v *visit) { v.errorBag = name }
}

// Header adds a header to the visit.
func Header(name, value string) VisitOption {
	return func(v *visit) { v.header.Add(name, value) }
}

// Async makes the visit a background one, as reloads are: it does not reload
// the page when the assets have changed, and its answer is dropped if the
// client is elsewhere by then.
func Async() VisitOption {
	return func(v *visit) { v.async = true }
}

// Replace puts the page in the place of the current history entry.
func Replace() VisitOption {
	return func(v *visit) { v.replace = true }
}

// PreserveState keeps what the components of the page remember, here how far
// infinite lists are loaded. Visits other than GET do so anyway.
func PreserveState() VisitOption {
	return func(v *visit) { v.preserveState = true }
}

// PreserveURL keeps the URL and the history as they are.
func PreserveURL() VisitOption {
	return func(v *visit) { v.preserveURL = true }
}

// PreserveErrors keeps validation errors if the answer brings none.
func PreserveErrors() VisitOption {
	return func(v *visit) { v.preserveErrors = true }
}

// newVisit prepares a visit that starts at a location.
func newVisit(at *url.URL, method, href string, opts []VisitOption) (*visit, error) {
	v := &visit{method: method, header: http.Header{}, preserveState: method != http.MethodGet}
	for _, opt := range opts {
		opt(v)
	}
	u, err := at.Parse(href)
	if err != nil {
		return nil, fmt.Errorf("inertiatest: %w", err)
	}
	if !sameOrigin(u, at) {
		return nil, fmt.Errorf("inertiatest: %s is of another origin than the client, which is at %s; see WithBaseURL", u, at)
	}
	v.url = u
	if err := v.encode(); err != nil {
		return nil, fmt.Errorf("inertiatest: data of %s %s: %w", method, href, err)
	}
	if v.prefetch {
		v.header.Set("Purpose", "prefetch")
	}
	return v, nil
}

func (v *visit) partial() bool { return len(v.only) > 0 || len(v.except) > 0 || len(v.reset) > 0 }

// requests reports whether the visit asks for the prop at path.
func (v *visit) requests(path string) bool {
	inside := func(p string) bool { return path == p || strings.HasPrefix(path, p+".") }
	return (len(v.only) > 0 || len(v.except) > 0) &&
		(len(v.only) == 0 || slices.ContainsFunc(v.only, inside)) &&
		!slices.ContainsFunc(v.except, inside)
}

// headers are those of the request, made from the page the client holds.
func (v *visit) headers(page *PageObject, once []string) http.Header {
	h := v.header.Clone()
	set := func(name string, values []string) {
		if len(values) > 0 {
			h.Set(name, strings.Join(values, ","))
		}
	}
	if v.partial() {
		h.Set("X-Inertia-Partial-Component", page.Component)
	}
	set("X-Inertia-Partial-Data", slices.Concat(v.only, v.reset))
	set("X-Inertia-Partial-Except", v.except)
	set("X-Inertia-Reset", v.reset)
	if v.errorBag != "" {
		h.Set("X-Inertia-Error-Bag", v.errorBag)
	}
	h.Set("Accept", "text/html, application/xhtml+xml")
	h.Set("X-Requested-With", "XMLHttpRequest")
	h.Set("X-Inertia", "true")
	if page.Version != "" {
		h.Set("X-Inertia-Version", page.Version)
	}
	set("X-Inertia-Except-Once-Props", once)
	return h
}

// key identifies the visit among prefetched ones.
func (v *visit) key() string {
	return fmt.Sprintf("%q %q %q %q %q %q %q %v %v %v %v", v.method, v.url, v.only, v.except, v.reset, v.errorBag,
		v.headersWithoutPurpose(), v.formData, v.indices, v.preserveURL, v.preserveErrors)
}

func (v *visit) headersWithoutPurpose() http.Header {
	h := v.header.Clone()
	if h.Get("Purpose") == "prefetch" {
		h.Del("Purpose")
	}
	return h
}

func sameOrigin(a, b *url.URL) bool {
	port := func(u *url.URL) string {
		if p := u.Port(); p != "" {
			return p
		}
		return map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return a.Scheme == b.Scheme && strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b)
}

// href is a URL as browsers compare them, without the fragment.
func href(u *url.URL) string {
	c := *u
	c.Fragment, c.RawFragment, c.ForceQuery = "", "", false
	if c.Path == "" {
		c.Path = "/"
	}
	return c.String()
}
