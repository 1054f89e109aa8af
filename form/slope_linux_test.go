package form_test

import (
	"net/http"
	"runtime"
	"runtime/debug"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/form"
)

// cost is what one Bind takes.
type cost struct {
	bytes uint64        // allocated in all
	cpu   time.Duration // processor time of this thread
	out   int           // bytes of messages
}

func measure(t *testing.T, r *http.Request) cost {
	t.Helper()
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := processorTime(t)
	var in costly
	err := form.Bind(r, &in)
	c := cost{cpu: processorTime(t) - began}
	runtime.ReadMemStats(&after)
	c.bytes = after.TotalAlloc - before.TotalAlloc
	if err != nil {
		c.out = len(err.Error())
		assert.NotContains(t, err.Error(), "WithMax", "the body is within the limits")
	}
	return c
}

// processorTime is how long the processor has worked for this thread.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	const ofThread = 3 // CLOCK_THREAD_CPUTIME_ID
	var at syscall.Timespec
	_, _, errno := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, ofThread, uintptr(unsafe.Pointer(&at)), 0)
	require.Zero(t, errno)
	return time.Duration(at.Nano())
}

// Twice the body takes twice the work. Were something squared, it would take
// four times as much, whatever else the machine does.
func TestTheCostOfABodyIsInProportionToItsSize(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	for name, request := range hostile {
		t.Run(name, func(t *testing.T) {
			measure(t, request(1)) // plans of types are made once
			var once, twice cost
			linear := false
			for range 5 {
				once, twice = measure(t, request(1)), measure(t, request(2))
				require.LessOrEqual(t, float64(twice.bytes), 2.5*float64(once.bytes)+100_000, "bytes allocated")
				if linear = twice.cpu <= 3*once.cpu+time.Millisecond; linear {
					break
				}
			}
			assert.True(t, linear, "processor time: %v, and %v for twice the size", once.cpu, twice.cpu)
			assert.Less(t, twice.bytes, uint64(100<<20))
			assert.Less(t, twice.out, 10_000)
		})
	}
}
