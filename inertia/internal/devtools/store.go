package devtools

import (
	"container/list"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Limits bound what a store keeps. The oldest entries go first: of one tab if
// that has too many, else of the tab that has most, so that a busy tab does not
// push out what the others show.
type Limits struct {
	Entries int
	PerTab  int
	Bytes   int // of all entries
	Age     time.Duration
}

// DefaultLimits are those of programs.
var DefaultLimits = Limits{Entries: 500, PerTab: 100, Bytes: 16 << 20, Age: time.Hour}

// Store keeps entries in memory. It is safe for concurrent use.
type Store struct {
	limits Limits

	mu      sync.Mutex
	entries map[string]*list.Element // of *stored
	order   list.List                // the oldest first
	tabs    map[string]int           // entries of each
	bytes   int
}

// stored is an entry as it is read.
type stored struct {
	id, tab, component, kind string
	at                       time.Time
	text                     []byte
}

// overhead is about what an entry costs besides its text.
const overhead = 512

func (s *stored) size() int { return len(s.text) + len(s.component) + len(s.tab) + overhead }

// NewStore returns an empty store.
func NewStore(limits Limits) *Store {
	return &Store{limits: limits, entries: map[string]*list.Element{}, tabs: map[string]int{}}
}

// Put stores an entry, in the place of one with its id.
func (s *Store) Put(e Entry) error {
	text, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("inertia: DevTools entry of %s %s: %w", e.Meta.Method, e.Meta.URL, err)
	}
	entry := &stored{id: e.Meta.ID, tab: deref(e.Meta.TabUUID), component: deref(e.Meta.Component), kind: e.Meta.RequestType, at: time.Now(), text: text}
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, ok := s.entries[entry.id]; ok {
		was := old.Value.(*stored)
		entry.at = was.at
		s.bytes += entry.size() - was.size()
		old.Value = entry
	} else {
		s.entries[entry.id] = s.order.PushBack(entry)
		s.tabs[entry.tab]++
		s.bytes += entry.size()
	}
	s.prune(entry.tab)
	return nil
}

// prune drops what is beyond the limits after an entry of a tab has come.
func (s *Store) prune(tab string) {
	s.expire()
	for s.tabs[tab] > s.limits.PerTab {
		s.dropOldest(tab)
	}
	for len(s.entries) > s.limits.Entries || s.bytes > s.limits.Bytes {
		s.dropOldest(s.busiest())
	}
}

func (s *Store) expire() {
	for e := s.order.Front(); e != nil && time.Since(e.Value.(*stored).at) >= s.limits.Age; e = s.order.Front() {
		s.drop(e)
	}
}

// busiest is the tab with the most entries; of several the one with the oldest.
func (s *Store) busiest() string {
	busiest, most := "", 0
	for e := s.order.Front(); e != nil; e = e.Next() {
		if tab := e.Value.(*stored).tab; s.tabs[tab] > most {
			busiest, most = tab, s.tabs[tab]
		}
	}
	return busiest
}

func (s *Store) dropOldest(tab string) {
	for e := s.order.Front(); e != nil; e = e.Next() {
		if e.Value.(*stored).tab == tab {
			s.drop(e)
			return
		}
	}
}

func (s *Store) drop(e *list.Element) {
	entry := s.order.Remove(e).(*stored)
	delete(s.entries, entry.id)
	s.bytes -= entry.size()
	if s.tabs[entry.tab]--; s.tabs[entry.tab] == 0 {
		delete(s.tabs, entry.tab)
	}
}

// Get returns the JSON of an entry.
func (s *Store) Get(id string) (json.RawMessage, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	e, ok := s.entries[id]
	if !ok {
		return nil, false
	}
	return e.Value.(*stored).text, true
}

// Query selects entries.
type Query struct {
	Component     string   // of this component, any if empty
	Type          string   // of this request type, any if empty
	Exclude       []string // of none of these request types
	Offset, Limit int
}

// List returns the JSON of entries, the newest first.
func (s *Store) List(q Query) []json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	found := []json.RawMessage{}
	for e := s.order.Back(); e != nil && len(found) < q.Limit; e = e.Prev() {
		entry := e.Value.(*stored)
		if q.Component != "" && q.Component != entry.component || q.Type != "" && q.Type != entry.kind || slices.Contains(q.Exclude, entry.kind) {
			continue
		}
		if q.Offset > 0 {
			q.Offset--
			continue
		}
		found = append(found, entry.text)
	}
	return found
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
