package inertia

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/flash"
	"github.com/inertia-templ/shell/routes"
	"github.com/inertia-templ/shell/ssr"
	"github.com/inertia-templ/shell/vite"
)

// Option configures [New].
type Option func(*config)

// config is what the options say, before New makes sense of it.
type config struct {
	Inertia
	manifest string
	secrets  [][]byte

	renderer   ssr.Renderer
	ssrOptions []ssr.Option // nil without WithSSR

	secretRequired bool
	errs           []error
}

func (c *config) reject(format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf("inertia: "+format, args...))
}

// shared is one entry, or a function that makes several.
type shared struct {
	entry
	fn func(*http.Request) (Props, error)
}

// New returns an Inertia. It needs to know how the document loads the front
// end: [WithViteManifest] or [WithVite], or a [WithShell] that brings its own
// script tags. All that is wrong with the options is reported at once.
func New(opts ...Option) (*Inertia, error) {
	c := config{Inertia: Inertia{
		rootID:            "app",
		lang:              "en",
		concurrency:       8,
		sharedKeys:        true,
		externalRedirects: true,
		fallback:          "/",
	}}
	for _, opt := range opts {
		if opt == nil {
			c.reject("New: an option is nil")
			continue
		}
		opt(&c)
	}
	i := &c.Inertia
	i.log = cmp.Or(i.log, slog.Default())
	c.openVite()
	c.openSSR()
	c.openSecrets()
	if i.vite == nil && i.shell == nil && c.manifest == "" {
		c.reject("New: no front end: use WithViteManifest(\"dist/.vite/manifest.json\"), WithVite, or a WithShell with script tags of its own")
	}
	if i.shell == nil {
		i.shell = shell.Default
	}
	if err := errors.Join(c.errs...); err != nil {
		return nil, err
	}
	return i, nil
}

func (c *config) openVite() {
	if c.manifest != "" {
		v, err := vite.OpenManifest(c.manifest)
		if err != nil {
			c.reject("%w", err)
			return
		}
		c.vite = v
	}
	if c.vite == nil {
		return
	}
	c.assets = c.vite.Handler()
	if c.versionFunc == nil {
		version := c.vite.Version()
		c.versionFunc = func(*http.Request) string { return version }
	}
}

// openSecrets makes what needs a secret: the flash store, unless there is one,
// and the tokens against requests from other sites.
func (c *config) openSecrets() {
	if c.flash != nil && c.csrf == nil {
		return
	}
	if len(c.secrets) == 0 && c.secretRequired {
		c.reject("WithSecretRequired: there is no WithSecret; make one with: openssl rand -hex 32")
		return
	}
	if len(c.secrets) == 0 {
		secret := make([]byte, 32)
		_, _ = rand.Read(secret) // never fails
		c.secrets = [][]byte{secret}
		c.log.Warn("inertia: no WithSecret: flash and errors that wait across a redirect are lost when the process restarts, and are not shared between processes")
	}
	if c.csrf != nil {
		c.csrf.keys = c.secrets
	}
	if c.flash != nil {
		return
	}
	store, err := flash.NewSealed(c.secrets)
	if err != nil {
		c.reject("WithSecret: %w", err)
		return
	}
	c.flash = store
}

// WithViteManifest uses the production build that wrote the manifest at path,
// usually dist/.vite/manifest.json: its script and style tags, its version,
// and its files, which [Inertia.Middleware] serves. Vite's base is taken to be
// "/"; for another use [WithVite] with vite.WithBase.
func WithViteManifest(path string) Option {
	return func(c *config) {
		if path == "" {
			c.reject("WithViteManifest: the path is empty")
		}
		c.manifest = path
	}
}

// WithVite uses a build or a dev server set up with package vite.
func WithVite(v *vite.Vite) Option {
	return func(c *config) {
		if v == nil {
			c.reject("WithVite: nil; pass what vite.Open or vite.Dev returned")
		}
		c.vite = v
	}
}

// WithEntries names the Vite entries that the document loads, if not those
// that v loads by default.
func WithEntries(names ...string) Option { return func(c *config) { c.entries = names } }

// WithShell sets the root document, [shell.Default] if not set. See package
// shell for writing one.
func WithShell(document func(shell.Document) templ.Component) Option {
	return func(c *config) {
		if document == nil {
			c.reject("WithShell: nil; pass a templ component that takes a shell.Document")
		}
		c.shell = document
	}
}

// WithRootID sets the id of the element the client mounts on, "app" if not
// set. The client has to be told the same id.
func WithRootID(id string) Option { return func(c *config) { c.rootID = cmp.Or(id, "app") } }

// WithLang sets the document's language, "en" if not set.
func WithLang(lang string) Option { return func(c *config) { c.lang = lang } }

// WithTitle sets the document's title until the client sets its own; see
// [Title] for a single page.
func WithTitle(title string) Option { return func(c *config) { c.title = title } }

// WithVersion sets the asset version. By default it is the hash of Vite's
// manifest. A client with another version is made to reload.
func WithVersion(version string) Option {
	return func(c *config) { c.versionFunc = func(*http.Request) string { return version } }
}

