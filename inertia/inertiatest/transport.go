package inertiatest

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"strconv"
	"sync"
)

// transport serves requests with a handler, in process: no sockets, so it also
// works inside of testing/synctest. Bodies stream, a cancelled context ends
// the handler's, and a body is only at its end when the handler has returned.
type transport struct{ handler http.Handler }

func (tr transport) RoundTrip(out *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancel(out.Context())
	in := incoming(ctx, out)
	body, write := io.Pipe()
	w := &responseWriter{header: http.Header{}, body: write, head: make(chan *http.Response, 1)}

	go func() {
		defer cancel()
		defer func() {
			if out.Body != nil {
				_ = out.Body.Close()
			}
			v := recover()
			switch {
			case v == nil:
				w.WriteHeader(http.StatusOK)
				_ = write.CloseWithError(out.Context().Err()) // the end, if there is none
			case v == http.ErrAbortHandler: //nolint:errorlint // a panic value, compared as net/http does
				w.abort(io.ErrUnexpectedEOF)
			default:
				w.abort(fmt.Errorf("inertiatest: the handler panicked: %v\n%s", v, debug.Stack()))
			}
		}()
		tr.handler.ServeHTTP(w, in)
	}()

	select {
	case res := <-w.head:
		if res == nil {
			return nil, w.failure
		}
		res.Request = out
		res.Body = &responseBody{body, cancel}
		// What is cancelled now must not wait for a handler that ignores it.
		context.AfterFunc(ctx, func() {
			if err := out.Context().Err(); err != nil {
				_ = write.CloseWithError(err)
			}
		})
		return res, nil
	case <-out.Context().Done():
		_ = body.CloseWithError(out.Context().Err())
		return nil, out.Context().Err()
	}
}

// incoming is the request as the server gets it.
func incoming(ctx context.Context, out *http.Request) *http.Request {
	in := out.Clone(ctx)
	in.RequestURI = out.URL.RequestURI()
	in.URL.Scheme, in.URL.Host, in.URL.User, in.URL.Fragment, in.URL.RawFragment = "", "", nil, "", ""
	if in.Host == "" {
		in.Host = out.URL.Host
	}
	in.RemoteAddr = "192.0.2.1:1234"
	in.Proto, in.ProtoMajor, in.ProtoMinor = "HTTP/1.1", 1, 1
	if out.URL.Scheme == "https" {
		in.TLS = &tls.ConnectionState{Version: tls.VersionTLS13, HandshakeComplete: true, ServerName: out.URL.Hostname()}
	}
	if in.Body == nil {
		in.Body = http.NoBody
	} else if in.ContentLength > 0 {
		in.Header.Set("Content-Length", strconv.FormatInt(in.ContentLength, 10))
	}
	return in
}

// responseBody ends the handler's context when the client has read enough.
type responseBody struct {
	*io.PipeReader
	cancel context.CancelFunc
}

func (b *responseBody) Close() error {
	b.cancel()
	return b.PipeReader.Close()
}

// responseWriter is what the handler writes to. The head is sent with the
// first byte of the body.
type responseWriter struct {
	header http.Header
	body   *io.PipeWriter
	head   chan *http.Response

	mu      sync.Mutex // against handlers that write from several goroutines
	status  int
	failure error
}

func (w *responseWriter) Header() http.Header { return w.header }

func (w *responseWriter) WriteHeader(status int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.send(status, nil)
}

func (w *responseWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	w.send(http.StatusOK, p)
	status := w.status
	w.mu.Unlock()
	if status == http.StatusNoContent || status == http.StatusNotModified {
		return 0, http.ErrBodyNotAllowed
	}
	return w.body.Write(p)
}

// Flush sends the head.
func (w *responseWriter) Flush() { w.WriteHeader(http.StatusOK) }

// send sends the head, once. first is the beginning of the body.
func (w *responseWriter) send(status int, first []byte) {
	if w.status != 0 || status < 200 {
		return // sent already, or an informational answer
	}
	w.status = status
	header := w.header.Clone()
	if len(first) > 0 && header.Get("Content-Type") == "" && header.Get("Content-Encoding") == "" {
		header.Set("Content-Type", http.DetectContentType(first))
	}
	length := int64(-1)
	if n, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64); err == nil {
		length = n
	}
	w.head <- &http.Response{
		Status: strconv.Itoa(status) + " " + http.StatusText(status), StatusCode: status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, ContentLength: length,
	}
}

// abort breaks the answer off.
func (w *responseWriter) abort(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.status == 0 {
		w.status = http.StatusInternalServerError
		w.failure = err
		w.head <- nil
	}
	_ = w.body.CloseWithError(err)
}

var _ http.RoundTripper = transport{}

// errTooMuch is the end of an answer that would not end.
var errTooMuch = errors.New("the answer is larger than 64 MB")

// readAll reads a body to its end, which is when the handler has returned.
func readAll(body io.Reader) ([]byte, error) {
	const limit = 64 << 20
	b, err := io.ReadAll(io.LimitReader(body, limit+1))
	if err == nil && len(b) > limit {
		err = errTooMuch
	}
	return b, err
}
