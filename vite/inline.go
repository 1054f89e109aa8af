package vite

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strings"

	"github.com/a-h/templ"
)

// Content returns the content of an asset, named as for [Vite.URL]: the styles
// of an e-mail, or an SVG for a template. It reads the asset each time.
//
// A dev server gives what it would send to the tag that loads the asset.
// Content waits for the server as [WithStartTimeout] says.
func (v *Vite) Content(asset string) ([]byte, error) {
	return v.source.content(context.Background(), entryName(asset))
}

// Inline is a component that writes an asset into the document, with the nonce
// of the context: a style element for a stylesheet, a module script for
// JavaScript. An asset of a build is read once. Render returns an error if
// there is no such asset, and for a script that imports others, because those
// imports work only relative to the file.
func (v *Vite) Inline(asset string) templ.Component {
	asset = entryName(asset)
	if b, ok := v.source.(*build); ok {
		return v.remember(named{inline: asset}, func() (*Page, error) { return b.inline(asset) }).tags
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		content, err := v.source.content(ctx, asset)
		if err != nil {
			return err
		}
		p, err := inline(asset, content)
		if err != nil {
			return err
		}
		return p.tags.Render(ctx, w)
	})
}

func (b *build) inline(asset string) (*Page, error) {
	if c, ok := b.manifest.chunks[asset]; ok && len(c.Imports)+len(c.DynamicImports) > 0 {
		return nil, fmt.Errorf("vite: %s cannot be inlined: it imports other chunks of the build; load it with Tags", asset)
	}
	content, err := b.content(context.Background(), asset)
	if err != nil {
		return nil, err
	}
	return inline(b.file(asset), content)
}

// inline writes the element that holds the content of a file.
func inline(file string, content []byte) (*Page, error) {
	var l tagList
	switch {
	case isStyle(file):
		// Inside a string or an address this is the same to CSS.
		l.inline("style", "", endOfStyle.ReplaceAllString(string(content), `<\/$1`))
	case isScript(file):
		// Likewise to JavaScript, whose strings and expressions know \x3c. Once
		// no comment begins, "<script" is harmless.
		l.inline("script", ` type="module"`, endOfScript.ReplaceAllString(string(content), `\x3c$1`))
	default:
		return nil, fmt.Errorf("vite: %s cannot be inlined: it is neither a stylesheet nor a script; take its Content", file)
	}
	t, err := l.finish()
	return &Page{tags: t}, err
}

var (
	endOfStyle  = regexp.MustCompile(`(?i)</(style)`)
	endOfScript = regexp.MustCompile(`(?i)<(/script|!--)`)
)

// isScript reports whether Vite makes JavaScript of the file.
func isScript(name string) bool {
	switch path.Ext(name) {
	case ".js", ".mjs", ".jsx", ".ts", ".mts", ".tsx":
		return true
	}
	return false
}

func (b *build) file(asset string) string {
	if c, ok := b.manifest.chunks[asset]; ok {
		return c.File
	}
	return asset
}

func (b *build) content(_ context.Context, asset string) ([]byte, error) {
	name := b.file(asset)
	f, ok := b.files[name]
	if !ok {
		return nil, fmt.Errorf("vite: the build has no asset %q: correct the name, or build again with \"npx vite build\": %w", asset, fs.ErrNotExist)
	}
	content, err := fs.ReadFile(f.fsys, name)
	if err != nil {
		return nil, fmt.Errorf("vite: read the asset %q: %w", asset, err)
	}
	return content, nil
}

// maxContent bounds what a dev server may answer with.
const maxContent = 64 << 20

func (d *devServer) content(ctx context.Context, asset string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, d.origin.String()+d.base.join(asset), nil)
	if err != nil {
		return nil, fmt.Errorf("vite: the asset %q: %w", asset, err)
	}
	accept := "*/*"
	if isStyle(asset) {
		accept = "text/css" // or it comes as JavaScript
	}
	r.Header.Set("Accept", accept)
	res, err := d.proxy.Transport.RoundTrip(r)
	if err != nil {
		return nil, fmt.Errorf("vite: ask %s for %q: %w", d.origin, asset, err)
	}
	defer res.Body.Close()
	content, err := io.ReadAll(io.LimitReader(res.Body, maxContent+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("vite: %s, asked for %q: %w", d.origin, asset, err)
	case len(content) > maxContent:
		return nil, fmt.Errorf("vite: %s, asked for %q, sends more than %d bytes", d.origin, asset, maxContent)
	case res.StatusCode != http.StatusOK, strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") && path.Ext(asset) != ".html":
		return nil, fmt.Errorf("vite: %s has no asset %q, it answers %s: %w", d.origin, asset, res.Status, fs.ErrNotExist)
	}
	return content, nil
}
