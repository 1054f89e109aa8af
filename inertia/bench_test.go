package inertia_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

type row struct {
	ID      int       `json:"id"`
	Name    string    `json:"name"`
	Email   string    `json:"email"`
	Active  bool      `json:"active"`
	Score   float64   `json:"score"`
	Created time.Time `json:"created"`
}

func rows(n int) []row {
	list := make([]row, n)
	for i := range list {
		list[i] = row{i, fmt.Sprint("Name ", i), fmt.Sprintf("user%d@example.com", i), i%2 == 0, float64(i) / 3, time.Unix(int64(i), 0).UTC()}
	}
	return list
}

// discard is a ResponseWriter that costs nothing.
type discard struct{ h http.Header }

func (d *discard) Header() http.Header         { return d.h }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(int)             {}

func BenchmarkRender(b *testing.B) {
	type props struct {
		Rows []row `json:"rows"`
	}
	for _, n := range []int{1, 100, 1000} {
		list := rows(n)
		run := func(name string, html bool, h http.Handler) {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				r := httptest.NewRequest(http.MethodGet, "/rows", nil)
				if !html {
					r.Header.Set("X-Inertia", "true")
					r.Header.Set("X-Inertia-Version", "v1")
				}
				b.ReportAllocs()
				for b.Loop() {
					h.ServeHTTP(&discard{http.Header{}}, r)
				}
			})
		}
		i := app(b)
		page := i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
			return i.Render(w, r, "Rows", props{list})
		}))
		floor := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			body, err := json.Marshal(map[string]any{"component": "Rows", "props": map[string]any{"errors": struct{}{}, "rows": list}, "url": "/rows", "version": "v1", "sharedProps": []string{"errors"}})
			if err != nil {
				b.Fatal(err)
			}
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("X-Inertia", "true")
			w.Header().Set("Vary", "X-Inertia")
			_, _ = w.Write(body)
		})
		run("json", false, page)
		run("floor", false, floor)
		run("html", true, page)
	}
}
