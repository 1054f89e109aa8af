package inertia

import (
	"cmp"
	"fmt"
	"log/slog"

	"github.com/inertia-templ/shell/ssr"
)

// String says in a few words what i works with: the build or the dev server, the
// version, the number of pages, and who renders first visits. It is for the line
// that a program prints when it starts:
//
//	fmt.Printf("Contacts on http://%s (%s)\n", listener.Addr(), i)
//
// prints
//
//	Contacts on http://127.0.0.1:8080 (production, version 5e6d1f2c, 12 pages, first visits rendered by 2 processes of node)
func (i *Inertia) String() string {
	d := i.describe()
	text := d.mode
	if d.version != "" {
		text += ", version " + d.version
	}
	switch {
	case d.pages == 1:
		text += ", 1 page"
	case d.pages > 1:
		text += fmt.Sprintf(", %d pages", d.pages)
	}
	if d.renderer == "" {
		return text + ", rendered by browsers"
	}
	return text + ", first visits rendered by " + d.renderer
}

// LogValue returns what [Inertia.String] says as attributes:
//
//	slog.Info("contacts: serving", "address", listener.Addr(), "inertia", i)
func (i *Inertia) LogValue() slog.Value {
	d := i.describe()
	return slog.GroupValue(slog.String("mode", d.mode), slog.String("version", d.version),
		slog.Int("pages", d.pages), slog.String("renderer", cmp.Or(d.renderer, "browsers")))
}

type description struct {
	mode     string
	version  string // empty if the request decides
	pages    int    // with a chunk of their own; those that the entry contains have none
	renderer string // empty for the browser
}

func (i *Inertia) describe() description {
	d := description{mode: "production", version: i.theVersion, renderer: i.renderedBy}
	switch {
	case i.vite == nil:
	case i.vite.IsDev():
		d.mode, d.version = "development with Vite at "+i.vite.DevOrigin(), ""
	default:
		d.pages = len(i.vite.Components())
	}
	if i.debug && (i.vite == nil || !i.vite.IsDev()) {
		d.mode = "debug mode"
	}
	return d
}

// rendererName is how [Inertia.String] calls a renderer.
func rendererName(r ssr.Renderer) string {
	if s, ok := r.(fmt.Stringer); ok {
		return s.String()
	}
	return fmt.Sprintf("%T", r)
}
