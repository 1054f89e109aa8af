package inertia

import "sync"

// work is what one call of Render needs until it returns, kept for the next.
type work struct {
	render
	resolver
	shared, own, props []entry
}

var works = sync.Pool{New: func() any { return new(work) }}

// maxKept is how many props are remembered as the room of the next page.
const maxKept = 128

// done gives the work back, with nothing of the page in it.
func (wk *work) done() {
	nodes := wk.root.items
	clear(nodes)
	for _, list := range [][]entry{wk.shared, wk.own, wk.props} {
		clear(list)
	}
	*wk = work{shared: wk.shared[:0], own: wk.own[:0], props: wk.props[:0]}
	wk.root.items = nodes[:0]
	if cap(nodes)+cap(wk.props) <= maxKept {
		works.Put(wk)
	}
}
