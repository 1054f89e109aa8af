package inertia

// Paginated is one of several numbered pages. It is a [Paginator] for [Scroll]
// props, and enough for plain pagination.
type Paginated[T any] struct {
	Data        []T `json:"data"`
	CurrentPage int `json:"currentPage"`
	PerPage     int `json:"perPage"`
	Total       int `json:"total"`
	LastPage    int `json:"lastPage"`
}

// Paginate describes page number page, counted from 1, of total items with
// perPage items on each page. data has the items of that page.
func Paginate[T any](data []T, page, perPage, total int) Paginated[T] {
	perPage = max(perPage, 1)
	return Paginated[T]{
		Data:        notNil(data),
		CurrentPage: max(page, 1),
		PerPage:     perPage,
		Total:       total,
		LastPage:    max((total+perPage-1)/perPage, 1),
	}
}

// ScrollMetadata says which pages are before and after this one.
func (p Paginated[T]) ScrollMetadata() ScrollMetadata {
	m := ScrollMetadata{CurrentPage: p.CurrentPage}
	if p.CurrentPage > 1 {
		m.PreviousPage = p.CurrentPage - 1
	}
	if p.CurrentPage < p.LastPage {
		m.NextPage = p.CurrentPage + 1
	}
	return m
}

// CursorPage is one page between two cursors. It is a [Paginator] for lists
// that change while they are read.
type CursorPage[T any] struct {
	Data     []T    `json:"data"`
	Current  string `json:"currentCursor"`  // "" for the first page
	Previous string `json:"previousCursor"` // "" if there is none
	Next     string `json:"nextCursor"`     // "" if there is none
}

// CursorPaginate describes the page at the cursor current and its neighbours.
// An empty previous or next means that there is no such page.
func CursorPaginate[T any](data []T, current, previous, next string) CursorPage[T] {
	return CursorPage[T]{Data: notNil(data), Current: current, Previous: previous, Next: next}
}

// ScrollMetadata says which cursors are before and after this page.
func (p CursorPage[T]) ScrollMetadata() ScrollMetadata {
	m := ScrollMetadata{PageName: "cursor", CurrentPage: any(1)}
	if p.Current != "" {
		m.CurrentPage = p.Current
	}
	if p.Previous != "" {
		m.PreviousPage = p.Previous
	}
	if p.Next != "" {
		m.NextPage = p.Next
	}
	return m
}

// notNil makes an empty list of no list: the client iterates over it.
func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
