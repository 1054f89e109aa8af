// Package routertest runs the tests of net/http servers against servers that
// use another router.
package routertest

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/conformance"
	"github.com/inertia-templ/shell/conformance/reference"
	"github.com/inertia-templ/shell/inertia"
)

// Conforms puts every case of the protocol to the server at base.
func Conforms(t *testing.T, base string, transport http.RoundTripper) {
	t.Helper()
	cases, err := conformance.Cases()
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(cases), 256)
	for _, r := range (conformance.Runner{Base: base, Client: &http.Client{Transport: transport}, Exact: true}).Run(t.Context(), cases) {
		assert.NoError(t, r.Err, "%s: %s", r.Case.ID, r.Case.Reason)
	}
}

// Serve returns the address of the reference server that serve puts together.
func Serve(t *testing.T, serve func(i *inertia.Inertia, act reference.Action) http.Handler) string {
	t.Helper()
	server := httptest.NewServer(reference.NewWith(8, serve))
	t.Cleanup(server.Close)
	return server.URL
}

// Program is what a program of the tests serves: each handler at the path, and
// with the method, that its comment names.
type Program struct {
	Show  http.Handler // GET /users/ID, where ID is a parameter "id"
	Form  http.Handler // GET /form
	Save  http.Handler // POST /form
	Panic http.Handler // GET /panic
	// The router's own way to answer with status 403 is at GET /forbidden.

	// Invalid is what the router's own handler at POST /invalid returns.
	Invalid error
}

// Errors tests that whatever fails becomes a page with its status, and that
// path parameters are found. serve has the middleware around the router.
func Errors(t *testing.T, serve func(i *inertia.Inertia, p Program) http.Handler) {
	t.Helper()
	i := New(t, slog.New(slog.DiscardHandler))
	invalid := inertia.Errors{"name": {"is missing"}}
	server := httptest.NewServer(serve(i, Program{
		Show: i.Handle(func(w http.ResponseWriter, r *http.Request) error {
			return i.Render(w, r, "User", inertia.Props{"id": r.PathValue("id")})
		}),
		Form:    i.Page("Form", nil),
		Save:    i.Handle(func(http.ResponseWriter, *http.Request) error { return invalid }),
		Panic:   http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("broken") }),
		Invalid: invalid,
	}))
	t.Cleanup(server.Close)
	c := newClient(t, server.URL)
	for _, visit := range []bool{false, true} {
		for _, test := range []struct {
			method, path string
			status       int
			contains     string
		}{
			{"GET", "/users/7", 200, `{"component":"User","props":{"errors":{},"id":"7"}`},
			{"GET", "/nowhere", 404, `{"component":"Error","props":{"errors":{},"status":404}`},
			{"GET", "/forbidden", 403, `{"component":"Error","props":{"errors":{},"status":403}`},
			{"GET", "/panic", 500, `{"component":"Error","props":{"errors":{},"status":500}`},
		} {
			status, text := c.do(test.method, test.path, visit)
			assert.Equal(t, test.status, status, "%s, visit %v", test.path, visit)
			assert.Contains(t, text, test.contains, "%s, visit %v", test.path, visit)
		}
		for _, path := range []string{"/form", "/invalid"} {
			status, _ := c.do("POST", path, visit)
			assert.Equal(t, http.StatusFound, status, "%s, visit %v", path, visit)
			_, text := c.do("GET", "/form", visit)
			assert.Contains(t, text, `{"component":"Form","props":{"errors":{"name":"is missing"}}`, "%s, visit %v", path, visit)
		}
	}
}

// New returns an Inertia with a page for errors.
func New(t *testing.T, log *slog.Logger) *inertia.Inertia {
	t.Helper()
	i, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithVersion("v1"), inertia.WithLogger(log), inertia.WithFallback("/form"),
		inertia.WithErrorPage(func(_ *http.Request, status int, _ error) (string, any) {
			return "Error", inertia.Props{"status": status}
		}))
	require.NoError(t, err)
	return i
}

type client struct {
	t    *testing.T
	base string
	http http.Client
}

func newClient(t *testing.T, base string) *client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	return &client{t, base, http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// do asks as a browser does, or for a visit as the client does.
func (c *client) do(method, path string, visit bool) (status int, text string) {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.base+path, nil)
	require.NoError(c.t, err)
	r.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
	if visit {
		r.Header.Set("X-Inertia", "true")
		r.Header.Set("X-Inertia-Version", "v1")
	}
	res, err := c.http.Do(r)
	require.NoError(c.t, err)
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	require.NoError(c.t, err)
	return res.StatusCode, string(body)
}

// Inside tests a server whose middleware is inside of the router: the log says
// once how to put it right, and answers still have their status.
func Inside(t *testing.T, serve func(i *inertia.Inertia) http.Handler) {
	t.Helper()
	var log bytes.Buffer
	h := serve(New(t, slog.New(slog.NewTextHandler(&log, nil))))
	for _, path := range []string{"/users/7", "/nowhere", "/forbidden"} {
		want := map[string]int{"/users/7": 200, "/nowhere": 404, "/forbidden": 403}[path]
		for _, visit := range []bool{false, true} {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.Header.Set("Accept", "text/html")
			if visit {
				r.Header.Set("X-Inertia", "true")
				r.Header.Set("X-Inertia-Version", "v1")
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			assert.Equal(t, want, w.Code, "%s, visit %v", path, visit)
			assert.NotEmpty(t, w.Body.String(), "%s, visit %v", path, visit)
		}
	}
	assert.Equal(t, 1, strings.Count(log.String(), "i.Middleware(router)"), log.String())
}
