package inertia

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/inertia-templ/shell/inertia/internal/props"
	"github.com/inertia-templ/shell/inertia/internal/record"
)

// shared is one entry, or a function that makes several.
type shared struct {
	entry
	fn   func(*http.Request) (any, error)
	when func(*http.Request) bool // nil for always
	at   record.Source            // where the program says so
}

// WithShared adds a prop to every page. value is anything that [Props] may
// hold. For what depends on the visitor, pass a function of the request:
//
//	inertia.WithShared("auth", func(r *http.Request) Auth { return authOf(r) })
//
// A page's own prop of the same name wins. By default nothing is shared but
// errors.
func WithShared(key string, value any) Option {
	at := record.Caller()
	return func(c *config) {
		if key == "" {
			c.reject("WithShared: the key is empty")
		}
		c.shared = append(c.shared, shared{entry: entry{key, value}, at: at})
	}
}

// WithSharedWhen shares a prop as [WithShared] does, but only with requests for
// which when returns true. By default every page has every shared prop.
func WithSharedWhen(when func(*http.Request) bool, key string, value any) Option {
	at := record.Caller()
	return func(c *config) {
		if key == "" || when == nil {
			c.reject("WithSharedWhen: the key is empty, or the condition is nil")
			return
		}
		c.shared = append(c.shared, shared{entry: entry{key, value}, when: when, at: at})
	}
}

// Sharing adds a shared prop to the pages of a group of routes:
//
//	mux.Handle("/admin/", inertia.Defaults(admin, inertia.Sharing("menu", adminMenu)))
//
// It wins over [WithShared]; [Share] and the page's own props win over it. value
// is anything that [Props] may hold.
func Sharing(key string, value any) RenderOption {
	return renderOption(func(rn *render) { rn.shared = append(rn.shared, entry{key, value}) })
}

// WithSharedFunc adds to every page the props that fn returns for its request:
// [Props] or a struct with json tags. By default nothing is shared but errors.
func WithSharedFunc[P any](fn func(*http.Request) (P, error)) Option {
	return func(c *config) {
		if fn == nil {
			c.reject("WithSharedFunc: the function is nil")
			return
		}
		c.shared = append(c.shared, shared{fn: func(r *http.Request) (any, error) { return fn(r) }, at: record.Func(fn)})
	}
}

// WithMergedShared merges a page's prop into the shared one of its name, at
// every depth where both are objects: a page that sends auth.can keeps the rest
// of the shared auth. A computed prop is still replaced. By default the page's
// prop replaces the shared one.
func WithMergedShared() Option { return func(c *config) { c.mergeShared = true } }

// Shared returns what was shared under key for this request with [Share], as it
// was given.
func Shared(r *http.Request, key string) (value any, ok bool) {
	x := exchangeOf(r)
	if x == nil {
		return nil, false
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, e := range x.shared {
		if e.name == key {
			value, ok = e.value, true
		}
	}
	return value, ok
}

// WithoutSharedKeys hides from the client which props are shared. By default
// the client is told their names, so that it can keep them on screen during
// instant visits.
func WithoutSharedKeys() Option { return func(c *config) { c.sharedKeys = false } }

// Share adds a prop to every page rendered for this request. It wins over
// [WithShared]; the page's own props win over it. value is anything that
// [Props] may hold. Call it in middleware, before the handler renders.
func Share(r *http.Request, key string, value any) {
	x := attach(r)
	x.mu.Lock()
	defer x.mu.Unlock()
	x.shared = append(x.shared, entry{key, value})
	if record.SourcesWanted() {
		x.sharedAt = append(x.sharedAt, sharedAt{key, record.Caller()})
	}
}

// sharedAt is where a prop was shared for one request.
type sharedAt struct {
	key string
	at  record.Source
}

// errorKinds are those of the errors prop. Its keys are names of fields, also of
// password fields; its texts are messages.
var errorKinds = []props.Kind{props.Always{}, props.Public{}}

// share gives the page what is shared with it: errors, what the app shares,
// what its group shares, what the request shares.
func (i *Inertia) share(page *props.Page, r *http.Request, x *exchange, group []entry, errs any) error {
	if errs == nil {
		page.ShareNothing("errors")
	} else {
		if i.engine != i.screens {
			errs = verbatim{errs} // their keys are fields of forms
		}
		page.Share("errors", engine.Spec(errs, errorKinds...))
	}
	for _, s := range i.shared {
		if s.when != nil && !s.when(r) {
			continue
		}
		if s.fn == nil {
			page.Share(s.name, s.value)
			x.noteShared(s.name, s.at)
			continue
		}
		shared, err := s.fn(r)
		if err != nil {
			return fmt.Errorf("inertia: shared props: %w", err)
		}
		names, err := page.ShareAll(shared)
		if err != nil {
			return fmt.Errorf("inertia: shared props: %w", err)
		}
		for _, name := range names {
			x.noteShared(name, s.at)
		}
	}
	for _, e := range group {
		page.Share(e.name, e.value)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, e := range x.shared {
		page.Share(e.name, e.value)
	}
	for _, s := range x.sharedAt {
		x.noteShared(s.key, s.at)
	}
	return nil
}

// noteShared notes where a prop was shared, for DevTools.
func (x *exchange) noteShared(name string, at record.Source) {
	if x.seen != nil && x.seen.entry != nil {
		first, _, _ := strings.Cut(name, ".")
		x.seen.entry.shares[first] = at
	}
}
