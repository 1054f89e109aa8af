// Package record notes what becomes of the props of a page. Package props
// writes the record while it makes the page, package inertia reads it when the
// page is made.
package record

import (
	"sync"
	"time"
)

// Outcome is what became of a prop.
type Outcome string

// Outcomes of props.
const (
	Sent      Outcome = "sent"
	Skipped   Outcome = "skipped"   // left for a later request
	Cached    Outcome = "cached"    // left out, since the client has it
	Withheld  Outcome = "withheld"  // a secret
	Rescued   Outcome = "rescued"   // failed, and the page was sent without it
	Failed    Outcome = "failed"    // and the page with it
	Cancelled Outcome = "cancelled" // another prop failed the page, or the visitor left
)

// Page is the record of one page object. Functions of props run side by side,
// so it is safe for concurrent use until the page is made. A nil Page records
// nothing.
type Page struct {
	mu     sync.Mutex
	props  []*Prop
	byPath map[string]*Prop
}

// Prop is what became of the prop at a path.
type Prop struct {
	Path    string
	Outcome Outcome
	Err     error

	// What its kinds say.
	Deferred, Optional, Always, Live, Scroll, Once bool
	Adaptive                                       bool   // deferred, but only if it is late
	Group                                          string // of a deferred one
	Merge                                          Direction
	Deep                                           bool
	Source                                         Source // where it was made, if that was noted

	Shared bool // it is not the page's own
	Reset  bool // the client drops what it has

	Computed bool      // its function was called
	Found    time.Time // when its function could begin
	Begun    time.Time // when it did
	Took     time.Duration

	From, To int // where its value lies in the page object
}

// Direction is the end of a list at which the client adds new items.
type Direction string

// Directions of a merge.
const (
	Append  Direction = "append"
	Prepend Direction = "prepend"
)

// Kind is the name that the client's devtools have for the kind that counts most: when a prop is sent says more
// of it than what the client does with it. It is empty for plain values and
// functions.
func (p *Prop) Kind() string {
	switch {
	case p.Deferred:
		return "defer"
	case p.Optional:
		return "optional"
	case p.Always:
		return "always"
	case p.Scroll:
		return "scroll"
	case p.Merge != "":
		return "merge"
	case p.Once:
		return "once"
	}
	return ""
}

// Waited is how long the function waited for others.
func (p *Prop) Waited() time.Duration {
	if p.Begun.IsZero() {
		return 0
	}
	return p.Begun.Sub(p.Found)
}

// Bytes is the size of the value in the page object.
func (p *Prop) Bytes() int { return p.To - p.From }

// Prop returns the record of the prop at path.
func (r *Page) Prop(path string) *Prop {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p := r.byPath[path]; p != nil {
		return p
	}
	if r.byPath == nil {
		r.byPath = map[string]*Prop{}
	}
	p := &Prop{Path: path}
	r.byPath[path] = p
	r.props = append(r.props, p)
	return p
}

// Found notes that the function of the prop at path could begin.
func (r *Page) Found(path string) {
	if p := r.Prop(path); p.Found.IsZero() {
		p.Found = time.Now()
	}
}

// Begin notes that the function of the prop at path begins. A function that
// returns another one begins twice.
func (r *Page) Begin(path string) (ended func()) {
	p := r.Prop(path)
	begun := time.Now()
	if !p.Computed {
		p.Computed, p.Begun = true, begun
	}
	return func() { p.Took += time.Since(begun) }
}

// Wrote notes where the value of the prop at path lies in the page object.
func (r *Page) Wrote(path string, from, to int) {
	p := r.Prop(path)
	p.From, p.To = from, to
}

// Props lists the props in the order in which they were noted first.
func (r *Page) Props() []*Prop { return r.props }
