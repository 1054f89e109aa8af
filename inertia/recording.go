package inertia

import (
	"cmp"
	"net/http"
	"time"

	"github.com/inertia-templ/shell/inertia/internal/record"
	"github.com/inertia-templ/shell/ssr"
)

// recording collects what happens during a request for observers, the header
// Server-Timing and DevTools. It is nil, and costs nothing, if none of them
// listens.
type recording struct {
	begun  time.Time
	timing bool        // the answer tells its times
	entry  *inspection // for DevTools, else nil

	route    string        // the pattern that matched
	action   record.Source // the handler
	rendered record.Source // where Render was called
	err      error         // what the error page is about

	component string
	rendering time.Time    // when Render began
	made      time.Time    // when there was a page object
	sent      time.Time    // when the page went out
	page      *record.Page // of the page that was rendered last
	pageBytes int
	ssr       *ssr.Event

	status   int
	location string
	bytes    int64
	streamed bool
}

// listen notes the request if somebody listens. It may put another request in
// the place of rec's.
func (i *Inertia) listen(rec *recorder) {
	if !i.observed() && i.timing == nil && i.devtools == nil {
		return
	}
	timing := i.timing != nil && i.timing(rec.r)
	entry := i.inspect(rec)
	if !timing && entry == nil && !i.observed() {
		return
	}
	rec.x.seen = &recording{begun: time.Now(), timing: timing, entry: entry}
}

// handled notes which handler answers: a function of the program, or the place
// where it asked for a handler.
func (s *recording) handled(r *http.Request, handler any) {
	s.route = cmp.Or(r.Pattern, s.route)
	if s.entry == nil {
		return
	}
	if at, ok := handler.(record.Source); ok {
		s.action = at
		return
	}
	s.action = record.Func(handler)
}

// renders notes that a page begins. One that fails gives way to another.
func (s *recording) renders(r *http.Request, component string) {
	s.route = cmp.Or(r.Pattern, s.route)
	s.component, s.rendering, s.ssr = component, time.Now(), nil
	s.page, s.pageBytes = &record.Page{}, 0
	if s.entry != nil {
		s.rendered = cmp.Or(record.Caller(), s.action)
	}
}

// noteProps notes that a page object was made, or why not, and tells of the props
// that failed.
func (i *Inertia) noteProps(x *exchange, object []byte, err error) {
	s := x.seen
	s.made = time.Now()
	if err == nil {
		s.pageBytes = len(object)
		if s.entry != nil {
			s.entry.keepPage(object)
		}
	}
	if !i.observed() {
		return
	}
	url := x.address.Path(x.target)
	for _, p := range s.page.Props() {
		switch p.Outcome {
		case record.Failed:
			i.tell(x, PropFailed{URL: url, Component: s.component, Path: p.Path, Err: p.Err})
		case record.Rescued:
			if p.Err != nil {
				i.tell(x, PropRescued{URL: url, Component: s.component, Path: p.Path, Err: p.Err})
			}
		}
	}
}

// noteSSR notes how the server rendered the page.
func (i *Inertia) noteSSR(x *exchange, e ssr.Event) {
	x.seen.ssr = &e
	if e.Outcome == ssr.Failed && i.observed() {
		i.tell(x, SSRFailed{URL: x.address.Path(x.target), Component: e.Component, Duration: e.Duration, Err: e.Err})
	}
}

// committed notes the header that is about to go out, and adds to it.
func (s *recording) committed(rec *recorder, status int) {
	s.status, s.location, s.sent = status, rec.target(status), time.Now()
	if s.timing && rec.page {
		s.setServerTiming(rec.Header())
	}
	if s.entry != nil {
		rec.app.devtools.announce(rec)
	}
}

// wrote counts a part of the body.
func (s *recording) wrote(n int64) {
	if s != nil {
		s.bytes += n
	}
}

// flushed notes that the answer goes out piece by piece.
func (s *recording) flushed() {
	if s != nil {
		s.streamed = true
	}
}

// finishRecording tells those who listen how the request was answered.
func (i *Inertia) finishRecording(rec *recorder) {
	s := rec.x.seen
	if s == nil {
		return
	}
	if s.entry != nil {
		i.devtools.finish(rec)
	}
	s.route = cmp.Or(s.route, rec.r.Pattern)
	if i.observed() {
		i.tell(rec.x, s.answered(rec))
	}
}

func (s *recording) answered(rec *recorder) Answered {
	a := Answered{
		Method: rec.r.Method, URL: rec.x.address.Path(rec.x.target), Route: s.route, Kind: s.kind(rec),
		Status: s.status, Location: s.location, Bytes: s.bytes, PageBytes: s.pageBytes, Err: s.err,
		Begun: s.begun, Duration: time.Since(s.begun), SSR: s.ssr,
	}
	if s.page != nil {
		a.Component, a.Render, a.Props = s.component, s.renderTime(), results(s.page.Props())
	}
	return a
}

// renderTime is how long the last page took from Render to its first byte, or
// until it failed.
func (s *recording) renderTime() time.Duration {
	end := s.made
	if s.sent.After(end) {
		end = s.sent
	}
	return max(end.Sub(s.rendering), 0)
}

// kind is what kind of request was answered: the first that fits.
func (s *recording) kind(rec *recorder) RequestKind {
	info, h := &rec.x.info, rec.r.Header
	switch {
	case info.IsPrecognition:
		return KindPrecognition
	case !info.IsInertia && rec.page:
		return KindInitial
	case !info.IsInertia:
		return KindHTTP
	case first(h, headerDevtoolsDeferred) == "1":
		return KindDeferred
	case first(h, headerDevtoolsPoll) == "1":
		return KindPoll
	case info.PartialComponent != "":
		return KindPartial
	case info.IsPrefetch:
		return KindPrefetch
	}
	return KindNavigate
}

// kindOf is the name of a prop's kind. The client's devtools do not know all.
func kindOf(p *record.Prop) string {
	switch kind := p.Kind(); {
	case p.Adaptive:
		return "deferAfter"
	case p.Live && kind == "":
		return "live"
	default:
		return kind
	}
}

// results is what observers are told of props.
func results(noted []*record.Prop) []PropResult {
	list := make([]PropResult, len(noted))
	for n, p := range noted {
		list[n] = PropResult{
			Path: p.Path, Kind: kindOf(p), Outcome: PropOutcome(p.Outcome), Shared: p.Shared, Computed: p.Computed,
			Start: p.Begun, Time: p.Took, Wait: p.Waited(), Bytes: p.Bytes(), Err: p.Err,
		}
	}
	return list
}
