package vite

import (
	"bytes"
	"context"
	"html"
	"io"
	"path"
	"slices"

	"github.com/a-h/templ"
)

// tags is a component of tags that are written out beforehand: all that is left
// to rendering is the nonce.
type tags struct {
	plain []byte   // without a nonce
	parts [][]byte // the nonce attribute stands between two of them
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
	for i, part := range t.parts {
		if i > 0 {
			if _, err := w.Write(attribute); err != nil {
				return err
			}
		}
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// failure is the component that cannot be rendered.
func failure(err error) templ.Component {
	return templ.ComponentFunc(func(context.Context, io.Writer) error { return err })
}

// tagList collects tags in the order of the document, each with its place for
// the nonce. Arguments that come from outside are escaped here.
type tagList struct {
	parts [][]byte
	part  bytes.Buffer
}

func (l *tagList) tag(start, end string) {
	l.part.WriteString(start)
	l.parts = append(l.parts, bytes.Clone(l.part.Bytes()))
	l.part.Reset()
	l.part.WriteString(end)
	l.part.WriteByte('\n')
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
	parts := slices.Concat(l.parts, [][]byte{bytes.Clone(l.part.Bytes())})
	return &tags{plain: slices.Concat(parts...), parts: parts}
}

// isStyle reports whether Vite takes the file for a stylesheet.
func isStyle(name string) bool {
	switch path.Ext(name) {
	case ".css", ".scss", ".sass", ".less", ".styl", ".stylus", ".pcss", ".postcss", ".sss":
		return true
	}
	return false
}
