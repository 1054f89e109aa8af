package inertia

import (
	"context"
	"net/http"

	"github.com/inertia-templ/shell/inertia/internal/props"
)

// Version tells whether the prop changed without computing it: version returns a
// text that differs whenever the value does, such as the time of the last update
// or a count. If every function of an answer has a version, and the browser has
// the answer of the same versions, the answer is a 304 and none of them runs.
//
//	inertia.Lazy(loadOrders).Version(lastOrder)
//
// A version counts for requests with the same cookies, Authorization header and
// client certificate. [Of.By] names whose value it is instead, which programs
// need that tell visitors apart by something else, and [Of.Shared] says that it
// is everybody's. The version covers the whole value, with the props in it.
//
// The version of a prop with [Of.Cache] is kept as its value is: a thousand tabs
// that poll a prop with Cache(time.Second, 0) make one query in a second.
//
// The client reloads and polls with Cache-Control: no-cache, for which browsers
// do not look into their cache. The module @inertia-templ/vite/revalidate lets
// them ask whether their copy is still right. Documents have no version.
func (p Of[F, K]) Version(version func(context.Context) (string, error)) Of[F, K] {
	return says[K](p, props.Versioned{Version: version})
}

// copyOf tells the page whether the browser has what it would say, nil if this
// is not an answer that browsers keep.
func (i *Inertia) copyOf(wk *work, r *http.Request, x *exchange) func([]byte) bool {
	if !x.wantsJSON() || r.Method != http.MethodGet || wk.status != http.StatusOK || wk.encrypt {
		return nil
	}
	return func(digest []byte) bool { return matches(r, etag(r, digest)) }
}

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
