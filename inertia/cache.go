package inertia

import (
	"cmp"
	"context"
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/inertia-templ/shell/inertia/internal/late"
	"github.com/inertia-templ/shell/inertia/internal/propcache"
	"github.com/inertia-templ/shell/inertia/internal/props"
)

// CacheStore is where the values of props with [Of.Cache] are kept. The default
// is the memory of the process; package inertiaredis has one that processes share.
type CacheStore = propcache.Store

// defaultCacheSize is the size of the cache in the memory of the process.
const defaultCacheSize = 64 << 20

// WithCacheSize sets how many bytes of memory the values of props with
// [Of.Cache] may take. The default is 64 MiB. The least used values make room
// for new ones.
func WithCacheSize(bytes int) Option {
	return func(c *config) {
		if bytes < 1 {
			c.reject("WithCacheSize(%d): want at least 1 byte", bytes)
		}
		c.cacheSize = bytes
	}
}

// WithCacheStore sets where the values of props with [Of.Cache], and the state
// of tags, are kept. By default they are in the memory of the process, so each
// process computes its own values, and [Inertia.Invalidate] reaches no other
// process.
func WithCacheStore(s CacheStore) Option {
	return func(c *config) {
		if isNil(s) {
			c.reject("WithCacheStore: the store is nil")
		}
		c.cacheStore = s
	}
}

func (c *config) openCache() {
	if c.cacheSize != 0 && c.cacheStore != nil {
		c.reject("New: WithCacheSize and WithCacheStore exclude each other")
	}
	if c.cacheStore != nil && c.cacheRevision == "" {
		if c.cacheRevision = buildRevision(); c.cacheRevision == "" {
			c.reject("WithCacheStore: the program does not know its revision, so it could read values of another build; add WithCacheRevision")
		}
	}
	if c.cacheStore == nil {
		c.cacheStore = propcache.NewMemory(cmp.Or(c.cacheSize, defaultCacheSize))
	}
	c.late = late.NewRoom()
	c.keeper = &keeper{propcache.Keeper{Store: c.cacheStore, Log: c.log, Revision: c.cacheRevision}}
}

// keeper computes values for more than the request that asks for them.
type keeper struct{ propcache.Keeper }

func (k *keeper) Keep(ctx context.Context, w props.Wanted, fill func(context.Context) ([]byte, error)) ([]byte, error) {
	return k.Keeper.Keep(ctx, w, func(ctx context.Context) ([]byte, error) { return fill(beyond{ctx}) })
}

// beyond is the context of what goes on when its request has ended: nothing of
// the exchange is to be had.
type beyond struct{ context.Context }

func (b beyond) Value(key any) any {
	if key == (exchangeKey{}) {
		return nil
	}
	return b.Context.Value(key)
}

// Invalidate discards the values of all props with one of the tags, wherever
// they are kept: in the cache of the server ([Of.Cache]), in the HTML of
// [CacheSSR], and in the client's memory ([Once]); the client gets the new
// value with its next visit. After Invalidate has returned, no value that was
// computed before the call is used. Other processes that share a
// [WithCacheStore] follow as soon as the store has notified them.
//
//	err := i.Invalidate(ctx, "orders", fmt.Sprintf("user:%d", id))
func (i *Inertia) Invalidate(ctx context.Context, tags ...string) error {
	if len(tags) == 0 {
		return nil
	}
	if slices.Contains(tags, "") {
		return errors.New("inertia: Invalidate: a tag is empty")
	}
	if err := i.cacheStore.Invalidate(ctx, tags); err != nil {
		return fmt.Errorf("inertia: Invalidate(%s): %w", strings.Join(tags, ", "), err)
	}
	return nil
}

// Cache keeps the result of the prop's function, as JSON, for later requests.
// For the time fresh they get it unchanged. For the time stale after that they
// still get it, while it is computed again in the background. Requests that
// arrive while a value is computed wait for that one result.
//
// State who may get the value, or the page fails with an error: [Of.By] for
// values that depend on the visitor or the request, [Of.Shared] for values that
// are the same for everybody. The function must return plain data: no props,
// and no providers. It keeps running after its request has ended, for up to a
// minute or [Of.Timeout], so it must not use anything that belongs to the
// answer, such as [Flash].
//
//	inertia.Lazy(loadStats).Cache(time.Minute, time.Hour).By(user.ID)
//
//go:noinline
func (p Of[F, K]) Cache(fresh, stale time.Duration) Of[F, K] {
	return says[K](p, props.Cached{On: true, TTL: fresh, Stale: stale})
}

// By names what the value of a prop with [Of.Cache] depends on, besides the
// component and the prop's path: the user, a page number, a search. Requests
// for which all parts are the same get the same value. A part is a string, a
// number, a bool, a fmt.Stringer or an encoding.TextMarshaler. If all parts are
// empty or zero, the page fails, because all visitors who are not signed in
// would share the value.
//
//go:noinline
func (p Of[F, K]) By(parts ...any) Of[F, K] {
	key := &props.CacheKey{}
	filled := false
	for _, part := range parts {
		text, zero, err := keyPart(part)
		if err != nil {
			key.Err = err
		}
		filled = filled || !zero
		key.Parts = append(key.Parts, text)
	}
	if !filled && key.Err == nil {
		key.Err = errors.New("By got nothing but empty parts: visitors who are not signed in would share a value with whoever has the same; " +
			"add a part that is not empty, or use .Shared() if the value is the same for everybody")
	}
	return says[K](p, props.Cached{Key: key})
}

// Shared says that the value of a prop with [Of.Cache] is the same for
// everybody. Danger: whatever its function reads from the request of one visitor
// is shown to all others.
//
//go:noinline
func (p Of[F, K]) Shared() Of[F, K] {
	return says[K](p, props.Cached{Key: &props.CacheKey{Shared: true}})
}

// keyPart is v as text that tells it from other values of its type.
func keyPart(v any) (text string, zero bool, err error) {
	if isNil(v) {
		return "", true, nil
	}
	switch v := v.(type) {
	case encoding.TextMarshaler:
		b, err := v.MarshalText()
		if err != nil {
			return "", false, fmt.Errorf("By: %w", err)
		}
		return string(b), len(b) == 0 || reflect.ValueOf(v).IsZero(), nil
	case fmt.Stringer:
		s := v.String()
		return s, s == "" || reflect.ValueOf(v).IsZero(), nil
	}
	rv := reflect.ValueOf(v)
	switch rv.Kind() {
	case reflect.String, reflect.Bool,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr,
		reflect.Float32, reflect.Float64:
		return fmt.Sprint(v), rv.IsZero(), nil
	}
	return "", false, fmt.Errorf("By got a %T: want strings, numbers, bools, or types with String or MarshalText", v)
}

// Tags names the data that the value is made from. After [Inertia.Invalidate]
// of one of the tags, the value is computed and sent again, wherever it was
// kept: in the server's cache or, for a [Once] prop, in the client's memory.
//
//	inertia.Lazy(loadOrders).Cache(time.Minute, time.Hour).By(user.ID).Tags("orders", fmt.Sprintf("user:%d", user.ID))
//
//go:noinline
func (p Of[F, K]) Tags(tags ...string) Of[F, K] {
	return says[K](p, props.Tagged{Tags: slices.Clone(tags)})
}
