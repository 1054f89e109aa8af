package inertia

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
)

// Bounds of what a client may ask for.
const (
	defaultPerPage    = 20
	defaultMaxPerPage = 100
	maxPageNumber     = 1_000_000
)

// PageRequest is the page of a list that a request asks for.
type PageRequest struct {
	Number  int // counted from 1
	PerPage int

	name string // of the query parameter
	url  *url.URL
}

// PageOption is an option of [PageOf] and [CursorOf].
type PageOption func(*pageOptions)

type pageOptions struct {
	perPage, maxPerPage int
	name                string
}

// PerPage sets how many items a page has. The default is 20.
func PerPage(n int) PageOption { return func(o *pageOptions) { o.perPage = max(n, 1) } }

// MaxPerPage lets the client choose how many items a page has, with the query
// parameter per_page, up to n. By default it cannot.
func MaxPerPage(n int) PageOption { return func(o *pageOptions) { o.maxPerPage = max(n, 1) } }

// PageNamed sets the query parameter that selects the page, so that one page can
// have several lists. The default is "page", and "cursor" for cursors.
func PageNamed(name string) PageOption { return func(o *pageOptions) { o.name = name } }

func pageOptionsOf(r *http.Request, name string, opts []PageOption) pageOptions {
	o := pageOptions{perPage: defaultPerPage, name: name}
	for _, opt := range opts {
		opt(&o)
	}
	if o.maxPerPage > 0 {
		if n, err := strconv.Atoi(r.URL.Query().Get("per_page")); err == nil {
			o.perPage = min(max(n, 1), o.maxPerPage)
		}
	}
	return o
}

// PageOf reads which page of a list the request asks for: ?page=3. Anything
// else is the first page. Pages go up to a million.
func PageOf(r *http.Request, opts ...PageOption) PageRequest {
	o := pageOptionsOf(r, "page", opts)
	n, _ := strconv.Atoi(r.URL.Query().Get(o.name))
	p := PageAt(n, o.perPage)
	p.name, p.url = o.name, r.URL
	return p
}

// PageAt returns a page that does not come from a request.
func PageAt(number, perPage int) PageRequest {
	return PageRequest{Number: min(max(number, 1), maxPageNumber), PerPage: max(perPage, 1)}
}

// Offset is how many items are before the page.
func (p PageRequest) Offset() int { return (p.Number - 1) * p.PerPage }

// Peek is one more than the items of a page. A query for that many rows shows
// whether there is a next page. See [PaginateMore].
func (p PageRequest) Peek() int { return p.PerPage + 1 }

// Within returns the page itself, or the last page if a list of total items has
// fewer pages.
func (p PageRequest) Within(total int) PageRequest {
	p.Number = min(p.Number, p.last(total))
	return p
}

func (p PageRequest) last(total int) int { return max((total+p.PerPage-1)/p.PerPage, 1) }

// URL returns the URL of page n: the URL of the request with another page.
func (p PageRequest) URL(n int) string {
	if p.url == nil {
		return ""
	}
	query := p.url.Query()
	if query.Set(p.name, strconv.Itoa(n)); n <= 1 {
		query.Del(p.name)
	}
	u := url.URL{Path: p.url.Path, RawPath: p.url.RawPath, RawQuery: query.Encode()}
	return u.String()
}

// PageLink is an entry of a pager: a page, or a gap between pages, which has no
// number.
type PageLink struct {
	Number  int    `json:"number"`
	URL     string `json:"url"`
	Current bool   `json:"current"`
}

// Links are the entries of a pager for a list of total items: the first page,
// the last one, and up to two on each side of this one.
//
//	"links": page.Links(total)
func (p PageRequest) Links(total int) []PageLink {
	const around = 2
	last := p.last(total)
	shown := []int{1, last}
	for n := p.Number - around; n <= p.Number+around; n++ {
		if n >= 1 && n <= last {
			shown = append(shown, n)
		}
	}
	slices.Sort(shown)
	var links []PageLink
	before := 0
	for _, n := range slices.Compact(shown) {
		switch n - before {
		case 1:
		case 2: // a gap would take as much room
			links = append(links, p.link(n-1))
		default:
			links = append(links, PageLink{})
		}
		links = append(links, p.link(n))
		before = n
	}
	return links
}

func (p PageRequest) link(n int) PageLink {
	return PageLink{Number: n, URL: p.URL(n), Current: n == p.Number}
}

// Paginated is one of several numbered pages. It is a [Paginator] for [Scroll]
// props, and enough for plain pagination.
type Paginated[T any] struct {
	Data        []T `json:"data"`
	CurrentPage int `json:"currentPage"`
	PerPage     int `json:"perPage"`
	Total       int `json:"total"`
	LastPage    int `json:"lastPage"`

	name string
}

// Paginate describes a page of total items. data has the items of that page.
//
//	page := inertia.PageOf(r)
//	users, total, err := store.Users(ctx, page.PerPage, page.Offset())
//	return inertia.Paginate(page, users, total), err
func Paginate[T any](page PageRequest, data []T, total int) Paginated[T] {
	return Paginated[T]{
		Data:        notNil(data),
		CurrentPage: max(page.Number, 1),
		PerPage:     max(page.PerPage, 1),
		Total:       total,
		LastPage:    PageAt(page.Number, page.PerPage).last(total),
		name:        page.name,
	}
}

// ScrollMetadata says which pages are before and after this one.
func (p Paginated[T]) ScrollMetadata() ScrollMetadata {
	return numbered(p.name, p.CurrentPage, p.CurrentPage < p.LastPage)
}

// Uncounted is a numbered page of a list whose items are not counted. It knows
// only whether there is a next page. It is a [Paginator] for [Scroll] props.
type Uncounted[T any] struct {
	Data        []T  `json:"data"`
	CurrentPage int  `json:"currentPage"`
	PerPage     int  `json:"perPage"`
	HasMore     bool `json:"hasMore"`

	name string
}

// PaginateMore describes a page of a list that is too long to be counted. data
// has up to [PageRequest.Peek] items. The extra item shows that there is a next
// page, and is not sent.
func PaginateMore[T any](page PageRequest, data []T) Uncounted[T] {
	p := Uncounted[T]{Data: notNil(data), CurrentPage: max(page.Number, 1), PerPage: max(page.PerPage, 1), name: page.name}
	if p.HasMore = len(data) > p.PerPage; p.HasMore {
		p.Data = data[:p.PerPage]
	}
	return p
}

// ScrollMetadata says which pages are before and after this one.
func (p Uncounted[T]) ScrollMetadata() ScrollMetadata {
	return numbered(p.name, p.CurrentPage, p.HasMore)
}

func numbered(name string, current int, more bool) ScrollMetadata {
	m := ScrollMetadata{PageName: name, CurrentPage: current}
	if current > 1 {
		m.PreviousPage = current - 1
	}
	if more && current < maxPageNumber {
		m.NextPage = current + 1
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
