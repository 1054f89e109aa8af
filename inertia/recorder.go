package inertia

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
)

// recorder stands between a handler and the client. When the status is known,
// and before the first byte, [decide] says whether the answer goes out as it
// is, is rewritten (redirects), or is replaced by a page (errors). Everything
// else streams through untouched.
type recorder struct {
	http.ResponseWriter
	app *Inertia
	x   *exchange
	r   *http.Request

	sink   sink
	own    bool   // the answer is a page or a control response of this package
	page   bool   // the answer is a page
	stays  bool   // the answer leads to where the request went, again
	tagged bool   // and its ETag is of this package
	lost   bool   // messages could not be kept, and the answer says so
	asked  bool   // a handler that WithErrorPage returned answers
	hooked bool   // the hook of WithEmptyAnswer answers
	late   bool   // the router may still answer, see routerAround
	status int    // as the handler set it
	text   []byte // the beginning of a collected answer
}

// sink is where the handler's bytes go.
type sink uint8

const (
	undecided sink = iota
	held           // status 200 is known, a body is not
	client         // to the client
	collected      // replaced when the handler returns
	nowhere        // already replaced
)

// maxCollected is how much of a replaced text is kept, for logs and for the
// error page in development.
const maxCollected = 4 << 10

// decide asks what happens to the answer as far as it is known, and does it.
func (rec *recorder) decide(hasBody, ended bool) {
	if rec.own {
		rec.apply(pass) // as decide says of everything of this package
		return
	}
	rec.apply(decide(answer{
		info: &rec.x.info, method: rec.r.Method, html: acceptsHTML(rec.r), here: rec.x.address,
		status: rec.status, header: rec.Header(), hasBody: hasBody, ended: ended, own: rec.own,
		followsExternal: rec.app.externalRedirects, hasErrorPages: rec.app.errorComponent != nil,
	}))
}

// finish completes an answer after its handler has returned.
func (rec *recorder) finish() {
	switch rec.sink {
	case undecided:
		if routerAround(rec.ResponseWriter) != "" {
			rec.late = true
			return
		}
		rec.status = http.StatusOK
		rec.decide(false, true)
	case held:
		rec.decide(false, true)
	case collected:
		rec.decide(true, true)
	}
}

// begun reports whether the answer has been decided, so that an error can no
// longer take its place.
func (rec *recorder) begun() bool { return rec.sink == client || rec.sink == nowhere }

// WriteHeader lets informational answers pass and decides about all others.
func (rec *recorder) WriteHeader(status int) {
	if status >= 100 && status < 200 && status != http.StatusSwitchingProtocols {
		rec.ResponseWriter.WriteHeader(status)
		return
	}
	if rec.sink == undecided {
		rec.status = status
		rec.decide(rec.late, rec.late) // nothing tells when a late answer ends
	}
}

func (rec *recorder) Write(p []byte) (int, error) {
	rec.begin(len(p) > 0)
	switch rec.sink {
	case client:
		n, err := rec.ResponseWriter.Write(p)
		rec.x.seen.wrote(int64(n))
		return n, err
	case collected:
		rec.text = append(rec.text, p[:min(len(p), maxCollected-len(rec.text))]...)
	}
	return len(p), nil
}

// begin decides about an answer whose body begins.
func (rec *recorder) begin(hasBody bool) {
	if rec.sink == undecided {
		rec.WriteHeader(http.StatusOK)
	}
	if rec.sink == held && hasBody {
		rec.decide(true, false)
	}
}

// Flush sends what was written so far.
func (rec *recorder) Flush() { _ = rec.FlushError() }

// FlushError is the form of Flush that http.ResponseController prefers.
func (rec *recorder) FlushError() error {
	rec.begin(true)
	if rec.sink != client {
		return nil
	}
	rec.x.seen.flushed()
	return http.NewResponseController(rec.ResponseWriter).Flush()
}

// Hijack hands over the connection; nothing is written by us after it.
func (rec *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(rec.ResponseWriter).Hijack()
	if err == nil {
		rec.sink = client
		rec.x.seen.flushed()
	}
	return conn, rw, err
}

// ReadFrom keeps the fast path for files.
func (rec *recorder) ReadFrom(src io.Reader) (int64, error) {
	if rec.sink == client {
		n, err := io.Copy(rec.ResponseWriter, src)
		rec.x.seen.wrote(n)
		return n, err
	}
	// The first bytes decide; the rest may take the fast path.
	buf := make([]byte, 512)
	n, err := io.ReadFull(src, buf)
	if n > 0 {
		if _, werr := rec.Write(buf[:n]); werr != nil {
			return int64(n), werr
		}
	}
	if err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = nil
		}
		return int64(n), err
	}
	var rest int64
	if rec.sink == client {
		rest, err = io.Copy(rec.ResponseWriter, src)
		rec.x.seen.wrote(rest)
	} else {
		rest, err = io.Copy(struct{ io.Writer }{rec}, src)
	}
	return int64(n) + rest, err
}

// Unwrap lets http.ResponseController reach deadlines and the like.
func (rec *recorder) Unwrap() http.ResponseWriter { return rec.ResponseWriter }
