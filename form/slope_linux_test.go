package form_test

import (
	"net/http"
	"runtime"
	"runtime/debug"
	"syscall"
	"testing"
	"time"

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
	const thisThread = 1 // RUSAGE_THREAD
	runtime.GC()
	var before, after runtime.MemStats
	var began, ended syscall.Rusage
	runtime.ReadMemStats(&before)
	require.NoError(t, syscall.Getrusage(thisThread, &began))
	var in costly
	err := form.Bind(r, &in)
	require.NoError(t, syscall.Getrusage(thisThread, &ended))
	runtime.ReadMemStats(&after)
	c := cost{bytes: after.TotalAlloc - before.TotalAlloc}
	c.cpu = time.Duration(ended.Utime.Nano() - began.Utime.Nano() + ended.Stime.Nano() - began.Stime.Nano())
	if err != nil {
		c.out = len(err.Error())
		assert.NotContains(t, err.Error(), "WithMax", "the body is within the limits")
	}
	return c
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
