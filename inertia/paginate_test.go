package inertia_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
)

func TestPageOfIsBounded(t *testing.T) {
	t.Parallel()
	for query, want := range map[string][2]int{
		"":                                {1, 20},
		"page=3":                          {3, 20},
		"page=0":                          {1, 20},
		"page=-5":                         {1, 20},
		"page=x":                          {1, 20},
		"page=1.5":                        {1, 20},
		"page=99999999":                   {1_000_000, 20},
		"page=99999999999999999999999":    {1_000_000, 20},
		"per_page=50":                     {1, 50},
		"per_page=0":                      {1, 1},
		"per_page=-1":                     {1, 1},
		"per_page=1000000":                {1, 100},
		"per_page=x&page=2":               {2, 20},
		"page=2&page=3":                   {2, 20},
		"page=" + fmt.Sprint(math.MinInt): {1, 20},
	} {
		p := inertia.PageOf(httptest.NewRequest(http.MethodGet, "/?"+query, nil), inertia.MaxPerPage(100))
		assert.Equal(t, want, [2]int{p.Number, p.PerPage}, query)
		assert.GreaterOrEqual(t, p.Offset(), 0, query)
	}
	p := inertia.PageOf(httptest.NewRequest(http.MethodGet, "/?per_page=50&comments=2", nil), inertia.PerPage(5), inertia.PageNamed("comments"))
	assert.Equal(t, 5, p.PerPage, "the client may not choose")
	assert.Equal(t, 5, p.Offset())
}

func TestPagesOfAList(t *testing.T) {
	t.Parallel()
	for total := range 25 {
		list := numbers(total)
		for perPage := 1; perPage < 8; perPage++ {
			counted, uncounted := []int{}, []int{}
			var at any = 1
			for at != nil {
				p := inertia.PageAt(at.(int), perPage)
				numbered := inertia.Paginate(p, part(list, p.Offset(), p.PerPage), total)
				peeked := inertia.PaginateMore(p, part(list, p.Offset(), p.Peek()))
				counted, uncounted = append(counted, numbered.Data...), append(uncounted, peeked.Data...)
				require.Equal(t, numbered.ScrollMetadata(), peeked.ScrollMetadata())
				require.Equal(t, p, p.Within(total))
				at = numbered.ScrollMetadata().NextPage
			}
			require.Equal(t, list, counted)
			require.Equal(t, list, uncounted)
			beyond := inertia.PageAt(1000, perPage).Within(total)
			require.Equal(t, inertia.Paginate(beyond, nilInts, total).LastPage, beyond.Number)
		}
	}
}

var nilInts []int

func numbers(n int) []int {
	list := []int{}
	for i := range n {
		list = append(list, i)
	}
	return list
}

func part(list []int, offset, limit int) []int {
	return list[min(offset, len(list)):min(offset+limit, len(list))]
}

func TestPageLinks(t *testing.T) {
	t.Parallel()
	show := func(links []inertia.PageLink) string {
		var b strings.Builder
		for _, l := range links {
			switch {
			case l.Number == 0:
				b.WriteString("… ")
			case l.Current:
				fmt.Fprintf(&b, "[%d] ", l.Number)
			default:
				fmt.Fprintf(&b, "%d ", l.Number)
			}
		}
		return strings.TrimSpace(b.String())
	}
	for _, c := range []struct {
		page, total int
		want        string
	}{
		{1, 0, "[1]"}, {1, 20, "[1]"}, {1, 21, "[1] 2"}, {3, 100, "1 2 [3] 4 5"}, {1, 200, "[1] 2 3 … 10"},
		{5, 200, "1 2 3 4 [5] 6 7 … 10"}, {6, 220, "1 … 4 5 [6] 7 8 … 11"}, {10, 200, "1 … 8 9 [10]"}, {4, 140, "1 2 3 [4] 5 6 7"},
	} {
		p := inertia.PageOf(httptest.NewRequest(http.MethodGet, fmt.Sprintf("/users?q=a%%26b&page=%d", c.page), nil))
		assert.Equal(t, c.want, show(p.Links(c.total)), "%+v", c)
	}
	p := inertia.PageOf(httptest.NewRequest(http.MethodGet, "/users?q=a%26b&page=3", nil))
	assert.Equal(t, "/users?page=2&q=a%26b", p.URL(2))
	assert.Equal(t, "/users?q=a%26b", p.URL(1))
}

