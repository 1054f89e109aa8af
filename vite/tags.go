package vite

import (
	"bytes"
	"context"
	"html"
	"io"
	"path"

	"github.com/a-h/templ"
)

// Asset is an output file that a document loads, or a source file that a dev
// server is asked for.
type Asset struct {
	// File is its path in the build ("assets/main-D5aSHfuo.js"), or below
	// Vite's root with a dev server ("src/main.tsx").
	File string

	// URL is where the browser finds it.
	URL string
}

// needs is what a document loads, in the order of the tags.
type needs struct {
	preloads, styles, scripts []Asset
}

// tags is a component of tags that are written out beforehand: all that is left
// to rendering is the nonce.
type tags struct {
	plain  []byte // without a nonce
	nonces []int  // where it belongs
}

var _ templ.Component = (*tags)(nil)

// Render writes the tags with the nonce of ctx, if there is one.
func (t *tags) Render(ctx context.Context, w io.Writer) error {
	nonce := templ.GetNonce(ctx)
	if nonce == "" {
		_, err := w.Write(t.plain)
		return err
	}
	attribute := []byte(` nonce="` + html.EscapeString(nonce) + `"`)
	from := 0
	for _, to := range t.nonces {
		if _, err := w.Write(t.plain[from:to]); err != nil {
			return err
		}
		if _, err := w.Write(attribute); err != nil {
			return err
		}
		from = to
	}
	_, err := w.Write(t.plain[from:])
	return err
}

// failure is the component that cannot be rendered.
func failure(err error) templ.Component {
	return templ.ComponentFunc(func(context.Context, io.Writer) error { return err })
}

// tagList collects tags in the order of the document, each with its place for
// the nonce. Arguments that come from outside are escaped here.
type tagList struct {
	plain  bytes.Buffer
	nonces []int
}

func (l *tagList) tag(start, end string) {
	l.plain.WriteString(start)
	l.nonces = append(l.nonces, l.plain.Len())
	l.plain.WriteString(end)
	l.plain.WriteByte('\n')
}

func (l *tagList) preload(url, attributes string) {
	l.tag(`<link rel="modulepreload" href="`+html.EscapeString(url)+`"`+attributes, `>`)
}

func (l *tagList) stylesheet(url, attributes string) {
	l.tag(`<link rel="stylesheet" href="`+html.EscapeString(url)+`"`+attributes, `>`)
}

func (l *tagList) script(url, attributes string) {
	l.tag(`<script type="module" src="`+html.EscapeString(url)+`"`+attributes, `></script>`)
}

func (l *tagList) inline(code string) {
	l.tag(`<script type="module"`, ">\n"+code+`</script>`)
}

func (l *tagList) done() *tags {
	return &tags{plain: bytes.Clone(l.plain.Bytes()), nonces: l.nonces}
}

// isStyle reports whether Vite takes the file for a stylesheet.
func isStyle(name string) bool {
	switch path.Ext(name) {
	case ".css", ".scss", ".sass", ".less", ".styl", ".stylus", ".pcss", ".postcss", ".sss":
		return true
	}
	return false
}
