//go:build !race

package form_test

import (
	"net/http"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/form"
)

// cost is what one Bind takes.
type cost struct {
	bytes uint64 // allocated in all
	time  time.Duration
	out   int // bytes of messages
}

func measure(t *testing.T, r *http.Request) cost {
	t.Helper()
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	var in costly
	err := form.Bind(r, &in)
	c := cost{time: time.Since(began)}
	runtime.ReadMemStats(&after)
	c.bytes = after.TotalAlloc - before.TotalAlloc
	if err != nil {
		c.out = len(err.Error())
		assert.NotContains(t, err.Error(), "WithMax", "the body is within the limits")
	}
	return c
}

// Twice the body takes twice the work. Were something squared, it would take
// four times as much, try after try. A busy machine spoils single tries only.
// The race detector makes all of it ten times as long, so this runs without it.
func TestTheCostOfABodyIsInProportionToItsSize(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	for name, request := range hostile {
		t.Run(name, func(t *testing.T) {
			measure(t, request(1)) // plans of types are made once
			var tries [][2]time.Duration
			linear := false
			for len(tries) < 15 && !linear {
				once, twice := measure(t, request(1)), measure(t, request(2))
				require.LessOrEqual(t, float64(twice.bytes), 2.5*float64(once.bytes)+100_000, "bytes allocated")
				require.Less(t, twice.bytes, uint64(100<<20))
				require.Less(t, twice.out, 10_000)
				tries = append(tries, [2]time.Duration{once.time, twice.time})
				linear = twice.time <= 3*once.time+time.Millisecond
			}
			assert.True(t, linear, "time, and time for twice the size: %v", tries)
		})
	}
}
