package inertia

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/inertia-templ/shell/inertia/internal/live"
)

// LiveStream is the handler that tells clients when live props have changed, as
// server-sent events. Put it inside of [Inertia.Middleware] and of the
// middleware that reads the session:
//
//	mux.Handle("GET /live", i.LiveStream())
//
// A stream carries names of channels and no data. It ends when the server drains
// ([Inertia.Serve]), after [LiveAge], at [Inertia.EndStreams], and when the client
// does not read for ten to thirteen seconds. The client connects again and is told what it has
// missed.
func (i *Inertia) LiveStream() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l := i.live
		switch {
		case l == nil:
			i.log.ErrorContext(r.Context(), "inertia: LiveStream: "+errNoLive.Error())
			http.Error(w, "live props are off", http.StatusNotFound)
			return
		case r.Method != http.MethodGet:
			w.Header().Set("Allow", "GET")
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
			return
		case r.Header.Get("Sec-Fetch-Site") == "cross-site":
			http.Error(w, "a page of another site may not listen", http.StatusForbidden)
			return
		}
		granted, refused, err := i.grant(r)
		if err != nil {
			i.log.ErrorContext(r.Context(), "inertia: LiveStream: whether the visitor may listen: "+err.Error())
			tryLater(w)
			return
		}
		visitor := ""
		if l.visitor != nil {
			visitor = l.visitor(r)
		}
		since := r.URL.Query().Get("since")
		if id := r.Header.Get("Last-Event-ID"); id != "" {
			since = id // the browser has connected again by itself
		}
		stream, err := l.hub.Open(granted, since, visitor)
		if err != nil {
			i.log.WarnContext(r.Context(), "inertia: LiveStream: "+err.Error()+"; see LiveStreams")
			tryLater(w)
			return
		}
		if len(granted) == 0 {
			refused = []string{everything}
		}
		f := follower{liveProps: l, stream: stream, refused: refused, draining: Draining(r.Context())}
		if conn := detach(w, l.patience); conn != nil {
			go f.onConn(conn)
			return
		}
		defer stream.Close()
		if err := f.follow(r.Context(), &eventWriter{out: &answer200{w, http.NewResponseController(w), l.patience}}); errors.Is(err, http.ErrNotSupported) {
			i.log.ErrorContext(r.Context(), "inertia: LiveStream: a middleware around it hides Flush; its ResponseWriter needs a method Unwrap: "+err.Error())
		}
	})
}

func tryLater(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "5")
	http.Error(w, "try again later", http.StatusServiceUnavailable)
}

// maxOffers bounds how many offers of a request are looked at.
const maxOffers = 1000

// grant finds what the visitor may listen to of what the client asks for.
func (i *Inertia) grant(r *http.Request) (granted, refused []string, err error) {
	l := i.live
	offers := strings.SplitN(r.URL.Query().Get("on"), ",", maxOffers+1)
	for _, offer := range offers[:min(len(offers), maxOffers)] {
		channel, ok := l.offered(offer)
		switch {
		case !ok:
			if offer != "" && l.foreign.first("") {
				i.log.WarnContext(r.Context(), "inertia: LiveStream: refused channels that no page of this program has offered; do all processes have one WithSecret?")
			}
			continue
		case slices.Contains(granted, channel):
			continue
		case len(granted) == l.channels:
			i.log.WarnContext(r.Context(), fmt.Sprintf("inertia: LiveStream: a browser asks for more than %d channels; see LiveChannels", l.channels))
			refused = append(refused, channel)
			continue
		}
		may, err := l.allow(r, channel)
		if err != nil {
			return nil, nil, err
		}
		if may {
			granted = append(granted, channel)
		} else {
			refused = append(refused, channel)
		}
	}
	return granted, refused, nil
}

// Events of a stream. Data are names of channels with commas between them.
const (
	eventHello  = "hello"  // the stream begins; its data are refused
	eventReload = "reload" // anything may have changed
	eventChange = ""       // its data have changed
	eventBye    = "bye"    // the stream ends; its data are milliseconds to wait
)

// everything stands for all channels.
const everything = "*"

// follower is a stream with what it needs of its request.
type follower struct {
	*liveProps
	stream   *live.Stream
	refused  []string
	draining <-chan struct{}
}

