package inertia

import "github.com/inertia-templ/shell/inertia/internal/props"

var always props.Kind = props.Always{}

// Always is a prop that every partial reload sends, whatever it selects. For a
// typed prop with a function write Lazy(fn).Always().
func Always[V any](v V) Prop[V] { return Prop[V]{engine.Spec(v, always)} }

// Always sends the prop with every partial reload, whatever it selects.
//
//go:noinline
func (p Of[F, K]) Always() Of[F, K] { return says[K](p, always) }
