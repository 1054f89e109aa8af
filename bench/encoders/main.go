// Command encoders compares encoders of JSON that inertia.WithJSON could be
// given: whether they write what encoding/json writes, and how fast.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"time"

	"github.com/inertia-templ/shell/bench/measure"
)

func main() {
	name := flag.String("worker", "", "work for the `engine` of this name")
	values := flag.Int("values", 400, "`number` of values of each kind to compare")
	flag.Parse()
	var err error
	if *name != "" {
		for _, e := range engines() {
			if e.name == *name {
				err = work(e, os.Stdin, os.Stdout)
			}
		}
	} else {
		err = study(os.Stdout, *values)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func study(out io.Writer, values int) error {
	dir, err := os.MkdirTemp("", "encoders-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var workers []*worker
	var notes []string
	for _, e := range engines() {
		binary, err := binaryFor(e, dir)
		if err != nil {
			notes = append(notes, fmt.Sprintf("%s does not build: %v", e.name, err))
			continue
		}
		if e.note != "" {
			notes = append(notes, e.name+" "+e.note)
		}
		w := &worker{engine: e, binary: binary}
		defer w.stop()
		workers = append(workers, w)
	}
	fmt.Fprintln(out, measure.Machine("github.com/go-json-experiment/json", "github.com/segmentio/encoding", "github.com/goccy/go-json", "github.com/bytedance/sonic"))
	if len(notes) > 0 {
		fmt.Fprintln(out, strings.Join(notes, "\n")+"\n")
	}
	if err := timeAll(out, workers); err != nil {
		return err
	}
	return compareAll(out, workers, values)
}

// rounds is how many turns each engine has with each page.
const rounds = 41

func timeAll(out io.Writer, workers []*worker) error {
	t := measure.NewTable(append([]string{"encoder"}, timed...)...)
	cells := make([][]string, len(workers))
	for _, page := range timed {
		turns := make([][]time.Duration, len(workers))
		allocs := make([]float64, len(workers))
		for round := range rounds + 1 {
			for i, w := range workers {
				o := order{Page: page}
				if round == 0 { // to warm up, too
					o.N = 50
				}
				r, err := w.ask(o)
				if err != nil {
					return fmt.Errorf("%s: %s: %w", w.engine.name, page, err)
				}
				if round == 0 {
					allocs[i] = r.Allocs
				} else {
					turns[i] = append(turns[i], r.Time)
				}
			}
		}
		first := measure.ResultOf("", turns[0], 0)
		for i := range workers {
			r := measure.ResultOf("", turns[i], 0)
			cells[i] = append(cells[i], fmt.Sprintf("%s, %.2fx, %.0f allocs", measure.Short(r.Median()), r.Times(first), allocs[i]))
		}
	}
	for i, w := range workers {
		t.Add(append([]string{w.engine.name}, cells[i]...)...)
	}
	_, err := t.WriteTo(out)
	return err
}
