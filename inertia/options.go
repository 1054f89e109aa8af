package inertia

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"strings"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/flash"
	"github.com/inertia-templ/shell/internal/secretname"
	"github.com/inertia-templ/shell/routes"
	"github.com/inertia-templ/shell/ssr"
)

// Option configures [New].
type Option func(*config)

// config is what the options say, before New makes sense of it.
type config struct {
	Inertia
	manifest string
	secrets  [][]byte

	flashOptions  []flash.Option
	redacted      []string
	cacheSize     int // 0 for the default
	cacheRevision string

	renderer   ssr.Renderer
	ssrOptions []ssr.Option // nil without WithSSR

	secretNames, publicNames []string
	mapKeys                  func(string) string
	bigInts                  bool
	hidden                   *secretname.Names // from DevTools

	secretRequired  bool
	fixedVersion    bool // WithVersion
	computedVersion bool // WithVersionFunc
	errs            []error
}

func (c *config) reject(format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf("inertia: "+format, args...))
}

// New returns an Inertia. It needs to know how the document loads the front
// end: [WithViteManifest], [WithVite], or a [WithShell] that writes script
// tags itself. The error lists everything that is wrong with the options.
func New(opts ...Option) (*Inertia, error) {
	c := config{Inertia: Inertia{
		rootID:            "app",
		lang:              "en",
		concurrency:       8,
		sharedKeys:        true,
		externalRedirects: true,
		fallback:          "/",
		budget:            defaultBudget,
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
	c.openNames()
	c.openInsight()
	if c.bigInts {
		c.encoder = bigInts{c.encoder}
	}
	c.openCache()
	c.openLive()
	if c.fixedVersion && c.computedVersion {
		c.reject("New: WithVersion and WithVersionFunc exclude each other")
	}
	if i.vite == nil && i.shell == nil && i.shellFunc == nil && c.manifest == "" {
		c.reject("New: no front end: use WithViteManifest(\"dist/.vite/manifest.json\"), WithVite, or a WithShell with script tags of its own")
	}
	if i.cspReports != "" && i.csp == "" {
		c.reject("WithCSPReports: there is no policy to report about; add WithCSP(inertia.StrictCSP)")
	}
	i.customShell = i.shell != nil
	if i.shell == nil {
		i.shell = shell.Default
	}
	if err := errors.Join(c.errs...); err != nil {
		return nil, err
	}
	return i, nil
}

// openSecrets makes what needs a secret: the flash store, unless there is one,
// and the tokens against requests from other sites.
func (c *config) openSecrets() {
	if c.flash != nil && len(c.flashOptions) > 0 {
		c.reject("New: WithFlash and WithFlashStore exclude each other; give the options to the store")
	}
	c.cursorKeys = cursorKeys(c.secrets)
	if c.flash != nil && c.csrf == nil && c.live == nil {
		return
	}
	if len(c.secrets) == 0 && c.secretRequired {
		c.reject("WithSecretRequired: there is no WithSecret; make one with: openssl rand -hex 32")
		return
	}
	if len(c.secrets) == 0 {
		secret := make([]byte, minSecret)
		_, _ = rand.Read(secret) // never fails
		c.secrets = [][]byte{secret}
		c.cursorKeys = cursorKeys(c.secrets)
		c.log.Warn("inertia: no WithSecret: flash and errors that wait across a redirect are lost when the process restarts, and are not shared between processes")
	}
	if c.csrf != nil {
		c.csrf.keys = c.secrets
	}
	if c.live != nil {
		c.live.keys = c.secrets
	}
	if c.flash != nil || len(c.errs) > 0 {
		return
	}
	store, err := flash.NewSealed(c.secrets, c.flashOptions...)
	if err != nil {
		c.reject("WithSecret or WithFlash: %w", err)
		return
	}
	c.flash = store
}

// WithShell sets the root document. The default is [shell.Default]. Package
// shell explains how to write one.
func WithShell(document func(shell.Document) templ.Component) Option {
	return func(c *config) {
		if document == nil {
			c.reject("WithShell: nil; pass a templ component that takes a shell.Document")
		}
		c.shell = document
	}
}

// WithShellFunc chooses the root document for each request, for example by its
// host. If fn returns nil, the document of [WithShell] is used. [Shell] is for
// one page or, with [Defaults], for a group of routes.
func WithShellFunc(fn func(*http.Request) func(shell.Document) templ.Component) Option {
	return func(c *config) {
		if fn == nil {
			c.reject("WithShellFunc: the function is nil")
		}
		c.shellFunc = fn
	}
}

// WithComponentNames sets the function that turns each name given to
// [Inertia.Render] into the component's name in the front end:
//
//	inertia.WithComponentNames(func(name string) string { return "shop/" + name })
//
// By default names stay as they are. "inertia types" follows one expression of the
// name, constants, + and functions of package strings. It refuses other functions,
// and programs with several applications.
func WithComponentNames(fn func(string) string) Option {
	return func(c *config) {
		if fn == nil {
			c.reject("WithComponentNames: the function is nil")
		}
		c.componentName = fn
	}
}

// WithRootID sets the id of the element that the client mounts on. The default
// is "app". Tell the client the same id.
func WithRootID(id string) Option {
	return func(c *config) {
		if id == "" {
			c.reject("WithRootID: the id is empty")
		}
		c.rootID = id
	}
}

// WithLang sets the document's language. The default is "en".
func WithLang(lang string) Option {
	return func(c *config) {
		if lang == "" {
			c.reject("WithLang: the language is empty")
		}
		c.lang = lang
	}
}

// WithTitle sets the title that the document has until the client sets its
// own. By default the document has no title. [Title] sets it for a single
// page.
func WithTitle(title string) Option {
	return func(c *config) {
		if title == "" {
			c.reject("WithTitle: the title is empty")
		}
		c.title = title
	}
}

// WithAllErrors sends every validation message of a field, as a list. By
// default only the first is sent, as a string.
func WithAllErrors() Option { return func(c *config) { c.allErrors = true } }

// WithSecret sets the keys that seal the flash cookie and sign tokens. The
// first key seals; every key opens, so that keys can be rotated. Each key has
// at least 32 random bytes; make one with: openssl rand -hex 32. All processes
// of the application need the same keys. By default New makes a random key and
// logs a warning; waiting messages are then lost when the process ends.
func WithSecret(keys ...[]byte) Option {
	return func(c *config) {
		if len(keys) == 0 {
			c.reject("WithSecret: there is no key; make one with: openssl rand -hex 32")
		}
		for n, key := range keys {
			switch {
			case bytes.HasPrefix(bytes.ToLower(key), []byte("replace me")):
				c.reject("WithSecret: key %d is the placeholder of the documentation; make one with: openssl rand -hex 32", n+1)
			case len(key) < minSecret:
				c.reject("WithSecret: key %d has %d bytes, want at least %d; make one with: openssl rand -hex 32", n+1, len(key), minSecret)
			}
		}
		c.secrets = keys
	}
}

const minSecret = 32

// WithSecretRequired makes [New] fail without [WithSecret]. Use it in
// production. By default New makes a random key instead.
func WithSecretRequired() Option { return func(c *config) { c.secretRequired = true } }

// WithEncryptHistory makes the client encrypt the pages in the browser's
// history, so that nobody can read them there after a logout with
// [ClearHistory]. It also sends these pages with Cache-Control: no-store. It
// is off by default. [EncryptHistory] is for one page or, with [Defaults], for
// a group of routes. Browsers encrypt only on https and on localhost.
func WithEncryptHistory() Option { return func(c *config) { c.encryptHistory = true } }

// WithStrictXHR answers every XMLHttpRequest that the Inertia client did not
// send with 400. It is off by default, because it breaks ordinary fetch calls
// that set X-Requested-With.
func WithStrictXHR() Option { return func(c *config) { c.strictXHR = true } }

// WithJSON sets the encoder for page objects. The default is encoding/json.
// Package gojson has a faster one.
func WithJSON(e Encoder) Option {
	return func(c *config) {
		if isNil(e) {
			c.reject("WithJSON: the encoder is nil")
		}
		c.encoder = e
	}
}

// WithConcurrency limits how many lazy props of one page are computed at once.
// The default is 8. With 1 they are computed one after another.
func WithConcurrency(n int) Option {
	return func(c *config) {
		if n < 1 {
			c.reject("WithConcurrency(%d): want at least 1", n)
		}
		c.concurrency = n
	}
}

// WithLogger sets where errors go. The default is slog.Default().
func WithLogger(log *slog.Logger) Option {
	return func(c *config) {
		if log == nil {
			c.reject("WithLogger: the logger is nil")
		}
		c.log = log
	}
}

// WithRoutes gives named routes to the document, so that
// [shell.Document.Routes] can tell them to pages. By default the document
// knows no routes.
func WithRoutes(r *routes.Router) Option {
	return func(c *config) {
		if r == nil {
			c.reject("WithRoutes: the router is nil")
		}
		c.routes = r
	}
}

// WithDebug shows errors in the browser, with their stack and source lines. It
// is off by default and on with a Vite dev server. Danger: never use it in
// production, since it shows source code and data to visitors.
func WithDebug() Option { return func(c *config) { c.debug = true } }

// WithEditor sets the URL that opens a line of a file in an editor, for the
// links of error pages in debug mode: "idea://open?file={file}&line={line}". By
// default a Vite dev server opens the running editor, or the one that the
// environment variable LAUNCH_EDITOR names; without a dev server the links open
// Visual Studio Code.
func WithEditor(url string) Option {
	return func(c *config) {
		if !strings.Contains(url, "{file}") {
			c.reject("WithEditor(%q): {file} is missing; want a URL such as \"idea://open?file={file}&line={line}\"", url)
		}
		c.editor = url
	}
}

// isNil also finds the nil pointer inside an interface.
func isNil(v any) bool {
	if v == nil {
		return true
	}
	rv := reflect.ValueOf(v)
	switch rv.Kind() {
	case reflect.Pointer, reflect.Func, reflect.Map:
		return rv.IsNil()
	}
	return false
}
