//go:build unix

// Command data measures what a page costs whose prop takes 20 ms: computed for
// everybody, cached, cached with a tag that is invalidated, and polled with a
// version; and live props: what a listener takes, and how long it is until it has
// heard of a change. In one process, and in three that share a Redis.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/inertia-templ/shell/bench/measure"
)

// settings are the flags.
type settings struct {
	only                string
	turn                time.Duration
	processes           []int
	listeners, channels []int
	rate                int
	profile             string
}

func main() {
	var s settings
	serve := flag.Bool("serve", false, "be a process that is measured")
	redis := flag.String("redis", "", "`URL` of a Redis that processes share")
	flag.StringVar(&s.only, "only", "", "measure `pages` or live props only: pages, live")
	flag.DurationVar(&s.turn, "turn", 2*time.Second, "`duration` of each measurement of a page; live props are published five times as long")
	processes := flag.String("processes", "1,3", "`numbers` of processes")
	listeners := flag.String("listeners", "1000,10000", "`numbers` of listeners of live props")
	channels := flag.String("channels", "1,100", "`numbers` of channels that they are spread on")
	flag.IntVar(&s.rate, "rate", 10, "publishes per `second`")
	flag.StringVar(&s.profile, "profile", "", "`file` for a profile of the processor of the first process, while live props are published")
	flag.Parse()
	if *serve {
		exit(runServer(*redis))
		return
	}
	var err, err2, err3 error
	s.processes, err = numbers("processes", *processes)
	s.listeners, err2 = numbers("listeners", *listeners)
	s.channels, err3 = numbers("channels", *channels)
	exit(errors.Join(err, err2, err3))
	if s.rate < 1 || s.only != "" && s.only != "pages" && s.only != "live" {
		exit(errors.New("data: want -rate of at least 1, and -only pages or -only live"))
	}
	exit(run(os.Stdout, s))
}

func exit(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func numbers(name, list string) (all []int, err error) {
	for text := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("data: -%s %s: want numbers of at least 1 with commas between them", name, list)
		}
		all = append(all, n)
	}
	return all, nil
}

// ways are the pages that are compared.
var ways = []struct{ path, name string }{
	{"/value", "a plain value"},
	{"/plain", "computed each time"},
	{"/cached", "cached"},
	{"/tagged", "cached, invalidated every second"},
	{"/poll", "poll with a version, unchanged"},
}

func run(out io.Writer, s settings) error {
	fmt.Fprintf(out, "%s\n", measure.Machine())
	var goals measure.Goals
	if s.only != "live" {
		t := measure.NewTable("page", "processes", "clients", "requests/s", "queries/s", "p50", "p99", "errors")
		var failed error
		for _, processes := range s.processes {
			failed = errors.Join(failed, measureAll(t, &goals, processes, s.turn))
		}
		if _, err := t.WriteTo(out); err != nil || failed != nil {
			return errors.Join(err, failed)
		}
	}
	if s.only != "pages" {
		fmt.Fprintf(out, "Live props with %d publishes per second. The delay is from the call of Publish until a listener has read the event.\n\n", s.rate)
		t := newLiveTable()
		var failed error
		for _, processes := range s.processes {
			for _, listeners := range s.listeners {
				for _, channels := range s.channels {
					l := listening{processes, listeners, channels, s.rate, 5 * s.turn, s.profile}
					failed = errors.Join(failed, l.add(t, &goals))
				}
			}
		}
		if _, err := t.WriteTo(out); err != nil || failed != nil {
			return errors.Join(err, failed)
		}
	}
	_, err := goals.WriteTo(out)
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
