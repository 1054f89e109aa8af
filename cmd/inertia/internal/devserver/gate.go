package devserver

import (
	"context"
	"net/url"
	"sync"
)

// state is what the program is doing.
type state struct {
	generation int      // counts what has become of builds
	building   bool     // a build or a start is under way
	program    *url.URL // where the program listens, if it does
	failure    *failure // why it does not
}

// gate holds requests back while the program is built.
type gate struct {
	mu      sync.Mutex
	state   state
	changed chan struct{} // closed when the state changes
}

func newGate() *gate {
	return &gate{state: state{building: true}, changed: make(chan struct{})}
}

func (g *gate) set(change func(*state)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	change(&g.state)
	close(g.changed)
	g.changed = make(chan struct{})
}

// build makes requests wait.
func (g *gate) build() { g.set(func(s *state) { s.building = true }) }

// resume lets them go on as before.
func (g *gate) resume() { g.set(func(s *state) { s.building = false }) }

// open leads requests to the program.
func (g *gate) open(program *url.URL) {
	g.set(func(s *state) { *s = state{generation: s.generation + 1, program: program} })
}

// fail answers requests with a failure.
func (g *gate) fail(f *failure) {
	g.set(func(s *state) { *s = state{generation: s.generation + 1, failure: f} })
}

// now is the state, and what is closed when it changes.
func (g *gate) now() (state, <-chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.state, g.changed
}

// wait waits for a state that is ready.
func (g *gate) wait(ctx context.Context, ready func(state) bool) (state, error) {
	for {
		s, changed := g.now()
		if ready(s) {
			return s, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return s, ctx.Err()
		}
	}
}

// settled is the state of a program that runs or cannot.
func settled(s state) bool { return !s.building }

// after is a state that settled after a generation.
func after(generation int) func(state) bool {
	return func(s state) bool { return settled(s) && s.generation > generation }
}
