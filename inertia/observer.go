package inertia

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/inertia-templ/shell/ssr"
)

// WithObserver calls observe for each [Event]: each answer, and what went wrong.
// It is for metrics, traces and reports. By default nothing is recorded.
//
//	inertia.WithObserver(func(ctx context.Context, e inertia.Event) {
//		switch e := e.(type) {
//		case inertia.Answered:
//			duration.WithLabelValues(e.Component).Observe(e.Duration.Seconds())
//		case inertia.PropRescued:
//			report(ctx, e.Err)
//		}
//	})
//
// ctx is the request's. The goroutines of requests call observe, several at a
// time, and wait for it: it must be quick and safe for concurrent use. A panic
// in it is logged. Several WithObserver add up.
func WithObserver(observe func(ctx context.Context, e Event)) Option {
	return func(c *config) {
		if observe == nil {
			c.reject("WithObserver: the function is nil")
			return
		}
		c.observers = append(c.observers, observe)
	}
}

// Event is what an observer is told: [Answered], [PropFailed], [PropRescued],
// [VersionConflict], [RequestRefused], [FlashLost], [SSRFailed], [SecretFound],
// [CSPViolated] or [PageTooLarge]. Later versions have more events, and more fields in them.
type Event interface{ event() }

// Answered says that a request has been answered, with a page or otherwise. It
// comes after the last byte. Requests that want no page (those of an API client,
// an image, a script) and the files of the front end are not observed, unless
// their handler is one of [Inertia.Handle].
type Answered struct {
	Method string
	URL    string // path and query, as the browser sees them
	Route  string // the pattern of http.ServeMux, if one matched
	Kind   RequestKind

	Component string // of the page, also of one that failed; else empty
	Status    int    // 0 if the connection was cut before there was one
	Location  string // where the answer leads, if it leads elsewhere
	Bytes     int64  // of the body, before it is compressed
	PageBytes int    // of the page object
	Err       error  // what an error page is about

	Begun    time.Time
	Duration time.Duration
	Render   time.Duration // of Render alone, props included
	Props    []PropResult  // of the page, also of one that could not be made
	SSR      *ssr.Event    // of a page that the server was to render, else nil
}

// RequestKind is what kind of request was answered.
type RequestKind string

// Kinds of requests. The client marks those of deferred props and polls only
// while DevTools look on; else they count as partial reloads.
const (
	KindInitial      RequestKind = "initial"      // a document with a page
	KindHTTP         RequestKind = "http"         // any other request that is not of the client
	KindNavigate     RequestKind = "navigate"     // a visit of the client
	KindPartial      RequestKind = "partial"      // a partial reload
	KindDeferred     RequestKind = "deferred"     // deferred props
	KindPoll         RequestKind = "poll"         // one of a series
	KindPrefetch     RequestKind = "prefetch"     // fetched ahead
	KindPrecognition RequestKind = "precognition" // live validation
)

// PropResult is what became of one prop.
type PropResult struct {
	Path     string
	Kind     string // "always", "defer", "deferAfter", "live", "merge", "once", "optional", "scroll", or empty
	Outcome  PropOutcome
	Shared   bool
	Computed bool // its function was called

	Start time.Time     // when its function began
	Time  time.Duration // how long it took
	Wait  time.Duration // how long it waited for others, see [WithConcurrency]
	Bytes int           // of the value in the page object
	Err   error
}

// PropOutcome says what happened to a prop.
type PropOutcome string

// Outcomes of props.
const (
	OutcomeSent      PropOutcome = "sent"
	OutcomeSkipped   PropOutcome = "skipped"   // left for a later request
	OutcomeCached    PropOutcome = "cached"    // left out, since the client has it
	OutcomeWithheld  PropOutcome = "withheld"  // a secret, see [WithSecretNames]
	OutcomeRescued   PropOutcome = "rescued"   // failed, and the page was sent without it
	OutcomeFailed    PropOutcome = "failed"    // and the page with it
	OutcomeCancelled PropOutcome = "cancelled" // another prop failed, or the visitor left
)

// PropFailed says that a prop could not be computed or encoded, so that there
// is not a page.
type PropFailed struct {
	URL, Component, Path string
	Err                  error
}

// PropRescued says that a prop could not be computed or encoded, and that the
// page went out without it; see [Of.Rescue].
type PropRescued struct {
	URL, Component, Path string
	Err                  error
}

// VersionConflict says that a client of another build is told to load the page
// again.
type VersionConflict struct {
	URL            string
	Client, Server string // versions
}

// RequestRefused says that [WithCSRF] has refused a request.
type RequestRefused struct {
	Method, URL string
	Origin      string // header Origin
	Site        string // header Sec-Fetch-Site
}

// FlashLost says that flash or errors could not be read, or not be kept for the
// next page.
type FlashLost struct {
	URL     string
	Partial bool // the rest was kept
	Err     error
}

// SSRFailed says that the server did not render a page that it was to render.
type SSRFailed struct {
	URL, Component string
	Duration       time.Duration
	Err            *ssr.Error
}

// SecretFound says that a page had a secret, which only its name gave away; see
// [WithSecretNames]. It was left out, unless Sent is true.
type SecretFound struct {
	URL, Component string
	Path           string // in the page
	Type, Field    string // that has it; empty for the key of a map
	Sent           bool
}

// PageTooLarge says that a page object is larger than [WithPageBudget] allows.
// The page is sent all the same.
type PageTooLarge struct {
	URL, Component string
	Bytes, Budget  int
	Largest        []PropResult // at most three of the page's top-level props
}

func (Answered) event()        {}
func (PropFailed) event()      {}
func (PropRescued) event()     {}
func (VersionConflict) event() {}
func (RequestRefused) event()  {}
func (FlashLost) event()       {}
func (SSRFailed) event()       {}
func (SecretFound) event()     {}
func (PageTooLarge) event()    {}

// tell tells the observers. Whoever makes an event that costs something asks
// observed first.
func (i *Inertia) tell(ctx context.Context, e Event) {
	for _, observe := range i.observers {
		i.tellOne(ctx, e, observe)
	}
}

func (i *Inertia) tellOne(ctx context.Context, e Event, observe func(context.Context, Event)) {
	defer func() {
		if p := recover(); p != nil {
			i.log.ErrorContext(ctx, fmt.Sprintf("inertia: an observer panics on %T: %v", e, p), "stack", string(debug.Stack()))
		}
	}()
	observe(ctx, e)
}

func (i *Inertia) observed() bool { return len(i.observers) > 0 }