// follow writes what the stream hears of until it ends.
func (f *follower) follow(ctx context.Context, out *eventWriter) error {
	s, l := f.stream, f.liveProps
	now := time.Now()
	end := now.Add(l.age - l.age/5 + rand.N(2*l.age/5+1))
	news := s.News(nil)
	if err := out.begin(news, f.refused); err != nil {
		return err
	}
	if slices.Contains(f.refused, everything) {
		return nil
	}
	if err := out.news(news); err != nil {
		return err
	}
	var told time.Time // when the client heard of changes
	if news.Any() {
		told = now
	}
	written := now // a change or a heartbeat
	waits := false // there is something to tell
	rings := earlier(end, written.Add(l.beat))
	alarm := time.NewTimer(rings.Sub(now))
	defer alarm.Stop()
	for {
		wake, next := s.Wake(), earlier(end, written.Add(l.beat))
		if waits { // what changes meanwhile is told at once
			wake, next = nil, earlier(end, told.Add(l.gap))
		}
		// An alarm that rings too early costs less than setting it for each event.
		if next.Before(rings) || !rings.After(now) {
			rings = next
			alarm.Reset(next.Sub(now))
		}
		select {
		case <-wake:
			waits = true
		case <-alarm.C:
		case <-f.draining:
			return f.leave(out, drainSpread)
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		now = time.Now()
		switch {
		case !now.Before(end):
			return f.leave(out, 0)
		case waits && now.Sub(told) >= l.gap:
			waits = false
			news = s.News(news.Channels[:0])
			if err := out.news(news); err != nil {
				return err
			}
			if news.Over {
				return f.leave(out, 0)
			}
			if news.Any() {
				told, written = now, now
			}
		case now.Sub(written) >= l.beat:
			if err := out.comment(); err != nil {
				return err
			}
			written = now
		}
	}
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// leave tells what is left to tell, and says goodbye.
func (f *follower) leave(out *eventWriter, spread time.Duration) error {
	mark := f.hub.Mark() // before the news, which are of this moment or later
	if err := out.news(f.stream.News(nil)); err != nil {
		return err
	}
	return out.bye(mark, spread)
}

// The clients of a server that drains connect again after the pause, within the
// spread.
const (
	drainPause  = 500 * time.Millisecond
	drainSpread = 2 * time.Second
)

// eventWriter writes server-sent events.
type eventWriter struct {
	out eventSink
	buf []byte
}

// begin sends the header, and what may not be listened to. It has no mark if there
// is something to catch up on: should it get lost, the client asks again.
func (e *eventWriter) begin(n live.News, refused []string) error {
	if err := e.out.begin(); err != nil {
		return err
	}
	mark := n.Mark
	if n.Any() {
		mark = ""
	}
	return e.event(eventHello, mark, refused)
}

// news tells what has changed, if anything.
func (e *eventWriter) news(n live.News) error {
	switch {
	case n.All:
		return e.event(eventReload, n.Mark, []string{everything})
	case n.Any():
		return e.event(eventChange, n.Mark, n.Channels)
	}
	return nil
}

func (e *eventWriter) comment() error { return e.send([]byte(":\n\n")) }

// bye tells the client from where to go on, and when: at once, or within the
// time spread. The other line is for an EventSource that connects by itself.
func (e *eventWriter) bye(id string, spread time.Duration) error {
	var wait time.Duration
	if spread > 0 {
		wait = drainPause + rand.N(spread)
	}
	if err := e.send(fmt.Appendf(nil, "retry: %d\n", (drainPause + wait).Milliseconds())); err != nil {
		return err
	}
	return e.event(eventBye, id, []string{fmt.Sprint(wait.Milliseconds())})
}

func (e *eventWriter) event(name, id string, data []string) error {
	b := e.buf[:0]
	if id != "" {
		b = append(append(append(b, "id: "...), id...), '\n')
	}
	if name != eventChange {
		b = append(append(append(b, "event: "...), name...), '\n')
	}
	b = append(b, "data: "...)
	for n, channel := range data {
		if n > 0 {
			b = append(b, ',')
		}
		b = append(b, channel...)
	}
	b = append(b, "\n\n"...)
	e.buf = b
	return e.send(b)
}

func (e *eventWriter) send(p []byte) error {
	if err := e.out.send(p); err != nil {
		return fmt.Errorf("inertia: LiveStream: %w", err)
	}
	return nil
}
