package main

import (
	"fmt"
	"slices"

	"github.com/inertia-templ/shell/bench/measure"
)

// check notes for each of our stacks, on two processes, whether it is ahead of
// all rivals that ran, each on the number of processes with which it is faster.
// Memory is compared on two.
func (g goals) check() {
	for _, own := range g.stacks {
		if !own.goals {
			continue
		}
		ours := g.results[own.on(2)]
		for _, c := range cells() {
			name, rate := g.fastest(c)
			g.ratio(fmt.Sprintf("%s, %s", own.name, c), ours.rate(c), name, rate, 1)
		}
		contacts := cell{"contacts", false}
		if adonis := g.results["adonis x2"]; adonis != nil {
			g.ratio(fmt.Sprintf("%s, %s", own.name, contacts), ours.rate(contacts), "adonis x2", adonis.rate(contacts), 1.5)
		}
		for _, rival := range g.rivals() {
			theirs := g.results[rival.on(2)]
			times := float64(ours.memory()) / float64(theirs.memory())
			g.Check(own.name+", memory", "≤ 0.5x "+rival.on(2), fmt.Sprintf("%.2fx", times), times <= 0.5)
		}
	}
}

// goals are those of a run.
type goals struct {
	*measure.Goals

	stacks  []stack
	results map[string]*result
}

func (g goals) ratio(measured string, ours float64, rival string, theirs, least float64) {
	if rival == "" {
		return
	}
	times := ours / theirs
	g.Check(measured, fmt.Sprintf("≥ %.1fx %s", least, rival), fmt.Sprintf("%.2fx", times), times >= least)
}

func (g goals) rivals() []stack {
	return slices.DeleteFunc(slices.Clone(g.stacks), func(s stack) bool { return s.ours })
}

// fastest returns the rival with the highest rate in a cell, on one process or
// on two. The name is empty if no rival ran.
func (g goals) fastest(c cell) (string, float64) {
	name, highest := "", 0.0
	for _, rival := range g.rivals() {
		for _, processes := range processCounts {
			if rate := g.results[rival.on(processes)].rate(c); rate > highest {
				name, highest = rival.on(processes), rate
			}
		}
	}
	return name, highest
}
