package inertia

import (
	"context"
	"net/http"

	"github.com/inertia-templ/shell/inertia/internal/props"
)

// Version is a cheap way to find out whether the prop has changed: version
// returns a text that differs whenever the value does, such as the time of the
// last update or a count. If every function of an answer has a version, and the
// browser already has the answer with the same versions, it gets a 304 and no
// function runs.
//
//	inertia.Lazy(loadOrders).Version(lastOrder)
//
// By default a version is valid only for the same cookies, Authorization header
// and client certificate. [Of.By] replaces these with parts of your choice; use
// it if the program identifies visitors in another way. [Of.Shared] makes the
// version valid for everybody. The version covers the whole value, including
// props in it.
//
// For a prop with [Of.Cache] the version is cached like the value: a thousand
// tabs that poll a prop with Cache(time.Second, 0) cause one query a second.
//
// The client reloads and polls with Cache-Control: no-cache, so browsers bypass
// their cache. The module @inertia-templ/vite/revalidate makes them revalidate
// their copy instead. Documents have no version.
//
//go:noinline
func (p Of[F, K]) Version(version func(context.Context) (string, error)) Of[F, K] {
	return says[K](p, props.Versioned{Version: version})
}

// copyCheck is hasCopy, nil if this is not an answer that browsers keep.
func copyCheck(wk *work, r *http.Request, x *exchange) func(*http.Request, []byte) bool {
	if !x.wantsJSON() || r.Method != http.MethodGet || wk.status != http.StatusOK || wk.encrypt {
		return nil
	}
	return hasCopy
}

// hasCopy tells a page whether the browser has what it would say already.
func hasCopy(r *http.Request, digest []byte) bool { return matches(r, etag(r, digest)) }

// tagOf is the ETag of a page as JSON, empty if it has none.
func (i *Inertia) tagOf(wk *work, r *http.Request) string {
	switch {
	case wk.digest != nil:
		return etag(r, wk.digest)
	case i.etag && r.Method == http.MethodGet && wk.status == http.StatusOK:
		return etag(r, wk.page.out)
	}
	return ""
}
