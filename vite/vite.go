package vite

import (
	"context"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/a-h/templ"
)

// Vite is a front end: the files of a build ([Open], [OpenManifest]) or a
// running dev server ([Dev]). It is safe for concurrent use.
type Vite struct {
	source  source
	initial *Page            // of no component
	pages   map[string]*Page // by component, for the default entries

	mu    sync.RWMutex
	named map[named]*Page // Page(component, entries...), Inline(asset)
}

// named is what was asked for: a component and its entries, or an asset.
type named struct{ component, entries, inline string }

// source is where a front end comes from.
type source interface {
	http.Handler
	load(entries []string, component string) (*Page, error)
	failed(err error) *Page // whose tags cannot be rendered
	components() []string
	pageFile(component string) string // empty if it is unknown
	older() []string                  // components that only previous builds know
	// pageNames are all components that have a page, nil if component is one or
	// nobody knows.
	pageNames(ctx context.Context, component string) ([]string, error)
	version() string
	url(asset string) string
	content(ctx context.Context, asset string) ([]byte, error)
	owns(r *http.Request) bool
	ready(ctx context.Context) error
}

// Open opens a production build in fsys, which is Vite's outDir:
// os.DirFS("dist"), or a sub tree of an embed.FS. It reads the manifest and
// lists the files once. After a new build, start the program again.
//
// The error names what is missing and the command that makes it.
func Open(fsys fs.FS, opts ...Option) (*Vite, error) {
	return open(fsys, "", opts)
}

// OpenManifest is [Open] for a build on disk, given the path of its manifest:
// "dist/.vite/manifest.json", or "dist/manifest.json" if vite.config names it
// so. The outDir is the folder that contains the manifest or .vite.
func OpenManifest(path string, opts ...Option) (*Vite, error) {
	dir, name := filepath.Split(filepath.Clean(path))
	if filepath.Base(dir) == ".vite" {
		dir, name = filepath.Join(dir, ".."), ".vite/"+name
	}
	dir = filepath.Clean(dir)
	return open(os.DirFS(dir), dir, append(slices.Clone(opts), WithManifest(name)))
}

func open(fsys fs.FS, dir string, opts []Option) (*Vite, error) {
	c := newConfig(opts)
	b, err := newBuild(fsys, dir, c)
	if err != nil {
		return nil, err
	}
	return newVite(b, c)
}

// Dev uses the Vite dev server at an address such as "http://localhost:5173",
// with or without the base behind it, as "npx vite" prints it
// ("http://localhost:5173/__vite/"). The server need not run yet. vite.config
// must set the base that the address or [WithBase] names, "/__vite/" by default,
// when its command is "serve".
//
// It is for development on this machine alone: whoever reaches it can read the
// front end's sources, so requests for hosts other than localhost are refused;
// see [WithAllowedHosts]. Only a call of Dev turns it on.
func Dev(url string, opts ...Option) (*Vite, error) {
	c := newConfig(opts)
	d, err := newDevServer(url, c)
	if err != nil {
		return nil, err
	}
	return newVite(d, c)
}

func newVite(s source, c *config) (*Vite, error) {
	v := &Vite{source: s, pages: map[string]*Page{}, named: map[named]*Page{}}
	var err error
	v.initial, err = s.load(slices.Clone(c.entries), "")
	switch {
	case err == nil:
	case len(c.entries) > 0:
		return nil, err
	default: // Several entries: that is fine as long as each page names its own.
		v.initial = s.failed(err)
	}
	for _, component := range slices.Concat(s.components(), s.older()) {
		if v.pages[component], err = s.load(slices.Clone(c.entries), component); err != nil {
			v.pages[component] = v.initial
		}
	}
	return v, nil
}

// Tags is a component that loads the named entries, or those of [WithEntry] if
// none are named: preloads, then stylesheets, then scripts, each once. Put it
// into the head element. All tags have the nonce that [templ.WithNonce] put
// into the context. [Vite.Page] also loads what a page needs.
//
// What @vitejs/plugin-legacy builds is loaded only by browsers without
// modules.
//
// Name entries as in vite.config ("src/app.tsx"), for a build and for a dev
// server. An entry may be a stylesheet. If an entry is unknown, Render returns
// an error that lists the known ones.
func (v *Vite) Tags(entries ...string) templ.Component {
	return v.Page("", entries...).Tags()
}

// Components returns the components that have a chunk of their own in the
// build, sorted. [Vite.Page] knows these. With a dev server they are the
// components that [Vite.CheckPage] has found so far.
func (v *Vite) Components() []string { return v.source.components() }

// Source returns the source file of one of [Vite.Components], relative to Vite's
// root ("src/pages/Users/Index.tsx"). It is empty for other components.
func (v *Vite) Source(component string) string { return v.source.pageFile(component) }

// Version identifies the build. It is a hash of what the manifest says, and
// changes whenever a file of the build changes, except in the public folder.
// The order of keys, line ends and indentation of the manifest do not matter.
// With a dev server it is always "dev".
func (v *Vite) Version() string { return v.source.version() }

// URL returns where the browser finds an asset: a source file that the
// manifest lists ("src/logo.svg"), or a file of Vite's public folder
// ("favicon.svg"). It keeps a query or fragment ("icons.svg#menu").
func (v *Vite) URL(asset string) string {
	suffix := ""
	if i := strings.IndexAny(asset, "?#"); i >= 0 {
		asset, suffix = asset[:i], asset[i:]
	}
	return v.source.url(entryName(asset)) + suffix
}

// Handler serves the built files, or passes requests on to the dev server. It
// expects paths with the base still on them, so do not use http.StripPrefix:
//
//	mux.Handle("/build/", v.Handler())
//
// Files that Vite hashed are cached for a year; others are revalidated. If the dev
// server does not accept connections, requests get status 502, after as long as
// [WithStartTimeout] says.
func (v *Vite) Handler() http.Handler { return v.source }

// IsDev reports whether v is a dev server.
func (v *Vite) IsDev() bool {
	_, ok := v.source.(*devServer)
	return ok
}

// DevOrigin returns the scheme, host and port of the dev server behind v, and ""
// for a build.
func (v *Vite) DevOrigin() string {
	if d, ok := v.source.(*devServer); ok {
		return d.origin.String()
	}
	return ""
}

// Allows reports whether the dev server behind v is for the host that r asks,
// and for the page that asks; see [WithAllowedHosts]. It is false for a build.
func (v *Vite) Allows(r *http.Request) bool {
	d, ok := v.source.(*devServer)
	return ok && d.hosts.refuse(r) == ""
}

// Ready waits until the dev server accepts connections, at most as long as
// [WithStartTimeout] and ctx allow, and then returns an error that names the
// address and the command that starts it. A build is always ready.
func (v *Vite) Ready(ctx context.Context) error { return v.source.ready(ctx) }

// CheckEntries reports entries that the build does not have. It finds nothing
// with a dev server.
func (v *Vite) CheckEntries(names ...string) error {
	_, err := v.source.load(entryNames(names), "")
	return err
}

func entryNames(names []string) []string {
	clean := make([]string, len(names))
	for n, name := range names {
		clean[n] = entryName(name)
	}
	return clean
}
