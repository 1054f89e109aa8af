package ssr_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/needs"
	"github.com/inertia-templ/shell/ssr"
)

// serve starts the server of Inertia's own, as "node ssr.mjs" does.
func serve(t testing.TB, bundle string) *ssr.Gateway {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := listener.Addr().String()
	require.NoError(t, listener.Close())
	_, port, err := net.SplitHostPort(address)
	require.NoError(t, err)

	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), needs.Node(t), "testdata/"+bundle+".mjs")
	cmd.Env = append(os.Environ(), "PORT="+port)
	require.NoError(t, cmd.Start())
	client := &http.Client{Transport: &http.Transport{}}
	g, err := ssr.NewGateway("http://"+address, ssr.WithHTTPClient(client))
	require.NoError(t, err)
	t.Cleanup(func() {
		assert.NoError(t, g.Shutdown(context.Background()))
		assert.NoError(t, cmd.Wait(), "it ends when it is asked to")
		assert.Error(t, g.Health(context.Background()))
		client.CloseIdleConnections()
	})
	eventually(t, func() bool { return g.Health(t.Context()) == nil })
	return g
}

func TestGatewayAsksTheOfficialServer(t *testing.T) {
	t.Parallel()
	for _, bundle := range []string{"react", "vue", "svelte"} {
		t.Run(bundle, func(t *testing.T) {
			t.Parallel()
			res, err := serve(t, bundle).Render(t.Context(), page(t, "Hello", map[string]any{"name": "Ada"}))
			require.NoError(t, err)
			assert.Regexp(t, `Hello, (<!-- -->)?Ada(<!-- -->)?!`, res.Body)
			assert.Regexp(t, `Hello · Test`, res.Head)
		})
	}
}

func TestGatewayTellsErrorsOfPages(t *testing.T) {
	t.Parallel()
	_, err := serve(t, "react").Render(t.Context(), fault(t, "window"))
	var got *ssr.Error
	require.ErrorAs(t, err, &got)
	assert.Equal(t, ssr.BrowserAPI, got.Kind)
	assert.Equal(t, "window", got.BrowserAPI)
	assert.Equal(t, "Faulty", got.Component)
}

// Servers may answer with anything.
func TestGatewayAnswers(t *testing.T) {
	t.Parallel()
	answers := map[string]struct {
		status int
		body   string
		kind   ssr.Kind
		want   string
	}{
		"an unknown address, which is answered with 200": {200, `{"status":"NOT_FOUND","timestamp":1}`, ssr.Unknown, "check the address"},
		"null":                        {200, `null`, ssr.Unknown, "without a body"},
		"nothing":                     {200, ``, ssr.Unknown, "other than JSON"},
		"HTML":                        {200, `<html>`, ssr.Unknown, "other than JSON"},
		"a body that is not text":     {200, `{"body": 1}`, ssr.Unknown, "other than JSON"},
		"an error of an unknown type": {500, `{"error": "boom", "type": "cosmic"}`, ssr.Unknown, "boom"},
		"an error that says nothing":  {500, ``, ssr.Unknown, "the renderer answers"},
		"a redirect":                  {302, ``, ssr.Unknown, "status 302"},
		"a proxy's error":             {502, `Bad Gateway`, ssr.Unknown, "status 502"},
	}
	for name, answer := range answers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				assert.Equal(t, "/render", r.URL.Path)
				assert.Equal(t, "application/json", r.Header.Get("Content-Type"))
				assert.Equal(t, "secret", r.Header.Get("Authorization"))
				assert.Equal(t, "a", r.Header.Get("X-Tenant"))
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(answer.status)
				fmt.Fprint(w, answer.body)
			}))
			defer server.Close()
			g, err := ssr.NewGateway(server.URL+"/", ssr.WithHTTPClient(noRedirects(server)),
				ssr.WithRequest(func(r *http.Request) { r.Header.Set("Authorization", "secret") }),
				ssr.WithRequest(func(r *http.Request) { r.Header.Set("X-Tenant", "a") })) // repeated, they add up
			require.NoError(t, err)
			_, err = g.Render(t.Context(), page(t, "Hello", nil))
			var got *ssr.Error
			require.ErrorAs(t, err, &got)
			assert.Equal(t, answer.kind, got.Kind)
			assert.ErrorContains(t, err, answer.want)
		})
	}
}

