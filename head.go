package shell

import (
	"strings"

	"github.com/inertia-templ/shell/internal/htmltag"
)

// hasTitle reports whether an element of a document's head is its title.
func hasTitle(head string) bool {
	for e := range htmltag.Elements(head) {
		if e.Name == "title" {
			return true
		}
	}
	return false
}

// withNonce gives a nonce to those elements of a document's head that a policy
// may want it of and that have none.
func withNonce(head, nonce string) string {
	if nonce == "" {
		return head
	}
	attribute := htmltag.NonceAttribute(nonce)
	var b strings.Builder
	last := 0
	for at := range nonceless(head) {
		b.WriteString(head[last:at])
		b.WriteString(attribute)
		last = at
	}
	b.WriteString(head[last:])
	return b.String()
}

// nonceless yields where the attribute belongs, in order.
func nonceless(head string) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for e := range htmltag.Elements(head) {
			switch e.Name {
			case "script", "style", "link":
				if _, has := e.Attributes["nonce"]; !has && !yield(e.NameEnd) {
					return
				}
			case "noscript": // Without scripting it is what its text says.
				for at := range nonceless(e.Text) {
					if !yield(e.TextFrom + at) {
						return
					}
				}
			}
		}
	}
}
