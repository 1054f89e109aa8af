//go:build unix

package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

// channel is what was published of a channel.
type channel struct {
	name, offer string

	mu    sync.Mutex
	times []time.Time
}

func (c *channel) published() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.times = append(c.times, time.Now())
}

func (c *channel) sofar() []time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.times
}

// crowd are the listeners. Real ones are on other machines, so here they take as
// little of the processor as they can: one thread looks now and then who has heard
// something. A thread that waited for them would be woken for every event, at the
// expense of the server that is measured.
type crowd struct {
	listeners []*listener
	fds       []unix.PollFd
	events    atomic.Int64
	over      chan struct{}
	done      chan error

	delays []time.Duration // until done
}

// glance is how often the crowd is looked at, and so how exact a delay is.
const glance = 10 * time.Millisecond

type listener struct {
	channel *channel
	heard   int    // of what was published
	line    []byte // that has begun
}

// listen opens a stream, which look follows.
func (l *crowd) listen(address string, c *channel) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := fmt.Fprintf(conn, "GET /live?on=%s HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\n\r\n", c.offer); err != nil {
		return err
	}
	in := bufio.NewReader(conn)
	for line := ""; !strings.HasPrefix(line, "data:"); {
		if line, err = in.ReadString('\n'); err != nil {
			return fmt.Errorf("the stream does not begin: %w", err)
		}
	}
	own, err := conn.(*net.TCPConn).File() // the runtime knows nothing of it
	if err != nil {
		return err
	}
	defer own.Close()
	fd, err := unix.Dup(int(own.Fd()))
	if err != nil {
		return err
	}
	l.listeners = append(l.listeners, &listener{channel: c})
	l.fds = append(l.fds, unix.PollFd{Fd: int32(fd), Events: unix.POLLIN})
	return unix.SetNonblock(fd, true)
}

// follow notes what the listeners hear, until end.
func (l *crowd) follow() {
	l.over, l.done = make(chan struct{}), make(chan error, 1)
	go func() {
		tick := time.NewTicker(glance)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
			case <-l.over:
				l.done <- nil
				return
			}
			if err := l.look(); err != nil {
				l.done <- err
				return
			}
		}
	}()
}

func (l *crowd) look() error {
	if _, err := unix.Poll(l.fds, 0); err != nil && !errors.Is(err, unix.EINTR) {
		return fmt.Errorf("poll: %w", err)
	}
	buf := make([]byte, 4096)
	for n, fd := range l.fds {
		if fd.Revents == 0 {
			continue
		}
		size, err := unix.Read(int(fd.Fd), buf)
		switch {
		case errors.Is(err, unix.EAGAIN), errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return fmt.Errorf("a stream: %w", err)
		case size == 0:
			return errors.New("a stream has ended")
		}
		l.hear(l.listeners[n], buf[:size])
	}
	return nil
}

// hear notes the delay of whatever was published since the last event.
func (l *crowd) hear(who *listener, part []byte) {
	for {
		before, after, whole := bytes.Cut(part, []byte("\n"))
		who.line = append(who.line, before...)
		if !whole {
			return
		}
		if bytes.HasPrefix(who.line, []byte("data:")) {
			now := time.Now()
			l.events.Add(1)
			for published := who.channel.sofar(); who.heard < len(published); who.heard++ {
				l.delays = append(l.delays, now.Sub(published[who.heard]))
			}
		}
		who.line, part = who.line[:0], after
	}
}

// settle gives the last events time to arrive.
func (l *crowd) settle() {
	for last := int64(-1); last != l.events.Load(); time.Sleep(500 * time.Millisecond) {
		last = l.events.Load()
	}
}

// end ends the listeners, and returns the delays, and how many listeners have not
// heard of everything.
func (l *crowd) end() (delays []time.Duration, behind int, err error) {
	close(l.over)
	if err := <-l.done; err != nil {
		return nil, 0, err
	}
	for _, who := range l.listeners {
		if who.heard < len(who.channel.sofar()) {
			behind++
		}
	}
	return l.delays, behind, nil
}

func (l *crowd) close() {
	for _, fd := range l.fds {
		_ = unix.Close(int(fd.Fd))
	}
}
