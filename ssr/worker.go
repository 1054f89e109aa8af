package ssr

import (
	"bufio"
	"cmp"
	"context"
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"

	"github.com/inertia-templ/shell/internal/child"
)

//go:embed worker.mjs
var workerScript []byte

// Kinds of answers, as worker.mjs has them.
const (
	kindResult = iota
	kindError
	kindReady
	kindFailed
)

// maxAnswer limits what a worker may answer, in bytes; worker.mjs knows it too.
const maxAnswer = 64 << 20

// worker is one process. It renders one page after the other.
type worker struct {
	conn    net.Conn
	in      *bufio.Reader
	jobs    chan *job
	stop    context.CancelFunc // ends the process
	gone    chan struct{}      // closed when it has ended
	begun   time.Time
	renders atomic.Int64
	memory  int64         // resident, in bytes, as it told last
	spent   chan struct{} // closed when it has to be replaced
	root    string        // where its copy of the bundle lies

	// Of the dispatcher.
	queue   []*job    // what it has been given; it renders the first
	since   time.Time // when it began with that
	quick   bool      // the one before was done in no time
	leaving bool      // gets no more pages
}

var (
	// errDied is why a page was not rendered: its worker ended meanwhile.
	errDied = errors.New("the worker has ended")
	// errBehind is the same for the pages that waited behind that one.
	errBehind = errors.New("the worker has ended with a page before this one")
	// errGarbled is that a worker answers what cannot be read.
	errGarbled = errors.New("the worker's answer cannot be read")
)

// start starts a process and waits until it has loaded the bundle.
func (p *Pool) start(ctx context.Context) (*worker, error) {
	root, bundle, err := p.bundle.restore()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "ssr-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) // connected, a socket needs no name
	script, socket := filepath.Join(dir, "worker.mjs"), filepath.Join(dir, "socket")
	if err := os.WriteFile(script, workerScript, 0o600); err != nil {
		return nil, err
	}
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return nil, err
	}
	defer listener.Close()

	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	said := &lines{log: p.log, root: root, fault: p.reportFault}
	cmd := exec.CommandContext(running, p.runtime, workerArgs(p.runtime, script, socket, bundle, p.maxMemory)...)
	cmd.Env, cmd.Stdout, cmd.Stderr = slices.Concat(environment(os.Environ()), p.env), said, said
	cmd.WaitDelay = time.Second
	w := &worker{root: root, stop: stop, gone: make(chan struct{}), spent: make(chan struct{}), jobs: make(chan *job, depth), begun: time.Now()}
	var ended error
	p.processes.Go(func() {
		defer close(w.gone)
		defer stop()
		ended = child.Run(cmd)
	})

	// Whatever happens first: it connects, it ends, time is up, the pool closes.
	begin, done := context.WithTimeout(ctx, p.startTimeout)
	defer done()
	defer context.AfterFunc(begin, func() { listener.Close() })()
	go func() {
		select {
		case <-w.gone:
			done()
		case <-begin.Done():
		}
	}()
	if w.conn, err = listener.Accept(); err == nil {
		w.in = bufio.NewReaderSize(w.conn, 16<<10)
		defer context.AfterFunc(begin, func() { _ = w.conn.SetDeadline(time.Now()) })()
		err = w.greet()
	}
	if err == nil {
		_ = w.conn.SetDeadline(time.Time{})
		return w, nil
	}
	timedOut := errors.Is(begin.Err(), context.DeadlineExceeded)
	stop()
	if w.conn != nil {
		w.conn.Close()
	}
	<-w.gone
	var failed *Error
	switch {
	case errors.As(err, &failed):
		return nil, err
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case timedOut:
		return nil, fmt.Errorf("%s has not loaded %s within %v, it said: %s", p.runtime, p.bundle.place, p.startTimeout, said.last())
	default:
		return nil, fmt.Errorf("%s ended before it had loaded %s, it said: %s: %w", p.runtime, p.bundle.place, said.last(), cmp.Or(ended, err))
	}
}

// greet waits for the worker to say that it is ready.
func (w *worker) greet() error {
	kind, head, _, err := w.read()
	switch {
	case err != nil:
		return err
	case kind == kindReady:
		return nil
	default:
		e := w.parseError(head)
		e.Message = "the bundle cannot be loaded: " + e.Message
		if e.Kind == Component {
			e.Hint = `build it with ssr: { noExternal: true } in vite.config, or keep node_modules beside it`
		}
		return e
	}
}

// serve has the worker render what it is given, until it gets no more or is of
// no use any more.
func (p *Pool) serve(w *worker) {
	sent := make(chan *job, depth)
	p.serving.Go(func() {
		defer close(sent)
		for j := range w.jobs {
			_ = w.conn.SetWriteDeadline(time.Now().Add(depth * p.timeout)) // those before it have their time
			frame := net.Buffers{binary.BigEndian.AppendUint32(nil, uint32(len(j.page))), j.page}
			if _, err := frame.WriteTo(w.conn); err != nil {
				w.conn.Close()
			}
			sent <- j
		}
	})
	p.serving.Go(func() {
		broken := false
		for j := range sent {
			if broken {
				j.done <- answer{err: errBehind}
				continue
			}
			result, err := w.receive(time.Now().Add(p.timeout))
			var ofPage *Error
			if err != nil && !errors.As(err, &ofPage) {
				broken = true
				p.dispatcher.lost(w)
				err = p.buried(w, err)
			}
			if !broken {
				p.finished(w) // before its answer, so that whoever has that finds it counted
			}
			j.done <- answer{result, err}
		}
		if !broken {
			w.leave()
		}
	})
}