// WithVersionFunc computes the asset version for each request.
func WithVersionFunc(fn func(*http.Request) string) Option {
	return func(c *config) { c.versionFunc = fn }
}

// WithURL computes the URL of each page: path and query as the browser shows
// them. By default it is the request's target as it arrived, which is right
// unless a proxy has cut off a prefix; see also [WithForwarded]. see [WithForwarded].
func WithURL(fn func(*http.Request) string) Option { return func(c *config) { c.urlFunc = fn } }

// WithShared adds a prop to every page. value is anything that [Props] may
// hold; what depends on the visitor is a function of the request:
//
//	inertia.WithShared("auth", func(r *http.Request) Auth { return authOf(r) })
//
// A page's own prop of the same name wins.
func WithShared(key string, value any) Option {
	return func(c *config) { c.shared = append(c.shared, shared{entry: entry{key, value}}) }
}

// WithSharedFunc adds several props to every page, made for each request.
func WithSharedFunc(fn func(*http.Request) (Props, error)) Option {
	return func(c *config) {
		if fn == nil {
			c.reject("WithSharedFunc: nil")
			return
		}
		c.shared = append(c.shared, shared{fn: fn})
	}
}

// WithSharedKeys tells the client which props are shared, so that it can keep
// them on screen during instant visits. It is on by default; turn it off to
// keep the names to yourself.
func WithSharedKeys(on bool) Option { return func(c *config) { c.sharedKeys = on } }

// WithAllErrors sends every validation message of a field as a list. By
// default the first is sent as a string.
func WithAllErrors(on bool) Option { return func(c *config) { c.allErrors = on } }

// WithSecret seals the flash cookie: the first key seals, all open, so that
// keys can be rotated. Each has at least 16 random bytes and is the same in
// every process that serves the application.
func WithSecret(keys ...[]byte) Option { return func(c *config) { c.secrets = keys } }

// WithSecretRequired makes [New] fail without [WithSecret], for production. By
// default a random secret takes its place, with a warning.
func WithSecretRequired(on bool) Option { return func(c *config) { c.secretRequired = on } }

// WithFlashStore keeps flash and errors somewhere else than in sealed cookies,
// for example in a database with [flash.NewStored].
func WithFlashStore(store flash.Store) Option {
	return func(c *config) {
		if store == nil {
			c.reject("WithFlashStore: nil; use flash.None{} to keep nothing")
		}
		c.flash = store
	}
}

// WithEncryptHistory makes the client encrypt the pages in its history, so
// that they cannot be read there after a logout with [ClearHistory]. Such pages
// are sent with Cache-Control: no-store. It is off by default; see
// [EncryptedHistory] for some routes and [EncryptHistory] for one page. Browsers
// encrypt only on https and localhost.
func WithEncryptHistory(on bool) Option { return func(c *config) { c.encryptHistory = on } }

// WithExternalRedirects turns redirects to other origins, which a visit of the
// client could not follow, into location visits. It is on by default.
func WithExternalRedirects(on bool) Option { return func(c *config) { c.externalRedirects = on } }

// WithFallback sets where [Inertia.Back] leads when the request does not say
// where it came from, "/" if not set.
func WithFallback(path string) Option { return func(c *config) { c.fallback = cmp.Or(path, "/") } }

// WithStrictXHR refuses XMLHttpRequests that are not of the client with 400.
// It is off by default, since it breaks ordinary fetch calls that set
// X-Requested-With.
func WithStrictXHR(on bool) Option { return func(c *config) { c.strictXHR = on } }

// WithErrorPage names the page for errors: of handlers, of the mux (404, 405)
// and of anything else that answers a visit with a status from 400 on. An
// empty component leaves the error to a plain document. Shared props are
// there, as on every page.
func WithErrorPage(fn func(r *http.Request, status int, err error) (component string, props any)) Option {
	return func(c *config) { c.errorComponent = fn }
}

// WithJSON sets the encoder for page objects, encoding/json if not set. Package
// gojson has a faster one.
func WithJSON(e Encoder) Option { return func(c *config) { c.encoder = e } }

// WithConcurrency bounds how many lazy props of one page are computed at
// once: 8 if not set, 1 for one after another.
func WithConcurrency(n int) Option {
	return func(c *config) {
		if n < 1 {
			c.reject("WithConcurrency(%d): want at least 1", n)
		}
		c.concurrency = n
	}
}

// WithLogger sets where errors go, slog.Default() if not set.
func WithLogger(log *slog.Logger) Option { return func(c *config) { c.log = log } }

// WithRoutes makes named routes known to the document, whose Routes method tells
// them to pages: see [shell.Document.Routes].
func WithRoutes(r *routes.Router) Option { return func(c *config) { c.routes = r } }

// WithDebug shows errors with their stack in the browser. Never turn it on in
// production: errors tell what visitors must not know.
func WithDebug(on bool) Option { return func(c *config) { c.debug = on } }
