package inertia

import "github.com/inertia-templ/shell/inertia/internal/props"

var always props.Kind = props.Always{}

// Always is a prop that survives every partial filter. For a typed prop with a
// function write Lazy(fn).Always().
func Always[V any](v V) Prop[V] { return Prop[V]{engine.Spec(v, always)} }

// Always makes the prop survive every partial filter.
func (p Of[F, K]) Always() Of[F, K] { return says[K](p, always) }
