package inertia

import (
	"context"
	"net/http"
	"sync"

	"github.com/inertia-templ/shell/flash"
	"github.com/inertia-templ/shell/internal/address"
)

// exchange is the state of one request and its answer: what the request says,
// what it shares, and what flash it brings and leaves. It is the request's
// context, so that it reaches wherever the request does, and nothing of it
// outlives the request.
type exchange struct {
	context.Context

	// Read once, when the request enters.
	info     RequestInfo
	target   string          // the request target as the browser sent it
	address  address.Address // how the browser reached the program
	place    place           // among several applications
	skewed   bool            // of an older build that may do for the page, see WithChunkVersions
	changing bool            // the hook of WithVersionChange answers
	keeps    bool            // its version, see WithoutVersionCheck

	conditional bool // it names an ETag of this variant of a page

	failed   *failedPage // for the error page in debug mode
	wrapped  bool        // the middleware stands around the handler
	rec      *recorder   // nil until the request enters the middleware or a handler
	recorder recorder    // what rec points to
	values   headerValues
	seen     *recording // nil if nobody listens

	mu       sync.Mutex
	shared   []entry
	sharedAt []sharedAt // noted for DevTools
	defaults []RenderOption
	loaded   bool
	incoming flash.Data // left by earlier responses
	key      flash.Key  // of incoming
	outgoing flash.Data // added during this request
	shown    bool       // a page has shown incoming and outgoing
	memos    map[memoID]*memo
	late     []lateProp // that the page leaves without
}

// headerValues are the values of an answer's header. They belong to the answer,
// so that whoever edits its header edits nothing else.
type headerValues [6]string

// set gives h a header of one value. Each header of an answer has a slot.
func (v *headerValues) set(h http.Header, slot int, name, value string) {
	v[slot] = value
	h[name] = v[slot : slot+1 : slot+1]
}

// The slots of headerValues.
const (
	slotVary = iota
	slotInertia
	slotContentType
	slotCacheControl
	slotContentLength
	slotETag
)

type exchangeKey struct{}

func (x *exchange) Value(key any) any {
	switch key {
	case exchangeKey{}:
		return x
	case address.Key{}:
		if x.rec != nil {
			return &x.address
		}
	}
	return x.Context.Value(key)
}

func exchangeOf(r *http.Request) *exchange {
	x, _ := r.Context().Value(exchangeKey{}).(*exchange)
	return x
}

// attach returns r's exchange, and gives r one if it has none. The request is
// changed in place, so that callers up the chain see the same exchange.
func attach(r *http.Request) *exchange {
	if x := exchangeOf(r); x != nil {
		return x
	}
	x := &exchange{Context: r.Context(), info: FromRequest(r), target: requestTarget(r)}
	*r = *r.WithContext(x)
	return x
}

// enter runs next for a request that may be answered with a page. A request
// enters once: in the middleware or, without it, in its handler.
func (i *Inertia) enter(w http.ResponseWriter, r *http.Request, next http.Handler) {
	i.begin(w, r, next, false)
}

func (i *Inertia) begin(w http.ResponseWriter, r *http.Request, next http.Handler, wrapped bool) {
	x := exchangeOf(r)
	if x != nil && x.rec != nil {
		i.checkMixed(x)
		next.ServeHTTP(w, r)
		return
	}
	if x == nil {
		x = &exchange{Context: r.Context(), target: requestTarget(r)}
		r = r.WithContext(x)
	}
	x.wrapped = wrapped
	if wrapped {
		i.checkPlace(x, w)
	}
	err := x.info.read(r.Header)
	x.address = address.Read(r, i.forwarded)
	r = x.withOwnTags(r)
	rec := &x.recorder
	*rec = recorder{ResponseWriter: w, app: i, x: x, r: r}
	x.rec = rec
	x.vary(w.Header())
	defer i.finishRecording(rec)
	defer i.recovered(rec)
	defer x.dropLate()
	i.listen(rec)
	r = rec.r
	switch {
	case err != nil:
		i.fail(rec, r, &HTTPError{Status: http.StatusBadRequest, Err: err})
	case i.strictXHR && !x.info.IsInertia && r.Header.Get("X-Requested-With") == "XMLHttpRequest":
		http.Error(rec, "Inertia headers not found", http.StatusBadRequest)
	case i.stale(x, r) && !i.tolerates(x):
		i.changed(rec, r)
	default:
		next.ServeHTTP(rec, r)
	}
	rec.finish()
}
