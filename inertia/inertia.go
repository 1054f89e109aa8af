package inertia

import (
	"context"
	"log/slog"
	"net/http"
	"sync/atomic"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/flash"
	"github.com/inertia-templ/shell/inertia/internal/late"
	"github.com/inertia-templ/shell/inertia/internal/props"
	"github.com/inertia-templ/shell/internal/ssrguard"
	"github.com/inertia-templ/shell/routes"
	"github.com/inertia-templ/shell/vite"
)

// Inertia renders the pages of one front end. It does not change after [New]
// and is safe for concurrent use. A process may have several.
type Inertia struct {
	vite *vite.Vite
	ssr  *ssrguard.Guard

	renderedBy string // what ssr asks, for String

	unready atomic.Bool // Serve drains

	routes  *routes.Router
	assets  http.Handler
	entries []string

	anyComponent bool // not checked against the front end

	shell func(shell.Document) templ.Component

	shellFunc     func(*http.Request) func(shell.Document) templ.Component
	componentName func(string) string

	versionChange, emptyAnswer http.Handler // hooks, or nil

	customShell bool // which may keep what it is handed

	rootID string
	lang   string
	title  string
	meta   []func(*http.Request) (Meta, error)

	versionFunc func(*http.Request) string
	unchecked   *http.ServeMux // routes without a check of the version, or nil
	theVersion  string         // which versionFunc returns for every request, if so
	urlFunc     func(*http.Request) string
	nonceFunc   func(*http.Request) string

	shared     []shared
	sharedKeys bool

	mergeShared bool
	allErrors   bool

	flash             flash.Store
	csrf              *csrf
	cursorKeys        [][]byte
	csp               string
	cspReports        string // the path for reports, or empty
	reports           limiter
	encryptHistory    bool
	externalRedirects bool
	fallback          string
	forwarded         bool
	earlyHints        bool
	chunkVersions     bool
	strictXHR         bool
	etag              bool
	errorComponent    func(*http.Request, int, error) (string, any)
	errorOptions      []RenderOption

	engine    *props.Engine
	screens   *props.Engine // flash, whose keys stay as they are
	suspects  props.Policy  // on secrets outside of development
	complaint complaint
	mixed     atomic.Bool // the log was told, see checkMixed

	live *liveProps // nil without WithLive

	cacheStore CacheStore
	keeper     *keeper
	late       *late.Room

	encoder     Encoder
	nullLists   bool
	concurrency int
	log         *slog.Logger
	debug       bool
	editor      string
	advice      advice

	// Who listens; see recording.go.
	observers []func(context.Context, Event)
	timing    func(*http.Request) bool // answers with Server-Timing
	devtools  *devTools
	budget    int // bytes of a page
	tooLarge  warned
}
