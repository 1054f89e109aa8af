package inertia_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"testing"

	"github.com/a-h/templ"
	"github.com/stretchr/testify/assert"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
)

// failing answers with an error of a status.
func failing(i *inertia.Inertia, status int) http.Handler {
	return i.Middleware(i.Handle(func(http.ResponseWriter, *http.Request) error { return &inertia.HTTPError{Status: status} }))
}

func TestAnErrorPageHasADocumentOfItsOwn(t *testing.T) {
	t.Parallel()
	bare := func(doc shell.Document) templ.Component {
		return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
			_, _ = io.WriteString(w, "<!-- bare -->")
			return doc.Body().Render(ctx, w)
		})
	}
	i := app(t, inertia.WithErrorPage(func(_ *http.Request, status int, _ error) (string, any) {
		return "Error", inertia.Props{"status": status}
	}, inertia.Shell(bare), inertia.Status(http.StatusOK)))
	res := do(failing(i, http.StatusNotFound), "GET", "/", "Accept", "text/html")
	html := body(t, res)
	assert.Equal(t, http.StatusNotFound, res.StatusCode, "the error's status wins")
	assert.Contains(t, html, "<!-- bare -->")
	assert.Contains(t, html, `"component":"Error"`)
	assert.NotContains(t, body(t, do(i.Page("Page", nil), "GET", "/", "Accept", "text/html")), "<!-- bare -->")
}

func TestAHandlerAnswersForAnError(t *testing.T) {
	t.Parallel()
	var i *inertia.Inertia
	answers := map[string]http.Handler{
		"/redirect": http.RedirectHandler("/login", http.StatusFound),
		"/external": http.RedirectHandler("https://login.example/", http.StatusFound),
		"/flash": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			i.Redirect(w, r, "/login", inertia.Flashed("error", "Sign in first."))
		}),
		"/page": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_ = i.Render(w, r, "Login", nil, inertia.Status(http.StatusUnauthorized))
		}),
		"/nothing": http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}),
		"/text":    http.NotFoundHandler(),
		"/empty":   http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }),
	}
	i = app(t, inertia.WithLogger(slog.New(slog.DiscardHandler)), inertia.WithErrorPage(func(r *http.Request, _ int, _ error) (string, any) {
		if r.URL.Path == "/again" {
			return "", i.Handle(func(http.ResponseWriter, *http.Request) error { return errors.New("fails too") })
		}
		return "", answers[r.URL.Path]
	}))
	h := failing(i, http.StatusUnauthorized)
	visit := append([]string{"Accept", "text/html"}, client...)
	for _, test := range []struct {
		method, path string
		headers      []string
		status       int
		location     string
	}{
		{"GET", "/redirect", []string{"Accept", "text/html"}, 302, "/login"},
		{"GET", "/redirect", visit, 302, "/login"},
		{"DELETE", "/redirect", visit, 303, "/login"},
		{"GET", "/external", visit, 409, ""},
		{"GET", "/flash", visit, 302, "/login"},
		{"GET", "/page", []string{"Accept", "text/html"}, 401, ""},
		{"GET", "/page", visit, 401, ""},
		{"GET", "/nothing", visit, 401, ""},
		{"GET", "/nothing", []string{"Accept", "text/html"}, 401, ""},
		{"GET", "/text", visit, 401, ""},
		{"GET", "/empty", visit, 401, ""},
		{"GET", "/again", visit, 500, ""},
	} {
		res := do(h, test.method, test.path, test.headers...)
		assert.Equal(t, test.status, res.StatusCode, "%s %s", test.method, test.path)
		assert.Equal(t, test.location, res.Header.Get("Location"), "%s %s", test.method, test.path)
		if test.path == "/flash" {
			assert.NotEmpty(t, res.Cookies(), "the message waits")
		}
	}
}
