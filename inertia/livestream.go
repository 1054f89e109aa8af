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
// A stream carries only names of channels. It ends when the server drains
// ([Inertia.Serve]), after [LiveAge], at [Inertia.EndStreams], and when the
// client does not read for ten seconds. The client reconnects and learns what
// it has missed.
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
		if conn := detach(w); conn != nil {
			go f.onConn(conn)
			return
		}
		defer stream.Close()
		if err := f.follow(r.Context(), &eventWriter{out: &answer200{w, http.NewResponseController(w)}, patience: l.patience}); errors.Is(err, http.ErrNotSupported) {
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
	age := time.NewTimer(l.age - l.age/5 + rand.N(2*l.age/5+1))
	defer age.Stop()
	beat := time.NewTicker(l.beat)
	defer beat.Stop()
	news := s.News(nil)
	if err := out.begin(news, f.refused); err != nil {
		return err
	}
	if slices.Contains(f.refused, everything) {
		return nil
	}
	var rest <-chan time.Time // until the next event may be written
	wake := s.Wake()
	for {
		if err := out.news(news); err != nil {
			return err
		}
		if news.Over {
			return out.bye(news.Mark, 0)
		}
		if news.All || len(news.Channels) > 0 {
			// What changes meanwhile is told at once.
			rest, wake = time.After(l.gap), nil
		}
		select {
		case <-rest:
			rest, wake = nil, s.Wake()
			news = live.News{}
		case <-wake:
			news = s.News(news.Channels[:0])
		case <-beat.C:
			if err := out.comment(); err != nil {
				return err
			}
			news = live.News{}
		case <-age.C:
			return out.bye(s.News(nil).Mark, 0)
		case <-f.draining:
			return out.bye(s.News(nil).Mark, drainSpread)
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// The clients of a server that drains connect again after the pause, within the
// spread.
const (
	drainPause  = 500 * time.Millisecond
	drainSpread = 2 * time.Second
)

// eventWriter writes server-sent events.
type eventWriter struct {
	out      eventSink
	patience time.Duration
	buf      []byte
}

// begin sends the header, and what may not be listened to. It has no mark if there
// is something to catch up on: should it get lost, the client asks again.
func (e *eventWriter) begin(n live.News, refused []string) error {
	if err := e.out.begin(); err != nil {
		return err
	}
	mark := n.Mark
	if n.All || len(n.Channels) > 0 {
		mark = ""
	}
	if err := e.event(eventHello, mark, refused); err != nil {
		return err
	}
	return e.flush()
}

// news tells what has changed, if anything.
func (e *eventWriter) news(n live.News) error {
	name, data := eventChange, n.Channels
	if n.All {
		name, data = eventReload, []string{everything}
	}
	if len(data) == 0 {
		return nil
	}
	if err := e.event(name, n.Mark, data); err != nil {
		return err
	}
	return e.flush()
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
	return e.write(e.buf)
}

func (e *eventWriter) comment() error {
	if err := e.write([]byte(":\n\n")); err != nil {
		return err
	}
	return e.flush()
}

// bye tells the client from where to go on, and when: at once, or within the
// time spread. The other line is for an EventSource that connects by itself.
func (e *eventWriter) bye(id string, spread time.Duration) error {
	var wait time.Duration
	if spread > 0 {
		wait = drainPause + rand.N(spread)
	}
	if err := e.write(fmt.Appendf(nil, "retry: %d\n", (drainPause + wait).Milliseconds())); err != nil {
		return err
	}
	if err := e.event(eventBye, id, []string{fmt.Sprint(wait.Milliseconds())}); err != nil {
		return err
	}
	return e.flush()
}

func (e *eventWriter) write(p []byte) error {
	e.out.deadline(time.Now().Add(e.patience))
	if _, err := e.out.Write(p); err != nil {
		return fmt.Errorf("inertia: LiveStream: %w", err)
	}
	return nil
}

// flush fails if the client does not read.
func (e *eventWriter) flush() error {
	if err := e.out.flush(); err != nil {
		return fmt.Errorf("inertia: LiveStream: %w", err)
	}
	e.out.deadline(time.Time{}) // it would end streams of HTTP/2 between events
	return nil
}
