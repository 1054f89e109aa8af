// Package quickjs renders pages inside the program, with an engine in pure Go: it
// needs neither a JavaScript runtime nor a C compiler. It is slower than those,
// see the README. Use it for a program that has to be a single file and for pages
// that are cached, not for a busy site.
//
// The first build of the engine takes about two minutes of processor time. Later
// builds take it from Go's build cache.
package quickjs

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

	"github.com/inertia-templ/shell/internal/ssrbundle"
	"github.com/inertia-templ/shell/internal/ssrguard/place"
	"github.com/inertia-templ/shell/ssr"
)

// Engine renders with several instances, each of which renders one page at a
// time. It takes the bundle that Node.js takes, if the bundle needs no
// node_modules: set ssr: { noExternal: true } in vite.config.
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

// WithInstances sets how many pages are rendered at a time. The default is the
// number of processors that Go uses.
func WithInstances(n int) Option { return func(e *Engine) { e.instances = n } }

// WithMaxRenders replaces an instance after that many pages. The default is
// 10,000, 0 is no limit. The next page waits for the new instance.
func WithMaxRenders(n int) Option { return func(e *Engine) { e.maxRenders = n } }

// WithMemoryLimit limits the memory of an instance, in bytes. The default is 256
// MB. A page that needs more fails, and the instance is replaced.
func WithMemoryLimit(bytes int64) Option { return func(e *Engine) { e.memory = bytes } }

// WithRenderTimeout limits how long a page takes. The default is 5 seconds. A page
// that takes longer is interrupted, and the instance is replaced.
func WithRenderTimeout(d time.Duration) Option { return func(e *Engine) { e.timeout = d } }

// WithLogger sets where the output of the bundle is logged. The default is
// slog.Default().
func WithLogger(log *slog.Logger) Option { return func(e *Engine) { e.log = log } }

// Open opens a bundle: the file that "vite build --ssr" has written, or its
// folder. Vite names the file ssr.js or ssr.mjs, as package.json says; Open finds
// either under both names.
func Open(bundle string, opts ...Option) (*Engine, error) {
	absolute, err := filepath.Abs(bundle)
	if err != nil {
		return nil, fmt.Errorf("quickjs: %w", err)
	}
	return OpenFS(os.DirFS(filepath.Dir(absolute)), filepath.Base(absolute), opts...)
}

// OpenFS opens a bundle in fsys, for example an embed.FS. It makes the first
// instance before it returns, so it returns an error for a bundle that cannot be
// loaded. It makes the other instances when they are needed.
func OpenFS(fsys fs.FS, name string, opts ...Option) (*Engine, error) {
	e := &Engine{
		fsys:       fsys,
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
	found, err := ssrbundle.Find(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("quickjs: %w", err)
	}
	e.name = found
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

// Close waits for the pages that are being rendered and frees the instances.
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

// String says what renders: "QuickJS".
func (e *Engine) String() string { return "QuickJS" }

// Render renders a page with the first instance that has time. Pages wait in the
// order in which they were asked for. Under [inertia.WithSSR] a page waits no
// longer than [ssr.WithMaxWait] says; the browser renders it then.
//
// [inertia.WithSSR]: https://pkg.go.dev/github.com/inertia-templ/shell/inertia#WithSSR
func (e *Engine) Render(ctx context.Context, page []byte) (ssr.Result, error) {
	var v *vm
	asked := time.Now()
	var late <-chan time.Time
	maxWait := place.Of(ctx).MaxWait
	if maxWait > 0 {
		timer := time.NewTimer(maxWait)
		defer timer.Stop()
		late = timer.C
	}
	select {
	case v = <-e.slots:
	case <-late:
		return ssr.Result{}, fmt.Errorf("%w: its turn has not come within %v", ssr.ErrShed, maxWait)
	case <-e.closing.Done():
		return ssr.Result{}, errClosed
	case <-ctx.Done():
		return ssr.Result{}, &ssr.Error{Kind: ssr.Busy, Message: "no instance has time", Err: ctx.Err()}
	}
	begun := time.Now()
	// A request that is given up does not cost the instance, which takes long to
	// make: it finishes in the time that it has.
	type answer struct {
		result ssr.Result
		err    error
	}
	done := make(chan answer, 1)
	text := string(page)
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
		if 2*time.Since(begun) < time.Since(asked) { // the page is not to blame
			return ssr.Result{}, &ssr.Error{Kind: ssr.Busy, Message: "the page had to wait for an instance", Err: ctx.Err()}
		}
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
