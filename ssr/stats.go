package ssr

import "time"

// PoolStats describes the current state of a [Pool].
type PoolStats struct {
	Workers int   // processes that the pool is to have
	Ready   int   // processes that render
	Busy    int   // of those, with a page
	Waiting int   // pages that wait for a process
	Started int   // processes that were ready since the pool began: more than Workers if some were replaced
	Answers int64 // pages and errors of pages, since the pool began

	Shed    int64         // pages that were left to the browser because they had to wait too long, since the pool began
	Average time.Duration // what a page takes, the last ones counting most

	Oldest time.Duration // age of the oldest process
}

// Stats returns the current state of the pool.
func (p *Pool) Stats() PoolStats {
	d := &p.dispatcher
	d.mu.Lock()
	defer d.mu.Unlock()
	s := PoolStats{Workers: p.workers, Ready: len(d.workers), Waiting: len(d.waiting), Started: d.started, Answers: d.answers, Shed: d.shed, Average: d.average}
	for _, w := range d.workers {
		if len(w.queue) > 0 {
			s.Busy++
			s.Waiting += len(w.queue) - 1
		}
		s.Oldest = max(s.Oldest, time.Since(w.begun))
	}
	return s
}
