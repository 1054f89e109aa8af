package inertia

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"time"
)

// eventSink is where the events of a stream go.
type eventSink interface {
	begin() error
	// send fails if the client does not read.
	send(p []byte) error
}

func streamHeader(h http.Header) {
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store, no-transform")
	h.Set("X-Accel-Buffering", "no") // nginx would keep events until there are many
}

// answer200 is an answer as others are: of HTTP/2, or below a middleware that
// lets nobody have the connection.
type answer200 struct {
	http.ResponseWriter
	control  *http.ResponseController
	patience time.Duration
}

func (a *answer200) begin() error {
	streamHeader(a.Header())
	_ = a.control.SetReadDeadline(time.Time{}) // limits of the server are for answers that end
	a.WriteHeader(http.StatusOK)
	return nil
}

func (a *answer200) send(p []byte) error {
	_ = a.control.SetWriteDeadline(time.Now().Add(a.patience))
	if _, err := a.Write(p); err != nil {
		return err
	}
	if err := a.control.Flush(); err != nil {
		return err
	}
	_ = a.control.SetWriteDeadline(time.Time{}) // it would end streams of HTTP/2 between events
	return nil
}

// rawAnswer is a connection of HTTP/1.1 alone. The server keeps 15 KB for an answer
// that lasts, most of it buffers that a stream has no use for, so it is told that
// the answer has ended.
type rawAnswer struct {
	net.Conn
	header   http.Header
	patience time.Duration
	until    time.Time // when the write deadline ends
}

// detach takes the connection from the server, nil if that is not possible.
func detach(w http.ResponseWriter, patience time.Duration) *rawAnswer {
	header := w.Header().Clone() // what middleware has set, such as cookies
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil
	}
	return &rawAnswer{Conn: conn, header: header, patience: patience}
}

func (a *rawAnswer) begin() error {
	streamHeader(a.header)
	a.header.Set("Connection", "close")
	a.header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	for _, name := range []string{"Content-Length", "Transfer-Encoding", "Content-Encoding"} {
		a.header.Del(name)
	}
	_ = a.SetDeadline(time.Time{})
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 200 OK\r\n")
	_ = a.header.Write(&b) // a buffer takes everything
	b.WriteString("\r\n")
	a.header = nil
	return a.send(b.Bytes())
}

// send moves the deadline when less than patience is left. It ends nothing between
// events, so it may pass.
func (a *rawAnswer) send(p []byte) error {
	if now := time.Now(); a.until.Sub(now) < a.patience {
		a.until = now.Add(a.patience + a.patience/4)
		_ = a.SetWriteDeadline(a.until)
	}
	_, err := a.Write(p)
	return err
}

// onConn follows until the client leaves.
func (f *follower) onConn(conn *rawAnswer) {
	defer f.stream.Close()
	ctx, left := context.WithCancel(context.Background())
	read := make(chan struct{})
	go func() {
		defer close(read)
		defer left()
		var rest [16]byte // nothing more comes
		for {
			if _, err := conn.Read(rest[:]); err != nil {
				return
			}
		}
	}()
	_ = f.follow(ctx, &eventWriter{out: conn})
	_ = conn.Close()
	<-read
}
