// Package headtag writes the elements of a document's head, each as text with the
// attribute by which the client knows it, escaped for where it stands.
package headtag

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"strings"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell/internal/headkey"
	"github.com/inertia-templ/shell/internal/htmltag"
)

// List is a head in the making. What is empty is left out.
type List struct {
	// Absolute is a URL with scheme and host.
	Absolute func(string) (string, error)

	order    headkey.Order
	elements []string
	errs     []error
}

// Done returns the elements, or everything that is wrong.
func (l *List) Done() ([]string, error) {
	if l.elements == nil {
		l.elements = []string{}
	}
	return l.elements, errors.Join(l.errs...)
}

func (l *List) add(text string) { l.elements = append(l.elements, text) }

func attribute(name, value string) string { return " " + name + `="` + html.EscapeString(value) + `"` }

// mark is the attribute of the next element, by which the client knows it.
func (l *List) mark(key string) string { return attribute("data-inertia", l.order.Key(key)) }

// Title adds the title. Its mark is empty, as that of the client's own.
func (l *List) Title(text string) {
	if text != "" {
		l.order.Key("title") // the keys of others tell that it is there
		l.add(`<title data-inertia="">` + html.EscapeString(text) + `</title>`)
	}
}

// Name adds a meta element with a name, which is its key.
func (l *List) Name(name, content string) { l.meta("name", name, content) }

// NameURL is Name for a URL.
func (l *List) NameURL(name, target string) { l.meta("name", name, l.url(name, target)) }

// Property adds a meta element with a property, which is its key.
func (l *List) Property(name, content string) { l.meta("property", name, content) }

// PropertyURL is Property for a URL.
func (l *List) PropertyURL(name, target string) { l.meta("property", name, l.url(name, target)) }

func (l *List) meta(kind, name, content string) {
	if content != "" {
		l.add("<meta" + l.mark(name) + attribute(kind, name) + attribute("content", content) + ">")
	}
}

// Link adds a link, with a language if it has one.
func (l *List) Link(key, rel, lang, target string) {
	href := l.url(key, target)
	if href == "" {
		return
	}
	if lang != "" {
		lang = attribute("hreflang", lang)
	}
	l.add("<link" + l.mark(key) + attribute("rel", rel) + lang + attribute("href", href) + ">")
}

func (l *List) url(key, target string) string {
	if target == "" {
		return ""
	}
	absolute, err := l.Absolute(target)
	if err == nil && !strings.HasPrefix(absolute, "https://") && !strings.HasPrefix(absolute, "http://") {
		err = errors.New("want a path, or a URL with http or https")
	}
	if err != nil {
		l.errs = append(l.errs, fmt.Errorf("the URL %q of %s: %w", target, key, err))
	}
	return absolute
}

// JSON adds structured data. encoding/json escapes what would end a script.
func (l *List) JSON(key string, v any) {
	text, err := json.Marshal(v)
	if err == nil && (len(text) == 0 || text[0] != '{' && text[0] != '[') {
		err = errors.New("want a struct or a map")
	}
	if err != nil {
		l.errs = append(l.errs, fmt.Errorf("%s: %w", key, err))
		return
	}
	l.add("<script" + l.mark(key) + ` type="application/ld+json">` + string(text) + "</script>")
}

// Component adds the one element that c writes.
func (l *List) Component(ctx context.Context, key string, c templ.Component) {
	if c == nil {
		return // a page takes the element of its group away
	}
	var b strings.Builder
	if err := c.Render(ctx, &b); err != nil {
		l.errs = append(l.errs, fmt.Errorf("the element %q: %w", key, err))
		return
	}
	text := strings.TrimSpace(b.String())
	if text == "" {
		return
	}
	first, count := htmltag.Element{}, 0
	for e := range htmltag.Elements(text) {
		if count == 0 {
			first = e
		}
		count++
	}
	if count != 1 || text[0] != '<' || first.NameEnd == 0 {
		l.errs = append(l.errs, fmt.Errorf("the element %q: the component writes %d elements, want one; give each a key of its own: %s", key, count, shortened(text)))
		return
	}
	if _, has := first.Attributes["data-inertia"]; !has {
		text = text[:first.NameEnd] + l.mark(key) + text[first.NameEnd:]
	}
	l.add(text)
}

func shortened(text string) string {
	if len(text) > 80 {
		return text[:80] + "…"
	}
	return text
}
