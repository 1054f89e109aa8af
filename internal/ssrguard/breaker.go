package ssrguard

import (
	"sync"
	"time"

	"github.com/inertia-templ/shell/ssr"
)

// breakers decide who is asked: the renderer as a whole is paused when it does
// not answer, and a single component when its pages take too long or end their
// process. After a pause one trial goes through; each failed trial doubles the
// pause.
type breakers struct {
	first, longest time.Duration // no pauses if first is 0

	mu         sync.Mutex
	whole      breaker
	components map[string]*breaker // those with a failure since their last success
	silent     map[string]bool     // components without an answer since the last answer to any
}

// breaker is the state of one of them.
type breaker struct {
	pause     time.Duration // 0 if closed
	until     time.Time
	trying    bool
	abandoned int // visitors in a row who left before the answer
}

const (
	// silentComponents is how many different components must get no answer, with
	// no answer to another one in between, before the renderer is at fault and
	// not its pages.
	silentComponents = 2
	// abandonedPages is after how many visitors who left a page is tried in the
	// background: a page that never ends would teach nothing otherwise.
	abandonedPages = 3
	// maxComponents limits the memory of a program that makes up names.
	maxComponents = 1000
)

// permission says whether a page may be asked for, and what its failure shows.
type permission int

const (
	allowed permission = iota
	denied
	trialOfRenderer
	trialOfComponent
)

func (b *breakers) allow(component string, now time.Time) permission {
	b.mu.Lock()
	defer b.mu.Unlock()
	own := b.components[component]
	paused := own != nil && (own.pause > 0 || own.abandoned >= abandonedPages)
	switch {
	case b.whole.pause > 0 && !b.whole.over(now), paused && !own.over(now):
		return denied
	case paused: // even if the renderer is paused: there may be no other component
		own.trying = true
		return trialOfComponent
	case b.whole.pause > 0:
		b.whole.trying = true
		return trialOfRenderer
	default:
		return allowed
	}
}

// over reports whether the pause is over and nobody tries yet.
func (b *breaker) over(now time.Time) bool { return !b.trying && !now.Before(b.until) }

// succeeded is told that the renderer has answered, with a page or with an
// error of the page.
func (b *breakers) succeeded(component string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.whole = breaker{}
	delete(b.components, component)
	clear(b.silent)
}

// abandoned is told that a visitor left before there was an answer.
func (b *breakers) abandoned(component string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.first > 0 {
		b.own(component).abandoned++
	}
}

// failed is told that the renderer has not answered a page that had the
// permission p. It returns how long the pause is that begins with this, 0 if none
// does, and whether it is for the renderer as a whole.
func (b *breakers) failed(component string, kind ssr.Kind, p permission, now time.Time) (pause time.Duration, whole bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.first == 0 {
		return 0, false
	}
	if kind == ssr.Timeout || kind == ssr.Crash {
		pause = b.fail(b.own(component), p == trialOfComponent, now)
	} else if p == trialOfComponent {
		b.own(component).trying = false
	}
	ofRenderer := kind == ssr.Connection
	if kind == ssr.Timeout || kind == ssr.Busy {
		b.silent[component] = true
		ofRenderer = len(b.silent) >= silentComponents || p == trialOfRenderer
	}
	if ofRenderer && p != trialOfComponent || kind == ssr.Connection {
		if d := b.fail(&b.whole, p == trialOfRenderer, now); d > 0 {
			return d, true
		}
	} else if p == trialOfRenderer { // a page that crashes shows nothing
		b.whole.trying = false
	}
	return pause, false
}

// fail begins a pause and returns it, or 0 if one has begun already.
func (b *breakers) fail(of *breaker, trial bool, now time.Time) time.Duration {
	switch {
	case of.pause == 0:
		of.pause = b.first
	case trial:
		of.pause = min(2*of.pause, b.longest)
	default: // one of those that were asked before the pause began
		return 0
	}
	of.trying, of.until = false, now.Add(of.pause)
	return of.pause
}

func (b *breakers) own(component string) *breaker {
	own := b.components[component]
	if own == nil {
		if len(b.components) >= maxComponents {
			for name := range b.components {
				delete(b.components, name)
				break
			}
		}
		own = &breaker{}
		b.components[component] = own
	}
	return own
}
