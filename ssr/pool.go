package ssr

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// Pool renders with processes of a JavaScript runtime, which it starts and
// supervises. It talks to them through sockets that only this user can open.
// It replaces a process that ends, hangs or grows too large, leaves none
// behind when the program ends, and logs what they print.
//
// An error in a promise or a timer of a page does not end its process; neither
// does a call of process.exit. The pool logs such errors, once for each
// component.
type Pool struct {
	fsys         fs.FS
	bundle       *bundle
	runtime      string
	env          []string
	workers      int
	maxRenders   int
	maxAge       time.Duration
	maxMemory    int64
	startTimeout time.Duration
	timeout      time.Duration
	log          *slog.Logger

	dispatcher dispatcher
	faults     faults
	closing    context.Context
	close      context.CancelFunc
	processes  sync.WaitGroup
	slots      sync.WaitGroup
	serving    sync.WaitGroup
}

var _ Renderer = (*Pool)(nil)

// PoolOption is an option of [NewPool].
type PoolOption func(*Pool)

// WithRuntime sets the JavaScript runtime: a name in the PATH, or a path. The
// default is the one that [FindRuntime] finds.
func WithRuntime(name string) PoolOption { return func(p *Pool) { p.runtime = name } }

// WithFS reads the bundle from fsys, for example an embed.FS. The default is
// the file system of the machine. The pool copies every file in fsys to a
// temporary folder until it is closed.
func WithFS(fsys fs.FS) PoolOption { return func(p *Pool) { p.fsys = fsys } }

// WithWorkers sets the number of processes. The default is one for each processor
// that Go uses. In a container it is less if 256 MB for each are more than three
// quarters of the memory limit.
func WithWorkers(n int) PoolOption { return func(p *Pool) { p.workers = n } }

// WithMaxRenders replaces a process after that many pages. The default is 0,
// no limit. The new process starts before the old one stops.
func WithMaxRenders(n int) PoolOption { return func(p *Pool) { p.maxRenders = n } }

// WithMaxAge replaces a process, after a page, if it is older than d. The
// default is 0, no limit.
func WithMaxAge(d time.Duration) PoolOption { return func(p *Pool) { p.maxAge = d } }

// WithMaxMemory replaces a process, after a page, if its resident memory is
// larger than bytes. It also limits the heap of Node. The default is 512 MB; 0
// means no limit.
func WithMaxMemory(bytes int64) PoolOption { return func(p *Pool) { p.maxMemory = bytes } }

// WithStartTimeout limits how long a process takes to load the bundle. The default
// is 10 seconds.
func WithStartTimeout(d time.Duration) PoolOption { return func(p *Pool) { p.startTimeout = d } }

// WithRenderTimeout limits how long a process takes for a page. The default is 5
// seconds. A process that takes longer is killed.
func WithRenderTimeout(d time.Duration) PoolOption { return func(p *Pool) { p.timeout = d } }

// WithEnv sets variables of the processes' environment, as "NAME=value". By
// default the processes get PATH, HOME, TMPDIR, TZ, the variables of the
// language, what the runtime needs to start, and NODE_ENV=production. They do
// not get the program's environment, because it often contains secrets.
// Several WithEnv add up.
func WithEnv(variables ...string) PoolOption {
	return func(p *Pool) { p.env = append(p.env, variables...) }
}

// WithPoolLogger sets where failures and the output of the processes are logged.
// The default is slog.Default().
func WithPoolLogger(log *slog.Logger) PoolOption { return func(p *Pool) { p.log = log } }

