package shell

import (
	"context"
	"errors"
	"html"
	"io"
	"slices"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell/internal/headkey"
	"github.com/inertia-templ/shell/internal/htmltag"
	"github.com/inertia-templ/shell/routes"
)

// Document is what the root document of one response is made from. Package
// inertia fills it for each first visit and passes it to the configured
// component. [Default] is the smallest one.
type Document struct {
	// Page is the Inertia page object as JSON. [Document.Body] escapes it for
	// the script element, whatever it contains. You may keep it.
	Page []byte

	// Component, URL and Props are the page's component name, its URL and the
	// props as they were given to Render, for documents that derive meta tags
	// from them.
	Component string
	URL       string
	Props     any

	// RootID is the id of the element the client mounts on, "app" if empty.
	RootID string

	// Lang is the document's language, "en" unless configured otherwise.
	Lang string

	// Title is shown until the client sets its own. No title element is written
	// if it is empty.
	Title string

	// Nonce is the Content-Security-Policy nonce of this response, or empty. The
	// context has it too: templ.GetNonce finds it.
	Nonce string

	// ViewData is what the handler passed with inertia.ViewData. The document
	// alone sees it; it is never sent to the client's JavaScript.
	ViewData any

	// Meta are the elements of the head that inertia.Meta makes, each as HTML with
	// the attribute data-inertia, by which the client replaces it. They are
	// written unescaped.
	Meta []string

	// Extra holds the components that the handler added to the head of this
	// response.
	Extra []templ.Component

	// SSRHead and SSRBody hold the page as the server rendered it: elements for
	// the head, and the HTML that replaces the page object and the root element.
	// They are written unescaped. The browser renders the page if SSRBody is
	// empty.
	SSRHead []string
	SSRBody string

	// Router knows the program's named routes, for [Document.Routes].
	Router *routes.Router

	// Assets are the tags that load the front end: the Vite client in
	// development, the built files in production.
	Assets templ.Component
}

// NewDocument returns a document for the page of a component. The assets are
// the tags that load the front end, such as those of vite.Page; nil means none.
func NewDocument(page []byte, component string, assets templ.Component) Document {
	return Document{Page: page, Component: component, RootID: "app", Lang: "en", Assets: assets}
}

// Head writes what belongs in the head element: the title, the components of
// this response and the tags of the front end.
func (d Document) Head() templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		ctx = d.context(ctx)
		if nonce := d.nonce(ctx); nonce != "" {
			// Scripts find the nonce here for the styles they add.
			if err := write(w, `<meta property="csp-nonce"`, htmltag.NonceAttribute(nonce), `>`); err != nil {
				return err
			}
		}
		said := saidBy(d.SSRHead)
		if d.Title != "" && !said["title"] && !slices.ContainsFunc(d.Meta, hasTitle) {
			// The attribute lets the client replace this title with its own.
			if err := write(w, `<title data-inertia="">`, html.EscapeString(d.Title), `</title>`); err != nil {
				return err
			}
		}
		for _, element := range d.Meta {
			if err := write(w, without(element, said)); err != nil {
				return err
			}
		}
		byComponents := saidBy(slices.DeleteFunc(slices.Clone(d.SSRHead), d.isMeta))
		for _, element := range d.SSRHead {
			if d.isMeta(element) && without(element, byComponents) == "" {
				continue // Svelte's head has both
			}
			if err := write(w, withNonce(headkey.ForDocument(element), d.nonce(ctx))); err != nil {
				return err
			}
		}
		for _, c := range d.Extra {
			if err := renderWithout(ctx, w, c, said); err != nil {
				return err
			}
		}
		if d.Assets == nil {
			return nil
		}
		return d.Assets.Render(ctx, w)
	})
}

// isMeta reports whether an element that the server rendered is one of Meta.
func (d Document) isMeta(element string) bool {
	return headkey.ForDocument(element) != element || slices.Contains(d.Meta, element)
}

// Body writes what belongs into the body element: the page as the server
// rendered it, or else the page object, in a script element of type
// application/json, and the element that the client mounts on.
func (d Document) Body() templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if d.SSRBody != "" {
			return write(w, d.SSRBody)
		}
		id := "app"
		if d.RootID != "" {
			id = html.EscapeString(d.RootID)
		}
		if err := write(w, `<script data-page="`, id, `" type="application/json"`, htmltag.NonceAttribute(d.nonce(ctx)), ">"); err != nil {
			return err
		}
		if err := writeScriptJSON(w, d.Page); err != nil {
			return err
		}
		return write(w, `</script><div id="`, id, `"></div>`)
	})
}

func write(w io.Writer, parts ...string) error {
	for _, part := range parts {
		if _, err := io.WriteString(w, part); err != nil {
			return err
		}
	}
	return nil
}

// Routes writes the script that gives pages window.routes and
// window.reverseUrl for the routes whose names match one of the patterns; see
// [routes.Router.Script]. Put it into the head, before the front end's
// scripts:
//
//	@doc.Routes("users.*")
//	@doc.Head()
func (d Document) Routes(allow ...string) templ.Component {
	if d.Router == nil {
		return templ.ComponentFunc(func(context.Context, io.Writer) error {
			return errors.New("shell: Document.Routes: there are no routes: make them with package routes and pass them to inertia.WithRoutes")
		})
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return d.Router.Script(allow...).Render(d.context(ctx), w)
	})
}

func (d Document) nonce(ctx context.Context) string {
	if d.Nonce != "" {
		return d.Nonce
	}
	return templ.GetNonce(ctx)
}

// context makes sure that every tag below finds the document's nonce.
func (d Document) context(ctx context.Context) context.Context {
	if d.Nonce != "" && templ.GetNonce(ctx) != d.Nonce {
		return templ.WithNonce(ctx, d.Nonce)
	}
	return ctx
}
