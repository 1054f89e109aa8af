package ssr

import (
	"context"
	"encoding/binary"
	"slices"
	"sync"
)

// depth is how many pages a worker may have been given: the next ones lie in
// its socket already while it renders.
const depth = 4

// job is a page that waits for its answer.
type job struct {
	frame []byte // as it goes to the worker; a copy, for who asked may be gone by then
	done  chan answer
}

// answer is what became of a page.
type answer struct {
	result Result
	err    error
}

func newJob(page []byte) *job {
	frame := binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(page)), uint32(len(page)))
	return &job{frame: append(frame, page...), done: make(chan answer, 1)}
}

// dispatcher gives pages to the worker that has the least to do.
type dispatcher struct {
	mu      sync.Mutex
	workers []*worker
	waiting []chan struct{} // of those who found no worker with time, the first first
	closed  bool
	broken  []error // why a slot has no worker, nil if it has or is about to have one
}

// assign finds a worker for the job. If there is none it returns what to wait
// for before the next try, or why there is no point in waiting. Newcomers stand
// behind those who wait.
func (d *dispatcher) assign(j *job, newcomer bool) (turn chan struct{}, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil, errClosed
	}
	var best *worker
	for _, w := range d.workers {
		if !w.leaving && w.load < depth && (best == nil || w.load < best.load) {
			best = w
		}
	}
	if best != nil && !(newcomer && len(d.waiting) > 0) {
		best.load++
		best.jobs <- j // has room for as many
		return nil, nil
	}
	return d.queue()
}

// ready is [dispatcher.assign] without a job: there is a worker if turn is nil.
func (d *dispatcher) ready() (turn chan struct{}, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case d.closed:
		return nil, errClosed
	case len(d.workers) > 0:
		d.wake() // this one takes nobody's place
		return nil, nil
	}
	return d.queue()
}

// queue lets one more wait, if there is a point in it.
func (d *dispatcher) queue() (turn chan struct{}, err error) {
	if len(d.workers) == 0 && !slices.Contains(d.broken, nil) {
		return nil, &Error{Kind: Connection, Message: d.broken[0].Error(), Err: d.broken[0]}
	}
	turn = make(chan struct{})
	d.waiting = append(d.waiting, turn)
	return turn, nil
}

// wake lets the first of those who wait try again.
func (d *dispatcher) wake() {
	if len(d.waiting) > 0 {
		close(d.waiting[0])
		d.waiting = d.waiting[1:]
	}
}

func (d *dispatcher) wakeAll() {
	for len(d.waiting) > 0 {
		d.wake()
	}
}

// leave forgets a turn that nobody waits for any more.
func (d *dispatcher) leave(turn chan struct{}) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if i := slices.Index(d.waiting, turn); i >= 0 {
		d.waiting = slices.Delete(d.waiting, i, i+1)
		return
	}
	d.wake() // it was this one's turn
}

// finished is told that a worker has answered.
func (d *dispatcher) finished(w *worker) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if w.load--; w.load == 0 && w.leaving {
		d.drop(w)
	}
	d.wake()
}

// add takes a worker in, in place of another one if old is not nil. It reports
// whether the worker is still wanted.
func (d *dispatcher) add(slot int, w, old *worker) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return false
	}
	d.workers = append(d.workers, w)
	d.broken[slot] = nil
	if old != nil {
		if old.leaving = true; old.load == 0 {
			d.drop(old)
		}
	}
	d.wakeAll()
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
	d.wakeAll()
}

// fails is told why a slot has no worker, for those who wait.
func (d *dispatcher) fails(slot int, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.broken[slot] = err
	d.wakeAll()
}

// close ends it: workers finish what they have been given.
func (d *dispatcher) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	for _, w := range slices.Clone(d.workers) {
		if w.leaving = true; w.load == 0 {
			d.drop(w)
		}
	}
	d.wakeAll()
}

// run has a page rendered by one worker.
func (d *dispatcher) run(ctx context.Context, j *job) (Result, error) {
	for newcomer := true; ; newcomer = false {
		turn, err := d.assign(j, newcomer)
		if err != nil {
			return Result{}, err
		}
		if turn == nil {
			break
		}
		select {
		case <-turn:
		case <-ctx.Done():
			d.leave(turn)
			return Result{}, waited("no worker has time", ctx)
		}
	}
	select {
	case a := <-j.done:
		return a.result, a.err
	case <-ctx.Done():
		return Result{}, waited("no answer from the worker", ctx)
	}
}

func waited(what string, ctx context.Context) error {
	return &Error{Kind: Timeout, Message: what + ": " + ctx.Err().Error(), Err: ctx.Err()}
}
