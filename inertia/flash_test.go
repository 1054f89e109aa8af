package inertia_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/alexedwards/scs/v2/memstore"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/flash"
	"github.com/inertia-templ/shell/inertia"
)

// manyErrors answers a form with more validation errors than cookies hold.
func manyErrors(http.ResponseWriter, *http.Request) error {
	errs := inertia.Errors{}
	for row := range 2000 {
		errs[fmt.Sprintf("rows.%d.name", row)] = []string{fmt.Sprintf("Row %x is wrong.", row*7919*104729)}
	}
	return errs
}

// postAndFollow posts a form and asks for the page that it leads to.
func postAndFollow(t *testing.T, h http.Handler) (cookies []*http.Cookie, page string) {
	t.Helper()
	res := do(h, "POST", "/form", append(client, "Referer", "http://example.com/form")...)
	require.Equal(t, http.StatusFound, res.StatusCode)
	r := httptest.NewRequest(http.MethodGet, "/form", nil)
	for _, c := range res.Cookies() {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return res.Cookies(), w.Body.String()
}

func form(i *inertia.Inertia) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /form", i.Page("Form", nil))
	mux.Handle("POST /form", i.Handle(manyErrors))
	return i.Middleware(mux)
}

// A form with more errors than fit shows the first ones, and the log says what
// to configure.
func TestErrorsThatDoNotFitAreCut(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	i := app(t, inertia.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	cookies, page := postAndFollow(t, form(i))
	require.Len(t, cookies, 1)
	assert.Contains(t, page, `"rows.0.name"`)
	assert.Contains(t, page, `"rows.99.name"`)
	assert.NotContains(t, page, `"rows.1999.name"`)
	assert.Contains(t, log.String(), "validation errors were left out")
	assert.Contains(t, log.String(), "inertia.WithFlash(flash.WithOverflow(store))")
}

func TestWithFlashConfiguresTheCookies(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	i := app(t, inertia.WithLogger(slog.New(slog.NewTextHandler(&log, nil))),
		inertia.WithFlash(flash.WithOverflow(memstore.NewWithCleanupInterval(0))),
		inertia.WithFlash(flash.WithName("__Host-f"), flash.WithSecure(), flash.WithSameSite(http.SameSiteStrictMode)))
	cookies, page := postAndFollow(t, form(i))
	require.Len(t, cookies, 1)
	assert.True(t, strings.HasPrefix(cookies[0].Name, "__Host-f_"))
	assert.Equal(t, http.SameSiteStrictMode, cookies[0].SameSite)
	assert.Contains(t, page, `"rows.1999.name"`, "with a database nothing is too large")
	assert.Empty(t, log.String())
}

func TestWithFlashIsChecked(t *testing.T) {
	t.Parallel()
	secret := inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef"))
	_, err := inertia.New(inertia.WithShell(shell.Default), secret, inertia.WithFlash(flash.WithPartitioned()))
	require.ErrorContains(t, err, "WithPartitioned: browsers refuse")
	_, err = inertia.New(inertia.WithShell(shell.Default), secret, inertia.WithFlash(flash.WithSecure()), inertia.WithFlashStore(flash.None{}))
	require.ErrorContains(t, err, "WithFlash and WithFlashStore exclude each other")
}

// A store that has no keys and keeps one message for everybody.
type onlyOne struct{ data flash.Data }

func (s *onlyOne) Load(*http.Request, string) (flash.Data, flash.Key, error) { return s.data, "", nil }

func (s *onlyOne) Save(_ http.ResponseWriter, _ *http.Request, _ string, d flash.Data, _ flash.Key) error {
	s.data = d
	return nil
}

func TestAStoreWithoutKeysShowsItsMessageOnce(t *testing.T) {
	t.Parallel()
	i := app(t, inertia.WithFlashStore(&onlyOne{}))
	mux := http.NewServeMux()
	mux.Handle("GET /form", i.Page("Form", nil))
	mux.Handle("POST /form", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		i.Redirect(w, r, "/form", inertia.Flashed("once", true))
		return nil
	}))
	h := i.Middleware(mux)
	do(h, "POST", "/form", client...)
	assert.Contains(t, body(t, do(h, "GET", "/form", client...)), `"once":true`)
	assert.NotContains(t, body(t, do(h, "GET", "/form", client...)), `"once"`)
}

// A program looks at a message that waits, of this request or an earlier one,
// and the page still shows it.
func TestPeekFlashLeavesTheMessageWaiting(t *testing.T) {
	t.Parallel()
	i := app(t)
	peek := func(w http.ResponseWriter, r *http.Request, key string) {
		value, ok := i.PeekFlash(r, key)
		w.Header().Set("Peeked", fmt.Sprint(ok, " ", string(value)))
	}
	mux := http.NewServeMux()
	mux.Handle("POST /same", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		inertia.Flash(r, "saved", map[string]int{"rows": 1})
		inertia.Flash(r, "saved", map[string]int{"rows": 2})
		peek(w, r, "saved")
		i.Redirect(w, r, "/form")
		return nil
	}))
	mux.Handle("GET /form", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		peek(w, r, "saved")
		return i.Render(w, r, "Form", nil)
	}))
	mux.Handle("GET /other", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		peek(w, r, "other")
		return i.Render(w, r, "Form", nil)
	}))
	h := i.Middleware(mux)

	res := do(h, "POST", "/same", client...)
	assert.Equal(t, `true {"rows":2}`, res.Header.Get("Peeked"), "the message of this request")
	cookie := res.Cookies()[0].Name + "=" + res.Cookies()[0].Value

	res = do(h, "GET", "/form", with("Cookie", cookie)...)
	assert.Equal(t, `true {"rows":2}`, res.Header.Get("Peeked"), "the message of an earlier one")
	assert.Contains(t, body(t, res), `"flash":{"saved":{"rows":2}}`)

	assert.Equal(t, "false ", do(h, "GET", "/form", client...).Header.Get("Peeked"), "another visitor")
	assert.Equal(t, "false ", do(h, "GET", "/other", with("Cookie", cookie)...).Header.Get("Peeked"), "another key")
}
