//go:build !linux

package measure

import "time"

var start = time.Now()

// clock is the time on the wall, where threads have no clock of their own.
func clock() time.Duration { return time.Since(start) }
