package ssr

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/inertia-templ/shell/internal/ssrguard/place"
)

const (
	// depth is how many pages a worker may have been given: the next ones lie in
	// its socket already while it renders.
	depth = 4
	// quick is how long a page may take that others may wait behind. Only with
	// such pages the time between two of them counts, and only those are not stuck.
	quick = 5 * time.Millisecond
)

// job is a page that waits for its answer.
type job struct {
	page  []byte
	asked time.Time
	first bool // goes before the others
	done  chan answer
}

type answer struct {
	result Result
	err    error
}

// dispatcher gives pages to the worker that has the least to do, in the order in
// which they were asked for.
type dispatcher struct {
	mu      sync.Mutex
	workers []*worker
	waiting []*job
	changed chan struct{} // closed when workers come or fail; nil if nobody waits for that
	closed  bool
	started int           // workers that were ready at some time
	answers int64         // that workers have given
	shed    int64         // pages that were sent away
	average time.Duration // of what a page takes, the last ones counting most
	broken  []error       // why a slot has no worker; nil if it has or is about to have one
}

// hopeless returns why there is no point in waiting for a worker, nil if there is.
func (d *dispatcher) hopeless() error {
	switch {
	case d.closed:
		return errClosed
	case len(d.workers) == 0 && !slices.Contains(d.broken, nil):
		return &Error{Kind: Connection, Message: d.broken[0].Error(), Err: d.broken[0]}
	}
	return nil
}

// add queues a page, unless its turn would come later than after maxWait.
func (d *dispatcher) add(j *job, maxWait time.Duration) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.hopeless(); err != nil {
		return err
	}
	at := len(d.waiting)
	if j.first {
		at = slices.IndexFunc(d.waiting, func(other *job) bool { return !other.first })
		if at < 0 {
			at = len(d.waiting)
		}
	}
	if maxWait > 0 && d.wait(at) > maxWait {
		d.shed++
		return fmt.Errorf("%w: %d pages wait", ErrShed, len(d.waiting))
	}
	d.waiting = slices.Insert(d.waiting, at, j)
	d.fill(j.asked)
	return nil
}

// wait is about how long a page waits that has so many before it, besides those
// that workers have been given.
func (d *dispatcher) wait(before int) time.Duration {
	if len(d.workers) == 0 {
		return 0 // they start, nobody knows
	}
	for _, w := range d.workers {
		before += len(w.queue)
		if len(w.queue) == 0 && !w.leaving {
			return 0
		}
	}
	return time.Duration(before) * d.average / time.Duration(len(d.workers))
}

// fill gives pages that wait to workers that have room.
func (d *dispatcher) fill(now time.Time) {
	for len(d.waiting) > 0 {
		var best *worker
		for _, w := range d.workers {
			if w.room(now) && (best == nil || len(w.queue) < len(best.queue)) {
				best = w
			}
		}
		if best == nil {
			return
		}
		j := d.waiting[0]
		d.waiting[0], d.waiting = nil, d.waiting[1:]
		if len(best.queue) == 0 {
			best.since = now
		}
		best.queue = append(best.queue, j)
		best.jobs <- j // has room for as many
	}
}

func (w *worker) room(now time.Time) bool {
	switch {
	case w.leaving:
		return false
	case len(w.queue) == 0:
		return true
	}
	return w.quick && len(w.queue) < depth && now.Sub(w.since) < quick
}

// finished is told that a worker has answered the first page of its queue.
func (d *dispatcher) finished(w *worker) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := time.Now()
	d.answers++
	w.queue = slices.Delete(w.queue, 0, 1)
	took := now.Sub(w.since)
	d.average += (took - d.average) / 8
	w.quick, w.since = took < quick, now
	if len(w.queue) == 0 && w.leaving {
		d.drop(w)
	}
	d.fill(now)
}

