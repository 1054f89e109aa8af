package inertia

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// lastCall is a listener that accepts, before it closes, those who have connected
// already. The system would reset their connections, and a proxy cannot send a
// form again that it may have sent.
type lastCall struct {
	net.Listener

	ending atomic.Bool
	once   sync.Once
	err    error
	queued []net.Conn
	closed chan struct{} // when everybody has been accepted
}

// quiet is how long nobody may connect before the listener closes; maxCall is
// when it closes in any case, because not every proxy stops to connect.
const (
	quiet   = 2 * time.Millisecond
	maxCall = time.Second
)

// Accept returns a connection. At the end it closes the listener.
func (l *lastCall) Accept() (net.Conn, error) {
	if conn := l.next(); conn != nil {
		return conn, nil
	}
	conn, err := l.Listener.Accept()
	if !l.ending.Load() {
		return conn, err
	}
	if err == nil {
		l.hurry()
		return conn, nil
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		l.queued = queued(l.Listener)
		_ = l.Close()
		if conn := l.next(); conn != nil {
			return conn, nil
		}
		err = net.ErrClosed
	}
	close(l.closed)
	return nil, err
}

// next returns one of those who were waiting when the listener closed.
func (l *lastCall) next() net.Conn {
	if len(l.queued) == 0 {
		return nil
	}
	conn := l.queued[0]
	l.queued = l.queued[1:]
	return conn
}

// Close closes the listener once.
func (l *lastCall) Close() error {
	l.once.Do(func() { l.err = l.Listener.Close() })
	return l.err
}

// hurry lets the listener wait for one more connection, but not for long.
func (l *lastCall) hurry() bool {
	limited, ok := l.Listener.(interface{ SetDeadline(time.Time) error })
	return ok && limited.SetDeadline(time.Now().Add(quiet)) == nil
}

// end returns when the listener is closed, or will be by the server.
func (l *lastCall) end(ctx context.Context) {
	l.ending.Store(true)
	if !l.hurry() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, maxCall)
	defer cancel()
	select {
	case <-l.closed:
	case <-ctx.Done():
	}
}

// connections are those of a server, with what they do.
type connections struct {
	mu     sync.Mutex
	states map[net.Conn]http.ConnState
}

// watch follows the connections of a server, from before it serves.
func watch(server *http.Server) *connections {
	c := &connections{states: map[net.Conn]http.ConnState{}}
	before := server.ConnState
	server.ConnState = func(conn net.Conn, state http.ConnState) {
		c.mu.Lock()
		if state == http.StateClosed || state == http.StateHijacked {
			delete(c.states, conn)
		} else {
			c.states[conn] = state
		}
		c.mu.Unlock()
		if before != nil {
			before(conn, state)
		}
	}
	return c
}

// count returns how many connections are in a state.
func (c *connections) count(state http.ConnState) (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.states {
		if s == state {
			n++
		}
	}
	return n
}

// wait returns when each request that has arrived is answered. Connections on which
// nothing has come have a second for it; many proxies and browsers connect ahead.
func (c *connections) wait(ctx context.Context) {
	first, cancel := context.WithTimeout(ctx, maxCall)
	defer cancel()
	for ctx.Err() == nil && (c.count(http.StateActive) > 0 || first.Err() == nil && c.count(http.StateNew) > 0) {
		select {
		case <-time.After(quiet):
		case <-ctx.Done():
		}
	}
}
