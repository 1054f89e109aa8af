package form

import (
	"context"
	"math"
	"sync"
	"time"

	"github.com/maypok86/otter/v2"
)

// outcomes keeps the outcomes of this process.
type outcomes struct {
	values *otter.Cache[string, timed]

	mu    sync.Mutex
	locks map[string]*keyLock
}

type timed struct {
	value   []byte
	expires time.Time
}

// keyLock is held by one request, and waited for by others.
type keyLock struct {
	held  chan struct{} // has room for who holds it
	users int
}

const (
	maxOutcomes     = 16 << 20 // bytes
	outcomeOverhead = 300
)

func newOutcomes() *outcomes {
	return &outcomes{
		values: otter.Must(&otter.Options[string, timed]{
			MaximumWeight: maxOutcomes,
			Weigher: func(key string, v timed) uint32 {
				return uint32(min(len(key)+len(v.value)+outcomeOverhead, math.MaxUint32))
			},
		}),
		locks: map[string]*keyLock{},
	}
}

func (o *outcomes) Get(_ context.Context, key string) ([]byte, error) {
	v, ok := o.values.GetIfPresent(key)
	if !ok || time.Now().After(v.expires) {
		return nil, nil
	}
	return v.value, nil
}

func (o *outcomes) Set(_ context.Context, key string, value []byte, ttl time.Duration) error {
	o.values.Set(key, timed{value, time.Now().Add(ttl)})
	return nil
}

func (o *outcomes) Lock(ctx context.Context, key string) (func(), error) {
	o.mu.Lock()
	l := o.locks[key]
	if l == nil {
		l = &keyLock{held: make(chan struct{}, 1)}
		o.locks[key] = l
	}
	l.users++
	o.mu.Unlock()
	select {
	case l.held <- struct{}{}:
		return func() { <-l.held; o.leave(key, l) }, nil
	case <-ctx.Done():
		o.leave(key, l)
		return nil, context.Cause(ctx)
	}
}

func (o *outcomes) leave(key string, l *keyLock) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if l.users--; l.users == 0 {
		delete(o.locks, key)
	}
}