// A page of a request scrolls under the name that the request has it by.
func TestPaginatorsAreScrollProps(t *testing.T) {
	t.Parallel()
	i := app(t)
	h := i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		cursor, err := inertia.CursorOf[int](i, r, "list", inertia.PerPage(2), inertia.PageNamed("after"))
		if err != nil {
			return err
		}
		list, err := inertia.PaginateCursor(cursor, []int{1, 2, 3}, func(n int) int { return n })
		if err != nil {
			return err
		}
		return i.Render(w, r, "Page", inertia.Props{
			"a": inertia.Scroll(inertia.Paginate(inertia.PageOf(r, inertia.PageNamed("p")), []int{1}, 100)),
			"b": inertia.Scroll(inertia.PaginateMore(inertia.PageOf(r, inertia.PerPage(2)), []int{1, 2, 3})),
			"c": inertia.Scroll(list),
		})
	}))
	var page struct {
		Props       map[string]json.RawMessage
		ScrollProps map[string]map[string]any
	}
	require.NoError(t, json.Unmarshal(visit(h, "/?p=2").Body.Bytes(), &page))
	assert.Equal(t, map[string]any{"pageName": "p", "previousPage": 1.0, "nextPage": 3.0, "currentPage": 2.0, "reset": false}, page.ScrollProps["a"])
	assert.Equal(t, map[string]any{"pageName": "page", "previousPage": nil, "nextPage": 2.0, "currentPage": 1.0, "reset": false}, page.ScrollProps["b"])
	assert.JSONEq(t, `{"data":[1,2],"currentPage":1,"perPage":2,"hasMore":true}`, string(page.Props["b"]))
	assert.Equal(t, "after", page.ScrollProps["c"]["pageName"])
	assert.NotEmpty(t, page.ScrollProps["c"]["nextPage"])
}

// Whoever follows the cursors of a list, in either direction and whatever comes
// and goes meanwhile, sees each item that stays once.
func TestCursorsVisitAListOnce(t *testing.T) {
	t.Parallel()
	i := app(t)
	for total := range 15 {
		for perPage := 1; perPage < 6; perPage++ {
			all := numbers(total)
			read := func(text string) inertia.CursorPage[int] {
				r := httptest.NewRequest(http.MethodGet, "/?cursor="+text, nil)
				c, err := inertia.CursorOf[int](i, r, "list", inertia.PerPage(perPage))
				require.NoError(t, err)
				p, err := inertia.PaginateCursor(c, query(all, c), func(n int) int { return n })
				require.NoError(t, err)
				return p
			}
			var forward, backward []int
			page := read("")
			require.Empty(t, page.Previous)
			for {
				forward = append(forward, page.Data...)
				if page.Next == "" {
					break
				}
				page = read(page.Next)
			}
			require.Equal(t, all, append([]int{}, forward...))
			for {
				backward = append(slices.Clone(page.Data), backward...)
				if page.Previous == "" {
					break
				}
				page = read(page.Previous)
			}
			require.Equal(t, all, append([]int{}, backward...))
		}
	}
}

// query is what a database would do: WHERE id > key ORDER BY id LIMIT peek.
func query(all []int, c inertia.Cursor[int]) []int {
	var rows []int
	for _, n := range all {
		if c.Key == nil || !c.Backward && n > *c.Key || c.Backward && n < *c.Key {
			rows = append(rows, n)
		}
	}
	if c.Backward {
		slices.Reverse(rows)
	}
	return rows[:min(len(rows), c.Peek())]
}

func cursorOf(t testing.TB, i *inertia.Inertia, list string, key any) string {
	t.Helper()
	c, err := inertia.CursorOf[any](i, httptest.NewRequest(http.MethodGet, "/", nil), list, inertia.PerPage(1))
	require.NoError(t, err)
	p, err := inertia.PaginateCursor(c, []any{key, nil}, func(k any) any { return k })
	require.NoError(t, err)
	return p.Next
}

