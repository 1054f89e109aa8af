//go:build !race

package inertia_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/inertia-templ/shell/inertia"
)

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
	nobody := func(*http.Request) bool { return false }
	page := inertia.NewPage[props]("Items")
	serving := func(i *inertia.Inertia, items int, headers ...string) float64 {
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
	for name, i := range map[string]*inertia.Inertia{
		"nobody could listen": app(t),
		"nobody listens":      app(t, inertia.WithDevTools(nobody), inertia.WithServerTiming(nobody)),
	} {
		for _, items := range []int{1, 100, 1000} {
			// The visit, its request, the props, the length of the body.
			assert.LessOrEqual(t, serving(i, items, client...), 4.0, "%s, %d items, visit", name, items)
			assert.LessOrEqual(t, serving(i, items), 13.0, "%s, %d items, document", name, items)
		}
		// And the names that are asked for.
		assert.LessOrEqual(t, serving(i, 100, with(partial("items", "")...)...), 5.0, "%s, partial reload", name)
	}
}

// Secrets that types declare cost nothing for each row.
func TestAllocationsOfRowsWithSecrets(t *testing.T) {
	type row struct {
		ID     int                    `json:"id"`
		Hash   string                 `inertia:"secret"`
		Key    inertia.Secret[string] `json:"key"`
		Name   string                 `json:"name,omitempty"`
		hidden int                    //nolint:unused // has to be skipped
	}
	i := app(t)
	for _, rows := range []int{1, 100, 1000} {
		list := make([]row, rows)
		for n := range list {
			list[n] = row{ID: n, Hash: leaking, Key: inertia.NewSecret(leaking), Name: "Ada"}
		}
		h := i.Middleware(i.Page("Rows", inertia.Props{"rows": list, "nested": []any{map[string]any{"rows": list}}}))
		r := httptest.NewRequest(http.MethodGet, "/rows", nil)
		r.Header.Set("X-Inertia", "true")
		r.Header.Set("X-Inertia-Version", "v1")
		w := &discard{h: http.Header{}}
		assert.LessOrEqual(t, testing.AllocsPerRun(100, func() {
			clear(w.h)
			h.ServeHTTP(w, r)
		}), 40.0, "%d rows", rows)
		res := do(h, "GET", "/rows", client...)
		text := body(t, res)
		assert.NotContains(t, text, leaking)
		assert.Contains(t, text, `"rows":[{"id":0,"name":"Ada"}`)
	}
}
