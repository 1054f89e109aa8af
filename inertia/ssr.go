package inertia

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/internal/htmltag"
	"github.com/inertia-templ/shell/ssr"
	"github.com/inertia-templ/shell/vite"
)

// WithSSR has first visits rendered on the server by r: a pool of processes, an
// embedded engine, or a server of its own, see package ssr. A page that cannot
// be rendered in time is rendered by the browser, and the failure logged; see
// [ssr.Guard] and its options for that and more.
//
//	pool, err := ssr.NewPool("dist-ssr/ssr.js")
//	i, err := inertia.New(inertia.WithViteManifest(...), inertia.WithSSR(pool))
//
// With a Vite dev server it is that which renders, so r may be nil then; the
// plugin @inertiajs/vite has to be in its config. Errors of pages are shown in
// the browser. A nil r without a dev server renders nothing.
func WithSSR(r ssr.Renderer, opts ...ssr.Option) Option {
	return func(c *config) { c.renderer, c.ssrOptions = r, append([]ssr.Option{}, opts...) }
}

// WithoutSSR leaves this page to the browser.
func WithoutSSR() RenderOption { return renderOption(func(rn *render) { rn.noSSR = true }) }

// CacheSSR allows the HTML of this page to be given to every visitor with the
// same page object, for as long as fresh says; and for the time of stale on top
// while it is rendered anew. Pages that are the same for all gain from it.
func CacheSSR(fresh, stale time.Duration) RenderOption {
	return renderOption(func(rn *render) { rn.fresh, rn.stale = fresh, stale })
}

// devSSRTimeout leaves a dev server time to compile.
const devSSRTimeout = 10 * time.Second

func (c *config) openSSR() {
	if c.ssrOptions == nil {
		return
	}
	opts := append([]ssr.Option{ssr.WithLogger(c.log)}, c.ssrOptions...)
	if c.vite != nil && c.vite.IsDev() {
		gateway, err := ssr.NewDevGateway(c.vite.DevOrigin())
		if err != nil {
			c.reject("WithSSR: %w", err)
			return
		}
		c.renderer = gateway
		opts = append(opts, ssr.WithTimeout(devSSRTimeout), ssr.WithPause(0, 0), ssr.WithRequired(true))
	}
	if c.renderer != nil {
		c.ssr = ssr.NewGuard(c.renderer, opts...)
	}
}

// rendered fills doc with the page in HTML, if it is to be and can be rendered.
func (i *Inertia) rendered(r *http.Request, doc *shell.Document, rn *render) error {
	if i.ssr == nil || rn.noSSR {
		return nil
	}
	result, ok, err := i.ssr.Render(r.Context(), ssr.Request{Page: doc.Page, Component: doc.Component, HTTP: r, Fresh: rn.fresh, Stale: rn.stale})
	switch {
	case ok:
		doc.SSRHead, doc.SSRBody = result.Head, result.Body
	case err == nil:
	case i.vite != nil && i.vite.IsDev():
		doc.Extra = append(doc.Extra, errorOverlay(i.vite, err))
	default:
		return fmt.Errorf("inertia: render %s on the server: %w", doc.Component, err)
	}
	return nil
}

// errorOverlay shows an error of a page where Vite shows its own.
func errorOverlay(v *vite.Vite, err error) templ.Component {
	var e *ssr.Error
	if !errors.As(err, &e) || e.Kind == ssr.Connection || e.Kind == ssr.Timeout {
		return templ.NopComponent
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		client, _ := json.Marshal(v.URL("@vite/client")) // a string
		shown, err := json.Marshal(map[string]any{"plugin": "server-side rendering", "message": e.Error(), "id": e.Location, "stack": e.Stack})
		if err != nil {
			return err
		}
		// JSON of this package is safe inside a script element.
		_, err = fmt.Fprintf(w, "<script type=\"module\"%s>\nimport { ErrorOverlay } from %s\ndocument.body.append(new ErrorOverlay(%s))\n</script>", htmltag.Nonce(ctx), client, shown)
		return err
	})
}
