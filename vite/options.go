package vite

import (
	"io/fs"
	"log/slog"
	"strings"
	"time"
)

// Option configures [Open], [OpenManifest], [Dev] and [DevProcess]. What concerns
// only another mode is ignored, so one list of options can serve all.
type Option func(*config)

type config struct {
	entries      []string
	base         string
	manifest     string
	pages        []string
	attributes   attributes
	prefetch     Prefetch
	compression  bool
	previous     []fs.FS
	reactRefresh *bool
	logger       *slog.Logger
	startTimeout time.Duration
	allowedHosts []string
	arguments    []string
	environment  []string
}

func newConfig(opts []Option) *config {
	c := &config{}
	for _, opt := range opts {
		if opt != nil {
			opt(c)
		}
	}
	for i, name := range c.entries {
		c.entries[i] = entryName(name)
	}
	if c.logger == nil {
		c.logger = slog.Default()
	}
	return c
}

// entryName is a source file's name in the manifest, from what index.html or
// vite.config may call it.
func entryName(s string) string {
	return strings.TrimPrefix(strings.TrimPrefix(s, "./"), "/")
}

// WithEntry names the entries that [Vite.Tags] loads when it is given none, as
// they are written in vite.config: "src/app.tsx".
//
// A build's default is its only entry; if it has several, Tags wants a choice.
// With a dev server it is what the plugin @inertia-templ/vite finds in
// vite.config; without the plugin, name the entry.
func WithEntry(names ...string) Option {
	return func(c *config) { c.entries = append(c.entries, names...) }
}

// WithBase is the base of vite.config: the URL path, beginning and ending with
// a slash, below which the browser finds the front end. The default is "/" for
// a build, as in Vite, and "/__vite/" for a dev server.
//
// For a build it may also be the absolute URL of a CDN.
func WithBase(base string) Option {
	return func(c *config) { c.base = base }
}

// WithManifest is the manifest's path within the outDir, ".vite/manifest.json"
// unless build.manifest in vite.config is a file name. No effect with [Dev],
// and [OpenManifest] knows it already.
func WithManifest(name string) Option {
	return func(c *config) { c.manifest = name }
}

// WithReactRefresh decides whether the tags have the preamble that
// @vitejs/plugin-react needs for hot updates in development. By default they do
// if an entry is named that ends in .tsx or .jsx; turn it off for other frameworks
// that use these extensions. The plugin @inertia-templ/vite needs no preamble. No
// effect on a build.
func WithReactRefresh(on bool) Option {
	return func(c *config) { c.reactRefresh = &on }
}

// WithLogger sets where warnings go, such as that a dev server does not answer or
// that files of a server bundle are in the outDir. The default is slog.Default().
func WithLogger(l *slog.Logger) Option {
	return func(c *config) { c.logger = l }
}

// WithStartTimeout sets how long requests wait for a dev server that does not
// accept connections yet. By default they do not wait: documents are a page that
// waits in the browser, and other requests get status 502. No effect on a build.
func WithStartTimeout(d time.Duration) Option {
	return func(c *config) { c.startTimeout = d }
}

// WithArguments adds arguments to the command line of [DevProcess]: "--port",
// "5174".
func WithArguments(arguments ...string) Option {
	return func(c *config) { c.arguments = append(c.arguments, arguments...) }
}

// WithEnvironment adds variables to the environment of [DevProcess], which is
// that of the program: "DEBUG=vite:hmr".
func WithEnvironment(variables ...string) Option {
	return func(c *config) { c.environment = append(c.environment, variables...) }
}
