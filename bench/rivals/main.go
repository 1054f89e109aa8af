// Command rivals serves the same three pages with several stacks, one after the
// other, checks their answers, and measures them in rounds. Stacks are built as
// their documentation says. All JavaScript runs on the Node of the folder node.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/inertia-templ/shell/bench/rivals/data"
)

func main() {
	var o options
	flag.DurationVar(&o.turn, "turn", 2*time.Second, "how long each cell is measured in a round")
	flag.IntVar(&o.rounds, "rounds", 1, "how often each stack has a turn")
	flag.IntVar(&o.clients, "clients", 16, "kept connections")
	flag.StringVar(&o.goals, "goals", "", "`file` for the goals instead of standard output")
	flag.BoolVar(&o.built, "built", false, "use the front ends and servers that an earlier run built")
	only := flag.String("only", "", "names of `stacks`, separated by commas; all if empty")
	flag.Parse()
	o.only = strings.FieldsFunc(*only, func(r rune) bool { return r == ',' })
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, o)
	stop()
	if err != nil {
		log.Fatal(err)
	}
}

type options struct {
	turn            time.Duration
	rounds, clients int
	only            []string
	built           bool
	goals           string
}

func run(ctx context.Context, o options) error {
	temp, err := os.MkdirTemp("", "rivals-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	folder, err := os.Getwd()
	if err != nil {
		return err
	}
	place := place{root: folder, bin: filepath.Join(temp, "bin"), db: filepath.Join(temp, "contacts.db")}
	if err := data.Create(place.db); err != nil {
		return err
	}
	stacks := slices.DeleteFunc(all(), func(s stack) bool { return len(o.only) > 0 && !slices.Contains(o.only, s.name) })
	if len(stacks) == 0 {
		return fmt.Errorf("rivals: no stack is called %s", strings.Join(o.only, ", "))
	}
	if err := place.build(ctx, stacks, o); err != nil {
		return err
	}
	busy := loadAverage()
	results := map[string]*result{}
	for round := range o.rounds {
		for _, s := range stacks {
			for _, processes := range processCounts {
				name := s.on(processes)
				r := cmp.Or(results[name], &result{cells: map[cell]*samples{}})
				results[name] = r
				log.Printf("round %d: %s", round+1, name)
				if err := place.measure(ctx, o, s, processes, r); err != nil {
					return fmt.Errorf("rivals: %s: %w", name, err)
				}
			}
		}
	}
	return report(o, stacks, results, busy)
}

// measure starts a stack, checks its answers and gives each cell a turn.
func (p place) measure(ctx context.Context, o options, s stack, processes int, r *result) error {
	server, took, err := p.start(ctx, s, processes)
	if err != nil {
		return err
	}
	defer server.stop()
	r.start = append(r.start, took)
	if err := check(ctx, server.url, s); err != nil {
		return err
	}
	if r.first, err = firstPage(ctx, server.url); err != nil {
		return err
	}
	for _, c := range cells() {
		request, err := s.request(ctx, server.url, c)
		if err != nil {
			return err
		}
		if r.cells[c] == nil {
			r.cells[c] = &samples{}
		}
		if err := load(ctx, request, o, r.cells[c]); err != nil {
			return fmt.Errorf("%s: %w", c, err)
		}
	}
	memory, err := pss()
	r.pss = append(r.pss, memory)
	return err
}
