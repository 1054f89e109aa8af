package measure

import (
	"time"

	"golang.org/x/sys/unix"
)

// clock is the processor time that the thread has used.
func clock() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
		panic(err) // Linux has had it since 2.6
	}
	return time.Duration(t.Nano())
}
