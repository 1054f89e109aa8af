package props

import "time"

// Limit is how long the function of a prop may take; zero is for ever.
type Limit struct {
	Rule
	Timeout time.Duration
}

// Over has the outer one's limit.
func (l Limit) Over(Kind) Kind { return l }
