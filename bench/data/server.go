//go:build unix

package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/bench/measure"
	"github.com/inertia-templ/shell/bench/pages"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/inertia/inertiaredis"
)

// query is how long the database takes.
const query = 20 * time.Millisecond

// runServer serves the pages until its standard input ends.
func runServer(redis string) error {
	everybody := func(*http.Request, string) (bool, error) { return true, nil }
	live := []inertia.LiveOption{inertia.LiveAge(time.Hour)}
	options := []inertia.Option{inertia.WithShell(shell.Default), inertia.WithVersion("v1"), inertia.WithSecret(make([]byte, 32))}
	if redis != "" {
		store, err := inertiaredis.Open(redis)
		if err != nil {
			return err
		}
		defer store.Close()
		options = append(options, inertia.WithCacheStore(store))
		live = append(live, inertia.LiveBroker(store))
	}
	i, err := inertia.New(append(options, inertia.WithLive(everybody, live...))...)
	if err != nil {
		return err
	}
	var queries atomic.Int64
	rows := pages.Rows(20)
	load := func(ctx context.Context) ([]pages.Row, error) {
		queries.Add(1)
		select {
		case <-time.After(query):
			return rows, nil
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
	version := func(context.Context) (string, error) { queries.Add(1); return "7", nil }
	mux := http.NewServeMux()
	page := func(path string, prop any) { mux.Handle("GET "+path, i.Page("Rows", inertia.Props{"rows": prop})) }
	page("/value", rows)
	page("/plain", inertia.Lazy(load))
	page("/cached", inertia.Lazy(load).Cache(time.Hour, 0).Shared())
	page("/tagged", inertia.Lazy(load).Cache(time.Hour, 0).Shared().Tags("rows"))
	page("/poll", inertia.Lazy(load).Cache(time.Second, 0).Shared().Version(version))
	mux.HandleFunc("GET /queries", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, queries.Load()) })
	mux.HandleFunc("GET /invalidate", func(w http.ResponseWriter, r *http.Request) {
		if err := i.Invalidate(r.Context(), "rows"); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
		}
	})
	mux.Handle("GET /live", i.LiveStream())
	mux.Handle("GET /live-page", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return i.Render(w, r, "Page", inertia.Props{"p": inertia.Live(1, r.URL.Query().Get("channel"))})
	}))
	mux.HandleFunc("POST /publish", func(w http.ResponseWriter, r *http.Request) {
		if err := i.Publish(r.Context(), r.URL.Query().Get("channel")); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	mux.HandleFunc("GET /profile", pprof.Profile)
	mux.HandleFunc("GET /usage", func(w http.ResponseWriter, _ *http.Request) {
		used := measure.Processor()
		runtime.GC()
		fmt.Fprint(w, resident(), used.Nanoseconds())
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("data: %w", err)
	}
	server := &http.Server{Handler: inertia.Compress(i.Middleware(mux)), ReadHeaderTimeout: 5 * time.Second}
	fmt.Println(listener.Addr())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		_ = server.Close()
	}()
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return fmt.Errorf("data: %w", err)
	}
	return nil
}

// resident is the memory of this process in bytes, as the system counts it.
func resident() uint64 {
	status, err := os.ReadFile("/proc/self/status")
	if err == nil {
		for line := range strings.Lines(string(status)) {
			if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
				kb, _ := strconv.ParseUint(strings.Fields(rest)[0], 10, 64)
				return kb << 10
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Sys - m.HeapReleased
}
