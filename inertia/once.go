package inertia

import (
	"time"

	"github.com/inertia-templ/shell/inertia/internal/props"
)

var once props.Kind = props.Once{}

// Once is a prop that the client remembers across pages. It is computed and
// sent once. After that it is sent only when it has expired (see [Of.Until]
// and [Of.For]), when [Of.Fresh] says so, or when a partial reload names it.
func Once[F any](f F) Of[*F, present] { return Of[*F, present]{engine.Spec(f, once)} }

// Once makes the client remember the value across pages; see [Once].
//
//go:noinline
func (p Of[F, K]) Once() Of[F, K] { return says[K](p, once) }

// As names the value that the client remembers. The default is the prop's
// path. Pages that use one key under different prop names share the value. A
// key must not contain commas, because keys travel in a comma-separated list.
//
//go:noinline
func (p Of[F, K]) As(key string) Of[F, K] { return says[K](p, props.Once{Key: key}) }

// Until sets when the value expires. By default it does not.
//
//go:noinline
func (p Of[F, K]) Until(t time.Time) Of[F, K] {
	return says[K](p, props.Once{Expires: &props.Expiry{At: t}})
}

// For sets how long the client remembers the value, counted from each answer.
// By default the value does not expire.
//
//go:noinline
func (p Of[F, K]) For(d time.Duration) Of[F, K] {
	return says[K](p, props.Once{Expires: &props.Expiry{After: d}})
}

// Fresh sends the value even to a client that remembers one, if fresh is true.
//
//go:noinline
func (p Of[F, K]) Fresh(fresh bool) Of[F, K] { return says[K](p, props.Once{Fresh: &fresh}) }
