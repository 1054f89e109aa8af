package inertia

import (
	"context"
	"errors"
	"time"
)

// Of is a prop of any kind: a value or a function that makes one, and the
// rules under which it is sent. T is the type of the value, K tells whether it
// may be absent from a page. Programs name it through the aliases [Prop],
// [Opt] and [Deferred], and make one with [Lazy], [Optional], [Defer],
// [Always], [Merge], [DeepMerge], [Once] or [Scroll].
//
// The zero value of a Prop is the zero value of T; those of Opt and Deferred are
// absent from full visits.
//
// Modifiers return a changed copy and can be chained:
//
//	inertia.Defer(loadFeed).Group("feed").Merge().MatchOn("id").Rescue()
//
// Kinds work at any depth of the props, in maps, structs and slices alike, and
// may be returned by the function of another prop.
type Of[T any, K presence] struct{ spec *prop }

// Prop is a prop that is sent on every full visit.
type Prop[T any] = Of[T, present]

// Opt is a prop that is sent only when a partial reload names it.
type Opt[T any] = Of[T, optional]

// Deferred is a prop that the client fetches right after the page is shown.
type Deferred[T any] = Of[T, deferred]

type (
	present  struct{}
	optional struct{}
	deferred struct{}
	presence interface{ present | optional | deferred }
)

// prop is what a kind says about one prop; nil fields mean "nothing said".
// It is immutable: modifiers copy it.
type prop struct {
	source

	always   bool
	optional bool
	deferred bool
	group    string // of deferred, "default" if empty
	rescue   bool
	timeout  time.Duration

	merge   mergeRule
	once    *onceRule
	scroll  *scrollRule
	matchOn []string
}

// kinded is implemented by every [Of].
type kinded interface{ inertiaProp() *prop }

func (p Of[T, K]) inertiaProp() *prop {
	if p.spec == nil {
		var zero T
		_, always := any(*new(K)).(present)
		return &prop{source: source{value: zero}, optional: !always}
	}
	return p.spec
}

// MarshalJSON fails: a prop has a value only for a request, through
// [Inertia.Render].
func (p Of[T, K]) MarshalJSON() ([]byte, error) {
	return nil, errors.New("inertia: a prop was encoded outside of Render; props are resolved for a request, not by json.Marshal")
}

// Lazy is a prop whose value is computed only when it is sent: on full visits,
// and on partial reloads that select it. Lazy props of a page run in parallel,
// see [WithConcurrency].
func Lazy[T any](fn func(context.Context) (T, error)) Prop[T] {
	return Of[T, present]{&prop{source: lazily(fn)}}
}

// Optional is a prop that is never part of a full visit: it is computed and
// sent when a partial reload names it.
func Optional[T any](fn func(context.Context) (T, error)) Opt[T] {
	return Of[T, optional]{&prop{source: lazily(fn), optional: true}}
}

// Defer is a prop that is left out of the first answer and fetched by the
// client as soon as the page is shown, one request for each [Of.Group].
func Defer[T any](fn func(context.Context) (T, error)) Deferred[T] {
	return Of[T, deferred]{&prop{source: lazily(fn), deferred: true}}
}

// Always is a prop that survives every partial filter. v is a value, or one of
// the functions that plain props may be, see [Props]. For a typed prop with a
// function write Lazy(fn).Always().
func Always[V any](v V) Prop[V] {
	return Of[V, present]{&prop{source: sourceOf(v), always: true}}
}

// Value is a prop with a ready value, for modifiers that have no constructor.
func Value[T any](v T) Prop[T] {
	return Of[T, present]{&prop{source: source{value: v}}}
}

// with returns a copy of p changed by f, of presence L.
func with[L presence, T any, K presence](p Of[T, K], f func(*prop)) Of[T, L] {
	spec := *p.inertiaProp()
	f(&spec)
	return Of[T, L]{&spec}
}

// Always makes the prop survive every partial filter.
func (p Of[T, K]) Always() Of[T, K] {
	return with[K](p, func(s *prop) { s.always = true })
}

// Methods name the alias's type in full: the compiler (1.26) cannot import a
// generic type whose methods mention a generic alias of it.

// Optional leaves the prop out of full visits; see [Optional].
func (p Of[T, K]) Optional() Of[T, optional] {
	return with[optional](p, func(s *prop) { s.optional, s.deferred = true, false })
}

// Defer lets the client fetch the prop after the page is shown; see [Defer].
func (p Of[T, K]) Defer() Of[T, deferred] {
	return with[deferred](p, func(s *prop) { s.optional, s.deferred = false, true })
}

// Group names the request that fetches this deferred prop, "default" if not
// set. Props of one group arrive together; groups are fetched in parallel.
func (p Of[T, K]) Group(name string) Of[T, K] {
	return with[K](p, func(s *prop) { s.group = name })
}

// Rescue keeps a failing deferred prop from failing the page: the prop is left
// out, its path is listed in rescuedProps, the error is logged, and the other
// props arrive. It has no effect on props that are not deferred.
func (p Of[T, K]) Rescue() Of[T, K] {
	return with[K](p, func(s *prop) { s.rescue = true })
}

// Timeout bounds how long the prop's function may take. Its context is
// cancelled after d; a deferred prop is then rescued (see [Of.Rescue]), any
// other fails the page. The answer does not wait for a function that ignores
// its context: that function ends in its own time, so it must not use what
// belongs to the request after it. Zero means no limit.
func (p Of[T, K]) Timeout(d time.Duration) Of[T, K] {
	return with[K](p, func(s *prop) { s.timeout = d })
}
