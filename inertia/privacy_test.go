package inertia_test

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/a-h/templ"
	"github.com/stretchr/testify/assert"

	"github.com/inertia-templ/shell/inertia"
)

func TestEncryptedPagesAreNotStored(t *testing.T) {
	t.Parallel()
	route := func(i *inertia.Inertia, opts ...inertia.RenderOption) http.Handler {
		return i.Handle(func(w http.ResponseWriter, r *http.Request) error { return i.Render(w, r, "Page", nil, opts...) })
	}
	plain, all := app(t), app(t, inertia.WithEncryptHistory())
	for name, tc := range map[string]struct {
		h    http.Handler
		want bool
	}{
		"off":                    {route(plain), false},
		"by the app":             {route(all), true},
		"by the route":           {inertia.Defaults(plain.Middleware(route(plain)), inertia.EncryptHistory(true)), true},
		"by an inner route":      {plain.Middleware(inertia.Defaults(route(plain), inertia.EncryptHistory(true))), true},
		"by the page":            {route(plain, inertia.EncryptHistory(true)), true},
		"not by the page":        {route(all, inertia.EncryptHistory(false)), false},
		"not by the page, route": {inertia.Defaults(route(plain, inertia.EncryptHistory(false)), inertia.EncryptHistory(true)), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, headers := range [][]string{nil, client} {
				res := do(tc.h, "GET", "/", headers...)
				if tc.want {
					assert.Equal(t, "no-store", res.Header.Get("Cache-Control"))
					assert.Contains(t, body(t, res), `"encryptHistory":true`)
				} else {
					assert.Equal(t, "no-cache, private", res.Header.Get("Cache-Control"))
					assert.NotContains(t, body(t, res), "encryptHistory")
				}
			}
		})
	}
}

func TestEachDocumentHasANonceOfItsOwn(t *testing.T) {
	t.Parallel()
	nonces := regexp.MustCompile(`nonce="([^"]+)"`)
	h := app(t, inertia.WithCSP(inertia.StrictCSP)).Page("Page", nil)
	seen := map[string]bool{}
	for range 3 {
		res := do(h, "GET", "/")
		found := nonces.FindAllStringSubmatch(body(t, res), -1)
		assert.Len(t, found, 2, "the meta element and the page")
		for _, m := range found {
			assert.Contains(t, res.Header.Get("Content-Security-Policy"), "script-src 'nonce-"+m[1]+"' 'strict-dynamic'")
			seen[m[1]] = true
		}
	}
	assert.Len(t, seen, 3)
	assert.Empty(t, do(h, "GET", "/", client...).Header.Get("Content-Security-Policy"), "JSON has no scripts")

	own := app(t, inertia.WithCSP("script-src 'nonce-{nonce}'"), inertia.WithNonce(func(*http.Request) string { return "mine" })).Page("Page", nil)
	res := do(own, "GET", "/")
	assert.Equal(t, "script-src 'nonce-mine'", res.Header.Get("Content-Security-Policy"))

	outer := app(t).Page("Page", nil)
	res = do(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		outer.ServeHTTP(w, r.WithContext(templ.WithNonce(r.Context(), "outer")))
	}), "GET", "/")
	assert.Empty(t, res.Header.Get("Content-Security-Policy"), "the program sends it")
	assert.Contains(t, body(t, res), `<meta property="csp-nonce" nonce="outer">`)
}
