// Package late keeps the results of computations that were not ready when their
// page left, until the client asks for them. What is kept is bounded: a result
// that finds no room is computed again.
package late

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

// Limits of a [Room]. They are generous for results that wait for the time of a
// request, and small for a server.
const (
	MaxResults = 1000             // that wait or are computed
	MaxBytes   = 16 << 20         // of the results that wait
	MaxWait    = 30 * time.Second // for the client to come
)

// Fill computes a value as JSON.
type Fill func(context.Context) ([]byte, error)

// Result is a computation that goes on whoever leaves.
type Result struct {
	cancel atomic.Pointer[context.CancelCauseFunc] // nil once it is over
	done   chan struct{}
	value  []byte
	err    error

	// Of one that waits; the lock of its room is held.
	key   string
	timer *time.Timer
	size  int
}

// Begin computes fill in the background, with the values of ctx, for at most the
// time limit.
func Begin(ctx context.Context, limit time.Duration, fill Fill) *Result {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), limit)
	ctx, cancel := context.WithCancelCause(ctx)
	r := &Result{done: make(chan struct{})}
	r.err = errors.New("the function ended its goroutine")
	r.cancel.Store(&cancel)
	go func() {
		defer stop()
		defer cancel(nil)
		defer r.cancel.Store(nil) // what waits holds its value, not the request that ctx knows
		defer close(r.done)
		r.value, r.err = fill(ctx)
	}()
	return r
}

// Wait returns the value when it is there.
func (r *Result) Wait(ctx context.Context) ([]byte, error) {
	select {
	case <-r.done:
		return r.value, r.err
	default:
	}
	select {
	case <-r.done:
		return r.value, r.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

var errGone = errors.New("nobody waits for it")

// Drop ends the computation.
func (r *Result) Drop() {
	if cancel := r.cancel.Load(); cancel != nil {
		(*cancel)(errGone)
	}
}

// Room is where results wait.
type Room struct {
	mu    sync.Mutex
	byKey map[string]*Result
	bytes int
}

// NewRoom returns an empty room.
func NewRoom() *Room { return &Room{byKey: map[string]*Result{}} }

// Leave lets a result wait under key, in the place of an older one. If there is
// no room it is dropped.
func (m *Room) Leave(key string, r *Result) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if old := m.byKey[key]; old != nil {
		m.remove(old)
		old.Drop()
	}
	if len(m.byKey) >= MaxResults {
		r.Drop()
		return
	}
	r.key = key
	m.byKey[key] = r
	r.timer = time.AfterFunc(MaxWait, func() { m.expire(r) })
	go m.weigh(r)
}

// weigh counts the bytes of a result as soon as they are there.
func (m *Room) weigh(r *Result) {
	<-r.done
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.byKey[r.key] != r {
		return
	}
	if r.err != nil || m.bytes+len(r.value) > MaxBytes {
		m.remove(r) // an error is not worth keeping: the client may have more luck
		return
	}
	r.size = len(r.value)
	m.bytes += r.size
}

func (m *Room) expire(r *Result) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.byKey[r.key] == r {
		m.remove(r)
		r.Drop()
	}
}

// Take returns the result that waits under key, or nil. It waits no longer.
func (m *Room) Take(key string) *Result {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.byKey[key]
	if r != nil {
		m.remove(r)
	}
	return r
}

func (m *Room) remove(r *Result) {
	r.timer.Stop()
	delete(m.byKey, r.key)
	m.bytes -= r.size
	r.size = 0
}

// Size is how many results wait, and their bytes.
func (m *Room) Size() (results, bytes int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.byKey), m.bytes
}
