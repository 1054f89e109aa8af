// Package measure times pieces of work side by side and prints what it finds
// as markdown tables with goals.
package measure

import (
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"
)

// Rounds is how many turns each piece of work has in a [Race], Turn how long
// one of them takes at least.
var (
	Rounds = 81
	Turn   = 10 * time.Millisecond
)

// Work is something to do again and again.
type Work struct {
	Name string
	Do   func()
}

// Result is what one piece of work took.
type Result struct {
	Name   string
	Allocs float64         // for one call
	turns  []time.Duration // of one call, in the order of the rounds
}

// Race gives all of them turns, one after the other, round after round, so
// that what else the machine does meets all alike.
func Race(all ...Work) []Result {
	results := make([]Result, len(all))
	for i, w := range all {
		Time(w.Do, Turn) // warm up
		results[i] = Result{Name: w.Name, Allocs: testing.AllocsPerRun(50, w.Do)}
	}
	for range Rounds {
		for i, w := range all {
			results[i].turns = append(results[i].turns, Time(w.Do, Turn))
		}
	}
	return results
}

// Time calls do for a turn and returns the time of one call. On Linux that is
// processor time of the calling thread: what other programs do at the same time
// is not counted, nor is what do leaves to other goroutines.
func Time(do func(), turn time.Duration) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	begun := clock()
	for calls, step := 0, 1; ; {
		for range step {
			do()
		}
		calls += step
		since := clock() - begun
		if since >= turn {
			return since / time.Duration(calls)
		}
		// Look at the clock again at half of what is left.
		if since > 0 {
			step = max(1, int(float64(calls)*float64(turn-since)/float64(since)/2))
		}
		step = min(step, calls)
	}
}

// ResultOf is a result of turns that were timed elsewhere.
func ResultOf(name string, turns []time.Duration, allocs float64) Result {
	return Result{Name: name, Allocs: allocs, turns: turns}
}

// Median is the time of one call in the middle one of the turns.
func (r Result) Median() time.Duration { return Median(r.turns) }

// Times is how many times as long as o it took. Turns of one round are
// compared, and the median of that is taken: what slows a round slows both.
func (r Result) Times(o Result) float64 {
	list := make([]float64, len(r.turns))
	for i := range list {
		list[i] = float64(r.turns[i]) / float64(o.turns[i])
	}
	return Median(list)
}

// Over is how much longer than o it took, compared as in [Result.Times].
func (r Result) Over(o Result) time.Duration {
	list := make([]time.Duration, len(r.turns))
	for i := range list {
		list[i] = r.turns[i] - o.turns[i]
	}
	return Median(list)
}

// String is the median and, in brackets, where the middle half of the turns
// lies.
func (r Result) String() string {
	turns := slices.Clone(r.turns)
	slices.Sort(turns)
	n := len(turns)
	return fmt.Sprintf("%s (%s–%s)", Short(turns[n/2]), Short(turns[n/4]), Short(turns[n-1-n/4]))
}

// Median is the value in the middle.
func Median[T ~int64 | ~float64](list []T) T {
	list = slices.Clone(list)
	slices.Sort(list)
	return list[len(list)/2]
}

// Short is a time with three digits.
func Short(d time.Duration) string {
	switch abs := d.Abs(); {
	case abs < time.Microsecond:
		return fmt.Sprintf("%d ns", d.Nanoseconds())
	case abs < 10*time.Microsecond:
		return fmt.Sprintf("%.2f µs", float64(d)/1e3)
	case abs < time.Millisecond:
		return fmt.Sprintf("%.1f µs", float64(d)/1e3)
	default:
		return fmt.Sprintf("%.2f ms", float64(d)/1e6)
	}
}
