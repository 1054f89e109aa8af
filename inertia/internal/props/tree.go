package props

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"
)

// outcome is what became of a node.
type outcome uint8

const (
	sent     outcome = iota
	skipped          // not part of this answer, but its metadata may be
	pending          // waits for its function
	rescued          // failed, and the page goes on without it
	withheld         // a secret
	failed
)

// node is a part of the page: a value that is encoded in one piece, or a
// container of nodes.
type node struct {
	name     string
	outcome  outcome
	shape    walkKind // walkNone: value is encoded as it is
	absence  Absence  // why a full visit skips it
	removed  bool     // some children were left out
	masked   bool     // the value is a list without the secrets of its items
	renamed  bool     // some children have other names than in the value
	optional bool     // not sent at all if nothing of it is left
	filled   bool     // value takes the place of a nil list
	public   bool     // names of secrets mean nothing here
	depth    uint16   // of containers around it, for pending ones
	hops     uint16   // props that returned props, for pending ones
	value    any
	items    []node
	from     *field // of a struct, nil for the key of a map
	spec     *Spec  // the prop it came from, if any
	path     string // of props
	mark     string // of the tags of props
	version  string // of props that wait for their function
	err      error
}

// resolver is the state of one page object in the making.
type resolver struct {
	engine   *Engine
	ctx      context.Context
	facts    Facts
	filtered bool // not on full visits, nor when everything is selected
	filter   filter

	base   string // the path of the root
	root   node
	begun  time.Time // the first time that was asked for it
	leaked leaked

	plainOnly bool        // props and providers are refused, see filler
	late      atomic.Bool // some prop was not ready in time, see adaptive
}

// now is the same moment for all props of a page.
func (res *resolver) now() time.Time {
	if res.begun.IsZero() {
		res.begun = time.Now()
	}
	return res.begun
}

// resolve builds the tree for entries and computes everything that is sent.
func (res *resolver) resolve(entries []entry) error {
	if !res.build(entries) {
		res.run(&res.root)
	}
	return res.settle(&res.root)
}

// build makes the tree for entries, in which functions are still to be called.
func (res *resolver) build(entries []entry) (failing bool) {
	m := modeFull
	switch {
	case res.filtered:
		m = modeFiltered
	case res.facts.Partial:
		m = modeCovered
	}
	res.root.shape = walkObject
	w := res.walker()
	w.path = append(w.path, res.base...)
	w.entries(&res.root, entries, m)
	failing, _ = w.done()
	return failing
}

// settle finds the error declared first, whichever happened first. A prop that
// is rescued takes with it whatever fails inside it.
func (res *resolver) settle(n *node) error {
	err := n.err
	if n.outcome != failed {
		err = nil
		for i := range n.items {
			if err = res.settle(&n.items[i]); err != nil {
				break
			}
		}
	}
	if err != nil && !isEndless(err) && res.rescues(n) {
		res.rescue(n, err)
		return nil
	}
	return err
}

// rescues reports whether the page goes on without n.
func (res *resolver) rescues(n *node) bool {
	if n.spec == nil || !res.facts.Partial {
		return false
	}
	a, _ := Find[Absentee](n.spec)
	if a.Fetch != Deferred {
		return false
	}
	return a.Rescue || n.outcome == failed && res.timedOut(n)
}

// timedOut reports whether the prop's own limit ended its function.
func (res *resolver) timedOut(n *node) bool {
	l, _ := Find[Limit](n.spec)
	return l.Timeout > 0 && errors.Is(n.err, context.DeadlineExceeded) && res.ctx.Err() == nil
}

// rescue leaves n out of the page, and reports why.
func (res *resolver) rescue(n *node, err error) {
	n.outcome, n.err, n.items, n.value = rescued, err, nil, nil
	res.facts.Log.ErrorContext(res.ctx, err.Error(), "url", res.facts.Target, "rescued", n.path)
}

// propError is the error of a prop, which names it.
type propError struct {
	component, path string
	err             error
}

func (e *propError) Error() string {
	return fmt.Sprintf("inertia: prop %q of %s: %s", e.path, e.component, e.err)
}

func (e *propError) Unwrap() error { return e.err }

// failure is err as the error of the prop at path.
func (res *resolver) failure(path string, err error) error {
	path = strings.TrimPrefix(path, ".")
	if len(path) > 100 { // of a cycle
		path = strings.ToValidUTF8(path[:100], "") + "…"
	}
	return &propError{res.facts.Component, path, err}
}
