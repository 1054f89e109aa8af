package inertia

import (
	"slices"

	"github.com/inertia-templ/shell/inertia/internal/props"
)

var (
	merging     props.Kind = props.Merge{On: true}
	deepMerging props.Kind = props.Merge{On: true, Deep: true}
)

// Merge is a prop whose new value is added to the value that the client has. On
// a partial reload the client appends new items to an array, and new members to
// an object. For a typed prop with a function write Lazy(fn).Merge().
func Merge[V any](v V) Prop[V] { return Prop[V]{engine.Spec(v, merging)} }

// Merge makes the client add the new value to the one it has; see [Merge].
//
//go:noinline
func (p Of[F, K]) Merge() Of[F, K] { return says[K](p, merging) }

// DeepMerge is [Merge] at every depth of the value.
func DeepMerge[V any](v V) Prop[V] { return Prop[V]{engine.Spec(v, deepMerging)} }

// DeepMerge makes the client merge the new value at every depth.
//
//go:noinline
func (p Of[F, K]) DeepMerge() Of[F, K] { return says[K](p, deepMerging) }

// Append makes the client append to the arrays at these paths inside the
// value. Without paths it appends to the value itself.
//
//go:noinline
func (p Of[F, K]) Append(paths ...string) Of[F, K] {
	m := props.Merge{On: true, Appends: slices.Clone(paths)}
	if len(paths) == 0 {
		m.End = props.Last
	}
	return says[K](p, m)
}

// Prepend makes the client put new items first in the arrays at these paths
// inside the value. Without paths it puts them first in the value itself.
//
//go:noinline
func (p Of[F, K]) Prepend(paths ...string) Of[F, K] {
	m := props.Merge{On: true, Prepends: slices.Clone(paths)}
	if len(paths) == 0 {
		m.End = props.First
	}
	return says[K](p, m)
}

// MatchOn names the fields that identify items: "id" for the value itself,
// "data.id" for the array at data. An item that the client already has is
// replaced instead of added again. By default nothing is matched.
//
//go:noinline
func (p Of[F, K]) MatchOn(paths ...string) Of[F, K] {
	return says[K](p, props.Merge{MatchOn: slices.Clone(paths)})
}
