package inertia

import (
	"context"
	"time"
)

// onceRule says how long the client remembers a value.
type onceRule struct {
	key   string // the prop's path if empty
	until time.Time
	ttl   time.Duration
	fresh bool
}

// Once is a prop that the client remembers across pages: it is computed and
// sent once, and after that only when it has expired (see [Of.Until] and
// [Of.For]), when [Of.Fresh] says so, or when a partial reload names it.
func Once[T any](fn func(context.Context) (T, error)) Prop[T] {
	return Lazy(fn).Once()
}

// Once makes the client remember the value across pages; see [Once].
func (p Of[T, K]) Once() Of[T, K] {
	return with[K](p, func(s *prop) { s.remember() })
}

// As names the value the client remembers, the prop's path if not set. Pages
// that use one key under different prop names share the value. A key has no
// commas, since it travels in a list.
func (p Of[T, K]) As(key string) Of[T, K] {
	return with[K](p, func(s *prop) { s.remember().key = key })
}

// Until sets the moment after which the client asks again.
func (p Of[T, K]) Until(t time.Time) Of[T, K] {
	return with[K](p, func(s *prop) { o := s.remember(); o.until, o.ttl = t, 0 })
}

// For sets how long the client remembers the value, from each answer on.
func (p Of[T, K]) For(d time.Duration) Of[T, K] {
	return with[K](p, func(s *prop) { o := s.remember(); o.until, o.ttl = time.Time{}, d })
}

// Fresh sends the value even to a client that remembers one, if fresh is true.
func (p Of[T, K]) Fresh(fresh bool) Of[T, K] {
	return with[K](p, func(s *prop) { s.remember().fresh = fresh })
}

// remember gives s a onceRule of its own to change.
func (s *prop) remember() *onceRule {
	rule := onceRule{}
	if s.once != nil {
		rule = *s.once
	}
	s.once = &rule
	return s.once
}

// expiresAt is the protocol's milliseconds since 1970, nil for never.
func (o *onceRule) expiresAt(now time.Time) *int64 {
	switch {
	case !o.until.IsZero():
		ms := o.until.UnixMilli()
		return &ms
	case o.ttl > 0:
		ms := now.Add(o.ttl).UnixMilli()
		return &ms
	}
	return nil
}
