package inertia

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"

	"github.com/inertia-templ/shell/flash"
	"github.com/inertia-templ/shell/inertia/internal/props"
)

// WithFlashStore keeps flash and errors in store, for example in a database
// with [flash.NewStored]. The default is sealed cookies.
func WithFlashStore(store flash.Store) Option {
	return func(c *config) {
		if isNil(store) {
			c.reject("WithFlashStore: the store is nil; use flash.None{} to keep nothing")
			return
		}
		c.flash = store
	}
}

// WithFlash sets options of the sealed cookies in which flash and errors wait:
// their attributes and name, and with [flash.WithOverflow] a database for what
// is too large for cookies. By default the cookies are named inertia_flash,
// HttpOnly and SameSite=Lax. Several WithFlash add up. It excludes
// [WithFlashStore].
func WithFlash(opts ...flash.Option) Option {
	return func(c *config) { c.flashOptions = append(c.flashOptions, opts...) }
}

// Flash adds a message for the next page: the page rendered for this request
// or, after a redirect, the page at its target. The client finds it in
// page.flash. value is encoded as JSON. A later value of the same key replaces
// the earlier one. To show a secret once on purpose, such as a new access
// token, pass [Public](value).
func Flash(r *http.Request, key string, value any) {
	x := attach(r)
	x.mu.Lock()
	defer x.mu.Unlock()
	setFlash(&x.outgoing, key, value)
}

func setFlash(d *flash.Data, key string, value any) {
	if d.Flash == nil {
		d.Flash = map[string]any{}
	}
	d.Flash[key] = value
}

// PeekFlash returns, as JSON, the message that waits for the next page under
// key, from this request or an earlier one. The message keeps waiting.
func (i *Inertia) PeekFlash(r *http.Request, key string) (json.RawMessage, bool) {
	x := attach(r)
	x.mu.Lock()
	defer x.mu.Unlock()
	value, ok := x.outgoing.Flash[key]
	if !ok {
		i.load(x, r)
		if value, ok = x.incoming.Flash[key]; !ok {
			return nil, false
		}
	}
	if raw, ok := value.(json.RawMessage); ok {
		return raw, true
	}
	raw, err := json.Marshal(value)
	return raw, err == nil
}

// carry adds what a page or a redirect takes along to what waits for the next
// page.
func (x *exchange) carry(c *carried) {
	x.mu.Lock()
	defer x.mu.Unlock()
	out := &x.outgoing
	if len(c.errors) > 0 {
		if out.Errors == nil {
			out.Errors = map[string]map[string][]string{}
		}
		out.Errors[c.bag] = c.errors
	}
	for _, e := range c.flash {
		setFlash(out, e.name, e.value)
	}
	out.ClearHistory = out.ClearHistory || c.clear
	out.PreserveFragment = out.PreserveFragment || c.fragment
}

// carried is what options add to the next page.
type carried struct {
	flash    []entry
	errors   Errors
	bag      string
	clear    bool
	fragment bool
}

// load reads what earlier responses left, once per request. The lock is held.
func (i *Inertia) load(x *exchange, r *http.Request) {
	if x.loaded {
		return
	}
	x.loaded = true
	d, key, err := i.flash.Load(r, pathOf(i.browserURL(x, r)))
	if err != nil {
		i.log.WarnContext(r.Context(), err.Error(), "url", x.target)
		i.losesFlash(x, err, false)
	}
	x.incoming, x.key = d, key
}

// screen keeps secrets out of the messages of this request, before they are
// shown or wait for the next page, which shows them under their keys.
func (i *Inertia) screen(x *exchange, r *http.Request, component string) error {
	x.mu.Lock()
	values := maps.Clone(x.outgoing.Flash)
	x.mu.Unlock()
	if len(values) == 0 {
		return nil
	}
	screened, leaks, err := i.screens.Screen(r.Context(), props.Facts{
		Request: r, Component: component, Target: x.target, Concurrency: i.concurrency, Log: i.log, Policy: i.policy(),
	}, "flash", values)
	i.complain(r, x, component, leaks)
	x.mu.Lock()
	defer x.mu.Unlock()
	for key := range values {
		if value, ok := screened[key]; ok {
			x.outgoing.Flash[key] = value
		} else {
			delete(x.outgoing.Flash, key)
		}
	}
	return err
}

