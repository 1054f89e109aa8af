package inertiatest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
)

// TestMain is the server of TestSoak when it is started as one: a process of its
// own, whose memory is not that of the visitors.
func TestMain(m *testing.M) {
	if os.Getenv("SOAK_SERVER") == "" {
		goleak.VerifyTestMain(m)
		return
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	server := &http.Server{Handler: soakServer(), ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)}
	go func() { _ = server.Serve(listener) }()
	fmt.Println(listener.Addr())
	_, _ = io.Copy(io.Discard, os.Stdin) // until the test ends
}

// startSoakServer returns the URL of a soakServer.
func startSoakServer(t *testing.T) string {
	t.Helper()
	binary, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(binary)
	cmd.Env, cmd.Stderr = append(os.Environ(), "SOAK_SERVER=1"), os.Stderr
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = in.Close()
		require.NoError(t, cmd.Wait())
	})
	address := make([]byte, 64)
	n, err := out.Read(address)
	require.NoError(t, err)
	return "http://" + strings.TrimSpace(string(address[:n]))
}

// usage is what the server's process uses.
type usage struct {
	Heap       uint64
	Goroutines int
}

func (u usage) String() string {
	return fmt.Sprintf("%.1f MB and %d goroutines", float64(u.Heap)/(1<<20), u.Goroutines)
}

// usageOf asks the server at url.
func usageOf(t *testing.T, url string) (u usage) {
	t.Helper()
	res, err := http.Get(url + "/usage")
	require.NoError(t, err)
	defer res.Body.Close()
	require.NoError(t, json.NewDecoder(res.Body).Decode(&u))
	return u
}

// soakServer tells every visitor only of himself. Whoever he is stands in a
// cookie.
func soakServer() http.Handler {
	type key struct{}
	who := func(ctx context.Context) (string, error) {
		name, _ := ctx.Value(key{}).(string)
		return name, nil
	}
	rows := make([]map[string]any, 100)
	for i := range rows {
		rows[i] = map[string]any{"id": i, "text": "</script><!-- \u2028"}
	}
	i, err := inertia.New(
		inertia.WithShell(shell.Default), inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")), inertia.WithLogger(slog.New(slog.DiscardHandler)),
		inertia.WithCSRF(), inertia.WithCSP(inertia.StrictCSP), inertia.WithETag(), inertia.WithShared("me", inertia.Lazy(who)),
	)
	if err != nil {
		panic(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /enter/{who}", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "who", Value: r.PathValue("who"), Path: "/"})
		i.Redirect(w, r, "/")
	})
	for _, path := range []string{"/{$}", "/other"} {
		mux.Handle("GET "+path, i.Page("Page", inertia.Props{
			"rows": rows, "mine": inertia.Lazy(who), "again": inertia.Lazy(who), "later": inertia.Defer(who), "asked": inertia.Optional(who),
		}))
	}
	mux.Handle("GET /slow", i.Page("Slow", inertia.Props{"slow": inertia.Lazy(func(ctx context.Context) (string, error) {
		select {
		case <-time.After(50 * time.Millisecond):
			return "slow", nil
		case <-ctx.Done():
			return "", ctx.Err()
		}
	})}))
	mux.Handle("POST /form", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		name, err := who(r.Context())
		if err != nil {
			return err
		}
		var in struct {
			N     int
			Fails bool
		}
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			return err
		}
		if in.Fails {
			return inertia.Errors{"name": {name}}
		}
		inertia.Flash(r, "saved", fmt.Sprint(name, " ", in.N))
		i.Redirect(w, r, "/other")
		return nil
	}))
	pages := i.Middleware(mux)
	root := http.NewServeMux()
	root.HandleFunc("/usage", func(w http.ResponseWriter, _ *http.Request) {
		runtime.GC()
		runtime.GC() // what pools keep goes with the second
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		_ = json.NewEncoder(w).Encode(usage{m.HeapAlloc, runtime.NumGoroutine()})
	})
	root.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if c, err := r.Cookie("who"); err == nil {
			r = r.WithContext(context.WithValue(r.Context(), key{}, c.Value))
		}
		pages.ServeHTTP(w, r)
	})
	return root
}
