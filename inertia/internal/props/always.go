package props

import "github.com/inertia-templ/shell/inertia/internal/record"

// Always is the kind of props that every partial reload sends.
type Always struct{ Rule }

// Over has nothing to join.
func (a Always) Over(Kind) Kind { return a }

// Survives is what Always is for.
func (Always) Survives() bool { return true }

// Note tells the kind.
func (Always) Note(p *record.Prop) { p.Always = true }
