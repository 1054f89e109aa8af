package inertia

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell/inertia/internal/devtools"
	"github.com/inertia-templ/shell/inertia/internal/record"
	"github.com/inertia-templ/shell/internal/htmltag"
)

// WithDevTools records the requests for which gate returns true, for Inertia's
// DevTools extension. Requests that gate lets in may read the entries, in the
// extension or at /_inertia in any browser. Development needs no option: there,
// requests to this machine by the name localhost or by an address are recorded,
// and so are requests to hosts of vite.WithAllowedHosts. Elsewhere nothing is
// recorded by default.
//
//	inertia.WithDevTools(func(r *http.Request) bool { return isDeveloper(r) })
//
// Danger: everybody whom gate lets in can read the requests and pages of all
// others whom it lets in, except for secrets (see [WithRedacted]). gate is
// called before the program's own middleware runs, and in development too.
func WithDevTools(gate func(*http.Request) bool) Option {
	return func(c *config) {
		if gate == nil {
			c.reject("WithDevTools: the gate is nil; pass a function that tells who may look")
			return
		}
		c.devtools = &devTools{gate: gate}
	}
}

// WithRedacted names fields, headers and props whose values DevTools do not
// store. By default these are names that sound like a secret, such as password,
// token, api_key and cookie, and those of [WithSecretNames]; names that you add
// do not replace them. Case, "-" and "_" are ignored. Several WithRedacted add
// up.
func WithRedacted(names ...string) Option {
	return func(c *config) {
		for _, name := range names {
			if name == "" {
				c.reject("WithRedacted: a name is empty")
			}
		}
		c.redacted = append(c.redacted, names...)
	}
}

// The headers of the DevTools protocol.
const (
	headerDevtoolsID       = "X-Inertia-Devtools-Id"
	headerDevtoolsBase     = "X-Inertia-Devtools-Base-Path"
	headerDevtoolsBatch    = "X-Inertia-Devtools-Parent-Out"
	headerDevtoolsTab      = "X-Inertia-Devtools-Tab"
	headerDevtoolsVisit    = "X-Inertia-Devtools-Visit"
	headerDevtoolsParent   = "X-Inertia-Devtools-Parent"
	headerDevtoolsDeferred = "X-Inertia-Devtools-Deferred"
	headerDevtoolsPoll     = "X-Inertia-Devtools-Poll"
)

// devTools is where requests are recorded.
type devTools struct {
	gate   func(*http.Request) bool
	store  *devtools.Store
	redact *devtools.Redactor
	pages  propTypes
}

func (c *config) openDevTools() {
	if c.devtools == nil && c.debug {
		c.devtools = &devTools{gate: c.isLocal}
	}
	if c.devtools == nil {
		return
	}
	names := c.redacted
	if c.csrf != nil {
		names = append(names, c.csrf.header, c.csrf.cookie.Name)
	}
	c.devtools.store = devtools.NewStore(devtools.DefaultLimits)
	c.devtools.redact = devtools.NewRedactor(c.hidden, names...)
}

// isLocal lets no host name in that any web site may point to this machine.
func (c *config) isLocal(r *http.Request) bool {
	return c.vite != nil && c.vite.Allows(r) || isLocalHost(r.Host)
}

// serves reports whether a request is for the entries, and from somebody who
// may read them. For everybody else there are none.
func (d *devTools) serves(r *http.Request) bool {
	return d != nil && devtools.Owns(r) && d.gate(r)
}

// inspection is what DevTools note of a request until it is answered.
type inspection struct {
	id, tab, visit string
	batch          string // the entry that began this batch
	base           string // the path below which the application lies
	header         http.Header
	body           *devtools.Collector
	done           func() // no places are noted any longer

	page   json.RawMessage            // the page object, nil if it is too large
	shown  devtools.Body              // and what is shown of it,
	values map[string]json.RawMessage // as a whole and prop by prop
	shares map[string]record.Source   // where props were shared
	answer http.Header                // as it went out
}

// inspect begins to note what DevTools show of the request. It is nil for
// requests that are not recorded.
func (i *Inertia) inspect(rec *recorder) *inspection {
	d, r := i.devtools, rec.r
	if d == nil || !d.gate(r) {
		return nil
	}
	base, ok := rec.x.base(r)
	if !ok {
		return nil
	}
	n := &inspection{
		id: rand.Text(), base: base, header: r.Header.Clone(), shares: map[string]record.Source{},
		tab: hint(r, headerDevtoolsTab), visit: hint(r, headerDevtoolsVisit), batch: hint(r, headerDevtoolsParent),
	}
	if rec.x.info.IsInertia || rec.x.info.IsPrecognition {
		if n.body = devtools.Collect(r); n.body != nil {
			own := *r
			own.Body = n.body
			rec.r = &own
		}
	}
	n.done = record.WantSources()
	return n
}

// maxHint is how long an id of the extension's may be.
const maxHint = 256

// hint is what the extension says in a header: a short text without spaces, or
// nothing.
func hint(r *http.Request, name string) string {
	text := first(r.Header, name)
	if len(text) > maxHint {
		return ""
	}
	for _, c := range []byte(text) {
		if c <= ' ' || c >= 0x7f {
			return ""
		}
	}
	return text
}

// keepPage keeps the page object for the entry.
func (n *inspection) keepPage(object []byte) {
	if len(object) <= devtools.MaxPage {
		n.page = append(json.RawMessage(nil), object...)
	}
}

// announce tells the extension of the entry, in the header of the answer. The
// entry can be read before the answer has ended.
func (d *devTools) announce(rec *recorder) {
	n, h := rec.x.seen.entry, rec.Header()
	h.Set(headerDevtoolsID, n.id)
	if n.base != "" {
		h.Set(headerDevtoolsBase, n.base)
	}
	batch := n.batch
	if batch == "" || rec.x.info.IsPrefetch {
		batch = n.id
	}
	h.Set(headerDevtoolsBatch, batch)
	n.answer = h.Clone()
	d.put(rec)
}

// finish completes the entry when the answer has ended.
func (d *devTools) finish(rec *recorder) {
	n := rec.x.seen.entry
	n.done()
	n.body.End()
	if n.answer != nil { // else nobody knows the id
		d.put(rec)
	}
}

func (d *devTools) put(rec *recorder) {
	d.store.Put(d.entry(rec))
}

// script tells the extension of the entry in a document, whose headers it cannot
// read.
func (n *inspection) script() templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		base := ""
		if n.base != "" {
			base = ` data-inertia-devtools-base-path="` + templ.EscapeString(n.base) + `"`
		}
		_, err := io.WriteString(w, `<script data-inertia-devtools-id`+base+` type="application/json"`+htmltag.Nonce(ctx)+`>"`+n.id+`"</script>`)
		return err
	})
}