// NewPool starts processes that render with bundle: the file that "vite build
// --ssr" has written, or its folder. Vite names the file ssr.js or ssr.mjs,
// depending on package.json; NewPool finds it under either name. NewPool does
// not wait for the processes. Early requests wait for them instead. The error
// tells what is missing: the bundle, or a runtime.
//
// NewPool reads the bundle, and the files that it names by relative paths,
// once. The processes use a copy, so that all render with the same build even
// after a deploy to the same place. To use the new build, open a new pool.
//
// [Pool.Close] ends the processes.
func NewPool(bundle string, opts ...PoolOption) (*Pool, error) {
	p := &Pool{
		workers:      defaultWorkers(),
		maxMemory:    512 << 20,
		startTimeout: 10 * time.Second,
		timeout:      5 * time.Second,
		log:          slog.Default(),
	}
	for _, opt := range opts {
		opt(p)
	}
	if err := p.check(); err != nil {
		return nil, err
	}
	if err := p.find(bundle); err != nil {
		return nil, err
	}
	p.dispatcher.broken = make([]error, p.workers)
	p.closing, p.close = context.WithCancel(context.Background())
	for slot := range p.workers {
		p.slots.Go(func() { p.keep(slot) })
	}
	return p, nil
}

// check returns what is wrong with the options, all of it.
func (p *Pool) check() error {
	var errs []error
	reject := func(format string, args ...any) { errs = append(errs, fmt.Errorf("ssr: "+format, args...)) }
	if p.workers < 1 {
		reject("WithWorkers(%d): want 1 or more", p.workers)
	}
	if p.maxRenders < 0 {
		reject("WithMaxRenders(%d): want 0 or more", p.maxRenders)
	}
	if p.maxAge < 0 {
		reject("WithMaxAge(%v): want 0 or more", p.maxAge)
	}
	if p.maxMemory < 0 {
		reject("WithMaxMemory(%d): want 0 or more", p.maxMemory)
	}
	if p.startTimeout <= 0 {
		reject("WithStartTimeout(%v): want more than 0", p.startTimeout)
	}
	if p.timeout <= 0 {
		reject("WithRenderTimeout(%v): want more than 0", p.timeout)
	}
	for _, variable := range p.env {
		if name, _, ok := strings.Cut(variable, "="); !ok || name == "" {
			reject(`WithEnv(%q): want "NAME=value"`, variable)
		}
	}
	if p.log == nil {
		reject("WithPoolLogger(nil): want a logger, slog.New(slog.DiscardHandler) for silence")
	}
	return errors.Join(errs...)
}

func (p *Pool) find(name string) (err error) {
	if p.fsys != nil {
		p.bundle, err = openBundleFS(p.fsys, name)
	} else {
		p.bundle, err = openBundle(name)
	}
	switch {
	case err != nil:
		return err
	case p.runtime != "":
		p.runtime, err = findNamed(p.runtime)
	case p.fsys != nil:
		p.runtime, err = FindRuntime(".")
	default:
		p.runtime, err = FindRuntime(filepath.Dir(p.bundle.place))
	}
	return err
}

// String says how many processes there are, and of which runtime: "2 processes of
// node".
func (p *Pool) String() string {
	noun := "processes"
	if p.workers == 1 {
		noun = "process"
	}
	return fmt.Sprintf("%d %s of %s", p.workers, noun, filepath.Base(p.runtime))
}

// Close lets the processes finish the pages that they have begun, and ends
// them. The pool renders nothing after that.
func (p *Pool) Close() error {
	p.dispatcher.close()
	p.close()
	p.slots.Wait()
	p.serving.Wait()
	p.processes.Wait()
	return p.bundle.remove()
}

// Ready waits until a process is ready. The error tells why there is none.
func (p *Pool) Ready(ctx context.Context) error { return p.dispatcher.ready(ctx) }

// Render renders a page with the least busy process. If that process ends
// while it renders, another one tries.
func (p *Pool) Render(ctx context.Context, page []byte) (Result, error) {
	for deaths := 0; ; {
		result, err := p.dispatcher.run(ctx, page)
		switch {
		case errors.Is(err, errBehind): // the page has not been begun
			continue
		case !errors.Is(err, errDied):
			return result, err
		}
		if deaths++; deaths == maxDeaths {
			return Result{}, &Error{Kind: Crash, Message: fmt.Sprintf("the process ended while it rendered the page, %d times", deaths), Err: err}
		}
	}
}

// maxDeaths is how many workers may end while they render a page. More than one,
// because workers also end for other reasons.
const maxDeaths = 2

var errClosed = &Error{Kind: Connection, Message: "the pool is closed"}
