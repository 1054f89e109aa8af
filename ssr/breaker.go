package ssr

import (
	"sync"
	"time"
)

// breaker leaves a renderer alone that has failed to answer, for longer each
// time, and lets one trial through before it trusts it again.
type breaker struct {
	first, longest time.Duration // none if first is 0

	mu     sync.Mutex
	pause  time.Duration // 0 while all is well
	until  time.Time
	trying bool
}

type permission int

const (
	allowed permission = iota
	denied
	trial
)

func (b *breaker) allow(now time.Time) permission {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.pause == 0:
		return allowed
	case b.trying || now.Before(b.until):
		return denied
	default:
		b.trying = true
		return trial
	}
}

func (b *breaker) succeeded() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pause, b.trying = 0, false
}

// abandoned ends a trial that showed nothing.
func (b *breaker) abandoned() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.trying = false
}

// failed begins a pause and returns how long it is, or 0 if one has begun
// already.
func (b *breaker) failed(now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.first == 0:
		return 0
	case b.pause == 0:
		b.pause = b.first
	case b.trying:
		b.pause, b.trying = min(2*b.pause, b.longest), false
	default: // one of those that were under way when the pause began
		return 0
	}
	b.until = now.Add(b.pause)
	return b.pause
}
