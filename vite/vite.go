package vite

import (
	"context"
	"io/fs"
	"net/http"

	"github.com/a-h/templ"
)

// Vite is a front end: the files of a build ([Open], [OpenManifest]) or a
// running dev server ([Dev]). It is immutable and safe for concurrent use.
type Vite struct{}

// Open finds a production build in fsys, Vite's outDir.
func Open(fsys fs.FS, opts ...Option) (*Vite, error) { return &Vite{}, nil }

// OpenManifest is [Open] for a build on disk, given its manifest.
func OpenManifest(path string, opts ...Option) (*Vite, error) { return &Vite{}, nil }

// Dev uses the Vite dev server at url, such as "http://localhost:5173".
func Dev(url string, opts ...Option) (*Vite, error) { return &Vite{}, nil }

// Tags is the component that loads the named entries.
func (v *Vite) Tags(entries ...string) templ.Component { return templ.NopComponent }

// Version identifies the build, "dev" with a dev server.
func (v *Vite) Version() string { return "dev" }

// URL is where the browser finds an asset.
func (v *Vite) URL(asset string) string { return "/" + asset }

// Handler serves the built files, or passes requests on to the dev server.
func (v *Vite) Handler() http.Handler { return http.NotFoundHandler() }

// Owns reports whether Handler answers r.
func (v *Vite) Owns(r *http.Request) bool { return false }

// IsDev reports whether a dev server stands behind v.
func (v *Vite) IsDev() bool { return false }

// Ready waits for the dev server; nil at once for a build.
func (v *Vite) Ready(ctx context.Context) error { return nil }
