package props

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/inertia-templ/shell/inertia/internal/record"
)

// Scroll is the kind of props that grow page by page as the user scrolls.
type Scroll struct {
	Rule
	Wrapper  *string                    // the key of the items inside the value
	PageName string                     // the query parameter of pages
	Position func(any) (Position, bool) // of a value that is a page
	Fallback func(any) (Position, bool) // if Position is nil
}

// Position is where a page stands among its neighbours.
type Position struct {
	PageName     string
	PreviousPage any
	NextPage     any
	CurrentPage  any
}

// Over has what the outer one says.
func (s Scroll) Over(inner Kind) Kind {
	i := inner.(Scroll)
	if s.Position == nil {
		s.Position = i.Position
	}
	s.Wrapper, s.PageName = cmp.Or(s.Wrapper, i.Wrapper), cmp.Or(s.PageName, i.PageName)
	return s
}

func (s Scroll) position(v any) (Position, bool) {
	if s.Position != nil {
		return s.Position(v)
	}
	if k, ok := v.(*kept); ok {
		return k.at()
	}
	return s.Fallback(v)
}

// Check refuses a page that cannot tell where it stands: the client's
// InfiniteScroll would throw in the browser.
func (s Scroll) Check(v any) error {
	if _, ok := s.position(v); !ok {
		return fmt.Errorf("a scroll prop of type %T does not say which page it is: implement inertia.Paginator or add .Metadata(...)", v)
	}
	return nil
}

var scrollProps = &Section{Key: "scrollProps", Place: 70, Form: Values}

// Describe tells the client where the page stands and, unless the prop is a
// merging one besides, at which end its items go.
func (s Scroll) Describe(d *Description) {
	if d.Absence != 0 || !d.Labelled {
		return
	}
	if m, _ := Find[Merge](d.Spec); !m.On && !d.Reset {
		section := mergeProps
		if d.MergeIntent == "prepend" {
			section = prependProps
		}
		d.Add(section, Record{Text: s.label(d.Path)})
		m.match(d)
	}
	if p, ok := s.position(d.Value); ok {
		p.PageName = cmp.Or(s.PageName, p.PageName, "page")
		d.Add(scrollProps, Record{Name: d.Path, Value: scrolled{p, d.Reset}})
	}
}

// Note tells the kind.
func (Scroll) Note(p *record.Prop) { p.Scroll = true }

// label is the path the client merges new pages at.
func (s Scroll) label(path string) string {
	wrapper := "data"
	if s.Wrapper != nil {
		wrapper = *s.Wrapper
	}
	if wrapper == "" {
		return path
	}
	return path + "." + wrapper
}

type scrolled struct {
	Position
	reset bool
}

func (s scrolled) appendTo(b *buffer) {
	b.text(`{"pageName":`)
	b.string(s.PageName)
	b.text(`,"previousPage":`)
	b.cursor(s.PreviousPage)
	b.text(`,"nextPage":`)
	b.cursor(s.NextPage)
	b.text(`,"currentPage":`)
	b.cursor(s.CurrentPage)
	b.text(`,"reset":`)
	b.text(strconv.FormatBool(s.reset))
	b.text("}")
}

// cursor appends a page number or cursor; what does not encode is not a page.
func (b *buffer) cursor(v any) {
	at := len(b.out)
	if encodeSafely(b, v) != nil {
		b.out = b.out[:at]
		b.text("null")
	}
}
