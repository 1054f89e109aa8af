package inertia

import (
	"net/http"
	"slices"
	"strings"

	"github.com/inertia-templ/shell/vite"
)

// WithViteManifest uses the production build that wrote the manifest at path,
// usually dist/.vite/manifest.json: its tags, its version, and its files,
// which [Inertia.Middleware] serves. It assumes that Vite's base is "/"; for
// another base use [WithVite] with vite.WithBase. There is no default: New
// fails without a front end.
func WithViteManifest(path string) Option {
	return func(c *config) {
		if path == "" {
			c.reject("WithViteManifest: the path is empty; it is usually \"dist/.vite/manifest.json\"")
		}
		c.manifest = path
	}
}

// WithVite uses a build or a dev server that package vite has opened. There is
// no default: New fails without a front end.
func WithVite(v *vite.Vite) Option {
	return func(c *config) {
		if v == nil {
			c.reject("WithVite: nil; pass what vite.Open or vite.Dev returned")
		}
		c.vite = v
	}
}

// WithEntry names the Vite entries that the document loads. The default is the
// entries of vite.WithEntry or, without them, the only entry of the build.
func WithEntry(names ...string) Option {
	return func(c *config) {
		if len(names) == 0 || slices.Contains(names, "") {
			c.reject("WithEntry: a name is empty; name a Vite entry, such as \"src/app.tsx\"")
		}
		c.entries = append(c.entries, names...)
	}
}

// WithAnyComponent renders components whether or not the front end has a page
// of that name, for front ends that do not find pages by their files. By
// default a component without a page is an error in development and a line in
// the log in production, as far as [vite.Vite.CheckPage] knows the pages.
func WithAnyComponent() Option { return func(c *config) { c.anyComponent = true } }

// WithEarlyHints sends 103 Early Hints with what the page's component needs,
// before its props are computed. Browsers then load scripts and styles while
// the handler waits for slow props. It is off by default: behind nginx older
// than 1.29 every page would end with status 504. Caddy and HAProxy pass hints on.
func WithEarlyHints() Option { return func(c *config) { c.earlyHints = true } }

// openVite opens the build, and refuses entries that it lacks: the first
// document would fail.
func (c *config) openVite() {
	if c.manifest != "" && c.vite != nil {
		c.reject("New: WithVite and WithViteManifest exclude each other")
		return
	}
	if c.manifest != "" {
		v, err := vite.OpenManifest(c.manifest)
		if err != nil {
			c.reject("%w", err)
			return
		}
		c.vite = v
	}
	if c.vite == nil {
		if len(c.entries) > 0 && c.manifest == "" {
			c.reject("WithEntry: there is no Vite build to load entries of; use WithViteManifest or WithVite")
		}
		return
	}
	if err := c.vite.CheckEntries(c.entries...); err != nil && len(c.entries) > 0 {
		c.reject("WithEntry(%q): %w", strings.Join(c.entries, ", "), err)
	}
	c.assets = c.vite.Handler()
	c.debug = c.debug || c.vite.IsDev()
	if c.versionFunc == nil {
		c.theVersion = c.vite.Version()
		version := c.theVersion
		c.versionFunc = func(*http.Request) string { return version }
	}
}
