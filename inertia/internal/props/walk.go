package props

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

const (
	// maxNesting bounds how deep props are walked: deeper ones are a cycle.
	maxNesting = 500
	// A container that is found inside itself is looked for below this depth,
	// so that ordinary props do not pay for it.
	cycleDepth = 32
	// A client that left is looked for once in so many values.
	valuesPerCheck = 1024
)

// mode is how the children of a container are selected.
type mode uint8

const (
	modeFull     mode = iota // full visit: kinds decide
	modeFiltered             // partial reload: the filter decides for each child
	modeList                 // inside a list on the path of a partial reload
	modeCovered              // partial reload: everything below is selected
	modeWhole                // partial reload: inside a prop or a list, nothing is dropped
)

// walker walks values. Nodes are built on a stack, since most turn out to be
// plain values whose container can be encoded in one piece.
//
// The first failure ends the walk, up to a prop that is rescued: the page has
// no use for the rest, and a cycle that is entered by two doors is walked once.
type walker struct {
	*resolver
	path    []byte
	stack   []node
	depth   int
	inside  map[container]struct{} // the containers around, below cycleDepth
	visited int
	public  bool // names of secrets mean nothing inside the container
	failing bool
	endless bool // failing, and no prop is rescued from that
}

// container is the identity of a map, a slice or what a pointer points to.
type container struct {
	t       reflect.Type
	address uintptr
	length  int
}

func (res *resolver) walker() *walker {
	w := res.engine.walks.Get().(*walker)
	w.resolver = res
	return w
}

// done gives the walker back, and reports whether the walk failed. What was on
// its stack is cleared.
func (w *walker) done() (failing, endless bool) {
	failing, endless = w.failing, w.endless
	walks := &w.engine.walks
	clear(w.inside)
	w.resolver, w.path, w.depth, w.visited, w.failing, w.endless = nil, w.path[:0], 0, 0, false, false
	w.public = false
	walks.Put(w)
	return failing, endless
}

// entries appends the page's props to list. Most partial reloads want few of
// many: the others are left out before they are sorted.
func (p *Page) entries(list []entry, props any) ([]entry, error) {
	m, ok := p.engine.anyMap(props)
	if !ok || !p.filtered || p.engine.keys != nil {
		return p.engine.entriesOf(list, props, p.at(nil))
	}
	for name, v := range m {
		if p.selects([]byte(name), v) || strings.Contains(name, ".") || indexOf(p.shared, name) >= 0 {
			list = append(list, entry{name: name, value: v})
		}
	}
	sortEntries(list)
	return list, nil
}

func (res *resolver) at(path []byte) At {
	return At{Request: res.facts.Request, Component: res.facts.Component, Path: string(path)}
}

// selects applies the partial filter to one prop.
func (res *resolver) selects(path []byte, v any) bool {
	if _, ok := v.(literal); ok {
		return true
	}
	if spec := res.engine.specOf(v); spec != nil && spec.survives() {
		return true
	}
	return res.filter.included(path)
}

// specOf returns the spec of a value that has one.
func (e *Engine) specOf(v any) *Spec {
	switch v := v.(type) {
	case nil, string, bool, int, int64, float64, map[string]any, []any:
		return nil
	case *Spec:
		return v
	}
	return e.host.SpecOf(v)
}

// prop returns the spec of the prop that v is or becomes, nil for values.
func (w *walker) prop(v any) *Spec {
	switch v := v.(type) {
	case nil, string, bool, int, int64, float64, literal, *kept:
		return nil
	case *overlay:
		if spec := w.prop(v.base); spec != nil {
			return spec.overlaid(v.entries)
		}
		return nil
	}
	switch w.engine.planOf(reflect.TypeOf(v)).role {
	case roleSpec:
		return w.engine.specOf(v)
	case roleProvider:
		return w.engine.Spec(w.engine.host.PropOf(v, w.at(w.path)))
	case roleFunc:
		return &Spec{source: sourceOf(v)}
	}
	return nil
}

// isProp reports whether prop would find one, without asking providers.
func (e *Engine) isProp(v any) bool {
	if o, ok := v.(*overlay); ok {
		return e.isProp(o.base)
	}
	return v != nil && e.planOf(reflect.TypeOf(v)).role.isProp()
}

// overlaid adds entries to whatever the prop's value is.
func (s *Spec) overlaid(entries []entry) *Spec {
	spec := *s
	if fn := s.fn; fn != nil {
		spec.fn = func(ctx context.Context, r *http.Request) (any, error) {
			v, err := fn(ctx, r)
			return &overlay{base: v, entries: entries}, err
		}
	} else {
		spec.value = &overlay{base: s.value, entries: entries}
	}
	return &spec
}

