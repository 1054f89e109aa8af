package ssr

import (
	"errors"
	"time"
)

const (
	firstPause = 100 * time.Millisecond
	longPause  = 10 * time.Second
	// settled is how long a worker has to live for its end to be no failure of
	// the next start.
	settled = 10 * time.Second
)

var errEnded = errors.New("the workers end as soon as they are asked")

// keep sees to it that there is a worker in a slot, until the pool closes.
func (p *Pool) keep(slot int) {
	pause := firstPause
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
			p.log.Error("ssr: a worker does not start: "+err.Error(), "runtime", p.runtime, "bundle", p.bundle, "again_in", pause)
			if old == nil || !old.usable() {
				p.state(slot, err)
			}
			p.sleep(pause)
			pause = min(2*pause, longPause)
			continue
		}
		if old != nil {
			old.leaving.Store(true)
			old = nil
		}
		p.state(slot, nil)
		p.idle <- w
		select {
		case <-p.closing.Done():
			return
		case <-w.spent:
			old, pause = w, firstPause
		case <-w.gone:
			p.purge()
			if time.Since(w.begun) > settled {
				pause = firstPause
			}
			p.log.Error("ssr: a worker has ended", "after", time.Since(w.begun).Round(time.Millisecond), "again_in", pause)
			if pause >= time.Second {
				p.state(slot, errEnded)
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