func noRedirects(server *httptest.Server) *http.Client {
	client := server.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return client
}

func TestGatewayThatCannotBeReached(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := "http://" + listener.Addr().String()
	g, err := ssr.NewGateway(address)
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = g.Render(ctx, nil)
	var got *ssr.Error
	require.ErrorAs(t, err, &got)
	assert.Equal(t, ssr.Timeout, got.Kind, "it accepts and says nothing")

	require.NoError(t, listener.Close())
	_, err = g.Render(t.Context(), nil)
	require.ErrorAs(t, err, &got)
	assert.Equal(t, ssr.Connection, got.Kind)
	assert.Contains(t, got.Hint, address)
}

func TestGatewayAddresses(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"":                                      "/render",
		"http://127.0.0.1:1":                    "/render",
		"http://127.0.0.1:1/":                   "/render",
		"http://127.0.0.1:1/ssr/":               "/ssr/render",
		"http://127.0.0.1:1/render":             "/render",
		"http://127.0.0.1:1/__inertia_ssr":      "/__inertia_ssr",
		"\nhttp://127.0.0.1:1/__inertia_ssr/\n": "/__inertia_ssr",
	} {
		var asked string
		g, err := ssr.NewGateway(address, ssr.WithRequest(func(r *http.Request) { asked = r.URL.Path }), ssr.WithConnectTimeout(time.Millisecond))
		require.NoError(t, err)
		_, _ = g.Render(t.Context(), nil)
		assert.Equal(t, want, asked, address)
	}
	for _, address := range []string{"127.0.0.1:13714", "unix:///socket", "http://", ":", "ftp://x"} {
		_, err := ssr.NewGateway(address)
		assert.ErrorContains(t, err, ssr.DefaultURL, address)
	}
	_, err := ssr.NewDevGateway("5173")
	assert.ErrorContains(t, err, "http://localhost:5173")
}

func TestDevGateway(t *testing.T) {
	t.Parallel()
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/__inertia_ssr" {
			http.NotFound(w, r)
			return
		}
		if asked++; asked < 3 {
			fmt.Fprint(w, "null")
			return
		}
		fmt.Fprint(w, `{"head": ["<link rel=\"stylesheet\" href=\"http://localhost:5173/__vite/a.css\" data-vite-dev-id=\"/a.css\">",
			"<link rel=\"stylesheet\" href=\"https://fonts.example/b.css\">"], "body": "<div>"}`)
	}))
	defer server.Close()
	g, err := ssr.NewDevGateway(server.URL+"/base/", ssr.WithHTTPClient(server.Client()))
	require.NoError(t, err)
	res, err := g.Render(t.Context(), nil)
	require.NoError(t, err, "it is asked again until it is warm")
	assert.Equal(t, "<div>", res.Body)
	assert.Equal(t, []string{`<link rel="stylesheet" href="/__vite/a.css" data-vite-dev-id="/a.css">`, `<link rel="stylesheet" href="https://fonts.example/b.css">`},
		res.Head, "its own stylesheets go through the program")

	asked = -1 << 30
	ctx, cancel := context.WithTimeout(t.Context(), 250*time.Millisecond)
	defer cancel()
	_, err = g.Render(ctx, nil)
	assert.Equal(t, ssr.Timeout, kind(err), "%v", err)

	without := httptest.NewServer(http.NotFoundHandler())
	defer without.Close()
	g, err = ssr.NewDevGateway(without.URL, ssr.WithHTTPClient(without.Client()))
	require.NoError(t, err)
	_, err = g.Render(t.Context(), nil)
	assert.ErrorContains(t, err, "@inertiajs/vite")
}

func TestGatewayBoundsAnswers(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		chunk := []byte(strings.Repeat("x", 1<<20))
		for r.Context().Err() == nil {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	}))
	defer server.Close()
	g, err := ssr.NewGateway(server.URL, ssr.WithHTTPClient(server.Client()))
	require.NoError(t, err)
	_, err = g.Render(t.Context(), nil)
	assert.ErrorContains(t, err, "larger than 64 MB")
}
