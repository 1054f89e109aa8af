package inertia

import (
	"context"
	"crypto/rand"
	"net/http"
	"strings"

	"github.com/a-h/templ"
)

// StrictCSP is a Content-Security-Policy that allows only the document's own
// scripts, the scripts that they load, and styles with the document's nonce.
const StrictCSP = "script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'nonce-{nonce}'; object-src 'none'; base-uri 'none'"

// WithCSP sends policy as the Content-Security-Policy of each document and
// replaces {nonce} in it by a new nonce. Start with [StrictCSP]. By default no
// policy is sent.
//
// All tags of the document carry the nonce, in development too. The meta
// element csp-nonce tells it to scripts that add styles. Vite's client finds it
// there automatically. Tell the Inertia client:
//
//	createInertiaApp({ nonce: document.querySelector('meta[property=csp-nonce]').nonce, ... })
//
// If templ.WithNonce or [WithNonce] supplies a nonce, that one is used.
func WithCSP(policy string) Option {
	return func(c *config) {
		if policy == "" {
			c.reject("WithCSP: the policy is empty")
		}
		c.csp = policy
	}
}

// WithNonce supplies the nonce of each document, for programs that send the
// Content-Security-Policy themselves. The default is the nonce that
// templ.WithNonce put into the request's context.
func WithNonce(fn func(*http.Request) string) Option {
	return func(c *config) {
		if fn == nil {
			c.reject("WithNonce: the function is nil")
		}
		c.nonceFunc = fn
	}
}

// reportsTo is the path for reports as the browser sees it.
func (i *Inertia) reportsTo(r *http.Request) string {
	if x := exchangeOf(r); x != nil && x.rec != nil {
		return x.address.Path(i.cspReports)
	}
	return i.cspReports
}

// secure returns the document's nonce and announces it in the header. ctx is
// that of the document.
func (i *Inertia) secure(ctx context.Context, h http.Header, r *http.Request) string {
	nonce := ""
	if i.nonceFunc != nil {
		nonce = i.nonceFunc(r)
	} else {
		nonce = templ.GetNonce(ctx)
	}
	if i.csp == "" {
		return nonce
	}
	if nonce == "" {
		nonce = rand.Text()
	}
	policy := strings.ReplaceAll(i.csp, "{nonce}", nonce)
	if i.cspReports != "" {
		to := i.reportsTo(r)
		policy += "; report-uri " + to + "; report-to csp"
		h.Set("Reporting-Endpoints", `csp="`+to+`"`)
	}
	h.Set("Content-Security-Policy", policy)
	return nonce
}
