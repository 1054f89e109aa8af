package shell

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell/internal/headkey"
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

// saidBy is what the elements of a head say that is said once in a document:
// title, description and the like, by their names and by the client's keys.
func saidBy(head []string) map[string]bool {
	if len(head) == 0 {
		return nil
	}
	said := map[string]bool{}
	for _, text := range head {
		for e := range htmltag.Elements(text) {
			if says := subject(e); says != "" {
				said[says] = true
			}
			if name := headkey.NameOf(e); name != "" {
				said["key "+name] = true
			}
		}
	}
	return said
}

// subject is what an element is about of which a document has one, empty for
// others.
func subject(e htmltag.Element) string {
	switch a := e.Attributes; {
	case e.Name == "title":
		return "title"
	case e.Name == "meta" && a["name"] != "":
		return "name " + a["name"]
	case e.Name == "meta" && a["property"] != "" && !isList(a["property"]):
		return "property " + a["property"]
	case e.Name == "link" && strings.EqualFold(a["rel"], "canonical"):
		return "canonical"
	}
	return ""
}

// isList recognises the properties of which a document may have several.
func isList(property string) bool {
	for _, prefix := range []string{"og:image", "og:video", "og:audio", "og:locale:alternate", "article:", "book:", "video:", "music:"} {
		if strings.HasPrefix(property, prefix) {
			return true
		}
	}
	return false
}

// without is an element of the head, or nothing if it was said already.
func without(element string, said map[string]bool) string {
	if len(said) == 0 {
		return element
	}
	for e := range htmltag.Elements(element) {
		if name := headkey.NameOf(e); said[subject(e)] || name != "" && said["key "+name] {
			return ""
		}
		break
	}
	return element
}

// renderWithout renders a component of the head without those meta elements and
// links that were said already.
func renderWithout(ctx context.Context, w io.Writer, c templ.Component, said map[string]bool) error {
	if len(said) == 0 {
		return c.Render(ctx, w)
	}
	var rendered strings.Builder
	if err := c.Render(ctx, &rendered); err != nil {
		return err
	}
	text, last := rendered.String(), 0
	for e := range htmltag.Elements(text) {
		if (e.Name != "meta" && e.Name != "link") || !said[subject(e)] {
			continue
		}
		if err := write(w, text[last:e.NameEnd-len(e.Name)-1]); err != nil {
			return err
		}
		last = tagEnd(text, e.NameEnd)
	}
	return write(w, text[last:])
}

// tagEnd is where the tag ends that is open at from.
func tagEnd(text string, from int) int {
	quote := byte(0)
	for i := from; i < len(text); i++ {
		switch c := text[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1
		}
	}
	return len(text)
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
