package propcache_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/inertia-templ/shell/inertia/internal/propcache"
	"github.com/inertia-templ/shell/inertia/internal/propcache/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestMemory(t *testing.T) {
	m := propcache.NewMemory(1 << 20)
	storetest.Run(t, m, m)
}

func TestMemoryIsBoundedInBytes(t *testing.T) {
	const limit, size = 1 << 20, 10_000
	m := propcache.NewMemory(limit)
	kept := func() (n int) {
		for key := range 1000 {
			if v, _ := m.Get(t.Context(), fmt.Sprint(key)); v != nil {
				n++
			}
		}
		return n
	}
	for key := range 1000 {
		require.NoError(t, m.Set(t.Context(), fmt.Sprint(key), make([]byte, size), time.Hour))
	}
	assert.Eventually(t, func() bool { return kept() <= limit/size }, time.Minute, time.Millisecond)
	assert.Greater(t, kept(), limit/size/2)
	require.NoError(t, m.Set(t.Context(), "huge", make([]byte, 2*limit), time.Hour))
	assert.Eventually(t, func() bool {
		v, _ := m.Get(t.Context(), "huge")
		return v == nil
	}, time.Minute, time.Millisecond)
}

// However many tags are invalidated, none of them goes back to an old mark.
func TestMemoryForgetsMarksSafely(t *testing.T) {
	m := propcache.NewMemory(1)
	first, err := m.Mark(t.Context(), []string{"tag 0"})
	require.NoError(t, err)
	require.NoError(t, m.Invalidate(t.Context(), []string{"tag 0"}))
	last, err := m.Mark(t.Context(), []string{"tag 0"})
	require.NoError(t, err)
	assert.Greater(t, last, first)
	for n := range 300 {
		tags := make([]string, 1000)
		for k := range tags {
			tags[k] = fmt.Sprint(n, " ", k)
		}
		require.NoError(t, m.Invalidate(t.Context(), tags))
		mark, err := m.Mark(t.Context(), []string{"tag 0"})
		require.NoError(t, err)
		require.GreaterOrEqual(t, mark, last)
		last = mark
	}
	assert.LessOrEqual(t, m.Marks(), 1<<17)
}
