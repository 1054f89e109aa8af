package inertia_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/ssr"
)

// renderer says what it was asked, and answers with result and err.
type renderer struct {
	asked  []string
	result ssr.Result
	err    error
}

func (r *renderer) Render(_ context.Context, page []byte) (ssr.Result, error) {
	r.asked = append(r.asked, string(page))
	return r.result, r.err
}

const ssrBody = `<script data-page="app" type="application/json">{}</script><div data-server-rendered="true" id="app"><h1>Hello</h1></div>`

func newRenderer() *renderer {
	return &renderer{result: ssr.Result{Head: []string{`<title data-inertia="">From the page</title>`, `<style data-inertia="a">b{}</style>`}, Body: ssrBody}}
}

func TestSSRFillsTheDocument(t *testing.T) {
	t.Parallel()
	r := newRenderer()
	i := app(t, inertia.WithSSR(r), inertia.WithTitle("Of the document"), inertia.WithCSP("style-src 'nonce-{nonce}'"))
	h := i.Page("Page", inertia.Props{"a": 1, "later": inertia.Defer(func(context.Context) (int, error) { return 2, nil })})

	res := do(h, "GET", "/x?y=1")
	html := body(t, res)
	assert.Equal(t, http.StatusOK, res.StatusCode)
	assert.Equal(t, 1, strings.Count(html, "<title"), "the document's own gives way")
	assert.Contains(t, html, "From the page")
	assert.Contains(t, html, ssrBody)
	assert.Equal(t, 1, strings.Count(html, `id="app"`))
	assert.Regexp(t, `<style nonce="[^"]{16,}" data-inertia="a">`, html)
	require.Len(t, r.asked, 1, "once for head and body")
	var page struct {
		Component, URL string
		DeferredProps  map[string][]string
	}
	require.NoError(t, json.Unmarshal([]byte(r.asked[0]), &page))
	assert.Equal(t, "Page", page.Component)
	assert.Equal(t, "/x?y=1", page.URL)
	assert.Equal(t, map[string][]string{"default": {"later"}}, page.DeferredProps)

	do(h, "GET", "/x", "X-Inertia", "true", "X-Inertia-Version", "v1")
	assert.Len(t, r.asked, 1, "visits of the client need no HTML")
}

func TestSSRThatFails(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		err  error
		opts []ssr.Option
		want int
	}{
		"leaves the page to the browser": {&ssr.Error{Kind: ssr.Render, Message: "broken"}, nil, 200},
		"or fails, if it is required":    {&ssr.Error{Kind: ssr.Render, Message: "broken"}, []ssr.Option{ssr.WithRequired()}, 500},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &renderer{err: test.err}
			h := app(t, inertia.WithSSR(r, test.opts...)).Page("Page", inertia.Props{"a": 1})
			res := do(h, "GET", "/")
			html := body(t, res)
			assert.Equal(t, test.want, res.StatusCode)
			assert.Len(t, r.asked, 1)
			if test.want == http.StatusOK {
				assert.Contains(t, html, `<script data-page="app" type="application/json">{"component":"Page"`)
				assert.Contains(t, html, `<div id="app"></div>`)
			}
		})
	}
}

func TestSSRIsNotAskedFor(t *testing.T) {
	t.Parallel()
	r := newRenderer()
	i := app(t, inertia.WithSSR(r, ssr.WithoutPaths("/admin/*"), ssr.WithoutComponents("Editor")))
	page := func(component string, opts ...inertia.RenderOption) http.Handler {
		return i.Handle(func(w http.ResponseWriter, r *http.Request) error { return i.Render(w, r, component, nil, opts...) })
	}
	assert.NotContains(t, body(t, do(page("Page"), "GET", "/admin/x")), "data-server-rendered")
	assert.NotContains(t, body(t, do(page("Editor"), "GET", "/")), "data-server-rendered")
	assert.NotContains(t, body(t, do(page("Page", inertia.NoSSR()), "GET", "/")), "data-server-rendered")
	assert.Empty(t, r.asked)
	assert.Contains(t, body(t, do(page("Page"), "GET", "/")), "data-server-rendered")
}

func TestCacheSSR(t *testing.T) {
	t.Parallel()
	r := newRenderer()
	i := app(t, inertia.WithSSR(r))
	h := i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return i.Render(w, r, "Page", inertia.Props{"q": r.URL.Query().Get("q")}, inertia.CacheSSR(time.Minute, time.Hour))
	})
	for _, q := range []string{"/?q=a", "/?q=a", "/?q=b", "/?q=a"} {
		assert.Contains(t, body(t, do(h, "GET", q)), "data-server-rendered")
	}
	assert.Len(t, r.asked, 2)
}
