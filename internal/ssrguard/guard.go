// Package ssrguard stands between a renderer and the visitors of a program:
// however slow, broken or absent the renderer is, a request is answered in time.
package ssrguard

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"time"

	"github.com/inertia-templ/shell/internal/ssrguard/config"
	"github.com/inertia-templ/shell/internal/ssrguard/place"
	"github.com/inertia-templ/shell/ssr"
)

// Guard asks a renderer for pages and leaves those to the browser that the
// renderer does not deliver.
type Guard struct {
	renderer          ssr.Renderer
	config            config.Config[ssr.Event]
	paths, components *regexp.Regexp // that are left to the browser
	breakers          *breakers
	cache             *cache
}

// New returns a guard of r. The error names the options that make no sense.
func New(r ssr.Renderer, opts ...ssr.Option) (*Guard, error) {
	c := config.Config[ssr.Event]{
		Timeout:      3 * time.Second,
		MaxWait:      500 * time.Millisecond,
		Priority:     isCrawler,
		MaxPage:      2 << 20,
		FirstPause:   time.Second,
		LongestPause: 30 * time.Second,
		CacheSize:    32 << 20,
		Log:          slog.Default(),
	}
	for _, opt := range opts {
		opt(&c)
	}
	if err := check(c); err != nil {
		return nil, err
	}
	return &Guard{
		renderer:   r,
		config:     c,
		paths:      anyOf(c.Paths),
		components: anyOf(c.Components),
		breakers: &breakers{
			first: c.FirstPause, longest: max(c.FirstPause, c.LongestPause),
			components: map[string]*breaker{}, silent: map[string]bool{},
		},
		cache: newCache(c.CacheSize),
	}, nil
}

// Renderer is what the guard asks.
func (g *Guard) Renderer() ssr.Renderer { return g.renderer }

// Required reports whether a page that is not rendered is an error.
func (g *Guard) Required() bool { return g.config.Required }

// Request is a page to render.
type Request struct {
	Page      []byte // the page object, as JSON; the guard may keep it
	Component string
	HTTP      *http.Request // the request that gets the page

	// Fresh is how long every request with the same page object may get the
	// result, and Stale how much longer while the page is rendered again. Both
	// are 0 for pages that are rendered for each request.
	Fresh, Stale time.Duration

	// Mark tells results apart that the same page object has at different times.
	Mark string

	// Observe is told how it went, besides the observers of the options. It may
	// be nil.
	Observe func(ssr.Event)
}

// Render renders a page. If ok is false, the browser has to render it. It returns
// an error only with [ssr.WithRequired].
func (g *Guard) Render(ctx context.Context, r Request) (result ssr.Result, ok bool, err error) {
	begun := time.Now()
	result, outcome, failed := g.render(ctx, r)
	event := ssr.Event{Component: r.Component, Outcome: outcome, Duration: time.Since(begun), Bytes: len(r.Page), Err: failed}
	for _, observe := range g.config.Observers {
		observe(ctx, event)
	}
	if r.Observe != nil {
		r.Observe(event)
	}
	if failed == nil {
		return result, outcome != ssr.Skipped && outcome != ssr.Shed, nil
	}
	if errors.Is(context.Cause(ctx), context.Canceled) { // the visitor has left
		return ssr.Result{}, false, nil
	}
	g.report(ctx, r, failed)
	if g.config.Required {
		return ssr.Result{}, false, failed
	}
	return ssr.Result{}, false, nil
}

func (g *Guard) render(ctx context.Context, r Request) (ssr.Result, ssr.Outcome, *ssr.Error) {
	switch {
	case g.excludes(r):
		return ssr.Result{}, ssr.Skipped, nil
	case len(r.Page) > g.config.MaxPage:
		return ssr.Result{}, ssr.Failed, &ssr.Error{Kind: ssr.TooLarge, Component: r.Component,
			Message: fmt.Sprintf("the page object has %d bytes, more than %d", len(r.Page), g.config.MaxPage),
			Hint:    "send less with the first page, with Defer or Optional props, or raise ssr.WithMaxPage"}
	case r.Fresh > 0:
		return g.cached(ctx, r)
	}
	result, failed := g.ask(ctx, r)
	return g.outcome(result, failed)
}

