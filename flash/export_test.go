package flash

import "time"

// SetClock makes s read the time from now.
func SetClock(s *Sealed, now func() time.Time) { s.now = now }

// Pack and Unpack are for the fuzz target.
var (
	Pack   = pack
	Unpack = unpack
)
