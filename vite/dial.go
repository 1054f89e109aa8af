package vite

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"sync"
	"time"
)

// dialer connects to the dev server, and may wait for it while it starts.
type dialer struct {
	origin  *url.URL
	timeout time.Duration
	log     *slog.Logger

	mu      sync.Mutex
	reached int  // how often
	waiting bool // and has said so
}

// unreachableError means that no connection came about in time.
type unreachableError struct {
	origin *url.URL
	waited time.Duration
	err    error
}

func (e *unreachableError) Error() string {
	after := ""
	if waited := e.waited.Round(100 * time.Millisecond); waited > 0 {
		after = " after " + waited.String()
	}
	return fmt.Sprintf(`vite: no dev server at %s%s: start it with "npx vite", or correct the address given to vite.Dev: %v`, e.origin, after, e.err)
}

func (e *unreachableError) Unwrap() error { return e.err }

// dial connects, and tries again with growing pauses until the timeout. That is
// done below HTTP, where nothing of a request has been sent yet.
func (d *dialer) dial(ctx context.Context) (net.Conn, error) {
	start := time.Now()
	limited, cancel := context.WithTimeout(ctx, max(d.timeout, connectTimeout))
	defer cancel()
	for pause := 50 * time.Millisecond; ; pause = min(2*pause, time.Second) {
		before := d.count()
		conn, err := d.connect(limited)
		if err == nil {
			if d.up() {
				d.log.InfoContext(ctx, "vite: the dev server is up", "url", d.origin.String())
			}
			return conn, nil
		}
		if ctx.Err() != nil {
			return nil, fmt.Errorf("vite: waiting for %s: %w", d.origin, ctx.Err())
		}
		if d.down(before) {
			d.log.WarnContext(ctx, fmt.Sprintf("vite: waiting for %s — start it with npx vite", d.origin), "error", err)
		}
		if time.Since(start)+pause > d.timeout {
			return nil, &unreachableError{d.origin, time.Since(start), err}
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
		}
	}
}

func (d *dialer) count() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.reached
}

// up notes that the server was reached, and tells whether that is news.
func (d *dialer) up() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	news := d.waiting
	d.reached++
	d.waiting = false
	return news
}

// down notes that it was not, and tells whether that is news. It is not if
// another request has reached it since this one counted.
func (d *dialer) down(counted int) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	news := !d.waiting && d.reached == counted
	d.waiting = d.waiting || news
	return news
}

// connectTimeout is for one attempt: the server is on this machine or near it.
const connectTimeout = 3 * time.Second

func (d *dialer) connect(ctx context.Context) (net.Conn, error) {
	port := d.origin.Port()
	if port == "" {
		port = d.origin.Scheme
	}
	hosts := []string{d.origin.Hostname()}
	if hosts[0] == "localhost" {
		// Node listens on one of them, on which depends on its version and on
		// the hosts file; that of a container often knows only one.
		hosts = []string{"127.0.0.1", "::1"}
	}
	var conn net.Conn
	var err error
	for _, host := range hosts {
		dialer := net.Dialer{Timeout: connectTimeout}
		if conn, err = dialer.DialContext(ctx, "tcp", net.JoinHostPort(host, port)); err == nil {
			return conn, nil
		}
	}
	return nil, err
}

// loopback reports whether the dev server is on this machine for sure.
func (d *dialer) loopback() bool {
	return isLocal(strings.ToLower(d.origin.Hostname()))
}
