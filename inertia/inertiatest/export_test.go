package inertiatest

import (
	"net/http"
	"net/url"
)

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

// Encode is the query and the body of a visit with data.
func Encode(method, href string, data any, formData bool) (query string, body []byte, err error) {
	at := &url.URL{Scheme: "https", Host: "example.com", Path: "/"}
	v, err := newVisit(at, method, href, []VisitOption{Data(data), func(v *visit) { v.formData = formData }})
	if err != nil {
		return "", nil, err
	}
	return v.url.RawQuery, v.body.content, nil
}
