package props

import (
	"cmp"
	"time"

	"github.com/inertia-templ/shell/inertia/internal/record"
)

// Absentee is the kind of props that full visits leave out.
type Absentee struct {
	Rule
	Fetch  Fetch
	Group  string // of deferred ones, "default" if empty
	Rescue bool   // a failing deferred one does not fail the page
	// After is how long the page waits for a deferred one; see adaptive.go.
	After time.Duration
}

// Fetch is how the client gets a prop that full visits leave out.
type Fetch uint8

// Ways to be fetched.
const (
	Named    Fetch = iota + 1 // when a partial reload names it: Optional
	Deferred                  // right after the page is shown: Defer
)

// Over has the outer one's way to be fetched.
func (a Absentee) Over(inner Kind) Kind {
	i := inner.(Absentee)
	after := i.After
	if a.Fetch != 0 {
		after = a.After // Defer and Optional around it take back that the page waits
	}
	return Absentee{Fetch: cmp.Or(a.Fetch, i.Fetch), Group: cmp.Or(a.Group, i.Group), Rescue: a.Rescue || i.Rescue, After: after}
}

// Absent leaves the prop for a later request.
func (a Absentee) Absent(*Facts, string, string) Absence {
	if a.Fetch != 0 && a.After <= 0 {
		return Later
	}
	return 0
}

var deferredProps = &Section{Key: "deferredProps", Place: 50, Form: Lists}

// Describe tells the client to fetch a deferred prop it does not have.
func (a Absentee) Describe(d *Description) {
	if a.Fetch == Deferred && d.Absence == Later {
		d.Add(deferredProps, Record{Name: cmp.Or(a.Group, "default"), Text: d.Path})
	}
}

// Note tells how the client gets the prop.
func (a Absentee) Note(p *record.Prop) {
	p.Optional, p.Deferred, p.Adaptive = a.Fetch == Named, a.Fetch == Deferred, a.After > 0
	if p.Deferred {
		p.Group = cmp.Or(a.Group, "default")
	}
}
