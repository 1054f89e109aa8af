package inertiatest

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Reload asks for the page again, in full, and returns what the server answers.
//
// Pages of a [Client] can be asked for again, and pages read by [Page] with
// [WithHandler]. Unlike [Client.Reload] neither the page nor the client
// changes: the assertions are on the answer alone, so that a partial one has
// only the props it was asked for.
func (a *Assertions) Reload() *Assertions {
	a.t.Helper()
	return a.again(nil, nil)
}

// ReloadOnly asks for the props at these paths.
func (a *Assertions) ReloadOnly(paths ...string) *Assertions {
	a.t.Helper()
	return a.again(paths, nil)
}

// ReloadExcept asks for all props but those at these paths.
func (a *Assertions) ReloadExcept(paths ...string) *Assertions {
	a.t.Helper()
	return a.again(nil, paths)
}

// LoadDeferred asks for the deferred props of these groups, of all without
// names, with one request.
func (a *Assertions) LoadDeferred(groups ...string) *Assertions {
	a.t.Helper()
	deferred := a.page.Deferred
	if deferred == nil {
		deferred = a.page.initialDeferred
	}
	if len(groups) == 0 {
		groups = slices.Sorted(maps.Keys(deferred))
	}
	var paths []string
	for _, g := range groups {
		if len(deferred[g]) == 0 {
			a.t.Fatalf("inertiatest: %s: there is no deferred group %q; %s", a.page.Component, g, among(slices.Sorted(maps.Keys(deferred))))
		}
		paths = append(paths, deferred[g]...)
	}
	if len(paths) == 0 {
		a.t.Fatalf("inertiatest: %s at %s defers nothing", a.page.Component, a.page.URL)
	}
	return a.again(paths, nil)
}

// Everything asks for all props at once, also those that are deferred or
// optional.
func (a *Assertions) Everything() *Assertions {
	a.t.Helper()
	// A partial reload that names no props gets all of them.
	return a.again(nil, nil, Header("X-Inertia-Partial-Component", a.page.Component))
}

func (a *Assertions) again(only, except []string, opts ...VisitOption) *Assertions {
	a.t.Helper()
	b := a.send
	if b == nil {
		a.t.Fatalf("inertiatest: nobody to ask for %s again: give Page the option WithHandler", a.page.URL)
	}
	page, err := b.ask(a.t.Context(), a.page, only, except, opts...)
	if err != nil {
		a.t.Fatal(err)
	}
	return newAssertions(a.t, page, a.cfg, b)
}

// ask reloads a page beside the one that the browser holds.
func (b *Browser) ask(ctx context.Context, page *PageObject, only, except []string, opts ...VisitOption) (*PageObject, error) {
	b.mu.Lock()
	v, err := newVisit(b.location, http.MethodGet, page.URL, append(opts, Only(only...), Except(except...), Header("Cache-Control", "no-cache")))
	b.mu.Unlock()
	if err != nil {
		return nil, err
	}
	ans, err := b.fetch(ctx, v, v.headers(page, nil))
	if err != nil {
		return nil, err
	}
	if len(ans.header["X-Inertia"]) == 0 {
		return nil, ans.err(nil)
	}
	return ans.parse()
}

// repeater is a browser that asks the handler of [WithHandler] again.
func (c *config) repeater() *Browser {
	r := *c
	r.header = http.Header{}
	if c.request != nil {
		r.base = &url.URL{Scheme: "http", Host: c.request.Host, Path: "/"}
		if c.request.TLS != nil {
			r.base.Scheme = "https"
		}
		for name, values := range c.request.Header {
			// What belonged to that visit is not repeated.
			if !strings.HasPrefix(name, "X-Inertia") && !strings.HasPrefix(name, "Content-") && name != "Purpose" {
				r.header[name] = values
			}
		}
	}
	return newBrowser(c.handler, &r)
}
