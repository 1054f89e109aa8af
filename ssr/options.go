package ssr

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/inertia-templ/shell/internal/ssrguard/config"
)

// Option is an option of WithSSR in package inertia. If an option sets one
// value, the last one counts; if it adds to a list, they add up.
type Option func(*config.Config[Event])

// WithTimeout limits how long a request waits for its page. The default is 3
// seconds. After that the browser renders the page.
func WithTimeout(d time.Duration) Option {
	return func(c *config.Config[Event]) { c.Timeout = d }
}

// WithMaxWait limits how long the page of a visitor waits for its turn in a
// [Pool]. The default is 500 milliseconds; 0 means as long as [WithTimeout] says.
// If its turn will not come in time, the browser renders it at once, so that an
// overloaded program stays quick. Crawlers wait longer, see [WithPriority]. It has
// no effect with [WithRequired].
func WithMaxWait(d time.Duration) Option {
	return func(c *config.Config[Event]) { c.MaxWait = d }
}

// WithPriority says which requests go before others in the queue of a [Pool],
// and wait as long as [WithTimeout] says. By default these are crawlers, by
// User-Agent, because many run no scripts. Any client can claim to be a
// crawler, and gains only a better place in the queue.
func WithPriority(rule func(*http.Request) bool) Option {
	return func(c *config.Config[Event]) { c.Priority = rule }
}

// WithMaxPage limits the size of a page object, in bytes of JSON. The default
// is 2 MB. The browser renders larger pages, because rendering them here costs
// more than it gains.
func WithMaxPage(bytes int) Option {
	return func(c *config.Config[Event]) { c.MaxPage = bytes }
}

// WithRequired answers with an error if a page cannot be rendered. By default
// the browser renders such a page. Use it in tests, and for sites that search
// engines must see complete.
func WithRequired() Option {
	return func(c *config.Config[Event]) { c.Required = true }
}

// WithoutPaths lets the browser render the pages at these paths. A pattern is
// a path such as "/admin", in which * stands for any text: "/admin/*". It
// starts with a slash or with *. By default all paths are rendered. Several
// WithoutPaths add up.
func WithoutPaths(patterns ...string) Option {
	return func(c *config.Config[Event]) { c.Paths = append(c.Paths, patterns...) }
}

// WithoutComponents lets the browser render the pages of these components:
// "Editor", or "Admin/*", in which * stands for any text. By default all
// components are rendered. Several WithoutComponents add up.
func WithoutComponents(patterns ...string) Option {
	return func(c *config.Config[Event]) { c.Components = append(c.Components, patterns...) }
}

// WithCondition lets the browser render a page if f returns false for its
// request. By default every first visit is rendered. With several
// WithCondition a page is rendered only if every function returns true.
func WithCondition(f func(*http.Request) bool) Option {
	return func(c *config.Config[Event]) { c.Conditions = append(c.Conditions, f) }
}

// WithPause sets for how long the renderer gets no requests after it failed to
// answer: first, then twice as long after each further failure, up to longest.
// The defaults are 1 and 30 seconds; 0 means no pause. After the pause one page
// is tried in the background.
//
// If only the pages of one component take too long or end their process, only
// that component is paused.
func WithPause(first, longest time.Duration) Option {
	return func(c *config.Config[Event]) { c.FirstPause, c.LongestPause = first, longest }
}

// WithCacheSize limits the memory for the rendered pages that CacheSSR of
// package inertia keeps, in bytes. The default is 32 MB. With 0 nothing is
// kept.
func WithCacheSize(bytes int) Option {
	return func(c *config.Config[Event]) { c.CacheSize = bytes }
}

// WithObserver calls f for each page, for metrics. By default there is no
// observer. The goroutine of the request calls f, so f must be quick. Several
// WithObserver add up.
func WithObserver(f func(context.Context, Event)) Option {
	return func(c *config.Config[Event]) { c.Observers = append(c.Observers, f) }
}

// WithLogger sets where failures are logged. The default is the logger of
// inertia.New.
func WithLogger(log *slog.Logger) Option {
	return func(c *config.Config[Event]) { c.Log = log }
}

// Outcome says what happened to a page.
type Outcome string

// The outcomes.
const (
	Rendered Outcome = "rendered" // for this request
	Cached   Outcome = "cached"   // for an earlier request
	Shed     Outcome = "shed"     // the renderer had too much to do, see WithMaxWait
	Skipped  Outcome = "skipped"  // an option excludes the page, or the renderer or the component is paused
	Failed   Outcome = "failed"
)

// Event tells an observer what happened to a page.
type Event struct {
	Component string
	Outcome   Outcome
	Duration  time.Duration // how long the request waited
	Bytes     int           // size of the page object
	Err       *Error        // set when the outcome is Failed
}
