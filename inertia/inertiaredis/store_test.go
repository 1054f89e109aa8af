package inertiaredis_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/inertia/inertiaredis"
	"github.com/inertia-templ/shell/inertia/internal/propcache/storetest"
)

func TestMain(m *testing.M) {
	// The client sleeps before it asks for the servers of its cluster again.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/redis/rueidis.(*call).DelayDo.func1"))
}

func TestStore(t *testing.T) {
	s := startServer(t)
	storetest.Run(t, s.open(), s.open())
	storetest.Excludes(t, s.open(), s.open())
}

func TestStoresWithOtherPrefixesAreApart(t *testing.T) {
	s := startServer(t)
	a, b := s.open(), s.open(inertiaredis.WithPrefix("other"))
	before, err := b.Mark(t.Context(), []string{"t"})
	require.NoError(t, err)
	require.NoError(t, a.Set(t.Context(), "k", []byte("v"), time.Minute))
	require.NoError(t, a.Invalidate(t.Context(), []string{"t"}))
	v, err := b.Get(t.Context(), "k")
	require.NoError(t, err)
	assert.Nil(t, v)
	after, err := b.Mark(t.Context(), []string{"t"})
	require.NoError(t, err)
	assert.Equal(t, before, after)
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	_, err := inertiaredis.Open("nonsense://")
	assert.ErrorContains(t, err, "want a URL such as redis://127.0.0.1:6379")
	_, err = inertiaredis.Open("redis://127.0.0.1:1")
	assert.ErrorContains(t, err, "inertiaredis: connect to [127.0.0.1:1]")
	_, err = inertiaredis.Open("redis://127.0.0.1:1", inertiaredis.WithPrefix(""))
	assert.ErrorContains(t, err, "WithPrefix: the prefix is empty")
}

// process is a program with a page whose cached prop is the number in data.
func process(t *testing.T, store inertia.CacheStore, load func(context.Context) (int64, error)) (*inertia.Inertia, func() string) {
	t.Helper()
	i, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithVersion("v1"), inertia.WithCacheStore(store),
		inertia.WithSecret(make([]byte, 32)), inertia.WithLogger(slog.New(slog.DiscardHandler)))
	require.NoError(t, err)
	h := i.Middleware(i.Page("Page", inertia.Props{"p": inertia.Lazy(load).Cache(time.Hour, 0).Shared().Tags("t")}))
	return i, func() string {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("X-Inertia", "true")
		r.Header.Set("X-Inertia-Version", "v1")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Body.String()
	}
}

func TestProcessesComputeAValueOnce(t *testing.T) {
	s := startServer(t)
	var calls atomic.Int64
	load := func(context.Context) (int64, error) { time.Sleep(50 * time.Millisecond); return calls.Add(1), nil }
	_, first := process(t, s.open(), load)
	_, second := process(t, s.open(), load)
	_, third := process(t, s.open(), load)
	var all sync.WaitGroup
	for range 10 {
		for _, visit := range []func() string{first, second, third} {
			all.Go(func() { assert.Contains(t, visit(), `"p":1}`) })
		}
	}
	all.Wait()
	assert.EqualValues(t, 1, calls.Load())
}

// Nothing is old in the process that invalidates. Nothing is old in another one
// after its next round trip: Redis tells it of the invalidation before it answers.
func TestInvalidateReachesAllProcesses(t *testing.T) {
	s := startServer(t)
	var data atomic.Int64
	load := func(context.Context) (int64, error) { return data.Load(), nil }
	one, first := process(t, s.open(), load)
	other := s.open()
	_, second := process(t, other, load)
	for range 200 {
		want := fmt.Sprintf(`"p":%d}`, data.Add(1))
		require.NoError(t, one.Invalidate(t.Context(), "t"))
		require.Contains(t, first(), want)
		require.NoError(t, other.Ping(t.Context()))
		require.Contains(t, second(), want)
	}
}

// A server that is away costs queries. When it is back with nothing in it, no
// old mark is valid again.
func TestServerIsKilledAndComesBack(t *testing.T) {
	s := startServer(t)
	var calls atomic.Int64
	store := s.open()
	i, visit := process(t, store, func(context.Context) (int64, error) { return calls.Add(1), nil })
	assert.Contains(t, visit(), `"p":1}`)
	assert.Contains(t, visit(), `"p":1}`)
	require.NoError(t, i.Invalidate(t.Context(), "t"))
	assert.Contains(t, visit(), `"p":2}`)
	mark, err := store.Mark(t.Context(), []string{"t"})
	require.NoError(t, err)

	s.Kill()
	require.Eventually(t, func() bool { return store.Ping(context.Background()) != nil }, time.Minute, time.Millisecond)
	before := calls.Load()
	for n := range 3 {
		assert.Contains(t, visit(), fmt.Sprintf(`"p":%d}`, before+int64(n)+1), "it is computed")
	}
	require.Error(t, i.Invalidate(t.Context(), "t"), "the program is told that others do not know")

	s.Start()
	require.Eventually(t, func() bool { return store.Ping(context.Background()) == nil }, 30*time.Second, 10*time.Millisecond)
	require.Eventually(t, func() bool {
		again, err := store.Mark(context.Background(), []string{"t"})
		return err == nil && again > mark
	}, 30*time.Second, 10*time.Millisecond)
	require.Eventually(t, func() bool { a := visit(); return a == visit() }, 30*time.Second, 10*time.Millisecond, "it is kept again")
}
