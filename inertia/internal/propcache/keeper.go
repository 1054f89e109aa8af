// Package propcache keeps the encoded values of props between requests. A value
// that is too old is sent while it is computed again, and one that is missing is
// computed once for all who ask.
package propcache

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"log/slog"
	"strconv"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/inertia-templ/shell/inertia/internal/props"
)

// Store is where values are kept.
type Store interface {
	// Get returns the value of key, or nil if there is none. For a moment it may
	// be one that Set has replaced, but not for who holds the lock of key.
	Get(ctx context.Context, key string) ([]byte, error)
	// Set keeps a value for the time ttl, or less.
	Set(ctx context.Context, key string, value []byte, ttl time.Duration) error
	// Lock waits until no other process computes the value of key. A store of
	// one process need not wait: a process computes a value once at a time.
	Lock(ctx context.Context, key string) (unlock func(), err error)
	// Mark returns a number that the next Invalidate of any of the tags raises.
	Mark(ctx context.Context, tags []string) (uint64, error)
	// Invalidate raises the mark of each tag above all marks that were ever
	// returned.
	Invalidate(ctx context.Context, tags []string) error
	// Sync waits until this process sees what any process has invalidated before
	// the call.
	Sync(ctx context.Context) error
}

// Keeper keeps values in a store.
type Keeper struct {
	Store Store
	Log   *slog.Logger
	// Revision is that of the program. What another one kept may have another
	// shape.
	Revision string

	calls singleflight.Group
}

// Mark returns the mark of tags as text. If the store cannot be asked, it is one
// that nothing has: what is kept is then not found.
func (k *Keeper) Mark(ctx context.Context, tags []string) string {
	mark, err := k.Store.Mark(ctx, tags)
	if err != nil {
		if ctx.Err() == nil { // nobody is left to answer otherwise
			k.Log.ErrorContext(ctx, "inertia: the cache does not know its tags, so nothing of it is used: "+err.Error())
		}
		return "x" + rand.Text()
	}
	return strconv.FormatUint(mark, 36)
}

// Keep returns what is kept, or what fill returns.
func (k *Keeper) Keep(ctx context.Context, w props.Wanted, fill func(context.Context) ([]byte, error)) ([]byte, error) {
	if k.Revision != "" {
		w.Key += "@" + k.Revision
	}
	if v, age, ok := k.get(ctx, w); ok && age < w.TTL+w.Stale {
		if age >= w.TTL {
			k.renew(ctx, w, fill)
		}
		return v, nil
	}
	select {
	case r := <-k.renew(ctx, w, fill):
		v, _ := r.Val.([]byte)
		return v, r.Err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// get returns the value that the store has, and its age.
func (k *Keeper) get(ctx context.Context, w props.Wanted) (value []byte, age time.Duration, ok bool) {
	raw, err := k.Store.Get(ctx, w.Key)
	if err != nil {
		k.Log.ErrorContext(ctx, w.Name+": not read, so the prop is computed: "+err.Error())
		return nil, 0, false
	}
	if len(raw) < stamp {
		return nil, 0, false
	}
	at := time.UnixMilli(int64(binary.LittleEndian.Uint64(raw)))
	return raw[stamp:], max(time.Since(at), 0), true // clocks of processes differ
}

// stamp is the size of the time at which a value was computed, before the value.
const stamp = 8

// renew computes a value, once for everybody who asks, also if the first one leaves.
func (k *Keeper) renew(ctx context.Context, w props.Wanted, fill func(context.Context) ([]byte, error)) <-chan singleflight.Result {
	ctx = context.WithoutCancel(ctx)
	return k.calls.DoChan(w.Key, func() (any, error) {
		unlock, err := k.Store.Lock(ctx, w.Key)
		if err != nil {
			k.Log.ErrorContext(ctx, w.Name+": not locked, so other processes may compute the prop too: "+err.Error())
		} else {
			defer unlock()
		}
		if v, age, ok := k.get(ctx, w); ok && age < w.TTL {
			return v, nil // another process was faster
		}
		begun := time.Now()
		v, err := fill(ctx)
		if err != nil {
			k.Log.ErrorContext(ctx, w.Name+": "+err.Error())
			return nil, err
		}
		raw := binary.LittleEndian.AppendUint64(make([]byte, 0, stamp+len(v)), uint64(begun.UnixMilli()))
		if err := k.Store.Set(ctx, w.Key, append(raw, v...), w.TTL+w.Stale); err != nil {
			k.Log.ErrorContext(ctx, w.Name+": not kept: "+err.Error())
		}
		return v, nil
	})
}
