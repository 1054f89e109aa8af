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
)

func main() {
	if err := run(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(out io.Writer) error {
	all, err := contenders()
	if err != nil {
		return err
	}
	if err := agree(all); err != nil {
		return err
	}
	var goals measure.Goals
	_, err = fmt.Fprintln(out, measure.Machine("github.com/petaki/inertia-go", "github.com/romsar/gonertia/v2", "github.com/a-h/templ"))
	err = cmp.Or(err,
		visits(out, &goals, all),
		partial(out, &goals, all),
		parallel(out, &goals, all),
		poll(out),
		passing(out, &goals),
		tree(out, &goals),
		throughput(out, &goals, all),
	)
	if err == nil {
		_, err = fmt.Fprintln(out, &goals)
	}
	return err
}