// withdraw takes a page back that nobody waits for any more, and says why there
// was not an answer: the page itself took the time, or others did.
func (d *dispatcher) withdraw(j *job, cause error) *Error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if i := slices.Index(d.waiting, j); i >= 0 {
		d.waiting = slices.Delete(d.waiting, i, i+1)
		return &Error{Kind: Busy, Message: "no worker has time: " + cause.Error(), Err: cause}
	}
	now := time.Now()
	for _, w := range d.workers {
		if len(w.queue) > 0 && w.queue[0] == j && 2*now.Sub(w.since) >= now.Sub(j.asked) {
			return &Error{Kind: Timeout, Message: fmt.Sprintf("the worker has not answered within %v: %v", now.Sub(w.since).Round(time.Millisecond), cause), Err: cause}
		}
	}
	return &Error{Kind: Busy, Message: "the page had to wait for its worker: " + cause.Error(), Err: cause}
}

// enlist takes a worker in, in place of another one if old is not nil. It
// reports whether the worker is still wanted.
func (d *dispatcher) enlist(slot int, w, old *worker) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return false
	}
	d.workers = append(d.workers, w)
	d.started++
	d.broken[slot] = nil
	if old != nil {
		if old.leaving = true; len(old.queue) == 0 {
			d.drop(old)
		}
	}
	d.fill(time.Now())
	d.announce()
	return true
}

// drop forgets a worker, which gets no more pages.
func (d *dispatcher) drop(w *worker) {
	if i := slices.Index(d.workers, w); i >= 0 {
		d.workers = slices.Delete(d.workers, i, i+1)
		close(w.jobs)
	}
}

// lost is told that a worker is of no use any more.
func (d *dispatcher) lost(w *worker) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.drop(w)
	d.announce()
}

// fails is told why a slot has no worker.
func (d *dispatcher) fails(slot int, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.broken[slot] = err
	d.announce()
}

// close lets workers finish what they have been given.
func (d *dispatcher) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	for _, w := range slices.Clone(d.workers) {
		if w.leaving = true; len(w.queue) == 0 {
			d.drop(w)
		}
	}
	d.announce()
}

// announce tells those who wait that workers have come or failed.
func (d *dispatcher) announce() {
	if err := d.hopeless(); err != nil {
		for _, j := range d.waiting {
			j.done <- answer{err: err}
		}
		d.waiting = nil
	}
	if d.changed != nil {
		close(d.changed)
		d.changed = nil
	}
}

// ready waits for a worker.
func (d *dispatcher) ready(ctx context.Context) error {
	for {
		d.mu.Lock()
		err, there := d.hopeless(), len(d.workers) > 0
		if d.changed == nil {
			d.changed = make(chan struct{})
		}
		changed := d.changed
		d.mu.Unlock()
		if err != nil || there {
			return err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return &Error{Kind: Timeout, Message: "no worker is ready: " + ctx.Err().Error(), Err: ctx.Err()}
		}
	}
}

// sendAway takes a page back whose turn has not come, and reports whether it
// could. Pages that a worker has been given count as begun.
func (d *dispatcher) sendAway(j *job) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	i := slices.Index(d.waiting, j)
	if i < 0 {
		return false
	}
	d.waiting = slices.Delete(d.waiting, i, i+1)
	d.shed++
	return true
}

// run has a page rendered by one worker.
func (d *dispatcher) run(ctx context.Context, page []byte) (Result, error) {
	at := place.Of(ctx)
	j := &job{page: page, asked: time.Now(), first: at.First, done: make(chan answer, 1)}
	if err := d.add(j, at.MaxWait); err != nil {
		return Result{}, err
	}
	var turn <-chan time.Time
	if at.MaxWait > 0 {
		timer := time.NewTimer(at.MaxWait)
		defer timer.Stop()
		turn = timer.C
	}
	for {
		select {
		case a := <-j.done:
			return a.result, a.err
		case <-turn:
			if d.sendAway(j) {
				return Result{}, fmt.Errorf("%w: its turn has not come within %v", ErrShed, at.MaxWait)
			}
			turn = nil
		case <-ctx.Done():
			return Result{}, d.withdraw(j, ctx.Err())
		}
	}
}
