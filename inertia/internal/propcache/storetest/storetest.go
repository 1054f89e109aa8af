// Package storetest has what every store of values must do.
package storetest

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia/internal/propcache"
)

// Run puts a store to the test. another is the store as another process has it,
// or the same one.
func Run(t *testing.T, store, another propcache.Store) {
	t.Run("a value is kept", func(t *testing.T) {
		v, err := store.Get(t.Context(), "none")
		require.NoError(t, err)
		assert.Nil(t, v)
		for _, text := range []string{"one", "\x00\xff two", ""} {
			require.NoError(t, store.Set(t.Context(), "key", []byte(text), time.Minute))
			assert.Eventually(t, func() bool {
				v, err := another.Get(context.Background(), "key")
				return err == nil && v != nil && string(v) == text
			}, 10*time.Second, time.Millisecond, "%q", text)
		}
	})
	t.Run("marks rise with each invalidation", func(t *testing.T) {
		mark := func(s propcache.Store, tags ...string) uint64 {
			m, err := s.Mark(t.Context(), tags)
			require.NoError(t, err)
			return m
		}
		a, b, both := mark(store, "a"), mark(store, "b"), mark(store, "a", "b")
		for range 3 {
			require.NoError(t, store.Invalidate(t.Context(), []string{"a", "c"}))
			assert.Greater(t, mark(store, "a"), a)
			assert.Greater(t, mark(store, "b", "a"), both)
			assert.Equal(t, b, mark(store, "b"), "the mark of another tag stays")
			a, both = mark(store, "a"), mark(store, "a", "b")
			assert.Equal(t, a, mark(store, "c"))
		}
		require.NoError(t, another.Sync(t.Context()))
		assert.Equal(t, a, mark(another, "a"), "other processes see it when they ask whether there is something to see")
	})
	t.Run("an invalidation holds when it has returned", func(t *testing.T) {
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for range 50 {
					before, err := store.Mark(t.Context(), []string{"busy"})
					assert.NoError(t, err)
					assert.NoError(t, store.Invalidate(t.Context(), []string{"busy"}))
					after, err := store.Mark(t.Context(), []string{"busy"})
					assert.NoError(t, err)
					assert.Greater(t, after, before)
				}
			})
		}
		all.Wait()
	})
	t.Run("a lock is free again", func(t *testing.T) {
		for range 3 {
			for _, s := range []propcache.Store{store, another} {
				unlock, err := s.Lock(t.Context(), "lock")
				require.NoError(t, err)
				unlock()
			}
		}
	})
	t.Run("who has the lock sees the last value", func(t *testing.T) {
		for n := range 100 {
			s := []propcache.Store{store, another}[n%2]
			unlock, err := s.Lock(t.Context(), "counter")
			require.NoError(t, err)
			v, err := s.Get(t.Context(), "counter")
			require.NoError(t, err)
			assert.Len(t, v, n)
			require.NoError(t, s.Set(t.Context(), "counter", append(v[:len(v):len(v)], 'x'), time.Minute))
			unlock()
		}
	})
	t.Run("a lock of another key is no hindrance", func(t *testing.T) {
		unlock, err := store.Lock(t.Context(), "one")
		require.NoError(t, err)
		defer unlock()
		unlock, err = store.Lock(t.Context(), "two")
		require.NoError(t, err)
		unlock()
	})
}

// Excludes tests that two processes do not hold a lock at once.
func Excludes(t *testing.T, store, another propcache.Store) {
	var inside, most atomic.Int32
	var all sync.WaitGroup
	for n := range 20 {
		all.Go(func() {
			s := store
			if n%2 == 0 {
				s = another
			}
			unlock, err := s.Lock(t.Context(), "exclusive")
			if !assert.NoError(t, err) {
				return
			}
			most.Store(max(most.Load(), inside.Add(1)))
			time.Sleep(time.Millisecond)
			inside.Add(-1)
			unlock()
		})
	}
	all.Wait()
	assert.EqualValues(t, 1, most.Load())
}
