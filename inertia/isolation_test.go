package inertia_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"regexp"
	"sync"
	"testing"

	"github.com/alexedwards/scs/v2/memstore"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/flash"
	"github.com/inertia-templ/shell/inertia"
)

// Many users at once on one instance: nothing of one reaches another, and no
// message is lost.
func TestUsersNeverSeeEachOther(t *testing.T) {
	t.Parallel()
	sealed, err := flash.NewSealed([][]byte{[]byte("0123456789abcdef0123456789abcdef")})
	require.NoError(t, err)
	stored, err := flash.NewStored(memstore.NewWithCleanupInterval(0))
	require.NoError(t, err)
	for name, store := range map[string]flash.Store{"sealed": sealed, "stored": stored} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			user := func(r *http.Request) string { return r.Header.Get("User") }
			i := app(t, inertia.WithFlashStore(store), inertia.WithCSP(inertia.StrictCSP),
				inertia.WithShared("byApp", user),
				inertia.WithSharedFunc(func(r *http.Request) (inertia.Props, error) { return inertia.Props{"byFunc": user(r)}, nil }))
			mux := http.NewServeMux()
			mux.Handle("GET /{page}", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
				me := user(r)
				return i.Render(w, r, "Page", inertia.Props{"byPage": me, "byLazy": inertia.Lazy(func(context.Context) (string, error) { return me, nil })}, inertia.Flashed("now", me))
			}))
			mux.Handle("POST /{page}", i.Handle(func(_ http.ResponseWriter, r *http.Request) error {
				inertia.Flash(r, "next", user(r))
				return inertia.Errors{"field": {user(r)}}
			}))
			server := httptest.NewServer(i.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				inertia.Share(r, "byRequest", user(r))
				mux.ServeHTTP(w, r)
			})))
			t.Cleanup(server.Close)

			var nonces sync.Map
			var wg sync.WaitGroup
			for n := range 16 {
				wg.Go(func() {
					jar, _ := cookiejar.New(nil)
					c := &http.Client{Jar: jar, Transport: server.Client().Transport}
					for round := range 20 {
						visitAs(t, c, server.URL+fmt.Sprintf("/p%d", round%3), fmt.Sprint("user ", n), round%2 == 0, &nonces)
					}
				})
			}
			wg.Wait()
		})
	}
}

var pagePattern = regexp.MustCompile(`(?s)<script data-page="app"[^>]*nonce="([^"]+)">(.*?)</script>`)

// visitAs posts a form as user and looks at every value of the page that it
// leads back to.
func visitAs(t *testing.T, c *http.Client, url, user string, document bool, nonces *sync.Map) {
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, nil)
	if !assert.NoError(t, err) {
		return
	}
	r.Header.Set("User", user)
	r.Header.Set("Referer", url)
	if !document {
		r.Header.Set("X-Inertia", "true")
		r.Header.Set("X-Inertia-Version", "v1")
	}
	res, err := c.Do(r)
	if !assert.NoError(t, err) {
		return
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	assert.NoError(t, err)
	if document {
		m := pagePattern.FindSubmatch(text)
		if !assert.NotNil(t, m, string(text)) {
			return
		}
		_, seen := nonces.LoadOrStore(string(m[1]), true)
		assert.False(t, seen, "a nonce was used twice")
		assert.Contains(t, res.Header.Get("Content-Security-Policy"), string(m[1]))
		text = m[2]
	}
	var page struct {
		Props map[string]any
		Flash map[string]any
	}
	if !assert.NoError(t, json.Unmarshal(text, &page), string(text)) {
		return
	}
	assert.Equal(t, map[string]any{
		"errors": map[string]any{"field": user}, "byApp": user, "byFunc": user, "byRequest": user, "byPage": user, "byLazy": user,
	}, page.Props)
	assert.Equal(t, map[string]any{"now": user, "next": user}, page.Flash)
}
