package vite

import (
	"context"
	"fmt"
	"html"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell/internal/htmltag"
)

// needs is what a document loads, in the order of the tags.
type needs struct {
	preloads, styles, scripts []Asset
}

// tags is a component of tags that are written out beforehand: only the nonce is left
// to rendering.
type tags struct {
	plain  []byte // without a nonce
	nonces []int  // where it belongs
	tail   *tags  // what follows, if anything
}

var _ templ.Component = (*tags)(nil)

// Render writes the tags with the nonce of ctx, if there is one.
func (t *tags) Render(ctx context.Context, w io.Writer) error {
	attribute := htmltag.Nonce(ctx)
	for ; t != nil; t = t.tail {
		if err := t.write(w, attribute); err != nil {
			return err
		}
	}
	return nil
}

func (t *tags) write(w io.Writer, attribute string) error {
	from := 0
	if attribute != "" {
		for _, to := range t.nonces {
			if _, err := w.Write(t.plain[from:to]); err != nil {
				return err
			}
			if _, err := io.WriteString(w, attribute); err != nil {
				return err
			}
			from = to
		}
	}
	_, err := w.Write(t.plain[from:])
	return err
}

// tagList collects tags in the order of the document, each with its place for
// the nonce. Arguments that come from outside are escaped here.
type tagList struct {
	attributes attributes
	cors       bool
	plain      strings.Builder
	nonces     []int
	err        error // the first attribute that cannot be written

	preloads, styles, scripts []string // values of Link headers
}

// tag writes a tag, which start begins and end ends.
func (l *tagList) tag(start string, a Asset, attributes templ.Attributes, end string) {
	l.plain.WriteString(start + `"` + html.EscapeString(a.URL) + `"`)
	if err := writeAttributes(&l.plain, attributes); err != nil && l.err == nil {
		l.err = fmt.Errorf("vite: the tag of %s: %w", a.File, err)
	}
	l.nonce(end)
}

// nonce ends a tag, where the nonce attribute has its place.
func (l *tagList) nonce(end string) {
	l.nonces = append(l.nonces, l.plain.Len())
	l.plain.WriteString(end + "\n")
}

func (l *tagList) preload(a Asset) {
	var added templ.Attributes
	if f := l.attributes.preload; f != nil {
		var ok bool
		if added, ok = f(a); !ok {
			return
		}
	}
	attributes := merge(a, l.cors, added)
	l.tag(`<link rel="modulepreload" href=`, a, attributes, `>`)
	l.preloads = append(l.preloads, link(a, "rel=modulepreload", attributes))
}

func (l *tagList) stylesheet(a Asset) {
	var added templ.Attributes
	if f := l.attributes.style; f != nil {
		added = f(a)
	}
	attributes := merge(a, l.cors, added)
	l.tag(`<link rel="stylesheet" href=`, a, attributes, `>`)
	l.styles = append(l.styles, link(a, "rel=preload; as=style", attributes))
}

func (l *tagList) script(a Asset) {
	var added templ.Attributes
	if f := l.attributes.script; f != nil {
		added = f(a)
	}
	attributes := merge(a, l.cors, added)
	l.tag(`<script type="module" src=`, a, attributes, `></script>`)
	l.scripts = append(l.scripts, link(a, "rel=modulepreload", attributes))
}

func (l *tagList) inline(element, attributes, content string) {
	l.plain.WriteString("<" + element + attributes)
	l.nonce(">\n" + content + "</" + element + ">")
}

func (l *tagList) finish() (*tags, error) {
	return &tags{plain: []byte(l.plain.String()), nonces: l.nonces}, l.err
}

func (l *tagList) links() []string {
	return slices.Concat(l.styles, l.scripts, l.preloads)
}

// isStyle reports whether Vite takes the file for a stylesheet.
func isStyle(name string) bool {
	switch path.Ext(name) {
	case ".css", ".scss", ".sass", ".less", ".styl", ".stylus", ".pcss", ".postcss", ".sss":
		return true
	}
	return false
}
