package ssr

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// Guard asks a [Renderer] for the pages of visitors, and keeps them from
// noticing when that is slow, broken or gone: such pages are rendered by the
// browser, as without it.
type Guard struct {
	renderer          Renderer
	timeout           time.Duration
	maxPage           int
	required          bool
	paths, components *regexp.Regexp // that are left to the browser
	condition         func(*http.Request) bool
	observe           func(context.Context, Event)
	log               *slog.Logger
	breaker           *breaker
	cache             *cache
}

// Option is an option of [NewGuard].
type Option func(*Guard)

// WithTimeout bounds the time that a request waits for its page, 3 seconds by
// default.
func WithTimeout(d time.Duration) Option { return func(g *Guard) { g.timeout = d } }

// WithMaxPage sets how large a page object, in bytes of JSON, may be to be
// rendered, 2 MB by default. Larger ones cost more than they bring.
func WithMaxPage(bytes int) Option { return func(g *Guard) { g.maxPage = bytes } }

// WithRequired makes a page that cannot be rendered an error of its request,
// rather than leaving it to the browser. For tests, and for sites that search
// engines have to see whole.
func WithRequired(on bool) Option { return func(g *Guard) { g.required = on } }

// WithoutPaths leaves pages below these paths to the browser: "/admin",
// "/admin/*", where * stands for anything.
func WithoutPaths(patterns ...string) Option {
	return func(g *Guard) { g.paths = anyOf(patterns) }
}

// WithoutComponents leaves the pages of these components to the browser:
// "Editor", "Admin/*", where * stands for anything.
func WithoutComponents(patterns ...string) Option {
	return func(g *Guard) { g.components = anyOf(patterns) }
}

// WithCondition leaves the pages of those requests to the browser for which f
// returns false.
func WithCondition(f func(*http.Request) bool) Option { return func(g *Guard) { g.condition = f } }

// WithPause sets for how long a renderer that failed to answer is left alone
// before it is tried again: first, then twice as long each time, up to longest.
// The defaults are 1 and 30 seconds. With 0 it is asked every time.
func WithPause(first, longest time.Duration) Option {
	return func(g *Guard) { g.breaker = &breaker{first: first, longest: max(first, longest)} }
}

// WithCacheSize sets how many bytes of rendered pages are kept for requests that
// allow it, see [Request], 32 MB by default.
func WithCacheSize(bytes int) Option { return func(g *Guard) { g.cache = newCache(bytes) } }

// WithObserver has f called for every page, for metrics. It is called by the
// goroutine of the request.
func WithObserver(f func(context.Context, Event)) Option { return func(g *Guard) { g.observe = f } }

// WithLogger sets where failures are reported, slog.Default() if not set.
func WithLogger(log *slog.Logger) Option { return func(g *Guard) { g.log = log } }

// NewGuard guards a renderer.
func NewGuard(r Renderer, opts ...Option) *Guard {
	g := &Guard{
		renderer: r,
		timeout:  3 * time.Second,
		maxPage:  2 << 20,
		breaker:  &breaker{first: time.Second, longest: 30 * time.Second},
		cache:    newCache(32 << 20),
		log:      slog.Default(),
	}
	for _, opt := range opts {
		opt(g)
	}
	return g
}

// Request is a page that is to be rendered.
type Request struct {
	Page      []byte // the page object, as JSON
	Component string
	HTTP      *http.Request // that it answers

	// Fresh is for how long the result may be given to every request with the
	// same page object, and Stale for how much longer while it is rendered anew.
	// Both are 0 for pages that are rendered each time.
	Fresh, Stale time.Duration
}

// Outcome is what became of a page.
type Outcome string

// What becomes of pages.
const (
	Rendered Outcome = "rendered"
	Cached   Outcome = "cached"  // rendered before
	Skipped  Outcome = "skipped" // not to be rendered, or not while the renderer is left alone
	Failed   Outcome = "failed"
)

// Event is what an observer learns of a page.
type Event struct {
	Component string
	Outcome   Outcome
	Duration  time.Duration // that the request waited
	Bytes     int           // of the page object
	Err       *Error        // if it failed
}

