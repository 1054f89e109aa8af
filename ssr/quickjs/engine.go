// Package quickjs renders pages in this process, with an engine in pure Go: no
// JavaScript runtime has to be installed, and no C compiler. It is slower than
// those, see the README: right for a program that has to be a single file and
// for pages that are cached, not for a busy site.
package quickjs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/inertia-templ/shell/ssr"
)

// Engine renders with a number of instances, each of which renders one page at
// a time. It takes the same bundle as Node.js does, if that needs no
// node_modules: ssr: { noExternal: true } in vite.config.
type Engine struct {
	fsys       fs.FS
	name       string
	instances  int
	maxRenders int
	memory     int64
	timeout    time.Duration
	log        *slog.Logger

	slots   chan *vm // nil where an instance has to be made
	closing context.Context
	close   context.CancelFunc

	mu      sync.Mutex
	renders sync.WaitGroup
}

var _ ssr.Renderer = (*Engine)(nil)

// Option is an option of [Open] and [OpenFS].
type Option func(*Engine)

// WithInstances sets how many pages are rendered at a time, by default as many
// as there are processors for Go.
func WithInstances(n int) Option { return func(e *Engine) { e.instances = n } }

// WithMaxRenders replaces an instance after that many pages, 10,000 by default,
// 0 for never. The page that comes next waits for it.
func WithMaxRenders(n int) Option { return func(e *Engine) { e.maxRenders = n } }

// WithMemoryLimit bounds the memory of an instance, in bytes, 256 MB by
// default. A page that needs more fails, and the instance is replaced.
func WithMemoryLimit(bytes int64) Option { return func(e *Engine) { e.memory = bytes } }

// WithRenderTimeout sets how long a page may take, 5 seconds by default. It is
// interrupted then, and the instance replaced.
func WithRenderTimeout(d time.Duration) Option { return func(e *Engine) { e.timeout = d } }

// WithLogger sets where what the bundle prints goes, slog.Default() if not set.
func WithLogger(log *slog.Logger) Option { return func(e *Engine) { e.log = log } }

// Open opens the bundle at a path, the file that "vite build --ssr" has written.
func Open(bundle string, opts ...Option) (*Engine, error) {
	return OpenFS(os.DirFS(filepath.Dir(bundle)), filepath.Base(bundle), opts...)
}

// OpenFS opens the bundle of a name in fsys, an embed.FS for instance. The
// first instance is made before it returns, so that a bundle which cannot be
// loaded is an error here; the others follow when they are needed.
func OpenFS(fsys fs.FS, name string, opts ...Option) (*Engine, error) {
	e := &Engine{
		fsys:       fsys,
		name:       path.Clean(name),
		instances:  runtime.GOMAXPROCS(0),
		maxRenders: 10_000,
		memory:     256 << 20,
		timeout:    5 * time.Second,
		log:        slog.Default(),
	}
	for _, opt := range opts {
		opt(e)
	}
	if e.instances < 1 {
		return nil, fmt.Errorf("quickjs: WithInstances(%d): want 1 or more", e.instances)
	}
	if _, err := fs.Stat(fsys, e.name); err != nil {
		return nil, fmt.Errorf(`quickjs: no bundle: %w: build it with "npx vite build --ssr"`, err)
	}
	e.closing, e.close = context.WithCancel(context.Background())
	first, err := e.make()
	if err != nil {
		e.close()
		return nil, fmt.Errorf("quickjs: %w", err)
	}
	e.slots = make(chan *vm, e.instances)
	e.slots <- first
	for range e.instances - 1 {
		e.slots <- nil
	}
	return e, nil
}

// Close waits for the pages under way and frees the instances.
func (e *Engine) Close() error {
	e.mu.Lock()
	e.close()
	e.mu.Unlock()
	e.renders.Wait()
	var errs []error
	for range len(e.slots) {
		if v := <-e.slots; v != nil {
			errs = append(errs, v.Close())
		}
	}
	return errors.Join(errs...)
}

// loadTimeout is how long loading the bundle may take.
const loadTimeout = 30 * time.Second

func (e *Engine) make() (*vm, error) {
	ctx, cancel := context.WithTimeout(e.closing, loadTimeout)
	defer cancel()
	return e.newVM(ctx)
}

var errClosed = &ssr.Error{Kind: ssr.Connection, Message: "the engine is closed"}

// Render has a page rendered by the first instance that has time.
func (e *Engine) Render(ctx context.Context, page []byte) (ssr.Result, error) {
	var v *vm
	select {
	case v = <-e.slots:
	case <-e.closing.Done():
		return ssr.Result{}, errClosed
	case <-ctx.Done():
		return ssr.Result{}, &ssr.Error{Kind: ssr.Timeout, Message: "no instance has time", Err: ctx.Err()}
	}
	// A request that is given up does not cost the instance, which takes long to
	// make: it finishes in the time that it has.
	type answer struct {
		result ssr.Result
		err    error
	}
	done := make(chan answer, 1)
	text := string(page) // a copy, for who asked may be gone by then
	if !e.under(func() {
		v, result, err := e.render(v, text)
		e.slots <- v
		done <- answer{result, err}
	}) {
		e.slots <- v
		return ssr.Result{}, errClosed
	}
	select {
	case a := <-done:
		return a.result, a.err
	case <-ctx.Done():
		return ssr.Result{}, &ssr.Error{Kind: ssr.Timeout, Message: "the page is not rendered in time", Err: ctx.Err()}
	}
}

// under runs f, for which Close waits, unless it does already.
func (e *Engine) under(f func()) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closing.Err() != nil {
		return false
	}
	e.renders.Go(f)
	return true
}

// render renders with v, or with a new instance if that is nil, and returns the
// one to go on with.
func (e *Engine) render(v *vm, page string) (*vm, ssr.Result, error) {
	if v == nil {
		var err error
		if v, err = e.make(); err != nil {
			return nil, ssr.Result{}, err
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), e.timeout)
	defer cancel()
	result, err := v.render(ctx, page)
	var ofPage *ssr.Error
	switch {
	case err == nil || errors.As(err, &ofPage) && !exhausted(ofPage):
		if e.maxRenders > 0 && v.renders >= e.maxRenders {
			v.Close()
			v = nil
		}
		return v, result, err
	case ctx.Err() != nil:
		err = &ssr.Error{Kind: ssr.Timeout, Message: fmt.Sprintf("the page was not rendered within %v", e.timeout), Err: ctx.Err()}
	default:
		err = &ssr.Error{Kind: ssr.Crash, Message: err.Error(), Err: err}
	}
	v.Close()
	return nil, ssr.Result{}, err
}

// exhausted reports whether the page has used up the memory or the stack, after
// which nothing is certain.
func exhausted(e *ssr.Error) bool {
	return e.Message == "out of memory" || e.Message == "stack overflow"
}
