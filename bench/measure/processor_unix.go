//go:build unix

package measure

import (
	"time"

	"golang.org/x/sys/unix"
)

// Processor is the processor time that the process has used, in the program and
// in the kernel.
func Processor() time.Duration {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		panic(err) // it has no way to fail for the process itself
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
