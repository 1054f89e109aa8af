package inertia_test

import (
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/vite"
)

// Vite does not run: a document is a page that waits for it, and tells what is
// missing. What was flashed waits too.
func TestDocumentsWaitForViteInTheBrowser(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := listener.Addr().String()
	require.NoError(t, listener.Close())
	v, err := vite.Dev("http://"+address, vite.WithLogger(slog.New(slog.DiscardHandler)))
	require.NoError(t, err)
	i := quiet(t, inertia.WithVite(v), inertia.WithCSP(inertia.StrictCSP), inertia.WithErrorPage(func(*http.Request, int, error) (string, any) { return "Error", nil }))
	mux := http.NewServeMux()
	mux.Handle("GET /", i.Page("Home", inertia.Props{}))
	mux.HandleFunc("POST /", func(w http.ResponseWriter, r *http.Request) {
		inertia.Flash(r, "notice", "saved")
		i.Redirect(w, r, "/")
	})
	h := i.Middleware(mux)
	send := func(method, accept string, cookies []*http.Cookie) *http.Response {
		r := httptest.NewRequest(method, "/", nil)
		r.Header.Set("Accept", accept)
		for _, c := range cookies {
			r.AddCookie(c)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Result()
	}

	flashed := send(http.MethodPost, "text/html", nil).Cookies()
	require.NotEmpty(t, flashed)
	res := send(http.MethodGet, "text/html", flashed)
	page := body(t, res)
	assert.Equal(t, http.StatusServiceUnavailable, res.StatusCode)
	assert.Contains(t, page, "Waiting for Vite")
	assert.Contains(t, page, "http://"+address)
	assert.Contains(t, page, `fetch("/__vite/@vite/client"`)
	nonce := regexp.MustCompile(`'nonce-([^']+)'`).FindStringSubmatch(res.Header.Get("Content-Security-Policy"))
	require.NotNil(t, nonce)
	assert.Contains(t, page, `<script nonce="`+nonce[1]+`">`)
	assert.Contains(t, page, `<style nonce="`+nonce[1]+`">`)
	assert.Equal(t, "no-store", res.Header.Get("Cache-Control"))
	assert.Empty(t, res.Cookies(), "the flash is not shown yet")

	res = send(http.MethodGet, "application/json", flashed)
	assert.Equal(t, http.StatusServiceUnavailable, res.StatusCode)
	assert.NotContains(t, body(t, res), "<script")

	listener, err = net.Listen("tcp", address)
	require.NoError(t, err)
	defer listener.Close()
	res = send(http.MethodGet, "text/html", flashed)
	assert.Equal(t, http.StatusOK, res.StatusCode)
	assert.Contains(t, body(t, res), "saved")
}
