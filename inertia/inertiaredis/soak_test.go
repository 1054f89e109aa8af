package inertiaredis_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
)

const users = 20

type userKey struct{}

// soaked is a program with data of its users, which three processes serve.
type soaked struct {
	data      [users]atomic.Int64
	processes []*inertia.Inertia
	handlers  []http.Handler
	bound     [users]sync.RWMutex // held for writing by who changes the data of a user
}

// number is the value of a user: whose it is, and how often it was changed.
type number struct {
	User int   `json:"user"`
	N    int64 `json:"n"`
}

func newSoaked(t *testing.T, stores ...inertia.CacheStore) *soaked {
	s := &soaked{}
	for _, store := range stores {
		i, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithVersion("v1"), inertia.WithCacheStore(store),
			inertia.WithSecret(make([]byte, 32)), inertia.WithLogger(slog.New(slog.DiscardHandler)))
		require.NoError(t, err)
		page := i.Handle(func(w http.ResponseWriter, r *http.Request) error {
			user := r.Context().Value(userKey{}).(int)
			load := func(ctx context.Context) (number, error) {
				n := number{user, s.data[user].Load()}
				select {
				case <-time.After(time.Duration(rand.IntN(3)) * time.Millisecond):
				case <-ctx.Done():
				}
				return n, nil
			}
			version := func(context.Context) (string, error) { return fmt.Sprint(s.data[user].Load()), nil }
			return i.Render(w, r, "Page", inertia.Props{
				"cached": inertia.Lazy(load).Cache(time.Second, 0).By(fmt.Sprint("user ", user)).Tags(fmt.Sprint("user:", user)),
				"late":   inertia.Lazy(load).DeferAfter(time.Millisecond),
				"polled": inertia.Optional(load).Version(version),
			})
		})
		s.processes, s.handlers = append(s.processes, i), append(s.handlers, i.Middleware(page))
	}
	return s
}

// visit asks a process for the page of a user.
func (s *soaked) visit(ctx context.Context, process, user int, cookies []*http.Cookie, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.WithValue(ctx, userKey{}, user), http.MethodGet, "/", nil)
	r.Header.Set("X-Inertia", "true")
	r.Header.Set("X-Inertia-Version", "v1")
	r.Header.Set("Cookie", fmt.Sprint("user=", user))
	for _, c := range cookies {
		r.AddCookie(c)
	}
	for n := 0; n < len(headers); n += 2 {
		r.Header.Set(headers[n], headers[n+1])
	}
	w := httptest.NewRecorder()
	s.handlers[process].ServeHTTP(w, r)
	return w
}

func numbersIn(w *httptest.ResponseRecorder) (map[string]number, error) {
	if w.Code != http.StatusOK {
		return nil, fmt.Errorf("status %d: %s", w.Code, w.Body)
	}
	var page struct{ Props map[string]json.RawMessage }
	if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil {
		return nil, err
	}
	numbers := map[string]number{}
	for _, name := range []string{"cached", "late", "polled"} {
		if raw := page.Props[name]; raw != nil {
			var n number
			if err := json.Unmarshal(raw, &n); err != nil {
				return nil, err
			}
			numbers[name] = n
		}
	}
	return numbers, nil
}

// do is one step of a random user, on a random process.
func (s *soaked) do(ctx context.Context) error {
	process, user := rand.IntN(len(s.handlers)), rand.IntN(users)
	switch rand.IntN(6) {
	case 0: // a change: what is read after Invalidate has returned is new, in this process
		s.bound[user].Lock()
		defer s.bound[user].Unlock()
		want := s.data[user].Add(1)
		if err := s.processes[process].Invalidate(ctx, fmt.Sprint("user:", user)); err != nil {
			return nil //nolint:nilerr // Redis is away, and the program was told
		}
		got, err := numbersIn(s.visit(ctx, process, user, nil))
		if err == nil && got["cached"].N < want {
			return fmt.Errorf("user %d was sent %d after %d was invalidated", user, got["cached"].N, want)
		}
		return err
	case 1: // a client that leaves
		ctx, cancel := context.WithTimeout(ctx, time.Duration(rand.IntN(2000))*time.Microsecond)
		defer cancel()
		s.visit(ctx, process, user, nil)
		return nil
	case 2: // a poll, and one again
		poll := []string{"X-Inertia-Partial-Component", "Page", "X-Inertia-Partial-Data", "polled"}
		first := s.visit(ctx, process, user, nil, poll...)
		// The tag of another user is of no use.
		if other := s.visit(ctx, process, (user+1)%users, nil, append(poll, "If-None-Match", first.Header().Get("ETag"))...); other.Code == http.StatusNotModified {
			return errors.New("a 304 with the tag of another user")
		}
		return own(first, user)
	default:
		page := s.visit(ctx, process, user, nil)
		if err := own(page, user); err != nil {
			return err
		}
		// The follow-up, by the user and by one who has the cookie of the browser.
		cookies := page.Result().Cookies()
		late := []string{"X-Inertia-Partial-Component", "Page", "X-Inertia-Partial-Data", "late"}
		if rand.IntN(2) == 0 {
			user = (user + 1) % users
		}
		return own(s.visit(ctx, process, user, cookies, late...), user)
	}
}

// own checks that everything in an answer is of the user.
func own(w *httptest.ResponseRecorder, user int) error {
	numbers, err := numbersIn(w)
	for name, n := range numbers {
		if n.User != user {
			return fmt.Errorf("user %d was sent %q of user %d", user, name, n.User)
		}
	}
	return err
}

// It takes 3 seconds, or SOAK.
func TestSoak(t *testing.T) {
	length := 3 * time.Second
	if text := os.Getenv("SOAK"); text != "" {
		var err error
		length, err = time.ParseDuration(text)
		require.NoError(t, err)
	}
	server := startServer(t)
	s := newSoaked(t, server.open(), server.open(), server.open())
	run := func(length time.Duration, restarts bool) (steps int64) {
		ctx, cancel := context.WithTimeout(t.Context(), length)
		defer cancel()
		var count atomic.Int64
		var all sync.WaitGroup
		for range 16 {
			all.Go(func() {
				for ctx.Err() == nil && !t.Failed() {
					assert.NoError(t, s.do(context.WithoutCancel(ctx)))
					count.Add(1)
				}
			})
		}
		for restarts && ctx.Err() == nil {
			select {
			case <-time.After(length / 6):
				server.Kill()
				time.Sleep(length / 20)
				server.Start()
			case <-ctx.Done():
			}
		}
		all.Wait()
		return count.Load()
	}
	run(length/5, true)
	run(length/5, false) // everything that is made once is there
	goroutines, memory := usage()
	steps := run(length, true)
	run(length/5, false) // Redis is back
	require.EventuallyWithT(t, func(c *assert.CollectT) {
		now, _ := usage()
		assert.LessOrEqual(c, now, goroutines+20)
	}, 60*time.Second, 100*time.Millisecond)
	_, after := usage()
	t.Logf("%d steps; goroutines %d, then %d; heap %d KB, then %d KB", steps, goroutines, runtime.NumGoroutine(), memory>>10, after>>10)
	assert.Less(t, after, memory+16<<20)
}

func usage() (goroutines int, heap uint64) {
	runtime.GC()
	runtime.GC() // what pools keep goes with the second
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return runtime.NumGoroutine(), m.HeapAlloc
}
