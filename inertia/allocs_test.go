//go:build !race

package inertia_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/inertia-templ/shell/inertia"
)

// discard is a ResponseWriter that costs nothing.
type discard struct{ h http.Header }

func (d *discard) Header() http.Header         { return d.h }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(int)             {}

// What a page costs in memory does not grow with what is on it: props are
// encoded in one piece, into a buffer that is used again. The numbers are
// exact, so that a change is seen. The race detector has sync.Pool
// forget at random, so this runs without it.
func TestAllocations(t *testing.T) {
	type item struct {
		ID   int    `json:"id"`
		Name string `json:"name"`
	}
	type props struct {
		Items []item `json:"items"`
	}
	i := app(t)
	page := inertia.NewPage[props]("Items")
	serving := func(items int, headers ...string) float64 {
		list := make([]item, items)
		h := i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
			return page.Render(i, w, r, props{list})
		}))
		r := httptest.NewRequest(http.MethodGet, "/items", nil)
		for k := 0; k < len(headers); k += 2 {
			r.Header.Set(headers[k], headers[k+1])
		}
		w := &discard{h: http.Header{}}
		return testing.AllocsPerRun(200, func() {
			clear(w.h)
			h.ServeHTTP(w, r)
		})
	}
	for _, items := range []int{1, 100, 1000} {
		// The visit, its request, the props, the length of the body, the path
		// of a prop.
		assert.LessOrEqual(t, serving(items, client...), 5.0, "%d items, visit", items)
		assert.LessOrEqual(t, serving(items), 13.0, "%d items, document", items)
	}
	// And the names that are asked for.
	assert.LessOrEqual(t, serving(100, with(partial("items", "")...)...), 6.0, "partial reload")
}
