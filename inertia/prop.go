package inertia

import (
	"context"
	"errors"
	"reflect"
	"time"

	"github.com/inertia-templ/shell/inertia/internal/props"
)

// Of is a prop of any kind: a value or a function that makes one, and the
// rules under which it is sent. F is the type of that function, K tells whether
// the prop may be absent from a page. Programs name it through the aliases
// [Prop], [Opt] and [Deferred], and make one with [Lazy], [Optional], [Defer],
// [Once], [Value], [Always], [Merge], [DeepMerge] or [Scroll].
//
// Each of these takes a value, or a function of one of the forms
//
//	func(context.Context) (T, error)    func(context.Context) T
//	func(*http.Request) (T, error)      func(*http.Request) T
//	func() (T, error)                   func() T
//
// or a prop of another kind, which is then a prop of both: Merge(Defer(fn)) is
// Defer(fn).Merge(). For the fields of typed props, Lazy, Optional, Defer and
// Once of a function of the first form are a Prop[T], an Opt[T] or a
// Deferred[T]; so are Value, Always, Merge, DeepMerge and Scroll of a T:
//
//	type Dashboard struct {
//		Stats inertia.Deferred[Stats] `json:"stats"`
//		Posts inertia.Prop[[]Post]    `json:"posts"`
//	}
//	Dashboard{Stats: inertia.Defer(loadStats), Posts: inertia.Merge(posts)}
//
// The other ways round are Lazy(loadPosts).Merge() and Value(stats).Defer().
//
// The zero value of a Prop is the zero value of T; those of Opt and Deferred are
// absent from full visits.
//
// Modifiers return a changed copy and can be chained; the last one counts:
//
//	inertia.Defer(loadFeed).Group("feed").Merge().MatchOn("id").Rescue()
//
// Kinds work at any depth of the props, in maps, structs and slices alike, and
// may be returned by the function of another prop.
type Of[F any, K presence] struct{ spec *props.Spec }

// Prop is a prop that is sent on every full visit.
type Prop[T any] = Of[func(context.Context) (T, error), present]

// Opt is a prop that is sent only when a partial reload names it.
type Opt[T any] = Of[func(context.Context) (T, error), optional]

// Deferred is a prop that the client fetches right after the page is shown.
type Deferred[T any] = Of[func(context.Context) (T, error), deferred]

type (
	present  struct{}
	optional struct{}
	deferred struct{}
	presence interface{ present | optional | deferred }
)

// inertiaProp is what the engine asks a prop for.
func (p Of[F, K]) inertiaProp() *props.Spec {
	if p.spec != nil {
		return p.spec
	}
	spec := engine.Spec(zeroOf[F]())
	if _, always := any(*new(K)).(present); !always {
		return spec.With(named)
	}
	return spec
}

// zeroOf is the zero value of what a function of type F makes.
func zeroOf[F any]() any {
	t := reflect.TypeFor[F]()
	if t.Kind() == reflect.Func && t.NumOut() > 0 {
		t = t.Out(0)
	}
	return reflect.Zero(t).Interface()
}

// MarshalJSON fails: a prop has a value only for a request, through
// [Inertia.Render].
func (p Of[F, K]) MarshalJSON() ([]byte, error) {
	return nil, errors.New("inertia: a prop was encoded outside of Render; props are resolved for a request, not by json.Marshal")
}

// Lazy is a prop that is computed only when it is sent: on full visits, and on
// partial reloads that select it. Lazy props of a page run in parallel, see
// [WithConcurrency].
func Lazy[F any](f F) Of[F, present] { return Of[F, present]{engine.Spec(f)} }

// Value is a prop with a ready value, for modifiers that have no constructor.
func Value[T any](v T) Prop[T] { return Prop[T]{engine.Spec(v)} }

// says returns p as a prop that is of kind k too, of presence L.
func says[L presence, F any, K presence](p Of[F, K], k props.Kind) Of[F, L] {
	return Of[F, L]{p.inertiaProp().With(k)}
}

// Timeout bounds how long the prop's function may take. Its context is
// cancelled after d; a deferred prop is then rescued (see [Of.Rescue]), any
// other fails the page. The answer does not wait for a function that ignores
// its context: that function ends in its own time, so it must not use what
// belongs to the request after it. Zero means no limit.
func (p Of[F, K]) Timeout(d time.Duration) Of[F, K] {
	return says[K](p, props.Limit{Timeout: d})
}
