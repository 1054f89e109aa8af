package main

import (
	"fmt"
	"io"
	"sync"
	"sync/atomic"
)

// tally is what happened to all clients.
type tally struct {
	acts, files, events, forced       atomic.Int64
	roll                              atomic.Int64 // the number of the roll that is under way
	failed, imports, flash, input     atomic.Int64
	doubled, lost, extra, others, cut atomic.Int64
	polls                             atomic.Int64
	news, reached, missed             atomic.Int64

	mu    sync.Mutex
	notes []string
	noted map[*atomic.Int64]int
}

// maxNotes is how many problems of a kind are told in words.
const maxNotes = 4

func (t *tally) note(count *atomic.Int64, who string, err error) {
	count.Add(1)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.noted == nil {
		t.noted = map[*atomic.Int64]int{}
	}
	if t.noted[count]++; t.noted[count] <= maxNotes {
		t.notes = append(t.notes, fmt.Sprintf("roll %d, %s: %v", t.roll.Load(), who, err))
	}
}

// goal is a number that has to be 0.
type goal struct {
	name  string
	count *atomic.Int64
}

func (t *tally) goals() []goal {
	return []goal{
		{"failed requests", &t.failed},
		{"failed imports", &t.imports},
		{"lost flash messages and errors", &t.flash},
		{"lost input", &t.input},
		{"double submissions", &t.doubled},
		{"lost submissions", &t.lost},
		{"full loads beyond one for changed pages", &t.extra},
		{"messages of another user", &t.others},
		{"streams cut without a goodbye", &t.cut},
		{"polls without an answer", &t.polls},
		{"changes that a listener did not see", &t.missed},
	}
}

// print writes the table, and reports whether every goal is reached.
func print(w io.Writer, names []string, tallies []*tally) bool {
	row := func(first string, last string, value func(*tally) int64) {
		fmt.Fprintf(w, "| %s |", first)
		for _, t := range tallies {
			fmt.Fprintf(w, " %d |", value(t))
		}
		fmt.Fprintf(w, " %s |\n", last)
	}
	fmt.Fprint(w, "\n| |")
	for _, name := range names {
		fmt.Fprintf(w, " %s |", name)
	}
	fmt.Fprint(w, " goal |\n|---|")
	for range names {
		fmt.Fprint(w, "---:|")
	}
	fmt.Fprintln(w, "---:|")
	row("acts of visitors", "", func(t *tally) int64 { return t.acts.Load() })
	row("files imported", "", func(t *tally) int64 { return t.files.Load() })
	row("events received", "", func(t *tally) int64 { return t.events.Load() })
	row("changes published", "", func(t *tally) int64 { return t.news.Load() })
	row("changes seen by listeners", "", func(t *tally) int64 { return t.reached.Load() })
	row("full loads for changed pages", "", func(t *tally) int64 { return t.forced.Load() })
	reached := true
	for n := range tallies[0].goals() {
		row(tallies[0].goals()[n].name, "0", func(t *tally) int64 { return t.goals()[n].count.Load() })
		for _, t := range tallies {
			reached = reached && t.goals()[n].count.Load() == 0
		}
	}
	for n, t := range tallies {
		for _, note := range t.notes {
			fmt.Fprintf(w, "\n%s, %s", names[n], note)
		}
	}
	fmt.Fprintln(w)
	return reached
}