// child walks one named value and leaves its node on the stack.
func (w *walker) child(name string, v any, from *field, m mode) {
	length := len(w.path)
	if length > 0 {
		w.path = append(w.path, '.')
	}
	w.path = append(w.path, name...)
	n := node{name: name, from: from, public: w.public || from != nil && from.judgement == public}
	w.place(&n, v, m)
	w.path = w.path[:length]
	w.stack = append(w.stack, n)
}

// place decides whether v is sent at the walker's path and walks it if so.
func (w *walker) place(n *node, v any, m mode) {
	if w.visited++; w.visited%valuesPerCheck == 0 && w.ctx.Err() != nil {
		w.stop(n, context.Cause(w.ctx))
		return
	}
	if !w.selected(v, m) {
		n.outcome = skipped
		return
	}
	w.open(n, v, m)
	if w.failing && !w.endless && w.rescues(n) {
		_ = w.settle(n) // it is rescued
		w.failing = false
	}
}

// open walks v, or finds out that it is not to be sent now. A prop that holds
// or returns a prop is one prop with the kinds of both, the outer one's over
// the inner one's.
func (w *walker) open(n *node, v any, m mode) {
	for hops := n.hops; ; hops++ {
		spec := w.prop(v)
		if spec == nil {
			w.plain(n, v, m)
			w.check(n, v)
			return
		}
		if hops > maxNesting {
			w.stop(n, errors.New("a prop that returns props without end"))
			return
		}
		if n.spec != nil {
			spec = spec.around(n.spec.kinds)
		} else {
			n.path = string(w.path)
		}
		n.spec = spec
		if w.plainOnly {
			w.fail(n, errors.New("a prop inside of a cached one: return plain data from the function of a cached prop, and cache the inner prop instead"))
			return
		}
		if err := spec.listens(&w.facts); err != nil {
			w.fail(n, err)
			return
		}
		n.mark = spec.mark(w.ctx, &w.facts)
		if _, ok := Find[Public](spec); ok {
			n.public = true
		}
		if !w.facts.Partial {
			if n.absence = spec.absent(&w.facts, n.path, n.mark); n.absence != 0 {
				n.outcome = skipped
				return
			}
		}
		if spec.fn != nil {
			n.outcome, n.hops, n.depth = pending, hops+1, uint16(w.depth)
			return
		}
		// What a prop holds is sent whole, as what a function returns.
		if v = spec.value; w.facts.Partial {
			m = modeWhole
		}
	}
}

// check asks the kinds of a prop whether they can do with its value.
func (w *walker) check(n *node, v any) {
	if n.spec == nil || n.outcome == failed || n.outcome == withheld || w.failing {
		return
	}
	if err := n.spec.check(v); err != nil {
		w.fail(n, err)
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
		if w.engine.isProp(v) {
			return w.filter.included(w.path)
		}
		return !w.filter.except.contains(w.path)
	}
	return true
}

// plain walks a value that is not a prop itself.
func (w *walker) plain(n *node, v any, m mode) {
	n.value = v
	switch v := v.(type) {
	case nil, bool, int, int64, float64, literal:
		return
	case *kept:
		if v.withheld {
			n.outcome = withheld
		}
		return
	case string:
		w.withholds(n, v != "")
		return
	case quoted:
		w.withholds(n, v.v.Type().Kind() == reflect.String && v.v.Len() > 0)
		return
	}
	p := w.engine.planOf(reflect.TypeOf(v))
	if p.role == roleSecret {
		n.outcome = withheld
		return
	}
	if p.text && w.withholds(n, isFilled(reflect.ValueOf(v))) {
		return
	}
	if m == modeFiltered && w.filter.covers(w.path) {
		m = modeCovered
	}
	if p.lists {
		rv := reflect.ValueOf(v)
		if isNilList(rv) {
			w.fills(n, rv, p)
			return
		}
		if !p.dynamic && m != modeFiltered && m != modeList && (w.facts.NullLists || !w.engine.holdsNil(rv, p)) {
			return
		}
	} else if !p.dynamic && m != modeFiltered && m != modeList {
		return
	}
	if w.depth++; w.depth > maxNesting {
		w.stop(n, fmt.Errorf("nested deeper than %d levels; is there a cycle?", maxNesting))
	} else if id, cyclic := w.enter(v); cyclic {
		w.stop(n, fmt.Errorf("a cycle: a %T holds itself, nested deeper than %d levels", v, cycleDepth))
	} else {
		outside := w.public
		w.public = n.public
		w.container(n, v, p, m)
		w.public = outside
		w.leave(id)
	}
	w.depth--
}

