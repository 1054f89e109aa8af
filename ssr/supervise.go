package ssr

import (
	"errors"
	"time"
)

const (
	firstPause = 50 * time.Millisecond
	longPause  = 10 * time.Second
	// hopeless is after how many failures to start nobody waits for the next try.
	hopeless = 3
)

var errEnded = errors.New("the workers end before they have rendered anything")

// keep sees to it that there is a worker in a slot, until the pool closes.
func (p *Pool) keep(slot int) {
	pause := firstPause
	failures := hopeless // in a row
	first := true
	var old *worker // is to be replaced
	for {
		w, err := p.start(p.closing)
		switch {
		case p.closing.Err() != nil:
			if w != nil {
				w.leave()
			}
			return
		case err != nil:
			p.log.Error("ssr: a worker does not start: "+err.Error(), "runtime", p.runtime, "bundle", p.bundle.place, "again_in", pause)
			if failures++; failures >= hopeless {
				p.dispatcher.fails(slot, err)
			}
			p.sleep(pause)
			pause = min(2*pause, longPause)
			continue
		}
		if first {
			first, failures = false, 0
		}
		if !p.dispatcher.enlist(slot, w, old) {
			w.leave()
			return
		}
		p.serve(w)
		old = nil
		select {
		case <-p.closing.Done():
			return
		case <-w.spent:
			old, pause, failures = w, firstPause, 0
		case <-w.gone:
			p.dispatcher.lost(w)
			if failures++; w.renders.Load() > 0 {
				pause, failures = firstPause, 0
			}
			p.log.Error("ssr: a worker has ended", "after", time.Since(w.begun).Round(time.Millisecond), "again_in", pause)
			if failures >= hopeless {
				p.dispatcher.fails(slot, errEnded)
			}
			p.sleep(pause)
			pause = min(2*pause, longPause)
		}
	}
}

func (p *Pool) sleep(d time.Duration) {
	select {
	case <-time.After(d):
	case <-p.closing.Done():
	}
}
