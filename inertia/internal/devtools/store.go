package devtools

import (
	"container/list"
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

// stored is an entry, which is encoded for whoever reads it: most are read by
// nobody.
type stored struct {
	Entry
	at    time.Time
	bytes int
}

func (s *stored) tab() string { return deref(s.Meta.TabUUID) }

// What an entry costs besides its texts, and a prop of it.
const (
	entryBytes = 2 << 10
	propBytes  = 400
)

// sizeOf is about what an entry takes in memory.
func sizeOf(e *Entry) int {
	n := entryBytes + len(e.Meta.URL) + len(deref(e.Meta.Component)) + len(deref(e.Meta.TabUUID)) + len(e.HTTP.RequestBody.Value) + len(e.HTTP.ResponseBody.Value)
	for _, h := range []map[string]string{e.HTTP.RequestHeaders, e.HTTP.ResponseHeaders} {
		for name, value := range h {
			n += len(name) + len(value)
		}
	}
	for path, p := range e.Props {
		n += propBytes + len(path) + len(p.Error)
	}
	for _, value := range e.PropValues {
		n += len(value)
	}
	return n
}

// NewStore returns an empty store.
func NewStore(limits Limits) *Store {
	return &Store{limits: limits, entries: map[string]*list.Element{}, tabs: map[string]int{}}
}

// Put stores an entry, in the place of one with its id. Nothing it refers to may
// change from then on.
func (s *Store) Put(e Entry) {
	entry := &stored{Entry: e, at: time.Now(), bytes: sizeOf(&e)}
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, ok := s.entries[e.Meta.ID]; ok {
		was := old.Value.(*stored)
		entry.at = was.at
		s.bytes += entry.bytes - was.bytes
		old.Value = entry
	} else {
		s.entries[e.Meta.ID] = s.order.PushBack(entry)
		s.tabs[entry.tab()]++
		s.bytes += entry.bytes
	}
	s.prune(entry.tab())
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
		if tab := e.Value.(*stored).tab(); s.tabs[tab] > most {
			busiest, most = tab, s.tabs[tab]
		}
	}
	return busiest
}

func (s *Store) dropOldest(tab string) {
	for e := s.order.Front(); e != nil; e = e.Next() {
		if e.Value.(*stored).tab() == tab {
			s.drop(e)
			return
		}
	}
}

func (s *Store) drop(e *list.Element) {
	entry := s.order.Remove(e).(*stored)
	delete(s.entries, entry.Meta.ID)
	s.bytes -= entry.bytes
	tab := entry.tab()
	if s.tabs[tab]--; s.tabs[tab] == 0 {
		delete(s.tabs, tab)
	}
}

// Get returns an entry.
func (s *Store) Get(id string) (Entry, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	e, ok := s.entries[id]
	if !ok {
		return Entry{}, false
	}
	return e.Value.(*stored).Entry, true
}

// Query selects entries.
type Query struct {
	Component     string   // of this component, any if empty
	Type          string   // of this request type, any if empty
	Exclude       []string // of none of these request types
	Offset, Limit int
}

// List returns entries, the newest first.
func (s *Store) List(q Query) []Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	found := []Entry{}
	for e := s.order.Back(); e != nil && len(found) < q.Limit; e = e.Prev() {
		entry := e.Value.(*stored)
		kind := entry.Meta.RequestType
		if q.Component != "" && q.Component != deref(entry.Meta.Component) || q.Type != "" && q.Type != kind || slices.Contains(q.Exclude, kind) {
			continue
		}
		if q.Offset > 0 {
			q.Offset--
			continue
		}
		found = append(found, entry.Entry)
	}
	return found
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
