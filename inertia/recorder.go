package inertia

import (
	"bufio"
	"cmp"
	"errors"
	"io"
	"net"
	"net/http"

	"github.com/inertia-templ/shell/flash"
)

// recorder stands between a handler and the client. It decides, when the
// status is known and before the first byte, whether the answer goes out as it
// is, is rewritten (redirects), or is replaced by a page (errors). Everything
// else streams through it untouched.
type recorder struct {
	http.ResponseWriter
	app   *Inertia
	visit *visit
	r     *http.Request

	sink   sink
	own    bool   // the answer is ours: a page or a control response
	lost   bool   // messages could not be kept, and the answer says so
	status int    // as the handler set it
	text   []byte // the beginning of a replaced answer
}

// sink is where the handler's bytes go.
type sink uint8

const (
	undecided sink = iota
	held           // status 200 is known, a body is not: an empty one leads back
	client         // to the client
	captured       // replaced by an error page when the handler returns
	nowhere        // already replaced
)

// maxCaptured is how much of a replaced error text is kept, for logs and for
// the error page in development.
const maxCaptured = 4 << 10

func (rec *recorder) WriteHeader(status int) {
	if status >= 100 && status < 200 && status != http.StatusSwitchingProtocols {
		rec.ResponseWriter.WriteHeader(status) // informational, e.g. early hints
		return
	}
	if rec.sink != undecided {
		return
	}
	rec.status = status
	if rec.sink = rec.app.decide(rec); rec.sink == client {
		rec.commit(rec.status)
	}
}

func (rec *recorder) Write(p []byte) (int, error) {
	if rec.sink == undecided {
		rec.WriteHeader(http.StatusOK)
	}
	if rec.sink == held && len(p) > 0 {
		if rec.sink = rec.app.decideBody(rec); rec.sink == client {
			rec.commit(rec.status)
		}
	}
	switch rec.sink {
	case client:
		return rec.ResponseWriter.Write(p)
	case captured:
		rec.text = append(rec.text, p[:min(len(p), maxCaptured-len(rec.text))]...)
	}
	return len(p), nil
}

// commit sends the header, with the flash that waits for the next page.
func (rec *recorder) commit(status int) {
	rec.sink = client
	addVary(rec.Header())
	if err := rec.app.save(rec.visit, rec.ResponseWriter, rec.r, rec.target(status)); err != nil {
		if !rec.lost {
			rec.loses(err)
			return
		}
	}
	rec.ResponseWriter.WriteHeader(status)
}

// target is where the answer leads the client, empty if it stays.
func (rec *recorder) target(status int) string {
	h := rec.Header()
	switch {
	case isRedirect(status):
		return h.Get("Location")
	case status == http.StatusConflict && h.Get(headerVersion) == "":
		return cmp.Or(h.Get(headerRedirect), h.Get(headerLocation))
	}
	return ""
}

// loses answers with an error page when messages could not be kept: a form
// whose errors vanish would look as if it had been saved.
func (rec *recorder) loses(err error) {
	rec.lost = true
	v := rec.visit
	v.mu.Lock()
	v.outgoing = flash.Data{}
	v.mu.Unlock()
	rec.app.log.ErrorContext(rec.r.Context(), "inertia: what the next page was to show is lost: "+err.Error(), "url", v.target)
	h := rec.Header()
	for _, name := range []string{"Location", headerLocation, headerRedirect, headerInertia} {
		h.Del(name)
	}
	rec.app.errorPage(rec, rec.r, http.StatusInternalServerError, err)
	rec.sink = nowhere
}

// begun reports whether the answer has been decided, so that an error can no
// longer take its place.
func (rec *recorder) begun() bool { return rec.sink == client || rec.sink == nowhere }

// Flush sends what was written so far.
func (rec *recorder) Flush() { _ = rec.FlushError() }

// FlushError is the form of Flush that http.ResponseController prefers.
func (rec *recorder) FlushError() error {
	if rec.sink == undecided {
		rec.WriteHeader(http.StatusOK)
	}
	if rec.sink == held {
		if rec.sink = rec.app.decideBody(rec); rec.sink == client {
			rec.commit(rec.status)
		}
	}
	if rec.sink != client {
		return nil
	}
	return http.NewResponseController(rec.ResponseWriter).Flush()
}

// Hijack hands over the connection; nothing is written by us after it.
func (rec *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(rec.ResponseWriter).Hijack()
	if err == nil {
		rec.sink = client
	}
	return conn, rw, err
}

// ReadFrom keeps the fast path for files.
func (rec *recorder) ReadFrom(src io.Reader) (int64, error) {
	if rec.sink == client {
		return io.Copy(rec.ResponseWriter, src)
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
	} else {
		rest, err = io.Copy(struct{ io.Writer }{rec}, src)
	}
	return int64(n) + rest, err
}

// Unwrap lets http.ResponseController reach deadlines and the like.
func (rec *recorder) Unwrap() http.ResponseWriter { return rec.ResponseWriter }
