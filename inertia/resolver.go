package inertia

import (
	"context"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The resolver turns the props of a page into a tree of nodes in three steps:
// walk decides what is sent and finds the functions to call, run calls them
// (and walks what they return), and write encodes the tree and collects its
// metadata in the order of declaration, so that timing never shows.

// maxNesting bounds how deep props are walked: deeper ones are a cycle.
const maxNesting = 500

// mode is how the children of a container are selected.
type mode uint8

const (
	modeFull     mode = iota // full visit: kinds decide
	modeFiltered             // partial reload: the filter decides for each child
	modeList                 // inside a list on the path of a partial reload
	modeCovered              // partial reload: everything below is selected
	modeWhole                // partial reload: inside a prop or a list, nothing is dropped
)

// outcome is what became of a node.
type outcome uint8

const (
	sent    outcome = iota
	skipped         // not part of this answer, but its metadata may be
	pending         // waits for its function
	rescued         // failed, and the page goes on without it
	failed
)

type node struct {
	name     string
	outcome  outcome
	shape    walkKind // walkNone: value is encoded as it is
	removed  bool     // some children were left out
	optional bool     // not sent at all if nothing of it is left
	value    any
	items    []node
	prop     *prop  // the kind it came from, if any
	path     string // of props
	err      error
}

type resolver struct {
	ctx      context.Context
	in       PropContext
	info     *RequestInfo
	partial  bool
	filtered bool // not on full visits, nor when everything is selected
	filter   filter
	limit    int // functions running at once
	rescues  *slog.Logger
	target   string // of the request, for the log

	root  node
	begun time.Time // the first time that was asked for it
}

// now is the same moment for all props of a page.
func (res *resolver) now() time.Time {
	if res.begun.IsZero() {
		res.begun = time.Now()
	}
	return res.begun
}

// log reports the error of a prop that the page does without.
func (res *resolver) log(path string, err error) {
	res.rescues.ErrorContext(res.ctx, err.Error(), "url", res.target, "rescued", path)
}

// own appends the page's props to list. Most partial reloads want few of many:
// the others are left out before they are sorted.
func (res *resolver) own(list []entry, props any, shared []entry) ([]entry, error) {
	m, ok := props.(Props)
	if !ok || !res.filtered {
		return entriesOf(list, props, res.in)
	}
	for name, v := range m {
		if res.selects([]byte(name), v) || strings.Contains(name, ".") || indexOf(shared, name) >= 0 {
			list = append(list, entry{name, v})
		}
	}
	sortEntries(list)
	return list, nil
}

// selects applies the partial filter to one prop.
func (res *resolver) selects(path []byte, v any) bool {
	switch v := v.(type) {
	case literal:
		return true
	case kinded:
		if v.inertiaProp().always {
			return true
		}
	}
	return res.filter.included(path)
}

// resolve builds the tree for entries and computes all that is sent.
func (res *resolver) resolve(entries []entry) error {
	m := modeFull
	switch {
	case res.filtered:
		m = modeFiltered
	case res.partial:
		m = modeCovered
	}
	res.root.shape = walkObject
	w := getWalker(res)
	w.entries(&res.root, entries, m)
	w.done()
	res.run(&res.root)
	return res.root.firstError()
}

// firstError finds the error declared first, whichever happened first.
func (n *node) firstError() error {
	if n.outcome == failed {
		return n.err
	}
	for i := range n.items {
		if err := n.items[i].firstError(); err != nil {
			return err
		}
	}
	return nil
}

// walker walks values. Nodes are built on a stack, since most turn out to be
// plain values whose container can be encoded in one piece.
type walker struct {
	*resolver
	path  []byte
	stack []node
	depth int
}

// walkers keeps walkers, for their stacks.
var walkers = sync.Pool{New: func() any { return &walker{stack: make([]node, 0, 16)} }}

func getWalker(res *resolver) *walker {
	w := walkers.Get().(*walker)
	w.resolver = res
	return w
}

// done gives the walker back. What was on its stack is cleared.
func (w *walker) done() {
	w.resolver, w.path, w.depth = nil, w.path[:0], 0
	walkers.Put(w)
}

// specOf returns the prop that v is, or nil for plain values.
func (w *walker) specOf(v any) *prop {
	switch v := v.(type) {
	case nil, string, bool, int, int64, float64, literal:
		return nil
	case kinded:
		if rv := reflect.ValueOf(v); rv.Kind() == reflect.Pointer && rv.IsNil() {
			return nil
		}
		return v.inertiaProp()
	case *overlay:
		if spec := w.specOf(v.base); spec != nil {
			return spec.overlaid(v.entries)
		}
		return nil
	case Provider:
		return &prop{source: source{value: v.InertiaProp(w.context())}}
	}
	if s := sourceOf(v); s.fn != nil {
		return &prop{source: s}
	}
	return nil
}

// isProp reports whether specOf would find one, without asking providers.
func isProp(v any) bool {
	if o, ok := v.(*overlay); ok {
		return isProp(o.base)
	}
	if v == nil {
		return false
	}
	t := reflect.TypeOf(v)
	return isSource(t) && !t.Implements(propsProviderType) && t != joinedType
}

// overlaid adds entries to whatever the prop's value is.
func (s *prop) overlaid(entries []entry) *prop {
	spec := *s
	if fn := s.fn; fn != nil {
		spec.fn = func(ctx context.Context) (any, error) {
			v, err := fn(ctx)
			return &overlay{base: v, entries: entries}, err
		}
	} else {
		spec.value = &overlay{base: s.value, entries: entries}
	}
	return &spec
}

func (w *walker) context() PropContext {
	pc := w.in
	pc.Path = string(w.path)
	return pc
}

// child walks one named value and leaves its node on the stack.
func (w *walker) child(name string, v any, m mode) {
	length := len(w.path)
	if length > 0 {
		w.path = append(w.path, '.')
	}
	w.path = append(w.path, name...)
	n := node{name: name}
	w.place(&n, v, m)
	w.path = w.path[:length]
	w.stack = append(w.stack, n)
}

// place decides whether v is sent at the walker's path and walks it if so.
func (w *walker) place(n *node, v any, m mode) {
	if !w.selected(v, m) {
		n.outcome = skipped
		return
	}
	for hops := 0; ; hops++ {
		spec := w.specOf(v)
		if spec == nil {
			w.plain(n, v, m)
			w.checkScroll(n, v)
			return
		}
		if hops > maxNesting {
			w.fail(n, fmt.Errorf("a prop that returns props without end"))
			return
		}
		n.prop, n.path = spec, string(w.path)
		if !w.partial && w.skipsFull(spec, n.path) {
			n.outcome = skipped
			return
		}
		if spec.fn != nil {
			n.outcome = pending
			return
		}
		// What a prop holds is sent whole, as what a function returns.
		if v = spec.value; w.partial {
			m = modeWhole
		}
	}
}

// checkScroll fails a scroll prop that cannot tell where its page stands: the
// client's InfiniteScroll would throw in the browser.
func (w *walker) checkScroll(n *node, v any) {
	if n.prop == nil || n.prop.scroll == nil || n.outcome == failed {
		return
	}
	if _, ok := n.prop.scroll.metadata(v); !ok {
		w.fail(n, fmt.Errorf("a scroll prop of type %T does not say which page it is: implement inertia.Paginator or add .Metadata(...)", v))
	}
}

// selected applies the partial filter to one child.
func (w *walker) selected(v any, m mode) bool {
	switch m {
	case modeFiltered:
		return w.selects(w.path, v)
	case modeList:
		// The client replaces lists as a whole: plain items must all be
		// there, props among them only if asked for.
		if isProp(v) {
			return w.filter.included(w.path)
		}
		return !w.filter.except.contains(w.path)
	}
	return true
}

// skipsFull reports whether a full visit leaves the prop out.
func (w *walker) skipsFull(spec *prop, path string) bool {
	return spec.optional || spec.deferred || w.info.IsInertia && w.remembered(spec, path)
}

// remembered reports whether the client has the once prop and keeps it.
func (res *resolver) remembered(spec *prop, path string) bool {
	if spec.once == nil || spec.once.fresh {
		return false
	}
	key := spec.once.key
	if key == "" {
		key = path
	}
	return slices.Contains(res.info.ExceptOnce, key)
}

// plain walks a value that is not a prop itself.
func (w *walker) plain(n *node, v any, m mode) {
	switch v.(type) {
	case nil, string, bool, int, int64, float64, literal, quoted:
		n.value = v
		return
	}
	if m == modeFiltered && w.filter.covers(w.path) {
		m = modeCovered
	}
	n.value = v
	p := planOf(reflect.TypeOf(v))
	if !p.dynamic && m != modeFiltered && m != modeList {
		return
	}
	if w.depth++; w.depth > maxNesting {
		w.fail(n, fmt.Errorf("nested deeper than %d levels; is there a cycle?", maxNesting))
	} else {
		w.container(n, v, p, m)
	}
	w.depth--
}

// container walks the children of v, if v has any that matter.
func (w *walker) container(n *node, v any, p *plan, m mode) {
	switch v := v.(type) {
	case PropsProvider, joined, *overlay:
		entries, err := entriesOf(nil, v, w.context())
		if err != nil {
			w.fail(n, err)
			return
		}
		n.shape = walkObject
		w.entries(n, entries, m)
		return
	}
	switch p.walk {
	case walkPointer:
		if rv := reflect.ValueOf(v); !rv.IsNil() {
			w.elem(n, rv.Elem(), m)
		}
	case walkObject, walkStruct:
		entries, err := entriesOf(nil, v, w.context())
		if err != nil {
			w.fail(n, err)
			return
		}
		if rv := reflect.ValueOf(v); rv.Kind() == reflect.Map && rv.IsNil() {
			return
		}
		n.shape = walkObject
		w.entries(n, entries, m)
		w.collapse(n)
	case walkList:
		rv := reflect.ValueOf(v)
		if rv.Kind() == reflect.Slice && rv.IsNil() {
			return
		}
		w.list(n, rv, m)
		w.collapse(n)
	}
}

// elem walks what a pointer points to, keeping it addressable.
func (w *walker) elem(n *node, v reflect.Value, m mode) {
	p := planOf(v.Type())
	if p.walk != walkStruct {
		if p.walk == walkNone {
			return // n.value is the pointer itself
		}
		w.place(n, v.Interface(), m)
		return
	}
	n.shape = walkObject
	w.entries(n, entriesOfStruct(nil, p, v), m)
	w.collapse(n)
}

// entries makes n an object of entries.
func (w *walker) entries(n *node, entries []entry, m mode) {
	base := len(w.stack)
	for _, e := range entries {
		w.child(e.name, e.value, m)
	}
	w.keep(n, base)
	// A container of which nothing is left would overwrite what the client
	// has; on full visits it is what the component expects.
	n.optional = (m == modeFiltered || m == modeCovered) && n.name != ""
	if n.optional && n.removed && !n.sends() {
		n.outcome = skipped
	}
}

// list makes n a list of the items of v.
func (w *walker) list(n *node, v reflect.Value, m mode) {
	if m == modeFiltered {
		if !w.filter.targeted(w.path) && !w.filter.leadsToItem(w.path, v.Len()) {
			n.outcome = skipped
			return
		}
		m = modeList
	}
	if m == modeCovered {
		m = modeWhole
	}
	n.shape = walkList
	base := len(w.stack)
	for i := range v.Len() {
		w.child(strconv.Itoa(i), leaf(v.Index(i)), m)
	}
	w.keep(n, base)
}

// keep takes n's children from the stack. Children that were left out and say
// nothing in the metadata are dropped.
func (w *walker) keep(n *node, base int) {
	children := w.stack[base:]
	count := 0
	for i := range children {
		c := &children[i]
		if c.outcome == skipped {
			n.removed = true
			if c.prop == nil {
				continue
			}
		}
		count++
	}
	kept := slices.Grow(n.items[:0], count)
	for i := range children {
		if c := &children[i]; c.outcome != skipped || c.prop != nil {
			kept = append(kept, *c)
		}
	}
	clear(children)
	w.stack = w.stack[:base]
	n.items = kept
}

// sends reports whether anything of the container is part of the answer.
func (n *node) sends() bool {
	return slices.ContainsFunc(n.items, func(c node) bool { return c.outcome != skipped })
}

// collapse turns a container of plain values back into one value.
func (w *walker) collapse(n *node) {
	if n.removed {
		return
	}
	for i := range n.items {
		c := &n.items[i]
		if c.prop != nil || c.outcome != sent || c.shape != walkNone {
			return
		}
	}
	n.shape, n.items = walkNone, nil
}

func (w *walker) fail(n *node, err error) {
	path := strings.TrimPrefix(string(w.path), ".")
	if len(path) > 100 { // of a cycle
		path = strings.ToValidUTF8(path[:100], "") + "…"
	}
	n.outcome = failed
	n.err = fmt.Errorf("inertia: prop %q of %s: %w", path, w.in.Component, err)
}
