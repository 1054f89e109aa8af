package vite

import (
	"io/fs"
	"log/slog"
	"strings"
	"time"
)

// Option configures [Open], [OpenManifest], [Dev] and [DevProcess]. One list
// of options can serve all of them: each ignores what concerns only the
// others.
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
	store        BuildStore
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
// they are written in vite.config: "src/app.tsx". The default for a build is
// its only entry; a build with several needs this option. The default for a
// dev server is the entry that the plugin @inertia-templ/vite finds; without
// the plugin, name the entry.
func WithEntry(names ...string) Option {
	return func(c *config) { c.entries = append(c.entries, names...) }
}

// WithBase is the base of vite.config: the URL path below which the browser
// finds the front end. It begins and ends with a slash. The default is "/" for
// a build, as in Vite, and "/__vite/" for a dev server. For a build it may
// also be the absolute URL of a CDN.
func WithBase(base string) Option {
	return func(c *config) { c.base = base }
}

// WithManifest is the path of the manifest within the outDir. The default is
// ".vite/manifest.json"; it differs if build.manifest in vite.config is a file
// name. [OpenManifest] and [Dev] do not need it.
func WithManifest(name string) Option {
	return func(c *config) { c.manifest = name }
}

// WithReactRefresh decides whether the tags contain the preamble that
// @vitejs/plugin-react needs for hot updates in development. By default they
// do if an entry is named that ends in .tsx or .jsx. Turn it off for other
// frameworks with these extensions. The plugin @inertia-templ/vite does not
// need it. It has no effect on a build.
func WithReactRefresh(on bool) Option {
	return func(c *config) { c.reactRefresh = &on }
}

// WithLogger sets where warnings go, for example that a dev server does not
// answer, or that files of a server bundle are in the outDir. The default is
// slog.Default().
func WithLogger(l *slog.Logger) Option {
	return func(c *config) { c.logger = l }
}

// WithStartTimeout sets how long requests wait for a dev server that does not
// accept connections yet. By default they do not wait: documents are a page that
// waits in the browser, and other requests get status 502. It has no effect on a
// build.
func WithStartTimeout(d time.Duration) Option {
	return func(c *config) { c.startTimeout = d }
}

// WithArguments adds arguments to the command line of [DevProcess], for
// example "--port", "5174". By default there are none.
func WithArguments(arguments ...string) Option {
	return func(c *config) { c.arguments = append(c.arguments, arguments...) }
}

// WithEnvironment adds variables to the environment of [DevProcess], for
// example "DEBUG=vite:hmr". By default it is the program's environment.
func WithEnvironment(variables ...string) Option {
	return func(c *config) { c.environment = append(c.environment, variables...) }
}
