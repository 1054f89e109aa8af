// Package htmltag reads and writes the few things about HTML tags that more
// than one package needs: where elements are in a document, and the nonce that
// a Content-Security-Policy asks for.
package htmltag

import (
	"context"
	"html"

	"github.com/a-h/templ"
)

// Nonce is the attribute with the nonce of ctx, ` nonce="..."`, and "" if ctx
// has none.
func Nonce(ctx context.Context) string { return NonceAttribute(templ.GetNonce(ctx)) }

// NonceAttribute is the attribute with this nonce, and "" for none.
func NonceAttribute(nonce string) string {
	if nonce == "" {
		return ""
	}
	return ` nonce="` + html.EscapeString(nonce) + `"`
}
