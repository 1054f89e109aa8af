package inertia

import "sync"

// work is what one call of Render needs until it returns, kept for the next.
type work struct {
	render
	page     buffer // the page object
	document buffer // and the document around it

	digest    []byte // of the versions of the page's props, if all have one
	unchanged bool   // the client has what they stand for, so page is empty

	late lateProps
}

// buffer collects what is written to it.
type buffer struct{ out []byte }

func (b *buffer) Write(p []byte) (int, error) {
	b.out = append(b.out, p...)
	return len(p), nil
}

func (b *buffer) WriteString(s string) (int, error) {
	b.out = append(b.out, s...)
	return len(s), nil
}

var works = sync.Pool{New: func() any { return new(work) }}

// A page that needs more is not kept, so that a single huge page does not stay
// in memory for good.
const maxKeptBytes = 1 << 20

// done gives the work back, with nothing of the page in it.
func (wk *work) done() {
	if cap(wk.page.out)+cap(wk.document.out) > maxKeptBytes {
		return
	}
	*wk = work{page: buffer{wk.page.out[:0]}, document: buffer{wk.document.out[:0]}}
	works.Put(wk)
}
