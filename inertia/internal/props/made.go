package props

import "github.com/inertia-templ/shell/inertia/internal/record"

// Made is the kind of props that know where in the program they were made. It
// says nothing to the client.
type Made struct {
	Rule
	At record.Source
}

// Over has the place of the inner one, which has the value.
func (m Made) Over(inner Kind) Kind { return inner }

// Note tells the place.
func (m Made) Note(p *record.Prop) { p.Source = m.At }
