package props

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"
)

// runner calls the functions of pending props, several at a time. The
// goroutine of the request works too, so a lone function runs on it.
//
// What a function returns comes before what else waits: functions that return
// functions without end are then noticed as soon as they are too deep, however
// many each returns.
type runner struct {
	*resolver
	mu      sync.Mutex
	changed sync.Cond
	stack   []*node // the next is the last
	workers int     // goroutines besides the request's
	ended   bool    // some prop has no end, so the page fails
}

// run computes every pending node below root, and those found inside them.
func (res *resolver) run(root *node) {
	found := root.pending(nil)
	if len(found) == 0 {
		return
	}
	r := &runner{resolver: res}
	r.changed.L = &r.mu
	r.push(found)
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

func (r *runner) push(found []*node) {
	if rec := r.facts.Record; rec != nil {
		for _, n := range found {
			rec.Found(n.path)
		}
	}
	slices.Reverse(found)
	if len(r.stack) == 0 {
		r.stack = found
		return
	}
	r.stack = append(r.stack, found...)
}

// work empties the stack, with help if there is more than one node on it. The
// lock is held on entry and on return.
func (r *runner) work() {
	for len(r.stack) > 0 {
		n := r.stack[len(r.stack)-1]
		r.stack = r.stack[:len(r.stack)-1]
		for range min(len(r.stack), r.facts.Concurrency-1-r.workers) {
			r.workers++
			go r.help()
		}
		r.mu.Unlock()
		found, endless := r.timed(n)
		r.mu.Lock()
		if r.ended = r.ended || endless; r.ended {
			r.stack = nil // nothing else is of use
		} else {
			r.push(found)
		}
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

// timed is compute, with a note of how long it takes.
func (res *resolver) timed(n *node) (found []*node, endless bool) {
	if rec := res.facts.Record; rec != nil {
		defer rec.Begin(n.path)()
	}
	return res.compute(n)
}

// compute calls the function of n, walks what it returns, and returns the
// nodes that wait in there. endless tells that they never end.
func (res *resolver) compute(n *node) (found []*node, endless bool) {
	failing := false
	v, err := res.value(n)
	if n.absence = absenceOf(err); n.absence != 0 {
		n.outcome = skipped
		return nil, false
	}
	if err == nil {
		failing, endless, err = res.expand(n, v)
	}
	if err != nil {
		n.items, n.shape = nil, walkNone
		n.outcome, n.err = failed, res.failure(n.path, err)
		return nil, false
	}
	if failing {
		return nil, endless
	}
	return n.pending(nil), false
}

// expand walks what the function of n returned. Providers in there may panic,
// and no middleware recovers the goroutine.
func (res *resolver) expand(n *node, v any) (failing, endless bool, err error) {
	defer caught(&err)
	w := res.walker()
	w.path, w.depth = append(w.path, n.path...), int(n.depth)
	m := modeFull
	if res.facts.Partial {
		m = modeWhole
	}
	n.outcome = sent
	w.place(n, v, m)
	failing, endless = w.done()
	return failing, endless, nil
}

// call runs the prop's function under its deadline.
func (res *resolver) call(s *Spec) (any, error) {
	if err := res.ctx.Err(); err != nil {
		return nil, context.Cause(res.ctx)
	}
	r := res.facts.Request
	limit, _ := Find[Limit](s)
	if limit.Timeout <= 0 {
		return protect(res.ctx, r, s.fn)
	}
	// A function that is left behind begins or goes on when res serves another
	// page already: it is handed what is its own.
	return within(res.ctx, limit.Timeout, func(ctx context.Context) (any, error) {
		return protect(ctx, r, s.fn)
	})
}

// value is what the prop's function returns, or has returned for an earlier
// request.
func (res *resolver) value(n *node) (any, error) {
	c, _ := Find[Cached](n.spec)
	if a, _ := Find[Absentee](n.spec); a.After > 0 && res.facts.Late != nil {
		return res.adaptive(n, a, c)
	}
	if c.On {
		return res.cached(n, c)
	}
	if c.Key != nil && c.Key.Err != nil {
		return nil, c.Key.Err
	}
	return res.call(n.spec)
}

func errLimit(limit time.Duration) error {
	return fmt.Errorf("no result within its timeout of %v: %w", limit, context.DeadlineExceeded)
}

// within calls fn, and goes on without it after a time.
func within(ctx context.Context, limit time.Duration, fn func(context.Context) (any, error)) (any, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errLimit(limit))
	type result struct {
		value any
		err   error
	}
	done := make(chan result, 1)
	go func() {
		defer cancel()
		v, err := fn(ctx)
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
func protect(ctx context.Context, r *http.Request, fn function) (v any, err error) {
	defer caught(&err)
	return fn(ctx, r)
}
