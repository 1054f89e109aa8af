package props

// Always is the kind of props that every partial reload sends.
type Always struct{ Rule }

// Over has nothing to join.
func (a Always) Over(Kind) Kind { return a }

// Survives is what Always is for.
func (Always) Survives() bool { return true }
