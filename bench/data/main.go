// Command data measures what a page costs whose prop takes 20 ms: computed for
// everybody, cached, cached with a tag that is invalidated, and polled with a
// version; in one process, and in three that share a Redis.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"time"

	"github.com/inertia-templ/shell/bench/measure"
)

func main() {
	serve := flag.Bool("serve", false, "be a process that is measured")
	redis := flag.String("redis", "", "`URL` of a Redis that processes share")
	turn := flag.Duration("turn", 2*time.Second, "`duration` of each measurement")
	flag.Parse()
	var err error
	if *serve {
		err = runServer(*redis)
	} else {
		err = run(os.Stdout, *turn)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// ways are the pages that are compared.
var ways = []struct{ path, name string }{
	{"/value", "a plain value"},
	{"/plain", "computed each time"},
	{"/cached", "cached"},
	{"/tagged", "cached, invalidated every second"},
	{"/poll", "poll with a version, unchanged"},
}

// sections add the rows and goals of a subject each.
var sections = []func(t *measure.Table, goals *measure.Goals, turn time.Duration) error{
	func(t *measure.Table, goals *measure.Goals, turn time.Duration) error {
		return measureAll(t, goals, 1, turn)
	},
	func(t *measure.Table, goals *measure.Goals, turn time.Duration) error {
		return measureAll(t, goals, 3, turn)
	},
}

func run(out io.Writer, turn time.Duration) (err error) {
	fmt.Fprintf(out, "%s\n\n", measure.Machine())
	t := measure.NewTable("page", "processes", "clients", "requests/s", "queries/s", "p50", "p99", "errors")
	var goals measure.Goals
	for _, add := range sections {
		if err := add(t, &goals, turn); err != nil {
			return err
		}
	}
	if _, err := t.WriteTo(out); err != nil {
		return err
	}
	fmt.Fprintln(out)
	_, err = goals.WriteTo(out)
	return err
}

func measureAll(t *measure.Table, goals *measure.Goals, processes int, turn time.Duration) (err error) {
	farm, err := start(processes)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, farm.end()) }()
	floor := map[int]time.Duration{}
	for _, clients := range []int{1, 32, 256} {
		for _, way := range ways {
			l, err := farm.load(context.Background(), way.path, clients, turn, 0)
			if err != nil {
				return fmt.Errorf("data: %s: %w", way.name, err)
			}
			t.Add(way.name, fmt.Sprint(processes), fmt.Sprint(clients), fmt.Sprintf("%.0f", l.requests), fmt.Sprintf("%.1f", l.queries),
				measure.Short(l.p50), measure.Short(l.p99), fmt.Sprint(l.errors))
			switch way.path {
			case "/value":
				floor[clients] = l.p50
			case "/cached":
				times := float64(l.p50) / float64(floor[clients])
				goals.Check(fmt.Sprintf("a hit, %d processes, %d clients", processes, clients), "within 1.5x of a plain value", fmt.Sprintf("%.2fx", times), times <= 1.5)
			}
		}
	}
	// Tabs ask every two seconds.
	l, err := farm.load(context.Background(), "/poll", 1000, 2*turn, 2*time.Second)
	if err != nil {
		return fmt.Errorf("data: tabs: %w", err)
	}
	t.Add("1,000 tabs that poll every 2 s, unchanged", fmt.Sprint(processes), "1000", fmt.Sprintf("%.0f", l.requests), fmt.Sprintf("%.1f", l.queries),
		measure.Short(l.p50), measure.Short(l.p99), fmt.Sprint(l.errors))
	// A turn that begins within a second sees the end of that second too.
	limit := 1 + 1/(2*turn.Seconds())
	goals.Check(fmt.Sprintf("1,000 tabs, %d processes", processes), "1 query a second or fewer", fmt.Sprintf("%.2f a second", l.queries), l.queries <= limit)
	return nil
}
