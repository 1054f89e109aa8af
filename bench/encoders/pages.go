package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"

	"github.com/inertia-templ/shell/bench/pages"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/vite/vitetest"
)

// What the engines are timed with: props as a page has them, and a whole visit
// through the library.
var timed = []string{"1 row", "100 rows", "1000 rows", "nested maps", "visit, 100 rows"}

// page returns the work of encoding a page, and how many bytes that makes.
func (e engine) page(name string) (do func(), size int, err error) {
	var b bytes.Buffer
	encode := func(v any) (func(), int, error) {
		err := e.encoder(&b, v)
		return func() {
			b.Reset()
			_ = e.encoder(&b, v) // it has been seen to work
		}, b.Len(), err
	}
	switch name {
	case "1 row":
		return encode(pages.Rows(1))
	case "100 rows":
		return encode(pages.Rows(100))
	case "1000 rows":
		return encode(pages.Rows(1000))
	case "nested maps":
		return encode(nested(5))
	case "visit, 100 rows":
		return e.visit(pages.Rows(100))
	}
	return nil, 0, fmt.Errorf("there is no page %q", name)
}

// nested is a tree of maps, 4 in each.
func nested(depth int) any {
	if depth == 0 {
		return []any{1, 2.5, "three", true, nil}
	}
	m := map[string]any{}
	for k := range 4 {
		m[fmt.Sprint("key", k)] = nested(depth - 1)
	}
	return m
}

// sink is a ResponseWriter that counts.
type sink struct {
	header http.Header
	size   int
}

func (s *sink) Header() http.Header { return s.header }
func (s *sink) WriteHeader(int)     {}
func (s *sink) Write(p []byte) (int, error) {
	s.size += len(p)
	return len(p), nil
}

// visit is a visit to a page of rows, with e in the library's hook.
func (e engine) visit(rows []pages.Row) (func(), int, error) {
	options := []inertia.Option{
		inertia.WithVite(vitetest.Stub()), inertia.WithVersion("v1"),
		inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")), inertia.WithLogger(slog.New(slog.DiscardHandler)),
	}
	if e.name != standard {
		options = append(options, inertia.WithJSON(e.encoder))
	}
	i, err := inertia.New(options...)
	if err != nil {
		return nil, 0, err
	}
	h := i.Middleware(i.Page("Rows", inertia.Props{"rows": rows}))
	r := httptest.NewRequest(http.MethodGet, "/rows", nil)
	r.Header.Set("X-Inertia", "true")
	r.Header.Set("X-Inertia-Version", "v1")
	w := &sink{header: http.Header{}}
	h.ServeHTTP(w, r)
	return func() {
		clear(w.header)
		h.ServeHTTP(w, r)
	}, w.size, nil
}
