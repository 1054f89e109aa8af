package inertiatest

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
)

// entry is one of the browser's history.
type entry struct {
	url    *url.URL
	page   *PageObject // without flash, nil while its document loads
	keyID  int         // of the key it is encrypted with, 0 for none
	scroll map[string]scrollState
}

// maxHistory is how many entries browsers keep.
const maxHistory = 50

// enter begins the entry of a document.
func (b *Browser) enter(u *url.URL, replace bool) {
	b.location = u
	b.store(entry{url: u}, replace && b.at >= 0)
}

// record puts the page into the history: over the entry it is at if the URL is
// the same, else after it.
func (b *Browser) record(v *visit, page *PageObject) {
	u, err := b.location.Parse(page.URL)
	if err != nil {
		u = b.location // such as no browser can show
	}
	b.store(b.newEntry(page, u), v.replace || href(u) == href(b.location))
	b.location = u
}

func (b *Browser) newEntry(page *PageObject, u *url.URL) entry {
	e := entry{url: u, page: page.clone(), scroll: b.rememberScroll()}
	e.page.Flash = map[string]any{}
	if page.EncryptHistory {
		e.keyID = b.keyID
	}
	return e
}

func (b *Browser) store(e entry, replace bool) {
	if replace {
		b.history[b.at] = e
		return
	}
	b.history = append(slices.Delete(b.history, b.at+1, len(b.history)), e)
	if b.at++; len(b.history) > maxHistory {
		b.history = slices.Delete(b.history, 0, 1)
		b.at--
	}
}

// Back goes to the page before in the history. The client has it, so nothing is
// asked for, except deferred props that it lacks, and the page itself if the
// assets have changed since or it cannot be decrypted any more.
func (b *Browser) Back(ctx context.Context) (*PageObject, error) { return b.travel(ctx, -1) }

// Forward undoes [Browser.Back].
func (b *Browser) Forward(ctx context.Context) (*PageObject, error) { return b.travel(ctx, 1) }

func (b *Browser) travel(ctx context.Context, by int) (*PageObject, error) {
	b.mu.Lock()
	if at := b.at + by; at < 0 || at >= len(b.history) {
		b.mu.Unlock()
		return nil, fmt.Errorf("inertiatest: the history ends here, at entry %d of %d", b.at+1, len(b.history))
	}
	b.at += by
	e := b.history[b.at]
	b.location = e.url
	if e.page == nil || e.page.Version != b.page.Version || e.keyID != 0 && e.keyID != b.keyID {
		v, err := newVisit(b.location, http.MethodGet, b.location.String(), []VisitOption{Replace(), PreserveState()})
		b.mu.Unlock()
		if err != nil {
			return nil, err
		}
		return b.start(ctx, v)
	}
	b.page = e.page.clone()
	b.mountScroll(true)
	b.restoreScroll(e.scroll)
	missing := cloneGroups(b.page.initialDeferred)
	keepAbsent(missing, b.page.Props)
	b.mu.Unlock()
	return b.settle(ctx, missing, 0)
}

// keepAbsent removes from the groups what is loaded already.
func keepAbsent(groups map[string][]string, props map[string]any) {
	for name, paths := range groups {
		missing := slices.DeleteFunc(slices.Clone(paths), func(p string) bool { return lookup(props, p) != undefined })
		if groups[name] = missing; len(missing) == 0 {
			delete(groups, name)
		}
	}
}
