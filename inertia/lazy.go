package inertia

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
)

// runner calls the functions of pending props, several at a time. The
// goroutine of the request works too, so a lone function runs on it.
type runner struct {
	*resolver
	mu      sync.Mutex
	changed sync.Cond
	queue   []*node
	workers int // goroutines besides the request's
}

// run computes every pending node below root, and those found on the way.
func (res *resolver) run(root *node) {
	queue := root.pending(nil)
	if len(queue) == 0 {
		return
	}
	r := &runner{resolver: res, queue: queue}
	r.changed.L = &r.mu
	r.mu.Lock()
	defer r.mu.Unlock()
	for {
		r.work()
		if r.workers == 0 {
			return
		}
		r.changed.Wait()
	}
}

// pending lists the nodes below n that wait for their function, in order.
func (n *node) pending(list []*node) []*node {
	if n.outcome == pending {
		return append(list, n)
	}
	for i := range n.items {
		list = n.items[i].pending(list)
	}
	return list
}

// work empties the queue, with help if there is more than one node in it. The
// lock is held on entry and on return.
func (r *runner) work() {
	for len(r.queue) > 0 {
		n := r.queue[0]
		r.queue = r.queue[1:]
		for range min(len(r.queue), r.limit-1-r.workers) {
			r.workers++
			go r.help()
		}
		r.mu.Unlock()
		found := r.compute(n)
		r.mu.Lock()
		r.queue = append(r.queue, found...)
		r.changed.Signal()
	}
}

func (r *runner) help() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.work()
	r.workers--
	r.changed.Signal()
}

// compute calls the function of n, walks what it returns, and returns the
// nodes that wait in there.
func (res *resolver) compute(n *node) []*node {
	v, err := res.call(n.prop)
	if err == nil {
		err = res.expand(n, v)
	}
	if err != nil {
		res.settle(n, err)
		return nil
	}
	return n.pending(nil)
}

// expand walks what the function of n returned. Providers in there may panic,
// and no middleware recovers the goroutine.
func (res *resolver) expand(n *node, v any) (err error) {
	defer caught(&err)
	w := getWalker(res)
	w.path = append(w.path, n.path...)
	m := modeFull
	if res.partial {
		m = modeWhole
	}
	n.outcome = sent
	w.place(n, v, m)
	w.done()
	return nil
}

// settle records that the prop of n failed: rescued, or with the page.
func (res *resolver) settle(n *node, err error) {
	n.items, n.shape = nil, walkNone
	n.err = fmt.Errorf("inertia: prop %q of %s: %w", n.path, res.in.Component, err)
	n.outcome = failed
	timedOut := n.prop.timeout > 0 && errors.Is(err, context.DeadlineExceeded) && res.ctx.Err() == nil
	if res.partial && n.prop.deferred && (n.prop.rescue || timedOut) {
		n.outcome = rescued
		res.log(n.path, n.err)
	}
}

// call runs the prop's function under its deadline.
func (res *resolver) call(p *prop) (any, error) {
	if err := res.ctx.Err(); err != nil {
		return nil, context.Cause(res.ctx)
	}
	if p.timeout <= 0 {
		return protect(res.ctx, p.fn)
	}
	ctx, cancel := context.WithTimeoutCause(res.ctx, p.timeout,
		fmt.Errorf("no result within its timeout of %v: %w", p.timeout, context.DeadlineExceeded))
	type result struct {
		value any
		err   error
	}
	done := make(chan result, 1)
	go func() {
		defer cancel()
		v, err := protect(ctx, p.fn)
		done <- result{v, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
	}
	select {
	case r := <-done: // it ended at the same moment
		return r.value, r.err
	default:
		return nil, context.Cause(ctx)
	}
}

// protect turns a panic of fn into an error.
func protect(ctx context.Context, fn func(context.Context) (any, error)) (v any, err error) {
	defer caught(&err)
	return fn(ctx)
}

// caught turns a panic into an error.
func caught(err *error) {
	if p := recover(); p != nil {
		*err = &errPanic{p, debug.Stack()}
	}
}