func TestCursorsOfOthersAreRefused(t *testing.T) {
	t.Parallel()
	secret := func(s string) inertia.Option { return inertia.WithSecret([]byte(strings.Repeat(s, 32))) }
	newApp := func(opts ...inertia.Option) *inertia.Inertia {
		i, err := inertia.New(append(opts, inertia.WithShell(shell.Default))...)
		require.NoError(t, err)
		return i
	}
	i := newApp(secret("a"))
	good := cursorOf(t, i, "list", 5)
	for name, text := range map[string]string{
		"another list":   cursorOf(t, i, "other", 5),
		"another key":    cursorOf(t, newApp(secret("b")), "list", 5),
		"another type":   cursorOf(t, i, "list", "text"),
		"cut":            good[:len(good)-1],
		"longer":         good + "A",
		"not base64":     "§§",
		"short":          "AAAA",
		"very long":      strings.Repeat("A", 2000),
		"padded":         good + "=",
		"with a newline": good[:4] + "\n" + good[4:],
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		q := r.URL.Query()
		q.Set("cursor", text)
		r.URL.RawQuery = q.Encode()
		_, err := inertia.CursorOf[int](i, r, "list")
		failed, ok := errors.AsType[*inertia.HTTPError](err)
		if assert.True(t, ok, "%s: %v", name, err) {
			assert.Equal(t, http.StatusBadRequest, failed.Status)
		}
	}
	rotated := newApp(inertia.WithSecret([]byte(strings.Repeat("b", 32)), []byte(strings.Repeat("a", 32))))
	c, err := inertia.CursorOf[int](rotated, httptest.NewRequest(http.MethodGet, "/?cursor="+good, nil), "list")
	require.NoError(t, err)
	assert.Equal(t, 5, *c.Key)
}

// No text is a cursor but those that were made for the list, and none breaks the
// parser.
func FuzzCursor(f *testing.F) {
	i := app(f)
	good := cursorOf(f, i, "list", 5)
	f.Add(good)
	f.Add(good[:10])
	f.Add("")
	f.Add(cursorOf(f, i, "other", 5))
	f.Fuzz(func(t *testing.T, text string) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		q := r.URL.Query()
		q.Set("cursor", text)
		r.URL.RawQuery = q.Encode()
		c, err := inertia.CursorOf[int](i, r, "list")
		if (err == nil) != (text == "" || text == good) {
			t.Fatalf("%q: %v", text, err)
		}
		if err == nil && text != "" && *c.Key != 5 {
			t.Fatal(*c.Key)
		}
	})
}

// rowsOf are rows as pgx closes them: without an error.
type rowsOf struct {
	values []int
	at     int
	failed error
	closed bool
}

func (r *rowsOf) Next() bool { r.at++; return r.at <= len(r.values) }
func (r *rowsOf) Err() error { return r.failed }
func (r *rowsOf) Close()     { r.closed = true }

func (r *rowsOf) Scan(dest ...any) error {
	if r.values[r.at-1] < 0 {
		return errors.New("no number")
	}
	*dest[0].(*int) = r.values[r.at-1]
	return nil
}

func TestCollect(t *testing.T) {
	t.Parallel()
	column := func(n *int) []any { return []any{n} }
	rows := &rowsOf{values: []int{1, 2}}
	list, err := inertia.Collect(rows, column)
	require.NoError(t, err)
	assert.Equal(t, []int{1, 2}, list)
	assert.True(t, rows.closed)
	list, err = inertia.Collect(&rowsOf{}, column)
	require.NoError(t, err)
	assert.NotNil(t, list)
	_, err = inertia.Collect(&rowsOf{values: []int{1, -1}}, column)
	assert.EqualError(t, err, "inertia: Collect: row 2: no number")
	rows = &rowsOf{failed: errors.New("cut")}
	_, err = inertia.Collect(rows, column)
	assert.EqualError(t, err, "inertia: Collect: cut")
	assert.True(t, rows.closed)
}