func (g *Guard) outcome(result ssr.Result, failed *ssr.Error) (ssr.Result, ssr.Outcome, *ssr.Error) {
	switch {
	case failed == errPaused && !g.config.Required:
		return ssr.Result{}, ssr.Skipped, nil
	case failed != nil && errors.Is(failed, ssr.ErrShed):
		return ssr.Result{}, ssr.Shed, nil
	case failed != nil:
		return ssr.Result{}, ssr.Failed, failed
	}
	return result, ssr.Rendered, nil
}

// ask asks the renderer, unless it or the component is paused.
func (g *Guard) ask(ctx context.Context, r Request) (ssr.Result, *ssr.Error) {
	switch p := g.breakers.allow(r.Component, time.Now()); p {
	case allowed:
		return g.once(ctx, r, p)
	case trialOfRenderer, trialOfComponent: // no visitor waits for it
		go func() {
			_, _ = g.once(context.WithoutCancel(ctx), Request{Page: r.Page, Component: r.Component}, p) // tells the breakers
		}()
	}
	return ssr.Result{}, errPaused
}

// once asks the renderer and tells the breakers how it went.
func (g *Guard) once(ctx context.Context, r Request, p permission) (ssr.Result, *ssr.Error) {
	ctx, cancel := context.WithTimeout(ctx, g.config.Timeout)
	defer cancel()
	result, err := g.renderer.Render(place.With(ctx, g.place(r)), r.Page)
	if errors.Is(err, ssr.ErrShed) { // says nothing about the component
		return ssr.Result{}, &ssr.Error{Kind: ssr.Busy, Component: r.Component, Message: err.Error(), Err: err}
	}
	if err == nil {
		g.breakers.succeeded(r.Component)
		return result, nil
	}
	if errors.Is(context.Cause(ctx), context.Canceled) {
		g.breakers.abandoned(r.Component)
		return ssr.Result{}, asError(err)
	}
	failed := *asError(err)
	if failed.Component == "" {
		failed.Component = r.Component
	}
	switch failed.Kind {
	case ssr.Connection, ssr.Timeout, ssr.Busy, ssr.Crash:
		switch pause, whole := g.breakers.failed(r.Component, failed.Kind, p, time.Now()); {
		case pause == 0:
		case whole:
			g.config.Log.ErrorContext(ctx, "ssr: the renderer does not answer: the browser renders all pages for now", "again_in", pause, "error", failed.Message)
		default:
			g.config.Log.ErrorContext(ctx, "ssr: a component takes too long or ends its process: the browser renders its pages for now",
				"component", r.Component, "again_in", pause, "error", failed.Message)
		}
	default:
		g.breakers.succeeded(r.Component)
	}
	return ssr.Result{}, &failed
}

// place is how long a page may wait. One that nobody waits for, or that must be
// rendered, has time.
func (g *Guard) place(r Request) place.Place {
	switch {
	case g.config.Required || r.HTTP == nil:
		return place.Place{}
	case g.config.Priority(r.HTTP):
		return place.Place{First: true}
	}
	return place.Place{MaxWait: g.config.MaxWait}
}

// isCrawler knows search engines, and what previews links, by their names.
func isCrawler(r *http.Request) bool { return crawlers.MatchString(r.UserAgent()) }

// There are telephones of the name Cubot.
var crawlers = regexp.MustCompile(`(?i)(?:^|[^u])bot\b|crawl|spider|slurp|preview|externalhit|archiver|whatsapp|embedly|duckduckgo|yandex`)

var errPaused = &ssr.Error{Kind: ssr.Connection, Message: "the renderer or the component failed to answer and is not asked for a while"}

func asError(err error) *ssr.Error {
	var e *ssr.Error
	switch {
	case errors.As(err, &e):
		return e
	case errors.Is(err, context.DeadlineExceeded):
		return &ssr.Error{Kind: ssr.Timeout, Message: err.Error(), Err: err}
	}
	return &ssr.Error{Kind: ssr.Connection, Message: err.Error(), Err: err}
}

func (g *Guard) report(ctx context.Context, r Request, e *ssr.Error) {
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
	g.config.Log.ErrorContext(ctx, "ssr: page not rendered: "+e.Message, args...)
}

// excludes reports whether an option leaves the page to the browser.
func (g *Guard) excludes(r Request) bool {
	switch {
	case g.components != nil && g.components.MatchString(r.Component):
		return true
	case r.HTTP == nil:
		return false
	case g.paths != nil && g.paths.MatchString(r.HTTP.URL.Path):
		return true
	}
	for _, holds := range g.config.Conditions {
		if !holds(r.HTTP) {
			return true
		}
	}
	return false
}
