package propcache

import (
	"context"
	"math"
	"sync"
	"time"

	"github.com/maypok86/otter/v2"
)

// Memory is a store of this process. Of the caches for Go, otter counts bytes,
// keeps a value as soon as it is set (others drop some when they are busy), has
// no goroutine without expiry, and depends on nothing.
type Memory struct {
	values *otter.Cache[string, []byte]

	mu    sync.RWMutex
	marks map[string]uint64 // of tags that were invalidated since floor
	floor uint64            // the mark of all others
	last  uint64
}

// overhead is what a value costs besides its bytes, about.
const overhead = 200

// maxMarks bounds how many tags have a mark of their own. Beyond it all tags get
// a new one.
const maxMarks = 1 << 17

// NewMemory returns a store of at most limit bytes.
func NewMemory(limit int) *Memory {
	// A client may remember marks of a process that has ended, so marks begin
	// with the time.
	now := uint64(time.Now().UnixMicro())
	return &Memory{
		values: otter.Must(&otter.Options[string, []byte]{
			MaximumWeight: uint64(max(limit, 1)),
			Weigher: func(key string, value []byte) uint32 {
				return uint32(min(len(key)+len(value)+overhead, math.MaxUint32))
			},
		}),
		marks: map[string]uint64{}, floor: now, last: now,
	}
}

// Get returns a value. Nobody may change it.
func (m *Memory) Get(_ context.Context, key string) ([]byte, error) {
	v, _ := m.values.GetIfPresent(key)
	return v, nil
}

// Set keeps a value until others need its place.
func (m *Memory) Set(_ context.Context, key string, value []byte, _ time.Duration) error {
	m.values.Set(key, value)
	return nil
}

// Lock need not wait: there is no other process.
func (m *Memory) Lock(context.Context, string) (func(), error) { return func() {}, nil }

// Mark returns the highest mark of the tags: each invalidation has one above all
// others.
func (m *Memory) Mark(_ context.Context, tags []string) (uint64, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	mark := m.floor
	for _, tag := range tags {
		mark = max(mark, m.marks[tag])
	}
	return mark, nil
}

// Sync has nothing to wait for: no other process has a part in this memory.
func (m *Memory) Sync(context.Context) error { return nil }

// Invalidate raises the marks of tags.
func (m *Memory) Invalidate(_ context.Context, tags []string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.last = max(m.last+1, uint64(time.Now().UnixMicro()))
	if len(m.marks)+len(tags) > maxMarks {
		clear(m.marks)
		m.floor = m.last
		return nil
	}
	for _, tag := range tags {
		m.marks[tag] = m.last
	}
	return nil
}
