package inertia

import (
	"encoding/json"
	"sync"
)

// work is what one call of Render needs until it returns, kept for the next.
type work struct {
	render
	resolver
	shared, own, props []entry

	page     buffer // the page object
	document buffer // and the document around it
}

var works = sync.Pool{New: func() any {
	wk := new(work)
	wk.page.std = json.NewEncoder(&wk.page)
	return wk
}}

// What a page needs more of than that is not kept, so that a single huge page
// does not stay in memory for good.
const (
	maxKeptBytes = 1 << 20
	maxKeptProps = 128
)

// done gives the work back, with nothing of the page in it.
func (wk *work) done() {
	if cap(wk.page.out)+cap(wk.document.out) > maxKeptBytes || cap(wk.root.items)+cap(wk.props) > maxKeptProps {
		return
	}
	clear(wk.shared)
	clear(wk.own)
	clear(wk.props)
	clear(wk.root.items)
	*wk = work{
		shared: wk.shared[:0], own: wk.own[:0], props: wk.props[:0],
		resolver: resolver{root: node{items: wk.root.items[:0]}},
		page:     buffer{out: wk.page.out[:0], std: wk.page.std},
		document: buffer{out: wk.document.out[:0]},
	}
	works.Put(wk)
}
