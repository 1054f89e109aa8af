package inertia

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// ServeOption is an option of [Inertia.Serve].
type ServeOption func(*serving)

// WithDrainDelay sets how long the program goes on as usual after its context
// has ended, while [Inertia.Ready] answers 503 already, so that load balancers send
// their requests elsewhere. The default is 0. Behind a balancer that asks for
// readiness, take the time in which it notices: in Kubernetes 5 seconds.
func WithDrainDelay(d time.Duration) ServeOption { return func(s *serving) { s.delay = d } }

// WithDrainTimeout limits how long answers may take that were begun when the
// listener closed. After that their connections are cut. The default is 20
// seconds. Kubernetes kills the program 30 seconds after SIGTERM.
func WithDrainTimeout(d time.Duration) ServeOption { return func(s *serving) { s.timeout = d } }

type serving struct{ delay, timeout time.Duration }

// drainTimeout is the default of [WithDrainTimeout], which the recipes of
// docs/guide/deploying.md leave time for.
const drainTimeout = 20 * time.Second

// Serve answers requests on l until ctx ends, and then drains the server:
//
//  1. [Inertia.Ready] answers 503, for as long as [WithDrainDelay] says.
//  2. The listener accepts those who have connected already, and closes. Idle
//     connections close.
//  3. [Draining] tells streams that they should end.
//  4. Requests that have arrived are answered, within [WithDrainTimeout].
//     [http.Server.Shutdown] alone drops those that it has just read.
//  5. The renderer of [WithSSR] finishes what it has begun, if it has a method
//     Close, as a pool has. Nothing is rendered after that.
//
// It returns nil if everything was finished, and an error if connections were cut.
// A typical main:
//
//	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
//	context.AfterFunc(ctx, stop) // a second signal ends the program at once
//	listener, err := net.Listen("tcp", addr)
//	err = i.Serve(ctx, &http.Server{Handler: i.Middleware(mux)}, listener)
//
// Of the server's limits Serve sets those that are zero: ReadHeaderTimeout to 5
// seconds, ReadTimeout to 1 minute, WriteTimeout to 1 minute and IdleTimeout to
// 2 minutes; -1 stands for no limit. Handlers of long uploads and streams set
// deadlines of their own with [http.ResponseController].
func (i *Inertia) Serve(ctx context.Context, server *http.Server, l net.Listener, opts ...ServeOption) error {
	s := serving{timeout: drainTimeout}
	for _, opt := range opts {
		opt(&s)
	}
	if s.delay < 0 || s.timeout <= 0 {
		return errors.Join(fmt.Errorf("inertia: Serve: WithDrainDelay(%v) and WithDrainTimeout(%v): want 0 or more, and more than 0", s.delay, s.timeout), l.Close())
	}
	setTimeouts(server)
	draining, drain := context.WithCancel(context.Background())
	defer drain()
	base := server.BaseContext
	server.BaseContext = func(l net.Listener) context.Context {
		ctx := context.Background()
		if base != nil {
			ctx = base(l)
		}
		return context.WithValue(ctx, drainingKey{}, draining.Done())
	}
	failed := make(chan error, 1)
	last := &lastCall{Listener: l, closed: make(chan struct{})}
	open := watch(server)
	go func() { failed <- server.Serve(last) }()
	select {
	case err := <-failed:
		return fmt.Errorf("inertia: Serve: %w", err)
	case <-ctx.Done():
	}
	i.unready.Store(true)
	select {
	case err := <-failed:
		return fmt.Errorf("inertia: Serve: %w", err)
	case <-time.After(s.delay):
	}
	deadline, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.timeout)
	defer cancel()
	last.end(deadline)
	server.SetKeepAlivesEnabled(false)
	drain()
	open.wait(deadline)
	if err := errors.Join(server.Shutdown(deadline), i.live.end(deadline)); err != nil {
		_ = server.Close()
		return errors.Join(fmt.Errorf("inertia: Serve: answers took longer than WithDrainTimeout(%v), their connections were cut: %w", s.timeout, err), i.closeRenderer(deadline))
	}
	return i.closeRenderer(deadline)
}

func setTimeouts(server *http.Server) {
	for limit, d := range map[*time.Duration]time.Duration{
		&server.ReadHeaderTimeout: 5 * time.Second,
		&server.ReadTimeout:       time.Minute,
		&server.WriteTimeout:      time.Minute,
		&server.IdleTimeout:       2 * time.Minute,
	} {
		if *limit == 0 {
			*limit = d
		}
	}
}

// closeRenderer waits for the renderer no longer than until the deadline. Its
// processes end with the program in any case.
func (i *Inertia) closeRenderer(deadline context.Context) error {
	if i.ssr == nil {
		return nil
	}
	renderer, ok := i.ssr.Renderer().(interface{ Close() error })
	if !ok {
		return nil
	}
	done := make(chan error, 1)
	go func() { done <- renderer.Close() }()
	select {
	case err := <-done:
		if err != nil {
			return fmt.Errorf("inertia: Serve: close the renderer: %w", err)
		}
		return nil
	case <-deadline.Done():
		return fmt.Errorf("inertia: Serve: the renderer has not finished in time: %w", deadline.Err())
	}
}

type drainingKey struct{}

// Draining is closed when the server of [Inertia.Serve] drains. A handler that
// streams waits for it beside the end of the request, and says goodbye. A browser's
// EventSource then connects again, to another replica:
//
//	select {
//	case event := <-events:
//		...
//	case <-inertia.Draining(r.Context()):
//		fmt.Fprint(w, "retry: 1000\n\n") // milliseconds
//		return
//	case <-r.Context().Done():
//		return
//	}
//
// Without Serve it is nil and never closed.
func Draining(ctx context.Context) <-chan struct{} {
	done, _ := ctx.Value(drainingKey{}).(<-chan struct{})
	return done
}
