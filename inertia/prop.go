package inertia

import (
	"context"
	"errors"
	"reflect"
	"time"

	"github.com/inertia-templ/shell/inertia/internal/props"
)

// Of is a prop of any kind: a value, or a function that makes one, and the
// rules for sending it. F points to the type of that function; K says whether a
// page may lack the prop. Programs do not write Of: they use the aliases [Prop],
// [Opt] and [Deferred] for types, and [Lazy], [Optional], [Defer], [Once],
// [Value], [Always], [Merge], [DeepMerge] and [Scroll] to make props.
//
// Each of these takes a value, a prop of another kind, or a function of one of
// these forms:
//
//	func(context.Context) (T, error)    func(context.Context) T
//	func(*http.Request) (T, error)      func(*http.Request) T
//	func() (T, error)                   func() T
//
// Given a prop of another kind, the result is of both kinds: Merge(Defer(fn))
// is the same as Defer(fn).Merge().
//
// For the fields of typed props, give Lazy, Optional, Defer and Once a
// function of the first form. They then return a Prop[T], an Opt[T] or a
// Deferred[T]. Give Value, Always, Merge, DeepMerge and Scroll a T:
//
//	type Dashboard struct {
//		Stats inertia.Deferred[Stats] `json:"stats"`
//		Posts inertia.Prop[[]Post]    `json:"posts"`
//	}
//	Dashboard{Stats: inertia.Defer(loadStats), Posts: inertia.Merge(posts)}
//
// To merge what a function returns, write Lazy(loadPosts).Merge(); to defer a
// value, write Value(stats).Defer().
//
// The zero value of a Prop is the zero value of T. A full visit leaves out the
// zero value of an Opt or a Deferred.
//
// Modifiers return a changed copy and can be chained. The last one counts:
//
//	inertia.Defer(loadFeed).Group("feed").Merge().MatchOn("id").Rescue()
//
// Kinds work at any depth: in maps, structs and slices, and in what the
// function of another prop returns.
type Of[F any, K presence] struct{ spec *props.Spec }

// F is a pointer because the compiler writes the methods of a generic type once
// for all pointers, but again for each function type. It still writes two wrappers
// of each method for each type of a page's prop; go:noinline keeps the methods
// themselves out of those. With both a program of a hundred deferred props of
// different types compiles in half the time.

// Prop is a prop that is sent on every full visit.
type Prop[T any] = Of[*func(context.Context) (T, error), present]

// Opt is a prop that is sent only when a partial reload names it.
type Opt[T any] = Of[*func(context.Context) (T, error), optional]

// Deferred is a prop that the client fetches right after the page is shown.
type Deferred[T any] = Of[*func(context.Context) (T, error), deferred]

type (
	present  struct{}
	optional struct{}
	deferred struct{}
	presence interface{ present | optional | deferred }
)

// inertiaProp is what the engine asks a prop for.
//
//go:noinline
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
	t := reflect.TypeFor[F]().Elem()
	if t.Kind() == reflect.Func && t.NumOut() > 0 {
		t = t.Out(0)
	}
	return reflect.Zero(t).Interface()
}

// MarshalJSON fails: a prop has a value only for a request, through
// [Inertia.Render].
//
//go:noinline
func (p Of[F, K]) MarshalJSON() ([]byte, error) {
	return nil, errors.New("inertia: a prop was encoded outside of Render; props are resolved for a request, not by json.Marshal")
}

// Lazy is a prop that is computed only when it is sent: on full visits, and on
// partial reloads that select it. The lazy props of a page run in parallel;
// see [WithConcurrency].
func Lazy[F any](f F) Of[*F, present] { return Of[*F, present]{engine.Spec(f)} }

// Value is a prop with a ready value, for modifiers such as [Of.Defer].
func Value[T any](v T) Prop[T] { return Prop[T]{engine.Spec(v)} }

// says returns p as a prop that is of kind k too, of presence L.
func says[L presence, F any, K presence](p Of[F, K], k props.Kind) Of[F, L] {
	return Of[F, L]{p.inertiaProp().With(k)}
}

// Timeout limits how long the prop's function may take. After d its context is
// cancelled. A deferred prop is then rescued (see [Of.Rescue]); any other prop
// fails the page. Zero means no limit, which is the default. The answer does
// not wait for a function that ignores its context. Such a function keeps
// running, so it must not use anything that belongs to the request.
//
//go:noinline
func (p Of[F, K]) Timeout(d time.Duration) Of[F, K] {
	return says[K](p, props.Limit{Timeout: d})
}
