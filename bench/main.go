// Command bench compares this library with the other Go adapters, and with a
// handler that uses none. All are measured in one run, turn by turn. It prints
// the results, and then which goals are met.
package main

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/inertia-templ/shell/bench/measure"
	"github.com/inertia-templ/shell/inertia/gojson"
)

func main() {
	file := flag.String("goals", "", "write what has a goal to this file instead")
	flag.Parse()
	var verdicts bytes.Buffer
	if err := run(os.Stdout, &verdicts); err != nil {
		log.Fatal(err)
	}
	write := os.Stdout.Write
	if *file != "" {
		write = func(text []byte) (int, error) { return len(text), os.WriteFile(*file, text, 0o600) }
	}
	if _, err := write(verdicts.Bytes()); err != nil {
		log.Fatal(err)
	}
}

func run(out, verdicts io.Writer) error {
	all, err := contenders(nil)
	if err != nil {
		return err
	}
	fast, err := contenders(gojson.Encoder)
	if err != nil {
		return err
	}
	if err := cmp.Or(agree(all), agree(fast)); err != nil {
		return err
	}
	// Results are for readers of the documentation, goals for those who work on it.
	var goals measure.Goals
	_, err = fmt.Fprintln(out, measure.Machine("github.com/petaki/inertia-go", "github.com/romsar/gonertia/v2", "github.com/a-h/templ", "github.com/goccy/go-json"))
	err = cmp.Or(err,
		visits(out, &goals, all, "encoding/json"),
		visits(out, &goals, fast, "package gojson"),
		partial(out, &goals, all),
		parallel(out, &goals, all),
		poll(out),
		passing(out, &goals, all[0]),
		listening(out, &goals),
		tree(out, &goals),
		throughput(out, &goals, append(all, fast[1])),
	)
	if err == nil {
		_, err = goals.WriteTo(verdicts)
	}
	return err
}
