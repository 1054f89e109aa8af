package inertiatest

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
)

// receive does what an answer says: shows its page, or goes where it leads.
func (b *Browser) receive(ctx context.Context, v *visit, origin *PageObject, ans *answer) (*PageObject, error) {
	if len(ans.header["X-Inertia"]) == 0 {
		return b.control(ctx, v, ans)
	}
	page := ans.page
	if page == nil {
		var err error
		if page, err = ans.parse(); err != nil {
			return nil, err
		}
	}
	b.mu.Lock()
	deferred, err := b.show(v, origin, page)
	b.mu.Unlock()
	if err != nil {
		return nil, ans.err(err)
	}
	return b.settle(ctx, deferred, v.generation)
}

// control handles answers that are not pages.
func (b *Browser) control(ctx context.Context, v *visit, ans *answer) (*PageObject, error) {
	location, to := ans.header.Get("X-Inertia-Location"), ans.header.Get("X-Inertia-Redirect")
	switch {
	case ans.status == http.StatusConflict && to != "":
		if v.hops >= maxRedirects {
			return nil, ans.err(fmt.Errorf("stopped after %d redirects of the client", maxRedirects))
		}
		u, err := b.resolve(to)
		if err != nil {
			return nil, ans.err(err)
		}
		again := *v
		again.method, again.url, again.data, again.body = http.MethodGet, u, nil, payload{}
		again.cached, again.uncached = false, v.cached // the cache would answer the same
		again.hops++
		return b.start(ctx, &again)
	case ans.status == http.StatusConflict && location != "":
		u, err := b.resolve(location)
		if err != nil {
			return nil, ans.err(err)
		}
		keepFragment(v.url, u)
		b.mu.Lock()
		version := ans.header.Get("X-Inertia-Version")
		if version != "" && version != b.page.Version && v.async {
			defer b.mu.Unlock()
			return b.snapshot(), nil // new assets can wait for a visit that the user makes
		}
		reload := href(u) == href(b.location)
		b.mu.Unlock()
		return b.load(ctx, u, reload)
	}
	return nil, ans.err(nil)
}

// show makes page the current one by the rules of the visit, and returns what
// it defers. The lock is held.
func (b *Browser) show(v *visit, origin, page *PageObject) (map[string][]string, error) {
	var deferred map[string][]string
	if b.accepts(v, origin, page) {
		v.merge(b.page, page)
		b.restoreOnce(page, false)
		defined(page.Props)
		if v.preserveURL {
			page.URL = b.page.URL
		} else if err := b.pageURL(v, page); err != nil {
			return nil, err
		}
		if p := b.cache[v.key()]; v.cached && p != nil {
			p.ans.page = page // what is shown stays in the cache, as it became
		}
		deferred = b.set(v, page)
	}
	if len(b.page.Flash) > 0 && !v.deferred {
		b.flash(b.page.Flash)
	}
	if b.page.errors() == nil {
		if !v.cached {
			b.forget(b.page.URL)
		}
		b.scrolled(v)
	}
	return deferred, nil
}

// accepts reports whether the answer still concerns the page on screen.
func (b *Browser) accepts(v *visit, origin, page *PageObject) bool {
	if !v.async || origin.Component != page.Component {
		return true
	}
	if origin.Component != b.page.Component {
		return false
	}
	from, err1 := b.location.Parse(origin.URL)
	now, err2 := b.location.Parse(b.page.URL)
	return err1 == nil && err2 == nil && from.Host == now.Host && from.Path == now.Path
}

// pageURL makes the URL of the page what the address bar shows.
func (b *Browser) pageURL(v *visit, page *PageObject) error {
	u, err := b.location.Parse(page.URL)
	if err != nil {
		return fmt.Errorf("url of the page: %w", err)
	}
	if page.PreserveFragment {
		u.Fragment, u.RawFragment = v.url.Fragment, v.url.RawFragment
	} else {
		keepFragment(v.url, u)
	}
	page.URL = (&url.URL{Path: u.Path, RawPath: u.RawPath, RawQuery: u.RawQuery, Fragment: u.Fragment, RawFragment: u.RawFragment}).String()
	return nil
}

// keepFragment copies the fragment of the URL that was asked for if the answer
// is at the same one.
func keepFragment(from, to *url.URL) {
	if from.Fragment != "" && to.Fragment == "" && href(from) == href(to) {
		to.Fragment, to.RawFragment = from.Fragment, from.RawFragment
	}
}

// set puts the page on screen and into the history, and returns what has to be
// loaded next.
func (b *Browser) set(v *visit, page *PageObject) map[string][]string {
	if len(page.Deferred) > 0 && page.initialDeferred == nil {
		page.initialDeferred = page.Deferred
	}
	if page.ClearHistory {
		b.keyID++
	}
	remount := !v.preserveState || b.page == nil || b.page.Component != page.Component
	b.page = page
	b.mountScroll(remount)
	if v.preserveURL && remount {
		b.restoreScroll(b.history[b.at].scroll)
	} else if !v.preserveURL {
		b.record(v, page)
	}
	if len(page.Once) > 0 {
		b.refreshCache()
	}
	return cloneGroups(page.Deferred)
}
