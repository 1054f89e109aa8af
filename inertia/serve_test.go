package inertia_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/ssr"
)

// closing is a renderer that notes when it is closed.
type closing struct {
	poolOf
	closed atomic.Int32
	err    error
}

func (c *closing) Close() error { c.closed.Add(1); return c.err }

// served is a program that Serve serves.
type served struct {
	origin  string
	drain   context.CancelFunc
	ended   chan error
	client  *http.Client
	begun   chan struct{} // a slow answer has begun
	release chan struct{} // lets it end
	server  *http.Server
}

func serveOn(t *testing.T, i *inertia.Inertia, opts ...inertia.ServeOption) *served {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, drain := context.WithCancel(t.Context())
	s := &served{"http://" + l.Addr().String(), drain, make(chan error, 1), &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, make(chan struct{}, 1), make(chan struct{}), nil}
	mux := http.NewServeMux()
	mux.Handle("GET /readyz", i.Ready())
	mux.HandleFunc("GET /slow", func(w http.ResponseWriter, _ *http.Request) {
		s.begun <- struct{}{}
		<-s.release
		_, _ = io.WriteString(w, "all of it")
	})
	mux.HandleFunc("GET /events", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprint(w, "data: 1\n\n")
		_ = http.NewResponseController(w).Flush()
		select {
		case <-inertia.Draining(r.Context()):
			fmt.Fprint(w, "retry: 1000\n\n")
		case <-r.Context().Done():
		}
	})
	s.server = &http.Server{Handler: mux}
	go func() { s.ended <- i.Serve(ctx, s.server, l, opts...) }()
	return s
}

func (s *served) get(path string) (int, string, error) {
	w, err := s.client.Get(s.origin + path)
	if err != nil {
		return 0, "", err
	}
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	return w.StatusCode, string(body), err
}

// until waits for what must come true.
func until(t *testing.T, ok func() bool) {
	t.Helper()
	for !ok() {
		select {
		case <-t.Context().Done():
			t.Fatal("it never comes true")
		case <-time.After(time.Millisecond):
		}
	}
}

func TestADrainingServerFinishesWhatItHasBegun(t *testing.T) {
	t.Parallel()
	renderer := &closing{poolOf: poolOf{Workers: 1, Ready: 1}}
	s := serveOn(t, quiet(t, inertia.WithSSR(renderer)))
	status, _, err := s.get("/readyz")
	require.NoError(t, err)
	assert.Equal(t, 200, status)

	answer := make(chan string)
	go func() {
		_, body, err := s.get("/slow")
		answer <- fmt.Sprint(body, err)
	}()
	<-s.begun
	stream, err := s.client.Get(s.origin + "/events")
	require.NoError(t, err)
	defer stream.Body.Close()
	events := bufio.NewReader(stream.Body)
	first, err := events.ReadString('\n')
	require.NoError(t, err)
	assert.Equal(t, "data: 1\n", first)

	s.drain()
	rest, err := io.ReadAll(events)
	assert.NoError(t, err, "the stream ends as it should")
	assert.Equal(t, "\nretry: 1000\n\n", string(rest))
	until(t, func() bool { _, _, err := s.get("/readyz"); return err != nil })
	assert.Zero(t, renderer.closed.Load(), "an answer may still want a page rendered")
	close(s.release)
	assert.Equal(t, "all of it<nil>", <-answer)
	assert.NoError(t, <-s.ended)
	assert.Equal(t, int32(1), renderer.closed.Load())
}

func TestReadinessGoesFirst(t *testing.T) {
	t.Parallel()
	s := serveOn(t, quiet(t), inertia.WithDrainDelay(time.Hour))
	_, _, err := s.get("/readyz")
	require.NoError(t, err)
	s.drain()
	until(t, func() bool {
		status, body, err := s.get("/readyz?verbose")
		require.NoError(t, err, "the listener is open")
		if status == 503 {
			assert.Contains(t, body, "drains")
		}
		return status == 503
	})
	go func() { <-s.begun; close(s.release) }()
	_, body, err := s.get("/slow")
	require.NoError(t, err)
	assert.Equal(t, "all of it", body, "everything else goes on")
	require.NoError(t, s.server.Close())
	assert.ErrorIs(t, <-s.ended, http.ErrServerClosed)
}

func TestAnswersThatTakeTooLongAreCut(t *testing.T) {
	t.Parallel()
	renderer := &closing{poolOf: poolOf{Workers: 1, Ready: 1}}
	s := serveOn(t, quiet(t, inertia.WithSSR(renderer)), inertia.WithDrainTimeout(time.Millisecond))
	failed := make(chan error)
	go func() { _, _, err := s.get("/slow"); failed <- err }()
	<-s.begun
	s.drain()
	assert.Error(t, <-failed)
	assert.ErrorContains(t, <-s.ended, "answers took longer than WithDrainTimeout(1ms)")
	until(t, func() bool { return renderer.closed.Load() == 1 })
	close(s.release)
}

func TestServeSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string][]inertia.ServeOption{"delay": {inertia.WithDrainDelay(-1)}, "timeout": {inertia.WithDrainTimeout(0)}} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		assert.ErrorContains(t, quiet(t).Serve(t.Context(), &http.Server{}, l, opts...), "WithDrain", name)
		_, err = net.Dial("tcp", l.Addr().String())
		assert.Error(t, err, "nobody listens: %s", name)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	assert.ErrorIs(t, quiet(t).Serve(t.Context(), &http.Server{}, l), net.ErrClosed)
}

func TestServeSetsTheLimitsThatAreZero(t *testing.T) {
	t.Parallel()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	server := &http.Server{WriteTimeout: -1, ReadTimeout: 7}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, quiet(t, inertia.WithSSR(poolOf{}, ssr.WithRequired())).Serve(ended, server, l))
	assert.Equal(t, []time.Duration{5 * time.Second, 7, -1, 2 * time.Minute}, []time.Duration{server.ReadHeaderTimeout, server.ReadTimeout, server.WriteTimeout, server.IdleTimeout})
	assert.Nil(t, inertia.Draining(t.Context()))
}
