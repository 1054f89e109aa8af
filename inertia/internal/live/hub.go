// Package live tells streams that channels have changed. A [Hub] hears of changes
// from a broker, remembers the last ones for streams that come back, and wakes
// the streams that listen.
package live

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// Hub knows who listens to what. Make one with [New].
type Hub struct {
	limits  Limits
	log     *slog.Logger
	process string // tells marks of this process from others

	mu        sync.Mutex
	marks     clock
	since     uint64 // nothing is missing after it
	past      ring
	listeners map[string]map[*Stream]int // the place of the channel in the stream
	streams   map[*Stream]struct{}
	visitors  map[string]int

	broker Broker
	sync   func(context.Context) error
}

// Limits bound what visitors may take.
type Limits struct {
	Streams    int // of the process
	PerVisitor int
	Replay     int // changes that are remembered
}

// New returns a hub. Without a broker, changes stay in the process. What a broker
// says is told after sync: until then the process may not see what another one
// has invalidated before it published.
func New(l Limits, b Broker, sync func(context.Context) error, log *slog.Logger) *Hub {
	h := &Hub{
		limits: l, log: log, process: rand.Text()[:6], broker: b, sync: sync, past: ring{size: l.Replay},
		listeners: map[string]map[*Stream]int{}, streams: map[*Stream]struct{}{}, visitors: map[string]int{},
	}
	h.since = h.marks.next()
	if b != nil {
		go h.subscribe()
	}
	return h
}

// Reasons why there is no stream.
var (
	ErrFull    = errors.New("as many streams are open as the process may have")
	ErrVisitor = errors.New("as many streams are open as a visitor may have")
)

// Open begins a stream that hears of the channels from the mark since on. Close
// it.
func (h *Hub) Open(channels []string, since, visitor string) (*Stream, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.streams) >= h.limits.Streams {
		return nil, ErrFull
	}
	if visitor != "" && h.visitors[visitor] >= h.limits.PerVisitor {
		return nil, ErrVisitor
	}
	at := h.format(h.marks.next())
	s := &Stream{hub: h, channels: channels, changed: make([]bool, len(channels)), visitor: visitor, wake: make(chan struct{}, 1), at: at}
	h.streams[s] = struct{}{}
	if visitor != "" {
		h.visitors[visitor]++
	}
	for n, channel := range channels {
		if h.listeners[channel] == nil {
			h.listeners[channel] = map[*Stream]int{}
		}
		h.listeners[channel][s] = n
	}
	h.catchUp(s, since, at)
	return s, nil
}

// Close ends the stream.
func (s *Stream) Close() {
	h := s.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, open := h.streams[s]; !open {
		return
	}
	delete(h.streams, s)
	if s.visitor != "" {
		if h.visitors[s.visitor]--; h.visitors[s.visitor] == 0 {
			delete(h.visitors, s.visitor)
		}
	}
	for _, channel := range s.channels {
		if delete(h.listeners[channel], s); len(h.listeners[channel]) == 0 {
			delete(h.listeners, channel)
		}
	}
}

// Wait returns when no stream is open.
func (h *Hub) Wait(ctx context.Context) error {
	for pause := time.Millisecond; h.Streams() > 0; pause = min(2*pause, 50*time.Millisecond) {
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

// Streams returns how many are open.
func (h *Hub) Streams() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.streams)
}

// catchUp tells s what has changed since a mark, as of the mark at. Marks of other
// processes are compared by the time, with room for clocks that differ and brokers
// that take a while.
func (h *Hub) catchUp(s *Stream, since, at string) {
	if since == "" {
		return
	}
	mark, process, ok := parse(since)
	if ok && process != h.process {
		mark -= min(skew, mark)
	}
	if !ok || mark < h.since {
		s.doubts(at)
		return
	}
	for _, c := range h.past.list {
		if n, listens := h.listeners[c.channel][s]; listens && c.mark > mark && s.hears(n, at) {
			s.rouse()
		}
	}
}

// Mark returns the present as streams begin from it. Streams have heard of what
// changed before.
func (h *Hub) Mark() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.format(h.marks.next())
}

// changed wakes who listens to the channels.
func (h *Hub) changed(channels []string) {
	for _, s := range h.mark(channels) {
		s.rouse()
	}
}

// mark lets the streams know that channels have changed, and returns those that
// had no news before. Each change has a mark of its own: a stream that is told in
// between comes back for the rest.
func (h *Hub) mark(channels []string) (asleep []*Stream) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, channel := range channels {
		mark := h.marks.next()
		if dropped, ok := h.past.add(change{mark, channel}); ok {
			h.since = max(h.since, dropped)
		}
		listeners := h.listeners[channel]
		if len(listeners) == 0 {
			continue
		}
		asleep = slices.Grow(asleep, len(listeners))
		at := h.format(mark)
		for s, n := range listeners {
			if s.hears(n, at) {
				asleep = append(asleep, s)
			}
		}
	}
	return asleep
}

// missed tells all streams that anything may have changed.
func (h *Hub) missed() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.since = h.marks.next()
	h.past = ring{size: h.limits.Replay}
	at := h.format(h.since)
	for s := range h.streams {
		s.doubts(at)
	}
}

// end ends the streams of visitors.
func (h *Hub) end(visitors []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.streams {
		if s.visitor != "" && slices.Contains(visitors, s.visitor) {
			s.end()
		}
	}
}
