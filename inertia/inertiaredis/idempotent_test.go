package inertiaredis_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/inertia/inertiaredis"
)

// shop is a process that takes orders. All processes of a test count in rows.
func shop(t *testing.T, store *inertiaredis.Store, rows *atomic.Int32, running func()) http.Handler {
	t.Helper()
	i, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithVersion("v1"), inertia.WithSecret(make([]byte, 32)),
		inertia.WithLogger(slog.New(slog.DiscardHandler)))
	require.NoError(t, err)
	create := i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		n := rows.Add(1)
		running()
		inertia.Flash(r, "notice", fmt.Sprintf("order %d", n))
		i.Redirect(w, r, fmt.Sprint("/orders/", n))
		return nil
	})
	mux := http.NewServeMux()
	mux.Handle("POST /orders", form.Idempotent(create, func(r *http.Request) string { return r.Header.Get("User") }, form.OutcomesIn(store)))
	mux.Handle("GET /orders/{id}", i.Page("Show", nil))
	return i.Middleware(mux)
}

func order(process http.Handler, user, key string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/orders", strings.NewReader("{}"))
	for name, value := range map[string]string{
		"X-Inertia": "true", "X-Inertia-Version": "v1", "Content-Type": "application/json", "User": user, "Idempotency-Key": key,
	} {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	process.ServeHTTP(w, r)
	return w
}

// shown is the page that an answer leads to, in another process.
func shown(process http.Handler, w *httptest.ResponseRecorder) string {
	r := httptest.NewRequest(http.MethodGet, w.Header().Get("Location"), nil)
	r.Header.Set("X-Inertia", "true")
	r.Header.Set("X-Inertia-Version", "v1")
	for _, c := range w.Result().Cookies() {
		r.AddCookie(c)
	}
	page := httptest.NewRecorder()
	process.ServeHTTP(page, r)
	return page.Body.String()
}

// However many of a submission come at once, and wherever, one makes a row, and
// all lead to the same page with the same message.
func TestSubmissionsHappenOnceInAllProcesses(t *testing.T) {
	s := startServer(t)
	var rows atomic.Int32
	begun, others := make(chan struct{}, 100), make(chan struct{})
	running := func() {
		begun <- struct{}{}
		<-others
	}
	processes := []http.Handler{shop(t, s.open(), &rows, running), shop(t, s.open(), &rows, running)}
	answers := make([]*httptest.ResponseRecorder, 20)
	var all sync.WaitGroup
	for n := range answers {
		all.Go(func() { answers[n] = order(processes[n%2], "ann", "0123456789abcdef") })
	}
	<-begun // the first runs, and the others wait for it
	close(others)
	all.Wait()
	assert.EqualValues(t, 1, rows.Load())
	for n, w := range answers {
		assert.Equal(t, http.StatusFound, w.Code)
		assert.Equal(t, "/orders/1", w.Header().Get("Location"))
		assert.Contains(t, shown(processes[(n+1)%2], w), `"notice":"order 1"`)
	}

	assert.Equal(t, "/orders/2", order(processes[1], "bob", "0123456789abcdef").Header().Get("Location"), "the key of another visitor")
	assert.Equal(t, "/orders/3", order(processes[0], "ann", "fedcba9876543210").Header().Get("Location"), "another key")
	assert.Equal(t, "/orders/1", order(shop(t, s.open(), &rows, running), "ann", "0123456789abcdef").Header().Get("Location"), "a process that began later")
}

// A process that cannot know whether a submission happened runs nothing.
func TestSubmissionsWaitForTheServer(t *testing.T) {
	s := startServer(t)
	var rows atomic.Int32
	process := shop(t, s.open(), &rows, func() {})
	s.Kill()
	assert.Equal(t, http.StatusServiceUnavailable, order(process, "ann", "0123456789abcdef").Code)
	assert.Zero(t, rows.Load())
	s.Start()
	require.Eventually(t, func() bool { return order(process, "ann", "0123456789abcdef").Code == http.StatusFound }, 30*time.Second, 10*time.Millisecond)
	assert.EqualValues(t, 1, rows.Load())
}
