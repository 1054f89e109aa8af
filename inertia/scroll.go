package inertia

import "github.com/inertia-templ/shell/inertia/internal/props"

// ScrollMetadata gives the number of a page of results, and those of its
// neighbours. Pages are numbers or cursor strings; nil means that there is no
// page in that direction.
type ScrollMetadata struct {
	PageName     string `json:"pageName"` // the query parameter, "page" if empty
	PreviousPage any    `json:"previousPage"`
	NextPage     any    `json:"nextPage"`
	CurrentPage  any    `json:"currentPage"`
}

// Paginator is a page of results that knows its place. Any type with this
// method can be a [Scroll] prop.
type Paginator interface {
	ScrollMetadata() ScrollMetadata
}

// scrolling is what a scroll prop says if nothing else is said.
var scrolling props.Kind = props.Scroll{Fallback: func(v any) (props.Position, bool) {
	p, ok := v.(Paginator)
	if !ok {
		return props.Position{}, false
	}
	return props.Position(p.ScrollMetadata()), true
}}

func scrollingWith(f func(*props.Scroll)) props.Kind {
	s := scrolling.(props.Scroll)
	f(&s)
	return s
}

// Scroll is a prop for the client's InfiniteScroll component: pages of results
// that are appended or prepended as the user scrolls. v is a [Paginator], or a
// function that returns one. The items are under the key "data" by default; see
// [Of.Wrapper]. For any other type, pass the page's place with [Of.Metadata].
// For a typed prop with a function write Lazy(fn).Scroll().
func Scroll[V any](v V) Prop[V] { return Prop[V]{engine.Spec(v, scrolling)} }

// Scroll makes the value grow as the user scrolls; see [Scroll].
//
//go:noinline
func (p Of[F, K]) Scroll() Of[F, K] { return says[K](p, scrolling) }

// Wrapper names the key of the items inside the value. The default is "data".
// An empty key means that the value itself is the list.
//
//go:noinline
func (p Of[F, K]) Wrapper(key string) Of[F, K] {
	return says[K](p, scrollingWith(func(s *props.Scroll) { s.Wrapper = &key }))
}

// PageName names the query parameter that selects a page, so that one page can
// have several lists. The default is the metadata's own name, or else "page".
//
//go:noinline
func (p Of[F, K]) PageName(name string) Of[F, K] {
	return says[K](p, scrollingWith(func(s *props.Scroll) { s.PageName = name }))
}

// Metadata sets the place of the page in the list, for values that are not a
// [Paginator].
//
//go:noinline
func (p Of[F, K]) Metadata(m ScrollMetadata) Of[F, K] {
	return says[K](p, scrollingWith(func(s *props.Scroll) {
		s.Position = func(any) (props.Position, bool) { return props.Position(m), true }
	}))
}
