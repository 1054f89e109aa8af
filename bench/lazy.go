package main

import (
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"github.com/inertia-templ/shell/bench/measure"
)

// partial reloads one of twenty lazy props.
func partial(out io.Writer, goals *measure.Goals, all []contender) error {
	const reloads = 1000
	var computed atomic.Int64
	f := func() int { return int(computed.Add(1)) }
	var works []measure.Work
	for _, c := range all {
		works = append(works, serving(c.name, c.lazy(20, f),
			c.request(false, "X-Inertia-Partial-Component", "Lazy", "X-Inertia-Partial-Data", lazyName(7))))
	}
	t := measure.NewTable("reload of 1 of 20 lazy props", "time", "over floor", "props computed by 1000 reloads", "allocations")
	results := measure.Race(works...)
	for i, r := range results {
		computed.Store(0)
		for range reloads {
			works[i].Do()
		}
		over := r.Over(results[0])
		row := []string{r.Name, r.String(), measure.Short(over), fmt.Sprint(computed.Load()), count(r.Allocs)}
		if r.Name == "shell" {
			goals.Check("reload of 1 of 20 lazy props", "≤ 3x the floor, no other computed", fmt.Sprintf("%.2fx, %d computed", r.Times(results[0]), computed.Load()),
				r.Times(results[0]) <= 3 && computed.Load() == reloads)
		}
		t.Add(row...)
	}
	_, err := t.WriteTo(out)
	return err
}

// parallel computes eight props that take 20 ms each.
func parallel(out io.Writer, goals *measure.Goals, all []contender) error {
	slow := func() int {
		time.Sleep(20 * time.Millisecond)
		return 1
	}
	turns := make([][]time.Duration, len(all))
	for range 7 {
		for i, c := range all {
			begun := time.Now() // on the wall, for it is spent waiting
			answer(c.lazy(8, slow), c.request(false))
			turns[i] = append(turns[i], time.Since(begun))
		}
	}
	t := measure.NewTable("8 lazy props of 20 ms", "time")
	var floor measure.Result
	for i, c := range all {
		r := measure.ResultOf(c.name, turns[i], 0)
		t.Add(c.name, r.String())
		if i == 0 {
			floor = r
		}
		if c.name == "shell" {
			goals.Check("8 lazy props of 20 ms", "≤ 0.16x the floor", fmt.Sprintf("%.2fx", r.Times(floor)), r.Times(floor) <= 0.16)
		}
	}
	_, err := t.WriteTo(out)
	return err
}
