package inertia_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/inertia-templ/shell/inertia"
)

// What a hit costs, beside a prop that is a plain value.
func BenchmarkCacheHit(b *testing.B) {
	type item struct {
		ID   int    `json:"id"`
		Name string `json:"name"`
	}
	list := make([]item, 20)
	for n := range list {
		list[n] = item{n, "An item of a list"}
	}
	load := func(context.Context) ([]item, error) { return list, nil }
	for name, p := range map[string]any{
		"value":  list,
		"lazy":   inertia.Lazy(load),
		"cached": inertia.Lazy(load).Cache(time.Hour, 0).By("user"),
		"tagged": inertia.Lazy(load).Cache(time.Hour, 0).By("user").Tags("a", "b"),
	} {
		b.Run(name, func(b *testing.B) {
			i := app(b)
			h := i.Middleware(i.Page("Page", inertia.Props{"items": p}))
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.Header.Set("X-Inertia", "true")
			r.Header.Set("X-Inertia-Version", "v1")
			w := &discard{h: http.Header{}}
			b.ReportAllocs()
			for b.Loop() {
				clear(w.h)
				h.ServeHTTP(w, r)
			}
		})
	}
}
