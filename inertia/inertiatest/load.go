package inertiatest

import (
	"context"
	"errors"
	"net/url"
)

// load opens a document, which is the end of the client that ran so far.
func (b *Browser) load(ctx context.Context, u *url.URL, replace bool) (*PageObject, error) {
	if !sameOrigin(u, b.cfg.base) {
		return nil, &LeftError{u.String()}
	}
	ans, err := b.navigate(ctx, u)
	if err != nil {
		return nil, err
	}
	page, err := documentPage(ans, b.cfg.rootID)
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	b.scroll, b.page = nil, page
	clear(b.cache)
	b.enter(ans.url, replace)
	if ans.url.Fragment != "" {
		if p, err := url.Parse(page.URL); err == nil && p.Fragment == "" {
			page.URL += "#" + ans.url.EscapedFragment()
		}
	}
	deferred := b.set(&visit{}, page)
	if len(page.Flash) > 0 {
		b.flash(page.Flash)
	}
	b.mu.Unlock()
	return b.settle(ctx, deferred, 0)
}

func documentPage(ans *answer, rootID string) (*PageObject, error) {
	if len(ans.header["X-Inertia"]) > 0 {
		return nil, ans.err(errors.New("a browser asked for a document and would show this JSON"))
	}
	page, err := ParsePage(ans.body, rootID)
	if err != nil {
		return nil, ans.err(err)
	}
	page.Status = ans.status
	return page, nil
}
