package vite

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/a-h/templ"
)

// Page is what a document loads to show a component. [Vite.Page] returns it.
// It is safe for concurrent use.
type Page struct {
	tags    templ.Component
	links   []string        // values of Link headers
	version string          // of the build that it is part of
	changed map[string]bool // by the version of a previous build
	static  bool            // nothing ever changes
}

// Page finds what a document loads to show a component: what the entries load,
// or those of [WithEntry] if no entries are named; the component's own chunk;
// everything that the chunk imports; and the stylesheets of all these. A page
// that is imported lazily then does not wait for the entry to ask for it, and
// does not appear without its styles.
//
// A component without a chunk of its own needs only what the entries need. It
// is unknown, or part of an entry, or comes from a dev server. See
// [WithPages]. If an entry is unknown, rendering the tags returns an error.
func (v *Vite) Page(component string, entries ...string) *Page {
	if len(entries) == 0 {
		if p, ok := v.pages[component]; ok {
			return p
		}
		return v.initial
	}
	// Nothing is kept for components that are not known.
	if v.pages[component] == nil {
		component = ""
	}
	return v.remember(named{component: component, entries: strings.Join(entries, "\x00")}, func() (*Page, error) {
		return v.source.load(slices.Clone(entries), component)
	})
}

// remember finds what prepare made for key before, or lets it make it.
func (v *Vite) remember(key named, prepare func() (*Page, error)) *Page {
	v.mu.RLock()
	p, ok := v.named[key]
	v.mu.RUnlock()
	if ok {
		return p
	}
	p, err := prepare()
	if err != nil {
		return v.source.failed(err)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.named) < maxNamed {
		v.named[key] = p
	}
	return p
}

// maxNamed bounds what is remembered: programs name a handful of
// combinations, with each of their pages.
const maxNamed = 4096

// failing is a component that cannot be rendered.
func failing(err error) templ.Component {
	return templ.ComponentFunc(func(context.Context, io.Writer) error { return err })
}

// Tags is a component that loads the page: preloads, then stylesheets, then
// scripts, each once. Put it into the head element; see [Vite.Tags].
func (p *Page) Tags() templ.Component { return p.tags }

// Links returns the values of Link headers that preload what the tags load:
// stylesheets, then scripts, then the modules that they import.
//
//	</assets/main-BRWiIo4f.css>; rel=preload; as=style
//	</assets/main-D5aSHfuo.js>; rel=modulepreload
//
// A Content-Security-Policy that allows scripts only by nonce blocks these
// headers on the document itself, but not in [Page.EarlyHints]. The list is
// empty with a dev server, and if the tags cannot be rendered.
func (p *Page) Links() []string { return slices.Clone(p.links) }

// Changed reports whether a client that runs an older build, given by its
// [Vite.Version], has other files for the page than this build. It compares
// the chunks of the entries and of the component, everything that they import,
// and their stylesheets. Differences in line ends and in the names of chunks
// do not count.
//
// If neither this build nor one of [WithPreviousBuilds] has that version,
// known is false and changed is true. With a dev server nothing ever changes.
func (p *Page) Changed(since string) (changed, known bool) {
	if p.static || since == p.version {
		return false, since == p.version
	}
	changed, known = p.changed[since]
	return changed || !known, known
}
