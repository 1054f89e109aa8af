package live

// Stream is what one connection listens to. What it has not been told yet takes
// no more room than its channels, however much changes: changes of a channel that
// wait are one.
type Stream struct {
	hub      *Hub
	channels []string
	visitor  string
	wake     chan struct{}

	// The hub's mutex guards these.
	changed   []bool
	all, over bool
}

// News is what a stream is told.
type News struct {
	Mark     string
	Channels []string // that have changed
	All      bool     // anything may have changed
	Over     bool     // the stream ends
}

// Wake has a value when there is news.
func (s *Stream) Wake() <-chan struct{} { return s.wake }

// News returns what has changed since the last call, appended to channels.
func (s *Stream) News(channels []string) News {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	n := News{Mark: s.hub.format(s.hub.marks.next()), Channels: channels, All: s.all, Over: s.over}
	for i, changed := range s.changed {
		if changed {
			n.Channels = append(n.Channels, s.channels[i])
			s.changed[i] = false
		}
	}
	s.all = false
	return n
}

func (s *Stream) mark(n int) {
	s.changed[n] = true
	s.rouse()
}

func (s *Stream) hears(channel string) {
	if n, listens := s.hub.listeners[channel][s]; listens {
		s.mark(n)
	}
}

func (s *Stream) rouse() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}