// losesFlash tells the observers of messages that nobody will see.
func (i *Inertia) losesFlash(x *exchange, err error, partial bool) {
	if i.observed() {
		i.tell(x, FlashLost{URL: x.address.Path(x.target), Partial: partial, Err: err})
	}
}

// waiting is what the next page shows.
func (i *Inertia) waiting(x *exchange, r *http.Request) flash.Data {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.keepsIncoming(r) {
		return x.outgoing
	}
	i.load(x, r)
	return merged(x.incoming, x.outgoing)
}

// keepsIncoming reports whether the request is one that shows no messages, so
// that they wait for one that does: a prefetched page may never be seen, and
// partial reloads that the client starts by itself (deferred props, polls,
// WhenVisible; it marks them no-cache) may overtake the page that is meant.
func (x *exchange) keepsIncoming(r *http.Request) bool {
	return x.info.IsPrefetch || r.Method == http.MethodHead ||
		x.info.PartialComponent != "" && (hasToken(r.Header, "Cache-Control", "no-cache") || hasToken(r.Header, "Cache-Control", "max-age=0"))
}

// show notes that a page with everything that waits is about to be sent.
func (x *exchange) show() {
	x.mu.Lock()
	x.shown = true
	x.mu.Unlock()
}

// save stores what waits for the next page, before the first byte is sent.
// target is where a redirect leads, empty for other answers.
func (i *Inertia) save(x *exchange, w http.ResponseWriter, r *http.Request, target string) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	keeps := x.keepsIncoming(r)
	switch {
	case x.shown && keeps:
		return nil // outgoing was shown, incoming still waits
	case x.shown:
		if i.load(x, r); x.incoming.IsZero() && x.key == "" {
			return nil
		}
		return i.keep(x, w, r, "", flash.Data{}, x.key)
	case target == "" || keeps:
		if x.outgoing.IsZero() {
			return nil // what waits goes on waiting
		}
		return i.keep(x, w, r, "", x.outgoing, "")
	}
	// What came here travels on with the redirect.
	i.load(x, r)
	d := merged(x.incoming, x.outgoing)
	if d.IsZero() && x.key == "" {
		return nil
	}
	path := i.pathAfter(x, r, target)
	other := x.place.at(x, path)
	if other == nil || other.flash == i.flash {
		return i.keep(x, w, r, path, d, x.key)
	}
	// The next page is one of another application, which reads its own store.
	if err := other.keep(x, w, r, path, d, ""); err != nil {
		return err
	}
	if x.incoming.IsZero() && x.key == "" {
		return nil
	}
	return i.keep(x, w, r, "", flash.Data{}, x.key)
}

// keep hands d to the store. That a part gave way is for the log.
func (i *Inertia) keep(x *exchange, w http.ResponseWriter, r *http.Request, path string, d flash.Data, replaces flash.Key) error {
	err := i.flash.Save(w, r, path, d, replaces)
	if e, ok := errors.AsType[*flash.TooLargeError](err); ok && e.Saved {
		i.log.WarnContext(r.Context(), err.Error(), "url", x.target)
		i.losesFlash(x, err, true)
		return nil
	}
	return err
}

func merged(a, b flash.Data) flash.Data {
	return flash.Data{
		Flash:            overlaid(a.Flash, b.Flash),
		Errors:           overlaid(a.Errors, b.Errors),
		ClearHistory:     a.ClearHistory || b.ClearHistory,
		PreserveFragment: a.PreserveFragment || b.PreserveFragment,
	}
}

func overlaid[V any](a, b map[string]V) map[string]V {
	if len(a) == 0 {
		return b
	}
	m := maps.Clone(a)
	maps.Copy(m, b)
	return m
}
