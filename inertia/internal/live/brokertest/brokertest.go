// Package brokertest is what every broker must do.
package brokertest

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia/internal/live"
)

// Server is what carries messages, run by a test.
type Server interface {
	Start()
	Kill() // as a crash does
}

// Broker is one that a program can close.
type Broker interface {
	live.Broker
	Close()
}

const patience = time.Minute // of a busy machine

// subscriber is a process that subscribes once.
type subscriber struct {
	ready, got chan string
	ended      chan error
}

func subscribe(t *testing.T, b Broker) *subscriber {
	t.Helper()
	s := &subscriber{make(chan string, 10), make(chan string, 1000), make(chan error, 1)}
	go func() {
		s.ended <- b.Subscribe(context.Background(), func() { s.ready <- "" }, func(m string) { s.got <- m })
	}()
	within(t, s.ready)
	return s
}

func within[T any](t *testing.T, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(patience):
		require.Fail(t, "nothing came in a minute")
		panic("unreachable")
	}
}

// Run tests brokers that open makes, against a server that has started.
func Run(t *testing.T, s Server, open func() Broker) {
	a, b := open(), open()
	one, two := subscribe(t, a), subscribe(t, b)
	for _, m := range []string{"c\norders:7", "c\nüñí\"'\\\n%s", strings.Repeat("x", live.MaxMessage)} {
		require.NoError(t, a.Publish(t.Context(), m))
		assert.Equal(t, m, within(t, one.got), "its own")
		assert.Equal(t, m, within(t, two.got))
	}

	// Programs that go on when the server does not.
	hub := live.New(live.Limits{Streams: 10, PerVisitor: 10, Replay: 10}, b, func(context.Context) error { return nil }, slog.New(slog.DiscardHandler))
	require.Eventually(t, func() bool { return hub.Publish(t.Context(), []string{"probe"}) == nil }, patience, 10*time.Millisecond)
	stream, err := hub.Open([]string{"c"}, "", "")
	require.NoError(t, err)
	defer stream.Close()
	hears(t, stream, func(n live.News) bool {
		assert.NoError(t, hub.Publish(t.Context(), []string{"c"}))
		return len(n.Channels) == 1
	})

	s.Kill()
	assert.Error(t, within(t, one.ended), "the connection is lost")
	assert.Error(t, within(t, two.ended))
	require.Eventually(t, func() bool {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		return a.Publish(ctx, "c\nlost") != nil
	}, patience, 10*time.Millisecond, "the program is told that nobody heard of it")
	stream.News(nil)

	s.Start()
	hears(t, stream, func(n live.News) bool { return n.All })
	hears(t, stream, func(n live.News) bool {
		_ = hub.Publish(t.Context(), []string{"c"})
		return len(n.Channels) == 1
	})
	again := subscribe(t, a)
	require.Eventually(t, func() bool { return a.Publish(t.Context(), "c\nback") == nil }, patience, 10*time.Millisecond)
	for within(t, again.got) != "c\nback" { // the hub's come too
	}
	a.Close()
	assert.NoError(t, within(t, again.ended), "it is not asked again")
	b.Close()
	assert.NoError(t, b.Subscribe(t.Context(), func() {}, func(string) {}))
}

// hears waits for news.
func hears(t *testing.T, s *live.Stream, expected func(live.News) bool) {
	t.Helper()
	require.Eventually(t, func() bool { return expected(s.News(nil)) }, patience, 10*time.Millisecond)
}
