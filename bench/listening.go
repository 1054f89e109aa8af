package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"

	"github.com/inertia-templ/shell/bench/measure"
	"github.com/inertia-templ/shell/bench/pages"
	"github.com/inertia-templ/shell/inertia"
)

// listening measures what a page pays for being observed, by whom.
func listening(out io.Writer, goals *measure.Goals) error {
	everybody := func(*http.Request) bool { return true }
	var seen atomic.Int64
	cases := []struct {
		name string
		opts []inertia.Option
	}{
		{"nobody listens", nil},
		{"a gate that is shut", []inertia.Option{inertia.WithDevTools(func(*http.Request) bool { return false })}},
		{"an observer", []inertia.Option{inertia.WithObserver(func(context.Context, inertia.Event) { seen.Add(1) })}},
		{"Server-Timing", []inertia.Option{inertia.WithServerTiming(everybody)}},
		{"DevTools", []inertia.Option{inertia.WithDevTools(everybody)}},
	}
	var works []measure.Work
	for _, c := range cases {
		i, err := newInertia(c.opts...)
		if err != nil {
			return err
		}
		rows := pages.Rows(100)
		page := i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
			return i.Render(w, r, "Rows", inertia.Props{"rows": inertia.Lazy(func(context.Context) ([]pages.Row, error) { return rows, nil })})
		}))
		works = append(works, serving(c.name, page, contender{version: version}.request(false)))
	}
	t := measure.NewTable("visit, 100 rows in a lazy prop, observed", "time", "allocations", "over nobody")
	results := measure.Race(works...)
	for k, r := range results {
		row := []string{r.Name, r.String(), count(r.Allocs)}
		if k > 0 {
			row = append(row, measure.Short(r.Over(results[0])))
		}
		if k == 1 {
			goals.Check("visit, 100 rows in a lazy prop, "+r.Name, "0 allocations more", count(r.Allocs-results[0].Allocs), r.Allocs == results[0].Allocs)
		}
		t.Add(row...)
	}
	if seen.Load() == 0 {
		return fmt.Errorf("bench: the observer was told nothing")
	}
	_, err := t.WriteTo(out)
	return err
}
