package inertia

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/inertia-templ/shell/flash"
)

// visit is what belongs to one request: what it shares, and what flash it
// brings and leaves. It is the request's context, so that it reaches wherever
// the request does, and nothing of it outlives the request.
type visit struct {
	context.Context

	info   RequestInfo
	target string    // the request target as the browser sent it
	skewed bool      // of an older build that may do for the page, see WithChunkVersions
	rec    *recorder // nil until the request enters the middleware or a handler

	recorder recorder  // what rec points to
	length   [1]string // the value of Content-Length

	rendering *http.Request // whose props are computed, for functions of props

	mu       sync.Mutex
	shared   []entry
	loaded   bool
	incoming flash.Data // left by earlier responses
	outgoing flash.Data // added during this request
	shown    bool       // a page has shown incoming and outgoing
	encrypt  bool       // pages of this request are encrypted in the history
}

type visitKey struct{}

func (v *visit) Value(key any) any {
	switch key {
	case visitKey{}:
		return v
	case requestKey{}:
		if v.rendering != nil {
			return v.rendering
		}
	}
	return v.Context.Value(key)
}

// withRequest is r's context, in which functions of props find r.
func (v *visit) withRequest(r *http.Request) context.Context {
	if r.Context() == context.Context(v) && v.rendering == nil {
		v.rendering = r
		return v
	}
	return context.WithValue(r.Context(), requestKey{}, r)
}

func visitOf(r *http.Request) *visit {
	v, _ := r.Context().Value(visitKey{}).(*visit)
	return v
}

// attach returns r's visit, and gives r one if it has none. The request is
// changed in place, so that callers up the chain see the same visit.
func attach(r *http.Request) *visit {
	if v := visitOf(r); v != nil {
		return v
	}
	v := &visit{Context: r.Context(), info: FromRequest(r), target: requestTarget(r)}
	*r = *r.WithContext(v)
	return v
}

// Share adds a prop to every page rendered for this request, over what
// [WithShared] shares and under the page's own props. value is anything that
// [Props] may hold. Middleware of the program calls it before the handler.
func Share(r *http.Request, key string, value any) {
	v := attach(r)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.shared = append(v.shared, entry{key, value})
}

// EncryptedHistory makes the client encrypt the pages of next in its history,
// for the routes of an application that are private; see [WithEncryptHistory].
func EncryptedHistory(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := attach(r)
		v.mu.Lock()
		v.encrypt = true
		v.mu.Unlock()
		next.ServeHTTP(w, r)
	})
}

func (v *visit) encrypts() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.encrypt
}

// Flash adds a message to the next page shown: the one rendered for this
// request, or after a redirect the one that is rendered then. The client finds
// it in page.flash. Values are encoded as JSON; a later value of the same key
// replaces the earlier.
func Flash(r *http.Request, key string, value any) {
	v := attach(r)
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.outgoing.Flash == nil {
		v.outgoing.Flash = map[string]any{}
	}
	v.outgoing.Flash[key] = value
}

// Flashed returns what waits for the next page under key as JSON, from this
// request or an earlier one, without consuming it.
func (i *Inertia) Flashed(r *http.Request, key string) (json.RawMessage, bool) {
	v := attach(r)
	v.mu.Lock()
	defer v.mu.Unlock()
	value, ok := v.outgoing.Flash[key]
	if !ok {
		i.load(v, r)
		if value, ok = v.incoming.Flash[key]; !ok {
			return nil, false
		}
	}
	if raw, ok := value.(json.RawMessage); ok {
		return raw, true
	}
	raw, err := json.Marshal(value)
	return raw, err == nil
}

// load reads what earlier responses left, once per request. The lock is held.
func (i *Inertia) load(v *visit, r *http.Request) {
	if v.loaded {
		return
	}
	v.loaded = true
	d, err := i.flash.Load(r, pathOf(i.prefixed(r, v.target)))
	if err != nil {
		i.log.WarnContext(r.Context(), err.Error(), "url", v.target)
	}
	v.incoming = d
}

// waiting is what the next page shows.
func (i *Inertia) waiting(v *visit, r *http.Request) flash.Data {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.keepsIncoming(r) {
		return v.outgoing
	}
	i.load(v, r)
	return merged(v.incoming, v.outgoing)
}

// keepsIncoming reports whether the request is one that shows no messages, so
// that they wait for one that does: a prefetched page may never be seen, and
// partial reloads that the client starts by itself (deferred props, polls,
// WhenVisible; it marks them no-cache) may overtake the page that is meant.
func (v *visit) keepsIncoming(r *http.Request) bool {
	return v.info.IsPrefetch || r.Method == http.MethodHead ||
		v.info.PartialComponent != "" && r.Header.Get("Cache-Control") == "no-cache"
}

// show notes that a page with everything that waits is about to be sent.
func (v *visit) show() {
	v.mu.Lock()
	v.shown = true
	v.mu.Unlock()
}

// save stores what waits for the next page, before the first byte is sent.
// target is where a redirect leads, empty for other answers.
func (i *Inertia) save(v *visit, w http.ResponseWriter, r *http.Request, target string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	keeps := v.keepsIncoming(r)
	switch {
	case v.shown && keeps:
		return nil // outgoing was shown, incoming still waits
	case v.shown:
		if i.load(v, r); v.incoming.Key == "" {
			return nil
		}
		return i.flash.Save(w, r, "", flash.Data{Key: v.incoming.Key})
	case target == "" || keeps:
		if v.outgoing.IsZero() {
			return nil // what waits goes on waiting
		}
		return i.flash.Save(w, r, "", v.outgoing)
	}
	// What came here travels on with the redirect.
	i.load(v, r)
	d := merged(v.incoming, v.outgoing)
	if d.IsZero() && d.Key == "" {
		return nil
	}
	return i.flash.Save(w, r, i.pathAfter(r, target), d)
}

// pathAfter is the path that a redirect to target leads to, empty if that is
// not of this application.
func (i *Inertia) pathAfter(r *http.Request, target string) string {
	base, err := url.Parse(i.origin(r) + i.prefixed(r, requestTarget(r)))
	if err != nil {
		return ""
	}
	u, err := base.Parse(target)
	if err != nil || !strings.EqualFold(u.Host, base.Host) {
		return ""
	}
	return pathOf(u.RequestURI())
}

// pathOf is the decoded path of a request target.
func pathOf(target string) string {
	path, _, _ := strings.Cut(target, "?")
	if decoded, err := url.PathUnescape(path); err == nil {
		return decoded
	}
	return path
}

// merged is a overlaid with b.
func merged(a, b flash.Data) flash.Data {
	return flash.Data{
		Flash:            overlaid(a.Flash, b.Flash),
		Errors:           overlaid(a.Errors, b.Errors),
		ClearHistory:     a.ClearHistory || b.ClearHistory,
		PreserveFragment: a.PreserveFragment || b.PreserveFragment,
		Key:              a.Key,
	}
}

func overlaid[V any](a, b map[string]V) map[string]V {
	if len(a) == 0 {
		return b
	}
	m := maps.Clone(a)
	maps.Copy(m, b)
	return m
}
