package main

import (
	"fmt"
	"io"

	"github.com/inertia-templ/shell/bench/measure"
	"github.com/inertia-templ/shell/bench/pages"
)

// visits compares visits and documents with 1, 100 and 1000 rows: their time,
// and what they allocate. encoder is the name of that of the first two.
func visits(out io.Writer, goals *measure.Goals, all []contender, encoder string) error {
	times := measure.NewTable(encoder, "floor", "shell", "gonertia", "petaki", "over floor", "faster peer to shell")
	allocs := measure.NewTable("allocations, "+encoder, "floor", "shell", "gonertia", "petaki", "over floor")
	for _, kind := range []struct {
		name   string
		html   bool
		single float64 // the floor's time, at 1 row
		times  float64 // the same, at 100 rows and more
		ahead  float64 // of the faster peer, at 100 rows and more
		allocs float64 // over the floor
	}{
		{"JSON visit", false, 3, 1.05, 1, 12},
		{"document", true, 4.5, 1.10, 1.5, 20},
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
			name := row[0] + ", " + encoder
			limit := kind.times
			if n == 1 {
				limit = kind.single
			}
			goals.Check(name, fmt.Sprintf("≤ %.2fx the floor", limit), fmt.Sprintf("%.2fx", slower), slower <= limit)
			ahead, goal := min(peers[0].Times(shell), peers[1].Times(shell)), kind.ahead
			if n == 1 {
				goal = 1
			}
			row = append(row, fmt.Sprintf("%.2fx", ahead))
			goals.Check(name, fmt.Sprintf("≥ %.1fx as fast as the faster peer", goal), fmt.Sprintf("%.2fx", ahead), ahead >= goal)
			times.Add(row...)

			extra := shell.Allocs - floor.Allocs
			allocs.Add(row[0], count(r[0].Allocs), count(r[1].Allocs), count(r[2].Allocs), count(r[3].Allocs),
				count(extra))
			goals.Check(name, "≤ "+count(kind.allocs)+" allocations over the floor", count(extra), extra <= kind.allocs)
		}
	}
	if _, err := times.WriteTo(out); err != nil {
		return err
	}
	_, err := allocs.WriteTo(out)
	return err
}

func count(n float64) string { return fmt.Sprintf("%.0f", n) }
