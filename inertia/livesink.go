package inertia

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"time"
)

// eventSink is where the events of a stream go.
type eventSink interface {
	io.Writer
	begin() error
	deadline(time.Time)
	flush() error
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
	control *http.ResponseController
}

func (a *answer200) begin() error {
	streamHeader(a.Header())
	_ = a.control.SetReadDeadline(time.Time{}) // limits of the server are for answers that end
	a.WriteHeader(http.StatusOK)
	return nil
}

func (a *answer200) deadline(t time.Time) { _ = a.control.SetWriteDeadline(t) }

func (a *answer200) flush() error { return a.control.Flush() }

// rawAnswer is a connection of HTTP/1.1 alone. The server keeps 15 KB for an answer
// that lasts, most of it buffers that a stream has no use for, so it is told that
// the answer has ended.
type rawAnswer struct {
	net.Conn
	header http.Header
}

// detach takes the connection from the server, nil if that is not possible.
func detach(w http.ResponseWriter) *rawAnswer {
	header := w.Header().Clone() // what middleware has set, such as cookies
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil
	}
	return &rawAnswer{conn, header}
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
	_, err := a.Write(b.Bytes())
	return err
}

func (a *rawAnswer) deadline(t time.Time) { _ = a.SetWriteDeadline(t) }

func (a *rawAnswer) flush() error { return nil }

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
	_ = f.follow(ctx, &eventWriter{out: conn, patience: f.patience})
	_ = conn.Close()
	<-read
}
