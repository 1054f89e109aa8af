package inertia

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/internal/htmltag"
	"github.com/inertia-templ/shell/internal/ssrguard"
	"github.com/inertia-templ/shell/ssr"
	"github.com/inertia-templ/shell/vite"
)

// WithSSR renders first visits on the server with r: a pool of processes, an
// embedded engine, or a server of its own; see package ssr. It is off by
// default. A page that cannot be rendered in time is rendered by the browser
// instead, and the failure is logged. Options change that and more; see
// [ssr.Option].
//
//	pool, err := ssr.NewPool("dist-ssr/ssr.js")
//	i, err := inertia.New(inertia.WithViteManifest(...), inertia.WithSSR(pool))
//
// In development the Vite dev server renders, and r may be nil. Vite's config
// needs the plugin @inertiajs/vite. Failures are shown in the browser.
func WithSSR(r ssr.Renderer, opts ...ssr.Option) Option {
	return func(c *config) { c.renderer, c.ssrOptions = r, append([]ssr.Option{}, opts...) }
}

// NoSSR lets the browser render this page.
func NoSSR() RenderOption { return renderOption(func(rn *render) { rn.noSSR = true }) }

// CacheSSR lets visitors with the same page object share the HTML of this page
// for the time fresh. For the time stale after that they still get it, while
// it is rendered again in the background. It pays off for pages that are the
// same for many visitors. By default nothing is cached.
func CacheSSR(fresh, stale time.Duration) SSRCache { return SSRCache{fresh: fresh, stale: stale} }

// SSRCache is the option that [CacheSSR] returns.
type SSRCache struct {
	fresh, stale time.Duration
	tags         []string
}

// Tags names what the HTML is made of besides the page object, such as texts
// that the components fetch. [Inertia.Invalidate] of one of the tags makes the
// page be rendered again.
func (c SSRCache) Tags(tags ...string) SSRCache {
	c.tags = slices.Concat(c.tags, tags)
	return c
}

func (c SSRCache) applyRender(rn *render) { rn.cache = c }

// devSSRTimeout leaves a dev server time to compile, on a busy machine too.
var devSSRTimeout = 30 * time.Second

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
		c.renderer, c.renderedBy = gateway, "Vite"
		opts = append(opts, ssr.WithTimeout(devSSRTimeout), ssr.WithPause(0, 0), ssr.WithRequired())
	}
	if isNil(c.renderer) {
		c.reject("WithSSR: the renderer is nil; without a Vite dev server pass what ssr.NewPool or another constructor returned")
		return
	}
	guard, err := ssrguard.New(c.renderer, opts...)
	if err != nil {
		c.reject("WithSSR: %w", err)
		return
	}
	c.ssr = guard
	if c.renderedBy == "" {
		c.renderedBy = rendererName(c.renderer)
	}
}

// rendered fills doc with the page in HTML, if it is to be and can be rendered.
func (i *Inertia) rendered(r *http.Request, doc *shell.Document, rn *render) error {
	if i.ssr == nil || rn.noSSR {
		return nil
	}
	page := bytes.Clone(doc.Page) // a renderer may keep it
	request := ssrguard.Request{Page: page, Component: doc.Component, HTTP: r, Fresh: rn.cache.fresh, Stale: rn.cache.stale}
	if len(rn.cache.tags) > 0 {
		request.Mark = i.keeper.Mark(r.Context(), rn.cache.tags)
	}
	if x := exchangeOf(r); x.seen != nil {
		request.Observe = func(e ssr.Event) { i.noteSSR(x, e) }
	}
	result, ok, err := i.ssr.Render(r.Context(), request)
	switch {
	case ok:
		doc.SSRHead, doc.SSRBody = result.Head, result.Body
	case err == nil:
	case i.vite != nil && i.vite.IsDev() && isTimeout(err):
		// A busy machine is no fault of the page: the browser renders it, and
		// the log tells why.
	case i.vite != nil && i.vite.IsDev():
		doc.Extra = append(doc.Extra, errorOverlay(i.vite, err))
	default:
		return fmt.Errorf("inertia: render %s on the server: %w", doc.Component, err)
	}
	return nil
}

func isTimeout(err error) bool {
	var e *ssr.Error
	return errors.As(err, &e) && e.Kind == ssr.Timeout
}

// errorOverlay shows an error of a page where Vite shows its own.
func errorOverlay(v *vite.Vite, err error) templ.Component {
	var e *ssr.Error
	if !errors.As(err, &e) {
		e = &ssr.Error{Kind: ssr.Unknown, Message: err.Error(), Err: err}
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
