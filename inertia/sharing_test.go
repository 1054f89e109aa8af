package inertia_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/inertia-templ/shell/inertia"
)

func TestSharedObjectsMergeIfAsked(t *testing.T) {
	t.Parallel()
	type auth struct {
		User string         `json:"user"`
		Can  map[string]any `json:"can"`
	}
	shared := inertia.WithShared("auth", func() auth { return auth{"Ada", map[string]any{"read": true}} })
	own := inertia.Props{"auth": map[string]any{"can": map[string]any{"write": false}}}
	assert.JSONEq(t, `{"auth":{"can":{"write":false}}}`, propsOf(t, own, []inertia.Option{shared}))
	merging := []inertia.Option{shared, inertia.WithMergedShared()}
	assert.JSONEq(t, `{"auth":{"user":"Ada","can":{"read":true,"write":false}}}`, propsOf(t, own, merging))
	dotted := inertia.Props{"auth.can": map[string]any{"write": false}, "auth.can.list": true}
	assert.JSONEq(t, `{"auth":{"user":"Ada","can":{"read":true,"write":false,"list":true}}}`, propsOf(t, dotted, merging))
	assert.JSONEq(t, `{"auth":{"user":"Ada","can":{"write":false,"list":true}}}`, propsOf(t, dotted, []inertia.Option{shared}), "by default the page's replaces it")
	twice := []inertia.Option{inertia.WithShared("auth.can.read", true), inertia.WithShared("auth.can.pages", map[string]any{"a": 1}), inertia.WithMergedShared()}
	deeper := inertia.Props{"auth.can": map[string]any{"write": false, "pages": map[string]any{"b": 2}}}
	assert.JSONEq(t, `{"auth":{"can":{"read":true,"write":false,"pages":{"a":1,"b":2}}}}`, propsOf(t, deeper, twice))
	assert.JSONEq(t, `{"auth":1}`, propsOf(t, inertia.Props{"auth": 1}, merging))
	assert.JSONEq(t, `{"auth":"own"}`, propsOf(t, inertia.Props{"auth": inertia.Lazy(func() string { return "own" })}, merging))
	text := []inertia.Option{inertia.WithShared("auth", "text"), inertia.WithMergedShared()}
	assert.JSONEq(t, `{"auth":{"can":{"write":false}}}`, propsOf(t, own, text))
}

func TestStructsAreShared(t *testing.T) {
	t.Parallel()
	type shared struct {
		Year int                  `json:"year"`
		Slow inertia.Prop[string] `json:"slow"`
	}
	option := inertia.WithSharedFunc(func(*http.Request) (shared, error) {
		return shared{2026, inertia.Value("x")}, nil
	})
	assert.JSONEq(t, `{"year":2026,"slow":"x"}`, propsOf(t, nil, []inertia.Option{option}))
}

func TestWhatWasSharedCanBeRead(t *testing.T) {
	t.Parallel()
	i := app(t)
	h := i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		_, ok := inertia.Shared(r, "a")
		assert.False(t, ok)
		inertia.Share(r, "a", 1)
		inertia.Share(r, "a", 2)
		got, ok := inertia.Shared(r, "a")
		assert.True(t, ok)
		assert.Equal(t, 2, got)
		return i.Render(w, r, "Page", nil)
	}))
	assert.Equal(t, http.StatusOK, visit(h, "/").Code)
}

func TestErrorsOfAPageThatIsRenderedFollowTheRulesOfRedirects(t *testing.T) {
	t.Parallel()
	errs := inertia.Errors{"name": {"first", "second"}}
	for name, tc := range map[string]struct {
		opts    []inertia.Option
		page    []inertia.RenderOption
		headers []string
		want    string
	}{
		"first":    {nil, []inertia.RenderOption{errs}, nil, `"errors":{"name":"first"}`},
		"all":      {[]inertia.Option{inertia.WithAllErrors()}, []inertia.RenderOption{errs}, nil, `"errors":{"name":["first","second"]}`},
		"bag":      {nil, []inertia.RenderOption{errs, inertia.ErrorBag("login")}, nil, `"errors":{"login":{"name":"first"}}`},
		"asked":    {nil, []inertia.RenderOption{errs}, []string{"X-Inertia-Error-Bag", "b"}, `"errors":{"b":{"name":"first"}}`},
		"no error": {nil, []inertia.RenderOption{inertia.Errors{}}, nil, `"errors":{}`},
	} {
		i := app(t, tc.opts...)
		w := visit(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
			return i.Render(w, r, "Form", nil, tc.page...)
		}), "/", tc.headers...)
		assert.Contains(t, w.Body.String(), tc.want, name)
	}
}

func TestUntouchedAnswersGoOutAsTheyAre(t *testing.T) {
	t.Parallel()
	i := app(t)
	plain := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "plain") })
	assert.NotEqual(t, "plain", body(t, do(i.Middleware(plain), "GET", "/", client...)))
	res := do(i.Middleware(inertia.Untouched(plain)), "GET", "/", client...)
	assert.Equal(t, http.StatusOK, res.StatusCode)
	assert.Equal(t, "plain", body(t, res))
	empty := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	assert.Equal(t, http.StatusOK, do(i.Middleware(inertia.Untouched(empty)), "GET", "/", client...).StatusCode)
	moved := http.RedirectHandler("https://other.example/", http.StatusFound)
	assert.Equal(t, "https://other.example/", do(i.Middleware(inertia.Untouched(moved)), "PUT", "/", client...).Header.Get("Location"))
}