// enter remembers that the walk is inside v, and reports whether it was there
// already.
func (w *walker) enter(v any) (id container, cyclic bool) {
	if w.depth <= cycleDepth {
		return id, false
	}
	rv := reflect.ValueOf(v)
	switch rv.Kind() {
	case reflect.Slice:
		id.length = rv.Len()
	case reflect.Map, reflect.Pointer:
	default:
		return id, false
	}
	if id.t, id.address = rv.Type(), rv.Pointer(); id.address == 0 {
		return container{}, false
	}
	if _, cyclic = w.inside[id]; !cyclic {
		if w.inside == nil {
			w.inside = map[container]struct{}{}
		}
		w.inside[id] = struct{}{}
	}
	return id, cyclic
}

func (w *walker) leave(id container) {
	if id.t != nil {
		delete(w.inside, id)
	}
}

// container walks the children of v, if v has any that matter.
func (w *walker) container(n *node, v any, p *plan, m mode) {
	rv := reflect.ValueOf(v)
	switch {
	case p.role == rolePropsProvider && w.plainOnly:
		w.fail(n, errors.New("a provider inside of a cached prop: it depends on the request; return plain data"))
	case p.role == rolePropsProvider, p.role == roleOverlay, p.role == roleJoined, p.walk == walkObject, p.walk == walkStruct:
		entries, err := w.engine.entriesOf(nil, v, w.at(w.path))
		if err != nil {
			w.fail(n, err)
			return
		}
		w.object(n, entries, m)
		if p.role == rolePlain {
			w.collapse(n)
		}
	case p.walk == walkPointer:
		if !rv.IsNil() {
			w.elem(n, rv.Elem(), m)
		}
	case p.walk == walkList:
		w.list(n, rv, m)
		w.collapse(n)
	}
}

// elem walks what a pointer points to, keeping it addressable.
func (w *walker) elem(n *node, v reflect.Value, m mode) {
	p := w.engine.planOf(v.Type())
	switch p.walk {
	case walkNone: // n.value is the pointer itself
		if p.role != rolePlain {
			w.place(n, v.Interface(), m)
		}
	case walkStruct:
		w.object(n, w.engine.entriesOfStruct(nil, p, v), m)
		w.collapse(n)
	case walkList:
		if v.Kind() == reflect.Slice && v.IsNil() {
			w.fills(n, v, p)
			return
		}
		w.list(n, v, m)
		w.collapse(n)
	default:
		w.place(n, v.Interface(), m)
	}
}

// object makes n an object of entries.
func (w *walker) object(n *node, entries []entry, m mode) {
	n.shape = walkObject
	w.entries(n, entries, m)
}

// entries makes the children of n.
func (w *walker) entries(n *node, entries []entry, m mode) {
	base := len(w.stack)
	for _, e := range entries {
		if e.from != nil && e.from.judgement == declared {
			n.removed = true
			continue
		}
		n.renamed = n.renamed || w.engine.keys != nil && (e.from == nil || e.from == dataField)
		if w.child(e.name, e.value, e.from, m); w.failing {
			break
		}
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
	if w.masks(n, v, m) {
		return
	}
	n.shape = walkList
	item := dataField
	if w.isSuspect(n) {
		item = suspectField
	}
	base := len(w.stack)
	for i := range v.Len() {
		if w.child(strconv.Itoa(i), w.engine.leaf(v.Index(i)), item, m); w.failing {
			break
		}
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
		if c.outcome == skipped || c.outcome == withheld {
			n.removed = true
		}
		if c.stays() {
			count++
		}
	}
	kept := slices.Grow(n.items[:0], count)
	for i := range children {
		if c := &children[i]; c.stays() {
			kept = append(kept, *c)
		}
	}
	clear(children)
	w.stack = w.stack[:base]
	n.items = kept
}

// stays reports whether the page has the node, or says something of it.
func (n *node) stays() bool {
	return n.outcome != skipped || n.spec != nil
}

// sends reports whether anything of the container is part of the answer.
func (n *node) sends() bool {
	return slices.ContainsFunc(n.items, func(c node) bool { return c.outcome != skipped && c.outcome != withheld })
}

// collapse turns a container of plain values back into one value.
func (w *walker) collapse(n *node) {
	if n.removed || n.renamed {
		return
	}
	for i := range n.items {
		c := &n.items[i]
		if c.spec != nil || c.outcome != sent || c.shape != walkNone || c.filled || c.masked {
			return
		}
	}
	n.shape, n.items = walkNone, nil
}

func (w *walker) fail(n *node, err error) {
	w.failing = true
	n.outcome, n.err = failed, w.failure(string(w.path), err)
}

// stop fails the page, whatever is rescued: what has no end must be ended.
func (w *walker) stop(n *node, err error) {
	w.fail(n, endlessError{err})
	w.endless = true
}

// endlessError is an error that no prop is rescued from.
type endlessError struct{ error }

func (e endlessError) Unwrap() error { return e.error }

func isEndless(err error) bool {
	_, ok := errors.AsType[endlessError](err)
	return ok
}
