// Command bench compares this library with the other Go adapters, and with a
// handler that uses none. All are measured in one run, turn by turn, and what
// has a goal says whether it is met.
package main

import (
	"cmp"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/inertia-templ/shell/bench/measure"
	"github.com/inertia-templ/shell/inertia/gojson"
)

func main() {
	if err := run(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(out io.Writer) error {
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
	var goals measure.Goals
	_, err = fmt.Fprintln(out, measure.Machine("github.com/petaki/inertia-go", "github.com/romsar/gonertia/v2", "github.com/a-h/templ", "github.com/goccy/go-json"))
	err = cmp.Or(err,
		visits(out, &goals, all, "encoding/json"),
		visits(out, &goals, fast, "package gojson"),
		partial(out, &goals, all),
		parallel(out, &goals, all),
		poll(out),
		passing(out, &goals),
		listening(out, &goals),
		tree(out, &goals),
		throughput(out, &goals, append(all, fast[1])),
	)
	if err == nil {
		_, err = fmt.Fprintln(out, &goals)
	}
	return err
}
