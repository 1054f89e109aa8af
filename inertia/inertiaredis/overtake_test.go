package inertiaredis_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/inertia/inertiaredis"
)

// slowly passes connections on to address, and what the server says a moment late.
func slowly(t *testing.T, address string, late time.Duration) (at string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	var all sync.WaitGroup
	var mu sync.Mutex
	conns := []io.Closer{listener}
	open := func(c net.Conn) net.Conn {
		mu.Lock()
		defer mu.Unlock()
		conns = append(conns, c)
		return c
	}
	t.Cleanup(func() {
		mu.Lock()
		for _, c := range conns {
			_ = c.Close()
		}
		mu.Unlock()
		all.Wait()
	})
	all.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			open(client)
			server, err := net.Dial("tcp", address)
			if err != nil {
				_ = client.Close()
				continue
			}
			open(server)
			all.Go(func() {
				_, _ = io.Copy(server, client)
				_ = server.Close()
			})
			all.Go(func() {
				defer client.Close()
				for part := make([]byte, 64<<10); ; {
					n, err := server.Read(part)
					if err != nil {
						return
					}
					time.Sleep(late)
					if _, err := client.Write(part[:n]); err != nil {
						return
					}
				}
			})
		}
	})
	return listener.Addr().String()
}

// line is a broker that is faster than any server: it calls who subscribes.
type line struct {
	mu     sync.Mutex
	hear   []func(string)
	closed chan struct{}
}

func (l *line) Publish(_ context.Context, message string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, receive := range l.hear {
		receive(message)
	}
	return nil
}

func (l *line) Subscribe(_ context.Context, ready func(), receive func(string)) error {
	l.mu.Lock()
	l.hear = append(l.hear, receive)
	l.mu.Unlock()
	ready()
	<-l.closed
	return nil
}

// Word of a change may come by another way than what was invalidated before it,
// and be faster. A client that hears of the change is sent no older value.
func TestWordOfAChangeDoesNotOvertakeTheInvalidation(t *testing.T) {
	s := startServer(t)
	broker := &line{closed: make(chan struct{})}
	defer close(broker.closed)
	var data atomic.Int64
	program := func(store *inertiaredis.Store) (*inertia.Inertia, http.Handler) {
		i, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithVersion("v1"), inertia.WithSecret(make([]byte, 32)),
			inertia.WithLogger(slog.New(slog.DiscardHandler)), inertia.WithCacheStore(store),
			inertia.WithLive(func(*http.Request, string) (bool, error) { return true, nil }, inertia.LiveBroker(broker)))
		require.NoError(t, err)
		mux := http.NewServeMux()
		mux.Handle("GET /live", i.LiveStream())
		mux.Handle("GET /page", i.Page("Page", inertia.Props{
			"p": inertia.Lazy(data.Load).Cache(time.Hour, 0).Shared().Tags("t").Live("c"),
		}))
		return i, i.Middleware(mux)
	}
	writer, _ := program(s.open())
	far, err := inertiaredis.Open("redis://" + slowly(t, strings.TrimPrefix(s.URL(), "redis://"), 30*time.Millisecond))
	require.NoError(t, err)
	defer far.Close()
	_, reader := program(far)
	require.Eventually(t, func() bool {
		broker.mu.Lock()
		defer broker.mu.Unlock()
		return len(broker.hear) == 2
	}, 30*time.Second, time.Millisecond)

	visit := func() string {
		r := httptest.NewRequest(http.MethodGet, "/page", nil)
		r.Header.Set("X-Inertia", "true")
		r.Header.Set("X-Inertia-Version", "v1")
		w := httptest.NewRecorder()
		reader.ServeHTTP(w, r)
		return w.Body.String()
	}
	_, rest, ok := strings.Cut(visit(), `"on":{"p":"`)
	require.True(t, ok)
	offer, _, _ := strings.Cut(rest, `"`)
	server := httptest.NewServer(reader)
	defer server.Close()
	resp, err := http.Get(server.URL + "/live?on=" + url.QueryEscape(offer)) //nolint:noctx // it ends with the test
	require.NoError(t, err)
	defer resp.Body.Close()
	events := bufio.NewScanner(resp.Body)
	for range 10 {
		want := fmt.Sprintf(`"p":%d[,}]`, data.Add(1))
		require.NoError(t, writer.Invalidate(t.Context(), "t"))
		require.NoError(t, writer.Publish(t.Context(), "c"))
		for events.Scan() && events.Text() != "data: c" {
		}
		require.NoError(t, events.Err())
		assert.Regexp(t, want, visit())
	}
}
