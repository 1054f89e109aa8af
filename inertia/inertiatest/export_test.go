package inertiatest

import "net/http"

// InitialDeferred is what the first answer of a page deferred.
func InitialDeferred(p *PageObject) map[string][]string { return p.initialDeferred }

// History returns the entry that b is at, and the URLs of all.
func History(b *Browser) (at int, urls []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.history {
		urls = append(urls, e.url.String())
	}
	return b.at, urls
}

// CanTravel reports whether the history has an entry that far away.
func CanTravel(b *Browser, by int) bool {
	at, urls := History(b)
	return at+by >= 0 && at+by < len(urls)
}

// Transport serves requests with a handler.
func Transport(h http.Handler) http.RoundTripper { return transport{h} }
