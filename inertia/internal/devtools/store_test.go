package devtools

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func entryOf(id, tab string, size int) Entry {
	e := Entry{Meta: Meta{ID: id, RequestType: "navigate", URL: strings.Repeat("x", size)}}
	if tab != "" {
		e.Meta.TabUUID = &tab
	}
	return e
}

// ids are those of the list, the newest first.
func ids(s *Store) []string {
	out := []string{}
	for _, e := range s.List(Query{Limit: 1000}) {
		out = append(out, e.Meta.ID)
	}
	return out
}

func TestEntriesLeaveAfterTheirTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := NewStore(Limits{Entries: 10, PerTab: 10, Bytes: 1 << 20, Age: time.Hour})
		s.Put(entryOf("a", "1", 0))
		time.Sleep(time.Hour - time.Nanosecond)
		s.Put(entryOf("b", "1", 0))
		s.Put(entryOf("a", "1", 10)) // the same one, and not younger
		assert.Equal(t, []string{"b", "a"}, ids(s))
		time.Sleep(time.Nanosecond)
		_, ok := s.Get("a")
		assert.False(t, ok)
		assert.Equal(t, []string{"b"}, ids(s))
		time.Sleep(time.Hour)
		assert.Empty(t, ids(s))
		assert.Zero(t, s.bytes)
		assert.Empty(t, s.tabs)
	})
}

func TestATabHasSoManyEntries(t *testing.T) {
	t.Parallel()
	s := NewStore(Limits{Entries: 100, PerTab: 3, Bytes: 1 << 20, Age: time.Hour})
	s.Put(entryOf("other", "2", 0))
	s.Put(entryOf("none", "", 0))
	for n := range 5 {
		s.Put(entryOf(fmt.Sprint(n), "1", 0))
	}
	assert.Equal(t, []string{"4", "3", "2", "none", "other"}, ids(s))
}

func TestTheBusiestTabMakesRoom(t *testing.T) {
	t.Parallel()
	s := NewStore(Limits{Entries: 4, PerTab: 100, Bytes: 1 << 20, Age: time.Hour})
	s.Put(entryOf("quiet", "1", 0))
	for n := range 5 {
		s.Put(entryOf(fmt.Sprint(n), "2", 0))
	}
	assert.Equal(t, []string{"4", "3", "2", "quiet"}, ids(s))
}

// Whatever is stored, no limit is passed, and the accounts are right.
func TestTheStoreStaysWithinItsLimits(t *testing.T) {
	t.Parallel()
	limits := Limits{Entries: 50, PerTab: 20, Bytes: 120 << 10, Age: time.Hour}
	s := NewStore(limits)
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 3000 {
		id, tab := fmt.Sprint(random.IntN(1500)), fmt.Sprint(random.IntN(8))
		if old, ok := s.entries[id]; ok {
			tab = old.Value.(*stored).tab() // a request stays in its tab
		}
		size := random.IntN(4 << 10)
		if n%500 == 0 {
			size = 200 << 10 // more than there is room for
		}
		s.Put(entryOf(id, tab, size))
		bytes, tabs := 0, map[string]int{}
		for e := s.order.Front(); e != nil; e = e.Next() {
			entry := e.Value.(*stored)
			bytes += entry.bytes
			tabs[entry.tab()]++
			assert.Same(t, e, s.entries[entry.Meta.ID])
		}
		assert.Equal(t, bytes, s.bytes)
		assert.Equal(t, tabs, s.tabs)
		assert.Len(t, s.entries, s.order.Len())
		assert.LessOrEqual(t, s.order.Len(), limits.Entries)
		assert.LessOrEqual(t, s.bytes, limits.Bytes)
		for tab, count := range s.tabs {
			assert.LessOrEqual(t, count, limits.PerTab, tab)
		}
	}
}

func TestTheStoreIsUsedByManyAtOnce(t *testing.T) {
	t.Parallel()
	s := NewStore(DefaultLimits)
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			for k := range 100 {
				id := fmt.Sprint(n, "-", k)
				s.Put(entryOf(id, fmt.Sprint(n), 100))
				_, ok := s.Get(id)
				assert.True(t, ok)
				s.List(Query{Limit: 10, Exclude: []string{"http"}})
			}
		})
	}
	wg.Wait()
	list := ids(s)
	assert.Len(t, list, 500)
	assert.Len(t, slices.Compact(slices.Sorted(slices.Values(list))), 500)
}