// finished takes note of a page, and has a worker replaced that has done enough.
func (p *Pool) finished(w *worker) {
	renders := w.renders.Add(1)
	if p.maxRenders > 0 && renders == int64(p.maxRenders) || p.maxAge > 0 && time.Since(w.begun) >= p.maxAge || p.maxMemory > 0 && w.memory > p.maxMemory {
		select {
		case <-w.spent:
		default:
			close(w.spent)
		}
	}
	p.dispatcher.finished(w)
}

// buried ends a worker that failed to answer, and says why it did.
func (p *Pool) buried(w *worker, err error) error {
	w.end()
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		p.log.Error("ssr: a worker was killed: it took too long for a page", "timeout", p.timeout)
		return &Error{Kind: Timeout, Message: fmt.Sprintf("the worker has not answered within %v", p.timeout), Err: context.DeadlineExceeded}
	case errors.Is(err, errGarbled):
		p.log.Error("ssr: a worker was killed: " + err.Error())
		return &Error{Kind: Crash, Message: err.Error(), Hint: "does the page write to the worker's socket?", Err: err}
	}
	return fmt.Errorf("%w: %w", errDied, err)
}

// receive waits for the answer to the next page. Errors of the page are an
// [*Error]; any other means that the worker is of no use any more.
func (w *worker) receive(deadline time.Time) (Result, error) {
	if err := w.conn.SetReadDeadline(deadline); err != nil {
		return Result{}, err
	}
	kind, head, body, err := w.read()
	if err != nil {
		return Result{}, err
	}
	switch kind {
	case kindError:
		return Result{}, w.parseError(head)
	case kindResult:
		result := Result{Body: body}
		if err := json.Unmarshal(head, &result.Head); err != nil {
			return Result{}, fmt.Errorf("%w: the head is not a list of strings: %w", errGarbled, err)
		}
		return result, nil
	default:
		return Result{}, fmt.Errorf("%w: it has the kind %d", errGarbled, kind)
	}
}

// parseError reads an error of a page. The places in it are those of the
// bundle, not of the worker's copy.
func (w *worker) parseError(data []byte) *Error {
	e := parseError(data)
	for _, text := range []*string{&e.Message, &e.Stack, &e.Location} {
		*text = strings.ReplaceAll(*text, w.root, "")
	}
	return e
}

func (w *worker) read() (kind byte, head []byte, body string, err error) {
	var fixed [13]byte
	if _, err := io.ReadFull(w.in, fixed[:]); err != nil {
		return 0, nil, "", err
	}
	length := int64(binary.BigEndian.Uint32(fixed[:])) - 9
	headLength := int64(binary.BigEndian.Uint32(fixed[9:]))
	if length < 0 || length > maxAnswer || headLength > length {
		return 0, nil, "", fmt.Errorf("%w: it has %d bytes, %d in its head", errGarbled, length, headLength)
	}
	rest := make([]byte, length)
	if _, err := io.ReadFull(w.in, rest); err != nil {
		return 0, nil, "", err
	}
	if memory := binary.BigEndian.Uint32(fixed[5:]); memory > 0 {
		w.memory = int64(memory) << 10
	}
	// Nobody writes to rest any more, and a copy of each page is most of the
	// garbage that there is.
	return fixed[4], rest[:headLength], unsafe.String(unsafe.SliceData(rest[headLength:]), length-headLength), nil
}

// end ends the process at once, and returns when it has ended.
func (w *worker) end() {
	w.stop()
	w.conn.Close()
	<-w.gone
}

// leave lets the process end by itself, by force only if it does not.
func (w *worker) leave() {
	w.conn.Close()
	select {
	case <-w.gone:
	case <-time.After(time.Second):
		w.end()
	}
}

// lines logs what a process says.
type lines struct {
	log   *slog.Logger
	root  string       // where the copy of the bundle lies
	fault func(*fault) // is told of faults that pages leave behind

	mu   sync.Mutex
	rest []byte
	tail []string // the last ones
}

const (
	maxLine  = 8 << 10
	maxLines = 20
)

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range p {
		if c != '\n' {
			l.rest = append(l.rest, c)
		}
		if c == '\n' || len(l.rest) == maxLine {
			l.say(strings.TrimSpace(string(l.rest)))
			l.rest = l.rest[:0]
		}
	}
	return len(p), nil
}

func (l *lines) say(line string) {
	line = strings.ReplaceAll(line, l.root, "")
	if line == "" {
		return
	}
	if f := parseFault(line); f != nil {
		l.fault(f)
		return
	}
	l.log.Info("ssr: worker: " + line)
	if l.tail = append(l.tail, line); len(l.tail) > maxLines {
		l.tail = l.tail[1:]
	}
}

func (l *lines) last() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	tail := l.tail
	if rest := strings.TrimSpace(string(l.rest)); rest != "" {
		tail = append(tail[:len(tail):len(tail)], rest)
	}
	return cmp.Or(strings.Join(tail, "\n"), "nothing")
}
