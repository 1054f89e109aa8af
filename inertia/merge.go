package inertia

// mergeRule says how the client joins a new value with the one it has.
type mergeRule struct {
	on       bool
	deep     bool
	prepend  bool     // at the root
	appends  []string // paths inside the value
	prepends []string
}

// Merge is a prop whose new value is added to the one the client has when a
// partial reload brings it: arrays are appended to, objects overlaid. v is a
// value or a function, see [Props]; for a typed prop with a function write
// Lazy(fn).Merge().
func Merge[V any](v V) Prop[V] {
	return Of[V, present]{&prop{source: sourceOf(v), merge: mergeRule{on: true}}}
}

// DeepMerge is [Merge] at every depth of the value.
func DeepMerge[V any](v V) Prop[V] {
	return Of[V, present]{&prop{source: sourceOf(v), merge: mergeRule{on: true, deep: true}}}
}

// Merge makes the client add the new value to the one it has; see [Merge].
func (p Of[T, K]) Merge() Of[T, K] {
	return with[K](p, func(s *prop) { s.merge.on = true })
}

// DeepMerge makes the client merge the new value at every depth.
func (p Of[T, K]) DeepMerge() Of[T, K] {
	return with[K](p, func(s *prop) { s.merge.on, s.merge.deep = true, true })
}

// Append makes the client append to the arrays at these paths inside the
// value, or to the value itself if there are none.
func (p Of[T, K]) Append(paths ...string) Of[T, K] {
	return with[K](p, func(s *prop) {
		s.merge.on = true
		s.merge.appends = join(s.merge.appends, paths)
		if len(paths) == 0 {
			s.merge.prepend = false
		}
	})
}

// Prepend makes the client put new items before the ones it has in the arrays
// at these paths inside the value, or in the value itself if there are none.
func (p Of[T, K]) Prepend(paths ...string) Of[T, K] {
	return with[K](p, func(s *prop) {
		s.merge.on = true
		s.merge.prepends = join(s.merge.prepends, paths)
		if len(paths) == 0 {
			s.merge.prepend = true
		}
	})
}

// MatchOn names the fields that identify items, so that an item the client
// already has is replaced and not added again: "id" for the value itself,
// "data.id" for the array at data.
func (p Of[T, K]) MatchOn(paths ...string) Of[T, K] {
	return with[K](p, func(s *prop) { s.matchOn = join(s.matchOn, paths) })
}

// join appends without sharing memory with other copies of the prop.
func join(a, b []string) []string { return append(a[:len(a):len(a)], b...) }
