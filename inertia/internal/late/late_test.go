package late_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
	"weak"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia/internal/late"
)

func bytesOf(n int) late.Fill {
	return func(context.Context) ([]byte, error) { return make([]byte, n), nil }
}

func TestRoomIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := late.NewRoom()
		for n := range late.MaxResults + 100 {
			m.Leave(fmt.Sprint(n), late.Begin(t.Context(), time.Minute, bytesOf(1)))
		}
		synctest.Wait()
		results, bytes := m.Size()
		assert.Equal(t, late.MaxResults, results)
		assert.Equal(t, late.MaxResults, bytes)

		time.Sleep(late.MaxWait)
		synctest.Wait()
		results, bytes = m.Size()
		assert.Zero(t, results)
		assert.Zero(t, bytes)

		for n := range 20 {
			m.Leave(fmt.Sprint(n), late.Begin(t.Context(), time.Minute, bytesOf(late.MaxBytes/10)))
		}
		synctest.Wait()
		_, bytes = m.Size()
		assert.LessOrEqual(t, bytes, late.MaxBytes)
		assert.Greater(t, bytes, late.MaxBytes/2)
	})
}

// A function ends when nobody will ask for what it computes.
func TestRoomEndsWhatFindsNoPlace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := late.NewRoom()
		var running atomic.Int32
		endless := func(ctx context.Context) ([]byte, error) {
			running.Add(1)
			defer running.Add(-1)
			<-ctx.Done()
			return nil, context.Cause(ctx)
		}
		for n := range late.MaxResults + 100 {
			m.Leave(fmt.Sprint(n), late.Begin(t.Context(), time.Hour, endless))
		}
		synctest.Wait()
		assert.EqualValues(t, late.MaxResults, running.Load())
		m.Leave("0", late.Begin(t.Context(), time.Hour, endless))
		synctest.Wait()
		assert.EqualValues(t, late.MaxResults, running.Load(), "the older one ended")
		time.Sleep(late.MaxWait)
		synctest.Wait()
		assert.Zero(t, running.Load())
	})
}

func TestResultOutlivesItsContextAndIsTakenOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := late.NewRoom()
		ctx, cancel := context.WithCancel(t.Context())
		m.Leave("key", late.Begin(ctx, time.Minute, func(ctx context.Context) ([]byte, error) {
			time.Sleep(time.Second)
			return []byte("value"), ctx.Err()
		}))
		cancel()
		r := m.Take("key")
		require.NotNil(t, r)
		assert.Nil(t, m.Take("key"))
		v, err := r.Wait(t.Context())
		require.NoError(t, err)
		assert.Equal(t, "value", string(v))
	})
}

func TestErrorsDoNotWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := late.NewRoom()
		m.Leave("key", late.Begin(t.Context(), time.Minute, func(context.Context) ([]byte, error) { return nil, errors.New("no") }))
		synctest.Wait()
		assert.Nil(t, m.Take("key"))
	})
}

// What waits holds its value: the context of a request holds all of the request.
func TestResultThatWaitsHoldsNothingOfItsContext(t *testing.T) {
	t.Parallel()
	type key struct{}
	begin := func() (*late.Result, weak.Pointer[[1 << 20]byte]) {
		request := new([1 << 20]byte)
		return late.Begin(context.WithValue(t.Context(), key{}, request), time.Minute, bytesOf(1)), weak.Make(request)
	}
	m := late.NewRoom()
	r, held := begin()
	m.Leave("key", r)
	_, err := r.Wait(t.Context())
	require.NoError(t, err)
	require.Eventually(t, func() bool { // its goroutine ends soon
		runtime.GC()
		return held.Value() == nil
	}, time.Minute, time.Millisecond)
	assert.NotNil(t, m.Take("key"))
}