// Render renders a page. If ok is false, the browser is to render it. There is
// an error only with [WithRequired].
func (g *Guard) Render(ctx context.Context, r Request) (result Result, ok bool, err error) {
	begun := time.Now()
	result, outcome, failed := g.render(ctx, r)
	if g.observe != nil {
		g.observe(ctx, Event{Component: r.Component, Outcome: outcome, Duration: time.Since(begun), Bytes: len(r.Page), Err: failed})
	}
	if failed == nil {
		return result, outcome != Skipped, nil
	}
	if errors.Is(context.Cause(ctx), context.Canceled) { // nobody waits any more
		return Result{}, false, nil
	}
	g.report(ctx, r, failed)
	if g.required {
		return Result{}, false, failed
	}
	return Result{}, false, nil
}

func (g *Guard) render(ctx context.Context, r Request) (Result, Outcome, *Error) {
	switch {
	case g.excludes(r):
		return Result{}, Skipped, nil
	case len(r.Page) > g.maxPage:
		return Result{}, Failed, &Error{Kind: TooLarge, Component: r.Component,
			Message: fmt.Sprintf("the page object has %d bytes, more than %d", len(r.Page), g.maxPage),
			Hint:    "send less with the first page, with Defer or Optional props, or raise ssr.WithMaxPage"}
	case r.Fresh > 0:
		return g.cached(ctx, r)
	}
	result, failed := g.ask(ctx, r)
	return g.outcome(result, failed)
}

func (g *Guard) outcome(result Result, failed *Error) (Result, Outcome, *Error) {
	switch {
	case failed == errLeftAlone && !g.required:
		return Result{}, Skipped, nil
	case failed != nil:
		return Result{}, Failed, failed
	}
	return result, Rendered, nil
}

// ask asks the renderer, if it is not left alone for the time being.
func (g *Guard) ask(ctx context.Context, r Request) (Result, *Error) {
	switch g.breaker.allow(time.Now()) {
	case denied:
		return Result{}, errLeftAlone
	case trial:
		// No visitor waits for the trial.
		page := append([]byte(nil), r.Page...)
		go func() {
			_, _ = g.once(context.WithoutCancel(ctx), Request{Page: page, Component: r.Component}) // tells the breaker
		}()
		return Result{}, errLeftAlone
	}
	return g.once(ctx, r)
}

// once asks the renderer and tells the breaker how it went.
func (g *Guard) once(ctx context.Context, r Request) (Result, *Error) {
	ctx, cancel := context.WithTimeout(ctx, g.timeout)
	defer cancel()
	result, err := g.renderer.Render(ctx, r.Page)
	if err == nil {
		g.breaker.succeeded()
		return result, nil
	}
	if errors.Is(context.Cause(ctx), context.Canceled) { // by the visitor: that says nothing
		g.breaker.abandoned()
		return Result{}, asError(err)
	}
	failed := *asError(err)
	if failed.Component == "" {
		failed.Component = r.Component
	}
	if !failed.down() {
		g.breaker.succeeded()
	} else if pause := g.breaker.failed(time.Now()); pause > 0 {
		g.log.ErrorContext(ctx, "ssr: pages are left to the browser: the renderer does not answer", "again_in", pause, "error", failed.Message)
	}
	return Result{}, &failed
}

var errLeftAlone = &Error{Kind: Connection, Message: "the renderer has failed to answer and is left alone for a while"}

func (g *Guard) report(ctx context.Context, r Request, e *Error) {
	args := []any{"component", r.Component, "kind", string(e.Kind)}
	if r.HTTP != nil {
		args = append(args, "url", r.HTTP.URL.Path)
	}
	if e.Location != "" {
		args = append(args, "location", e.Location)
	}
	if e.Hint != "" {
		args = append(args, "hint", e.Hint)
	}
	g.log.ErrorContext(ctx, "ssr: page not rendered: "+e.Message, args...)
}

// excludes reports whether the page is not for the renderer at all.
func (g *Guard) excludes(r Request) bool {
	switch {
	case g.components != nil && g.components.MatchString(r.Component):
		return true
	case r.HTTP == nil:
		return false
	case g.paths != nil && g.paths.MatchString(r.HTTP.URL.Path):
		return true
	}
	return g.condition != nil && !g.condition(r.HTTP)
}

// anyOf is an expression for names that fit one of the patterns, in which *
// stands for anything.
func anyOf(patterns []string) *regexp.Regexp {
	if len(patterns) == 0 {
		return nil
	}
	var parts []string
	for _, pattern := range patterns {
		parts = append(parts, strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*"))
	}
	return regexp.MustCompile("(?s)^(?:" + strings.Join(parts, "|") + ")$")
}
