package inertiatest_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/inertia/inertiatest"
)

func TestAnApplicationForTestsNeedsNoOptions(t *testing.T) {
	t.Parallel()
	app := inertiatest.New(t)
	h := app.Middleware(app.Handle(func(w http.ResponseWriter, r *http.Request) error {
		inertia.Flash(r, "toast", map[string]any{"text": "Saved.", "kind": "good"})
		return app.Render(w, r, "Home", inertia.Props{
			"name": "Ada", "slow": inertia.Defer(func() int { return 1 }), "rare": inertia.Optional(func() int { return 2 }),
		}, inertia.ViewData(map[string]string{"class": "dark"}), inertia.Title("Start"))
	}))
	r := httptest.NewRequest("GET", "/", nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	page := inertiatest.Page(t, w, inertiatest.WithHandler(h, r)).Component("Home").Missing("slow", "rare").
		HasFlash("toast.text", "Saved.").HasFlash("toast").MissingFlash("toast.title", "other")
	page.Everything().Where("name", "Ada").Where("slow", 1).Where("rare", 2)
	assert.Equal(t, map[string]string{"class": "dark"}, app.Document().ViewData)
	assert.Equal(t, "Start", app.Document().Title)
}

func TestAFlashInsideOfAnotherIsNoticed(t *testing.T) {
	t.Parallel()
	page := `{"component":"A","props":{},"url":"/","version":"","flash":{"a":{"b":1}}}`
	f := fails(t, func(t testing.TB) { inertiatest.Page(t, page).MissingFlash("a.b") })
	assert.Contains(t, f.said(), `flash "a.b" is 1, want none`)
}

func TestPropsThatNobodyLookedAtFail(t *testing.T) {
	t.Parallel()
	page := `{"component":"A","props":{"errors":{},"a":{"b":1},"c":2,"d":[{"x":1}],"e":5},"url":"/","version":""}`
	for name, tc := range map[string]struct {
		look func(*inertiatest.Assertions)
		want string
	}{
		"nothing": {func(*inertiatest.Assertions) {}, "no assertion looks at: a, c, d, e"},
		"some": {func(p *inertiatest.Assertions) {
			p.Has("a.b").Each("d", func(p *inertiatest.Assertions) { p.Has("x") })
		}, "no assertion looks at: c, e"},
		"all": {func(p *inertiatest.Assertions) { p.Has("a", "c").Count("d", 1).Where("e", 5) }, ""},
		"at once": {func(p *inertiatest.Assertions) {
			p.Exact(map[string]any{"a": map[string]int{"b": 1}, "c": 2, "d": []map[string]int{{"x": 1}}, "e": 5})
		}, ""},
		"by value": {func(p *inertiatest.Assertions) { _ = inertiatest.Prop[int](p, "c"); p.Has("a", "d", "e") }, ""},
	} {
		f := fails(t, func(t testing.TB) { tc.look(inertiatest.Page(t, page, inertiatest.WithAllSeen())) })
		if tc.want == "" {
			assert.Empty(t, f.said(), name)
		} else {
			assert.Contains(t, f.said(), tc.want, name)
		}
	}
}
