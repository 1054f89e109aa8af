//go:build !unix

package measure

import "time"

// Processor is the processor time that the process has used, 0 where it cannot
// be asked for.
func Processor() time.Duration { return 0 }
