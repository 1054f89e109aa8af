package main

import (
	"fmt"
	"io"
	"time"

	"github.com/inertia-templ/shell/bench/measure"
	"github.com/inertia-templ/shell/bench/pages"
)

// visits compares visits and documents with 1, 100 and 1000 rows: their time,
// and what they allocate.
func visits(out io.Writer, goals *measure.Goals, all []contender) error {
	times := measure.NewTable("page", "floor", "shell", "gonertia", "petaki", "shell to floor", "faster peer to shell", "goal", "")
	allocs := measure.NewTable("allocations", "floor", "shell", "gonertia", "petaki", "shell over floor", "goal", "")
	for _, kind := range []struct {
		name   string
		html   bool
		times  float64 // the floor's time, at 100 rows and more
		ahead  float64 // of the faster peer, at 100 rows and more
		allocs float64 // over the floor
	}{
		{"JSON visit", false, 1.05, 1, 12},
		{"document", true, 1.10, 1.5, 20},
	} {
		for _, n := range []int{1, 100, 1000} {
			var works []measure.Work
			for _, c := range all {
				works = append(works, serving(c.name, c.rows(pages.Rows(n)), c.request(kind.html)))
			}
			r := measure.Race(works...)
			floor, shell, peers := r[0], r[1], r[2:]
			times2floor, over := shell.Times(floor), shell.Over(floor)
			ahead := min(peers[0].Times(shell), peers[1].Times(shell))

			goal, met := fmt.Sprintf("≤ %.2fx floor, ≥ %.1fx ahead", kind.times, kind.ahead), times2floor <= kind.times && ahead >= kind.ahead
			switch {
			case n == 1 && kind.html:
				goal, met = "ahead", ahead >= 1
			case n == 1:
				goal, met = "≤ 1.5 µs over floor, ahead", over <= 1500*time.Nanosecond && ahead >= 1
			}
			name := fmt.Sprintf("%s, %d rows", kind.name, n)
			times.Add(name, r[0].String(), r[1].String(), r[2].String(), r[3].String(),
				fmt.Sprintf("%.2fx, %s", times2floor, measure.Short(over)), fmt.Sprintf("%.2fx", ahead), goal, goals.Check(met))

			extra := shell.Allocs - floor.Allocs
			allocs.Add(name, count(r[0].Allocs), count(r[1].Allocs), count(r[2].Allocs), count(r[3].Allocs),
				count(extra), "≤ "+count(kind.allocs), goals.Check(extra <= kind.allocs))
		}
	}
	if _, err := times.WriteTo(out); err != nil {
		return err
	}
	_, err := allocs.WriteTo(out)
	return err
}

func count(n float64) string { return fmt.Sprintf("%.0f", n) }
