package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/inertia-templ/shell/bench/measure"
)

// result is what the rounds of a stack showed.
type result struct {
	cells map[cell]*samples
	start []time.Duration
	pss   []int
	first page
}

// rate is the median of the rounds, in pages per second.
func (r *result) rate(c cell) float64 { return measure.Median(slices.Clone(r.cells[c].rates)) }

// memory is the median of the rounds, in bytes.
func (r *result) memory() int {
	sorted := slices.Sorted(slices.Values(r.pss))
	return sorted[len(sorted)/2]
}

// loadAverage is how many programs wanted a processor in the last minute, before
// the first stack starts. It is empty where there is no /proc.
func loadAverage() string {
	text, _ := os.ReadFile("/proc/loadavg")
	load, _, _ := strings.Cut(string(text), " ")
	return load
}

// report prints what was measured for readers of the documentation, and the
// goals for those who work on it.
func report(o options, stacks []stack, results map[string]*result, busy string) error {
	fmt.Printf("%s- %d rounds of %s for each cell, %d connections, load average before the first %s\n\n", measure.Machine(), o.rounds, o.turn, o.clients, busy)
	columns := []string{"pages/s, p50 / p99"}
	for _, c := range cells() {
		columns = append(columns, c.String())
	}
	speed := measure.NewTable(columns...)
	rest := measure.NewTable("stack", "cold start", "memory after load", "requests of a first page", "bytes of it")
	for _, s := range stacks {
		for _, processes := range processCounts {
			name := s.on(processes)
			r := results[name]
			row := []string{name}
			for _, c := range cells() {
				row = append(row, r.cells[c].String())
			}
			speed.Add(row...)
			rest.Add(name, measure.Short(measure.Median(r.start)), fmt.Sprintf("%d MB", r.memory()>>20),
				fmt.Sprint(r.first.requests), fmt.Sprintf("%.1f KB", float64(r.first.bytes)/1000))
		}
	}
	if _, err := speed.WriteTo(os.Stdout); err != nil {
		return err
	}
	if _, err := rest.WriteTo(os.Stdout); err != nil {
		return err
	}
	var checked measure.Goals
	goals{&checked, stacks, results}.check()
	var out io.Writer = os.Stdout
	if o.goals != "" {
		file, err := os.Create(o.goals)
		if err != nil {
			return err
		}
		defer file.Close()
		out = file
	}
	_, err := checked.WriteTo(out)
	return err
}
