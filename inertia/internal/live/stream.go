package live

import "sync"

// Stream is what one connection listens to. What it has not been told yet takes
// no more room than its channels, however much changes: changes of a channel that
// wait are one.
type Stream struct {
	hub      *Hub
	channels []string
	visitor  string
	wake     chan struct{}

	// The hub takes this mutex while it has its own, never the other way round.
	// A stream that is told does not wait for the hub, which has thousands to tell.
	mu        sync.Mutex
	at        string // the mark of the last change it has heard of
	changed   []bool
	some      bool // of changed is set
	all, over bool
}

// News is what a stream is told.
type News struct {
	Mark     string   // everything until then has been told, with this
	Channels []string // that have changed
	All      bool     // anything may have changed
	Over     bool     // the stream ends
}

// Any says whether there is something to tell.
func (n News) Any() bool { return n.All || len(n.Channels) > 0 }

// Wake has a value when there is news.
func (s *Stream) Wake() <-chan struct{} { return s.wake }

// News returns what has changed since the last call, appended to channels.
func (s *Stream) News(channels []string) News {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := News{Mark: s.at, Channels: channels, All: s.all, Over: s.over}
	if s.some {
		for i, changed := range s.changed {
			if changed {
				n.Channels = append(n.Channels, s.channels[i])
				s.changed[i] = false
			}
		}
	}
	s.all, s.some = false, false
	return n
}

// hears notes that a channel has changed, and says whether that is the first news
// since the stream was told.
func (s *Stream) hears(channel int, at string) (first bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	first = !s.some
	s.at, s.changed[channel], s.some = at, true, true
	return first
}

// doubts notes that anything may have changed.
func (s *Stream) doubts(at string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at, s.all = at, true
	s.rouse()
}

func (s *Stream) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
	s.rouse()
}

func (s *Stream) rouse() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}
