package ssr

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"
)

// Pool renders with processes of a JavaScript runtime that it starts and looks
// after. They are asked through sockets that only this user can open, one page
// at a time each. One that dies, hangs, or grows too large is replaced; none is
// left when the program ends. What they print is logged.
type Pool struct {
	fsys         fs.FS
	copied       string // the folder that fsys was copied to
	bundle       string
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
// default is what [FindRuntime] finds.
func WithRuntime(name string) PoolOption { return func(p *Pool) { p.runtime = name } }

// WithFS has the bundle found in fsys, an embed.FS for instance. All that is in
// it is copied to a temporary folder for as long as the pool is open.
func WithFS(fsys fs.FS) PoolOption { return func(p *Pool) { p.fsys = fsys } }

// WithWorkers sets the number of processes; the default is one for each
// processor that Go uses.
func WithWorkers(n int) PoolOption { return func(p *Pool) { p.workers = n } }

// WithMaxRenders replaces a process after that many pages; 0, the default, is
// no limit. The new one is started before the old one leaves.
func WithMaxRenders(n int) PoolOption { return func(p *Pool) { p.maxRenders = n } }

// WithMaxAge replaces a process that is older when it has rendered a page; 0,
// the default, is no limit.
func WithMaxAge(d time.Duration) PoolOption { return func(p *Pool) { p.maxAge = d } }

// WithMaxMemory replaces a process whose resident memory, in bytes, is larger
// after a page. Node is told the limit for its heap too. The default is 512 MB.
func WithMaxMemory(bytes int64) PoolOption { return func(p *Pool) { p.maxMemory = bytes } }

// WithStartTimeout sets how long a process may take until it has loaded the
// bundle, 10 seconds by default.
func WithStartTimeout(d time.Duration) PoolOption { return func(p *Pool) { p.startTimeout = d } }

// WithRenderTimeout sets how long a process may take for a page, 5 seconds by
// default. One that takes longer is killed.
func WithRenderTimeout(d time.Duration) PoolOption { return func(p *Pool) { p.timeout = d } }

// WithEnv adds variables to the processes' environment, as "NAME=value".
func WithEnv(variables ...string) PoolOption {
	return func(p *Pool) { p.env = append(p.env, variables...) }
}

// WithPoolLogger sets where failures go and what the processes print;
// slog.Default() if not set.
func WithPoolLogger(log *slog.Logger) PoolOption { return func(p *Pool) { p.log = log } }

// NewPool starts processes that render with bundle, the file that "vite build
// --ssr" has written. It does not wait for them: requests that come before they
// are ready do. The error says what is missing: the bundle, or a runtime.
//
// [Pool.Close] ends them.
func NewPool(bundle string, opts ...PoolOption) (*Pool, error) {
	p := &Pool{
		workers:      runtime.GOMAXPROCS(0),
		maxMemory:    512 << 20,
		startTimeout: 10 * time.Second,
		timeout:      5 * time.Second,
		log:          slog.Default(),
	}
	for _, opt := range opts {
		opt(p)
	}
	if p.workers < 1 {
		return nil, fmt.Errorf("ssr: WithWorkers(%d): want 1 or more", p.workers)
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

// find makes sure of the runtime and the bundle.
func (p *Pool) find(bundle string) (err error) {
	if p.runtime != "" {
		p.runtime, err = findNamed(p.runtime)
	} else {
		p.runtime, err = FindRuntime(filepath.Dir(bundle))
	}
	if err != nil {
		return err
	}
	stat := os.Stat
	if p.fsys != nil {
		stat = func(name string) (fs.FileInfo, error) { return fs.Stat(p.fsys, name) }
	}
	info, err := stat(bundle)
	switch {
	case err != nil:
		return fmt.Errorf(`ssr: no bundle: %w: build it with "npx vite build --ssr"`, err)
	case info.IsDir():
		return fmt.Errorf("ssr: the bundle %s is a folder: name the file in it", bundle)
	}
	if p.fsys != nil {
		if p.copied, err = os.MkdirTemp("", "ssr-bundle-"); err != nil {
			return fmt.Errorf("ssr: %w", err)
		}
		if err := os.CopyFS(p.copied, p.fsys); err != nil {
			return errors.Join(fmt.Errorf("ssr: copy the bundle: %w", err), os.RemoveAll(p.copied))
		}
		bundle = filepath.Join(p.copied, filepath.FromSlash(bundle))
	}
	if p.bundle, err = filepath.Abs(bundle); err != nil {
		return fmt.Errorf("ssr: %w", err)
	}
	return nil
}

// Runtime is the program that runs the bundle.
func (p *Pool) Runtime() string { return p.runtime }

// Close lets the pages under way be finished and ends the processes. Pages
// that are asked for afterwards are not rendered.
func (p *Pool) Close() error {
	p.dispatcher.close()
	p.close()
	p.slots.Wait()
	p.serving.Wait()
	p.processes.Wait()
	if p.copied != "" {
		return os.RemoveAll(p.copied)
	}
	return nil
}

// Ready waits until a process is ready. The error says why none is.
func (p *Pool) Ready(ctx context.Context) error {
	for {
		turn, err := p.dispatcher.ready()
		if turn == nil {
			return err
		}
		select {
		case <-turn:
		case <-ctx.Done():
			p.dispatcher.leave(turn)
			return waited("no worker is ready", ctx)
		}
	}
}

// Render has a page rendered by the process that has the least to do. If that
// dies meanwhile, others try, up to three in all.
func (p *Pool) Render(ctx context.Context, page []byte) (Result, error) {
	for attempt := 1; ; attempt++ {
		result, err := p.dispatcher.run(ctx, newJob(page))
		switch {
		case err == nil:
			return result, nil
		case !errors.Is(err, errDied):
			return Result{}, asError(err)
		case attempt == attempts:
			return Result{}, &Error{Kind: Crash, Message: fmt.Sprintf("%d workers have died of it, or while they were at it", attempts), Err: err}
		}
	}
}

// attempts is how many workers a page may meet that die. More than one, because
// they also die of other causes.
const attempts = 3

var errClosed = &Error{Kind: Connection, Message: "the pool is closed"}
