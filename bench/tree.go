package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/inertia-templ/shell/bench/measure"
	"github.com/inertia-templ/shell/inertia"
)

// folder is the struct among the containers of a tree; the others are maps.
type folder struct {
	Name  string `json:"name"`
	Size  int    `json:"size"`
	Items []any  `json:"items"`
}

// grower grows a tree of values, some being props of a kind.
type grower struct {
	nodes int
	kinds int
	every int // this many nodes, one is a prop; 0 for none
}

// grow returns a container with about n values below it.
func (g *grower) grow(n int) any {
	g.nodes++
	if n <= 1 {
		return g.kind(g.nodes)
	}
	below := make([]any, min(4, n-1))
	for k := range below {
		share := (n - 1) / len(below)
		if k < (n-1)%len(below) {
			share++
		}
		below[k] = g.grow(share)
	}
	if len(below)%2 == 0 && g.nodes%2 == 0 {
		return g.kind(folder{Name: "folder", Size: n, Items: below})
	}
	m := map[string]any{}
	for k, v := range below {
		m[fmt.Sprint("key", k)] = v
	}
	return g.kind(m)
}

// kind makes a prop of v if it is its turn.
func (g *grower) kind(v any) any {
	if g.every == 0 || g.nodes/g.every <= g.kinds {
		return v
	}
	g.kinds++
	fn := func(context.Context) (any, error) { return v, nil }
	switch g.kinds % 6 {
	case 0:
		return inertia.Lazy(fn)
	case 1:
		return inertia.Always(v)
	case 2:
		return inertia.Merge(v)
	case 3:
		if n, ok := v.(int); ok { // a leaf: the others are sent
			return inertia.Optional(func(context.Context) (int, error) { return n, nil })
		}
	case 4:
		if n, ok := v.(int); ok {
			return inertia.Defer(func(context.Context) (int, error) { return n, nil })
		}
	}
	return inertia.DeepMerge(v)
}

// tree renders nested values with fifty props among them, and as a floor
// encodes the same ones without props.
func tree(out io.Writer, goals *measure.Goals) error {
	i, err := newInertia(inertia.WithConcurrency(1)) // on the goroutine that is measured
	if err != nil {
		return err
	}
	t := measure.NewTable("nested tree", "props in it", "shell", "per node", "encoding/json, no props", "per node")
	var per []float64
	c := contender{version: version}
	for _, n := range []int{1_000, 10_000, 100_000} {
		g := grower{every: n / 50}
		h := i.Middleware(i.Page("Tree", inertia.Props{"tree": g.grow(n)}))
		var plain grower
		values := plain.grow(n)
		r := measure.Race(
			serving("shell", h, c.request(false)),
			measure.Work{Name: "encoding/json", Do: func() { _ = json.NewEncoder(io.Discard).Encode(values) }},
		)
		per = append(per, float64(r[0].Median())/float64(g.nodes))
		row := []string{fmt.Sprintf("%d nodes", g.nodes), fmt.Sprint(g.kinds), r[0].String(), fmt.Sprintf("%.0f ns", per[len(per)-1]),
			r[1].String(), fmt.Sprintf("%.0f ns", float64(r[1].Median())/float64(plain.nodes))}
		if len(per) > 1 {
			slower := per[len(per)-1] / per[0]
			goals.Check(fmt.Sprintf("nested tree, %d nodes", g.nodes), "per node ≤ 1.5x that of 1000", fmt.Sprintf("%.2fx", slower), slower <= 1.5)
		}
		t.Add(row...)
	}
	_, err = t.WriteTo(out)
	return err
}
