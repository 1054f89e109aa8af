package inertia

// ScrollMetadata is where a page of results stands among its neighbours. Pages
// are numbers or cursor strings; nil means there is no page in that direction.
type ScrollMetadata struct {
	PageName     string `json:"pageName"` // the query parameter, "page" if empty
	PreviousPage any    `json:"previousPage"`
	NextPage     any    `json:"nextPage"`
	CurrentPage  any    `json:"currentPage"`
}

// Paginator is a page of results that knows its place; any paginator can
// implement it to be a [Scroll] prop.
type Paginator interface {
	ScrollMetadata() ScrollMetadata
}

type scrollRule struct {
	wrapper  string
	pageName string
	metadata func(any) (ScrollMetadata, bool)
}

// Scroll is a prop for the client's InfiniteScroll component: pages of results
// that are appended or prepended as the user scrolls. v is a [Paginator] or a
// function that returns one; its items stand under the key "data" unless
// [Of.Wrapper] says otherwise. For any other type say where the page stands
// with [Of.Metadata]. For a typed prop with a function write Lazy(fn).Scroll().
func Scroll[V any](v V) Prop[V] {
	return Of[V, present]{&prop{source: sourceOf(v), scroll: newScroll()}}
}

func newScroll() *scrollRule {
	return &scrollRule{wrapper: "data", metadata: func(v any) (ScrollMetadata, bool) {
		p, ok := v.(Paginator)
		if !ok {
			return ScrollMetadata{}, false
		}
		return p.ScrollMetadata(), true
	}}
}

// Scroll makes the value grow as the user scrolls; see [Scroll].
func (p Of[T, K]) Scroll() Of[T, K] {
	return with[K](p, func(s *prop) { s.scrolling() })
}

// Wrapper names the key of the items inside the value, "data" by default; ""
// means that the value itself is the list.
func (p Of[T, K]) Wrapper(key string) Of[T, K] {
	return with[K](p, func(s *prop) { s.scrolling().wrapper = key })
}

// PageName names the query parameter that selects a page, for several lists on
// one page; the metadata's own name by default, else "page".
func (p Of[T, K]) PageName(name string) Of[T, K] {
	return with[K](p, func(s *prop) { s.scrolling().pageName = name })
}

// Metadata says where the page stands, for values that are no [Paginator].
func (p Of[T, K]) Metadata(m ScrollMetadata) Of[T, K] {
	return with[K](p, func(s *prop) {
		s.scrolling().metadata = func(any) (ScrollMetadata, bool) { return m, true }
	})
}

// scrolling gives s a scrollRule of its own to change.
func (s *prop) scrolling() *scrollRule {
	rule := newScroll()
	if s.scroll != nil {
		*rule = *s.scroll
	}
	s.scroll = rule
	return rule
}

// label is the path the client merges new pages at.
func (s *scrollRule) label(path string) string {
	if s.wrapper == "" {
		return path
	}
	return path + "." + s.wrapper
}
