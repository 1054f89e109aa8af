package late_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

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
