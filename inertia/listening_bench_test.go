package inertia_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/inertia-templ/shell/inertia"
)

// What a page of 100 rows pays for being observed.
func BenchmarkListening(b *testing.B) {
	type row struct {
		ID          int
		Name, Email string
	}
	rows := make([]row, 100)
	for n := range rows {
		rows[n] = row{n, fmt.Sprint("Name ", n), fmt.Sprintf("user%d@example.com", n)}
	}
	for _, c := range []struct {
		name string
		opts []inertia.Option
	}{
		{"nobody", nil},
		{"observer", []inertia.Option{inertia.WithObserver(func(context.Context, inertia.Event) {})}},
		{"timing", []inertia.Option{inertia.WithServerTiming(everybody)}},
		{"devtools", []inertia.Option{inertia.WithDevTools(everybody)}},
	} {
		b.Run(c.name, func(b *testing.B) {
			i := quiet(b, c.opts...)
			h := i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
				return i.Render(w, r, "Rows", inertia.Props{"rows": inertia.Lazy(func(context.Context) ([]row, error) { return rows, nil })})
			}))
			r := httptest.NewRequest(http.MethodGet, "/rows", nil)
			for k := 0; k < len(client); k += 2 {
				r.Header.Set(client[k], client[k+1])
			}
			b.ReportAllocs()
			w := &discard{h: http.Header{}}
			for b.Loop() {
				clear(w.h)
				h.ServeHTTP(w, r)
			}
		})
	}
}

// discard is a ResponseWriter that costs nothing.
type discard struct{ h http.Header }

func (d *discard) Header() http.Header         { return d.h }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(int)             {}
