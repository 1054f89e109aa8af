package inertiatest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// Browser is the client without a screen: it keeps cookies, the page and the
// history as a browser with the real client does, and sends what that would
// send. It reports errors instead of failing a test, for load tests and the
// like; see [Client] for tests.
//
// A Browser is one tab of one visitor. It is safe for concurrent use: a visit
// interrupts the one before it, reloads and other background visits run side
// by side.
type Browser struct {
	cfg  *config
	http *http.Client

	mu        sync.Mutex
	page      *PageObject // nil before the first load
	location  *url.URL    // of the current history entry
	history   []entry
	at        int // index of the current history entry
	keyID     int // of the key that encrypts the history, from 1
	flashes   []map[string]any
	scroll    map[string]*scrollState
	cache     map[string]*prefetched
	interrupt context.CancelFunc // of the visit under way, if any
	hidden    bool               // the XSRF cookie is closed to scripts
}

// NewBrowser returns a browser that asks the handler, in process. Without one
// it goes over the network, see [WithBaseURL] and [WithTransport].
func NewBrowser(handler http.Handler, opts ...Option) (*Browser, error) {
	cfg, err := newConfig(opts)
	if err != nil {
		return nil, err
	}
	return newBrowser(handler, cfg), nil
}

func newBrowser(handler http.Handler, cfg *config) *Browser {
	rt := cfg.transport
	if handler != nil {
		rt = transport{handler}
	}
	jar, _ := cookiejar.New(nil) // never fails
	return &Browser{
		cfg: cfg, location: cfg.base, at: -1, keyID: 1, cache: map[string]*prefetched{},
		http: &http.Client{
			Transport: rt, Jar: jar,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// ResponseError is an answer that is not a page, where the client expects one. The
// real client shows such answers in a dialog.
type ResponseError struct {
	Method string
	URL    string // of the answer, after redirects
	Status int
	Header http.Header
	Body   []byte
	Err    error // what is wrong with it
}

// Error describes the answer.
func (e *ResponseError) Error() string {
	s := fmt.Sprintf("inertiatest: %s %s is answered with %d %s, no page", e.Method, e.URL, e.Status, http.StatusText(e.Status))
	if e.Err != nil {
		s += ": " + strings.TrimPrefix(e.Err.Error(), "inertiatest: ")
	} else if len(e.Body) > 0 {
		s += ": " + excerpt(e.Body)
	}
	return s
}

// Unwrap returns what is wrong with the answer.
func (e *ResponseError) Unwrap() error { return e.Err }

// LeftError says that the browser was sent to another site, where it cannot
// follow. Its page stays what it was.
type LeftError struct{ URL string }

// Error names the site.
func (e *LeftError) Error() string { return "inertiatest: the browser was sent to " + e.URL }

// ErrInterrupted is the end of a visit when another begins.
var ErrInterrupted = errors.New("inertiatest: the visit was interrupted by another")

// Page returns the page as the client holds it, nil before the first.
func (b *Browser) Page() *PageObject {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.snapshot()
}

func (b *Browser) snapshot() *PageObject {
	if b.page == nil {
		return nil
	}
	return b.page.clone()
}

// Location returns what the address bar shows.
func (b *Browser) Location() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.location.String()
}

// Flashes returns the flash of every page that brought one, in order: each is
// an event of the client. Only the latest 1000 are kept.
func (b *Browser) Flashes() []map[string]any {
	b.mu.Lock()
	defer b.mu.Unlock()
	return cloneFlashes(b.flashes)
}

func (b *Browser) flash(f map[string]any) {
	const limit = 1000
	if len(b.flashes) == limit {
		b.flashes = slices.Delete(b.flashes, 0, 1)
	}
	b.flashes = append(b.flashes, f)
}

func cloneFlashes(in []map[string]any) []map[string]any {
	out := make([]map[string]any, len(in))
	for i, f := range in {
		out[i] = cloneValue(f).(map[string]any)
	}
	return out
}

// Load opens a URL as a browser does from its address bar.
func (b *Browser) Load(ctx context.Context, href string) (*PageObject, error) {
	u, err := b.resolve(href)
	if err != nil {
		return nil, err
	}
	return b.load(ctx, u, false)
}

func (b *Browser) resolve(href string) (*url.URL, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	u, err := b.location.Parse(href)
	if err != nil {
		return nil, fmt.Errorf("inertiatest: %w", err)
	}
	return u, nil
}

// Get visits a URL. The first visit of a browser is a [Browser.Load].
func (b *Browser) Get(ctx context.Context, href string, opts ...VisitOption) (*PageObject, error) {
	return b.Visit(ctx, http.MethodGet, href, opts...)
}

// Post visits a URL with POST; see [Data] for what data may be.
func (b *Browser) Post(ctx context.Context, href string, data any, opts ...VisitOption) (*PageObject, error) {
	return b.Visit(ctx, http.MethodPost, href, with(data, opts)...)
}

// Put visits a URL with PUT.
func (b *Browser) Put(ctx context.Context, href string, data any, opts ...VisitOption) (*PageObject, error) {
	return b.Visit(ctx, http.MethodPut, href, with(data, opts)...)
}

// Patch visits a URL with PATCH.
func (b *Browser) Patch(ctx context.Context, href string, data any, opts ...VisitOption) (*PageObject, error) {
	return b.Visit(ctx, http.MethodPatch, href, with(data, opts)...)
}

// Delete visits a URL with DELETE.
func (b *Browser) Delete(ctx context.Context, href string, opts ...VisitOption) (*PageObject, error) {
	return b.Visit(ctx, http.MethodDelete, href, opts...)
}

func with(data any, opts []VisitOption) []VisitOption {
	return append([]VisitOption{Data(data)}, opts...)
}

// Visit visits a URL and returns the page that the client then holds, after
// redirects, and after deferred props have been loaded. The error is a
// [*ResponseError], a [*LeftError], [ErrInterrupted] or what the transport
// reports; [Browser.Page] is then what the client is left with.
func (b *Browser) Visit(ctx context.Context, method, href string, opts ...VisitOption) (*PageObject, error) {
	b.mu.Lock()
	v, err := newVisit(b.location, method, href, opts)
	fresh := b.page == nil
	b.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if fresh {
		if method != http.MethodGet {
			return nil, fmt.Errorf("inertiatest: %s %s: a visit starts from a page: Load one first", method, href)
		}
		return b.load(ctx, v.url, false)
	}
	return b.start(ctx, v)
}

// Reload visits the current URL in the background, as the client does for
// partial reloads and polls.
func (b *Browser) Reload(ctx context.Context, opts ...VisitOption) (*PageObject, error) {
	v, err := b.newReload(opts)
	if err != nil {
		return nil, err
	}
	return b.start(ctx, v)
}

func (b *Browser) newReload(opts []VisitOption) (*visit, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.page == nil {
		return nil, errors.New("inertiatest: there is no page to reload: Load one first")
	}
	v, err := newVisit(b.location, http.MethodGet, b.location.String(), opts)
	if err != nil {
		return nil, err
	}
	v.async, v.preserveState = true, true
	v.header.Set("Cache-Control", "no-cache")
	return v, nil
}

// start makes a visit, from the prefetch cache if it is there.
func (b *Browser) start(ctx context.Context, v *visit) (*PageObject, error) {
	b.mu.Lock()
	origin := b.page
	if cached := b.cached(v); cached != nil && !v.uncached {
		v.cached = true
		ans := cached.use()
		b.mu.Unlock()
		return b.receive(ctx, v, cached.origin, ans)
	}
	fetching, done := b.exclusive(ctx, v)
	header := v.headers(b.page, b.onceKeys())
	b.mu.Unlock()
	defer done()

	ans, err := b.fetch(fetching, v, header)
	if errors.Is(context.Cause(fetching), ErrInterrupted) {
		return nil, ErrInterrupted
	}
	if err != nil {
		return nil, err
	}
	return b.receive(ctx, v, origin, ans)
}

// exclusive makes v interrupt the visit before it, unless it is a background
// one.
func (b *Browser) exclusive(ctx context.Context, v *visit) (context.Context, context.CancelFunc) {
	if v.async {
		return ctx, func() {}
	}
	if b.interrupt != nil {
		b.interrupt()
	}
	ctx, cancel := context.WithCancelCause(ctx)
	b.interrupt = func() { cancel(ErrInterrupted) }
	return ctx, func() { cancel(nil) }
}
