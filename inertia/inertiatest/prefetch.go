package inertiatest

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"time"
)

// prefetchFor is how long the client keeps what it prefetched.
const prefetchFor = 30 * time.Second

// prefetched is an answer that waits for its visit.
type prefetched struct {
	ans     *answer
	origin  *PageObject // the page it was asked for from
	fetched time.Time
	expires time.Time
}

// expire sets the end of the answer, which is also that of its once props. It
// reports whether none of those is over yet.
func (p *prefetched) expire() (good bool) {
	p.expires = p.fetched.Add(prefetchFor)
	if p.ans.page == nil {
		return true
	}
	ttl, limited := p.ans.page.onceTTL()
	if limited && ttl <= 0 {
		return false
	}
	if end := time.Now().Add(ttl); limited && end.Before(p.expires) {
		p.expires = end
	}
	return true
}

// Prefetch fetches a page ahead of a visit, as links do that the pointer is
// over. For 30 seconds a [Browser.Get] of the same URL with the same options is
// answered with it. Answers that are not a page are found out about then.
func (b *Browser) Prefetch(ctx context.Context, target string, opts ...VisitOption) error {
	b.mu.Lock()
	if b.page == nil {
		b.mu.Unlock()
		return errors.New("inertiatest: there is no page to prefetch from: Load one first")
	}
	v, err := newVisit(b.location, http.MethodGet, target, append(opts, func(v *visit) { v.async, v.prefetch = true, true }))
	if err != nil || href(v.url) == href(b.location) || b.cached(v) != nil {
		b.mu.Unlock()
		return err
	}
	origin, header := b.page, v.headers(b.page, b.onceKeys())
	b.mu.Unlock()

	ans, err := b.fetch(ctx, v, header)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(ans.header["X-Inertia"]) > 0 {
		if ans.page, err = ans.parse(); err != nil {
			return err
		}
		b.restoreOnce(ans.page, false)
		defined(ans.page.Props)
	}
	p := &prefetched{ans: ans, origin: origin, fetched: time.Now()}
	p.expire()
	maps.DeleteFunc(b.cache, func(_ string, old *prefetched) bool { return !p.fetched.Before(old.expires) })
	b.cache[v.key()] = p
	return nil
}

// cached is what was prefetched for a visit, nil if nothing was.
func (b *Browser) cached(v *visit) *prefetched {
	p := b.cache[v.key()]
	if p != nil && !time.Now().Before(p.expires) {
		delete(b.cache, v.key())
		return nil
	}
	return p
}

// use is the answer as a visit needs it. What its page holds is shared with
// the cache, as in the client.
func (p *prefetched) use() *answer {
	ans := *p.ans
	if ans.page != nil {
		page := *ans.page
		ans.page = &page
	}
	return &ans
}

// forget drops what was prefetched for a URL that has just been fetched.
func (b *Browser) forget(target string) {
	if v, err := newVisit(b.location, http.MethodGet, target, nil); err == nil {
		delete(b.cache, v.key())
	}
}

// refreshCache gives prefetched pages the once props of the current one.
func (b *Browser) refreshCache() {
	for key, p := range b.cache {
		page := p.ans.page
		if page == nil {
			continue
		}
		b.restoreOnce(page, true)
		defined(page.Props)
		keepAbsent(page.Deferred, page.Props)
		if !p.expire() {
			delete(b.cache, key)
		}
	}
}
