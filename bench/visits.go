package main

import (
	"fmt"
	"io"
	"time"

	"github.com/inertia-templ/shell/bench/measure"
	"github.com/inertia-templ/shell/bench/pages"
)

// visits compares visits and documents with 1, 100 and 1000 rows: their time,
// and what they allocate. encoder is the name of that of the first two.
func visits(out io.Writer, goals *measure.Goals, all []contender, encoder string) error {
	times := measure.NewTable(encoder, "floor", "shell", "gonertia", "petaki", "over floor", "goal", "", "faster peer to shell", "goal", "")
	allocs := measure.NewTable("allocations, "+encoder, "floor", "shell", "gonertia", "petaki", "over floor", "goal", "")
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

			row := []string{fmt.Sprintf("%s, %d rows", kind.name, n), r[0].String(), r[1].String(), r[2].String(), r[3].String()}
			over, slower := shell.Over(floor), shell.Times(floor)
			row = append(row, fmt.Sprintf("%s, %.2fx", measure.Short(over), slower))
			switch {
			case n > 1:
				row = append(row, fmt.Sprintf("≤ %.2fx", kind.times), goals.Check(slower <= kind.times))
			case !kind.html:
				row = append(row, "≤ 1.5 µs", goals.Check(over <= 1500*time.Nanosecond))
			default:
				row = append(row, "", "")
			}
			ahead, goal := min(peers[0].Times(shell), peers[1].Times(shell)), kind.ahead
			if n == 1 {
				goal = 1
			}
			row = append(row, fmt.Sprintf("%.2fx", ahead), fmt.Sprintf("≥ %.1fx", goal), goals.Check(ahead >= goal))
			times.Add(row...)

			extra := shell.Allocs - floor.Allocs
			allocs.Add(row[0], count(r[0].Allocs), count(r[1].Allocs), count(r[2].Allocs), count(r[3].Allocs),
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
