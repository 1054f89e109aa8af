package inertiatest_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
)

// app is an application made with package inertia, to try the client on.
type app struct {
	http.Handler
	version  atomic.Value
	requests atomic.Int32
	plans    atomic.Int32 // how often plans were computed
	last     atomic.Pointer[http.Request]
}

func newApp(t testing.TB, opts ...inertia.Option) *app {
	t.Helper()
	a := &app{}
	a.version.Store("v1")
	i, err := inertia.New(append([]inertia.Option{
		inertia.WithShell(shell.Default), inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")),
		inertia.WithVersionFunc(func(*http.Request) string { return a.version.Load().(string) }),
		inertia.WithLogger(slog.New(slog.NewTextHandler(io.Discard, nil))),
		inertia.WithShared("user", func(r *http.Request) any {
			if c, err := r.Cookie("user"); err == nil {
				return c.Value
			}
			return nil
		}),
	}, opts...)...)
	require.NoError(t, err)

	mux := http.NewServeMux()
	page := func(pattern, component string, props inertia.Props) {
		mux.Handle(pattern, i.Page(component, props))
	}
	page("GET /login", "Login", nil)
	mux.Handle("POST /login", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		var form struct {
			Name string `json:"name"`
		}
		if err := json.NewDecoder(r.Body).Decode(&form); err != nil {
			return err
		}
		if form.Name == "" {
			return inertia.Errors{"name": {"Enter a name."}}
		}
		http.SetCookie(w, &http.Cookie{Name: "user", Value: form.Name, Path: "/", HttpOnly: true, Secure: true})
		inertia.Flash(r, "success", "Welcome.")
		i.Redirect(w, r, "/dashboard")
		return nil
	}))
	slow := func(v any) func(context.Context) (any, error) {
		return func(context.Context) (any, error) { return v, nil }
	}
	page("GET /dashboard", "Dashboard", inertia.Props{
		"title":   "Hello",
		"stats":   inertia.Defer(slow(5)),
		"chart":   inertia.Defer(slow([]int{1, 2})).Group("slow"),
		"weather": inertia.Defer(func(context.Context) (int, error) { return 0, errors.New("down") }).Group("slow").Rescue(),
		"hidden":  inertia.Optional(slow("s")),
		"nested":  map[string]any{"a": 1, "b": inertia.Defer(slow(2))},
		"plans": inertia.Once(func(context.Context) ([]string, error) {
			a.plans.Add(1)
			return []string{"basic"}, nil
		}).For(time.Hour),
	})
	page("GET /prices", "Prices", inertia.Props{
		"offers": inertia.Once(func(context.Context) ([]string, error) {
			a.plans.Add(1)
			return []string{"basic"}, nil
		}).As("plans").For(time.Hour),
	})
	mux.Handle("GET /feed", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		n, _ := strconv.Atoi(r.URL.Query().Get("page"))
		n = max(n, 1)
		return i.Render(w, r, "Feed", inertia.Props{
			"posts": inertia.Scroll(inertia.Paginate(inertia.PageAt(n, 2), []int{10 * n, 10*n + 1}, 6)),
			"page":  n,
		})
	}))
	tick := 0
	mux.Handle("GET /log", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		tick++
		type line struct {
			ID   int `json:"id"`
			Text int `json:"text"`
		}
		return i.Render(w, r, "Log", inertia.Props{"lines": inertia.Merge([]line{{1, tick}, {tick + 1, tick}}).MatchOn("id")})
	}))
	mux.Handle("PUT /dashboard", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		i.Redirect(w, r, "/dashboard")
		return nil
	}))
	mux.Handle("POST /section", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		inertia.Flash(r, "success", "There.")
		i.Redirect(w, r, "/dashboard#stats")
		return nil
	}))
	mux.Handle("POST /pay", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		i.Location(w, r, "https://pay.example/1")
		return nil
	}))
	mux.Handle("GET /hard", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		i.Location(w, r, "/prices")
		return nil
	}))
	mux.HandleFunc("GET /plain", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "plain text") })

	wrapped := i.Middleware(mux)
	a.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.requests.Add(1)
		a.last.Store(r)
		wrapped.ServeHTTP(w, r)
	})
	return a
}
