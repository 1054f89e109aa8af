package proxies_test

import (
	"crypto/tls"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/quic-go/quic-go/http3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/lab/internal/proxy"
)

// Caddy speaks HTTP/3 in front of the same program, without more configuration.
func TestHTTP3(t *testing.T) {
	for _, kind := range proxy.Kinds {
		if kind.Name != "caddy" {
			continue
		}
		program := newProgram(t)
		p := kind.StartTest(t, "../../docs/guide/proxies.md", program.Listener.Addr().String())
		transport := &http3.Transport{TLSClientConfig: &tls.Config{RootCAs: p.Transport().TLSClientConfig.RootCAs, ServerName: "app.example.com"}}
		defer transport.Close()
		ask := func(method, path string) (*http.Response, string) {
			address := "https://127.0.0.1:" + p.Origin()[strings.LastIndex(p.Origin(), ":")+1:]
			r, err := http.NewRequestWithContext(t.Context(), method, address+path, nil)
			require.NoError(t, err)
			r.Host = strings.TrimPrefix(p.Origin(), "https://")
			r.Header = visit.Clone()
			r.Header.Set("Origin", p.Origin())
			w, err := transport.RoundTrip(r)
			require.NoError(t, err)
			defer w.Body.Close()
			body, err := io.ReadAll(w.Body)
			require.NoError(t, err)
			return w, string(body)
		}
		w, body := ask(http.MethodGet, "/1")
		require.Equal(t, http.StatusOK, w.StatusCode, body)
		assert.Equal(t, 3, w.ProtoMajor)
		assert.Contains(t, body, `"url":"/1"`)
		w, _ = ask(http.MethodPost, "/flash?to=/1&text=x")
		assert.Equal(t, http.StatusFound, w.StatusCode)
		for _, c := range w.Cookies() {
			assert.True(t, c.Secure, c.Name)
		}

		// Browsers learn of it from an answer over HTTP/2.
		v := newVisitor(t, p)
		_, _ = v.do(t.Context(), http.MethodGet, "/1", visit)
		assert.Eventually(t, func() bool {
			w, _ := v.do(t.Context(), http.MethodGet, "/1", visit)
			return strings.Contains(w.Header.Get("Alt-Svc"), "h3=")
		}, time.Minute, 10*time.Millisecond)
	}
}
