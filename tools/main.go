// Command tools is what the recipes of Taskfile.yml do that takes more than a
// few lines of shell.
//
//	tools release vX.Y.Z    tag and pack everything, see package release
//	tools tidy [-w]         check or write go.mod and go.sum of every module
//	tools deps [query ...]  build and test a copy with other versions
//	tools reference [-w]    check or write the generated pages of the documentation
//	tools words             find words that the documentation does not use
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/inertia-templ/shell/tools/deps"
	"github.com/inertia-templ/shell/tools/modules"
	"github.com/inertia-templ/shell/tools/reference"
	"github.com/inertia-templ/shell/tools/release"
	"github.com/inertia-templ/shell/tools/tidy"
	"github.com/inertia-templ/shell/tools/words"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	root, err := modules.Root(".")
	if err != nil {
		return err
	}
	switch {
	case len(args) == 2 && args[0] == "release":
		return release.Make(root, args[1], os.Stdout)
	case len(args) == 1 && args[0] == "tidy":
		return tidy.All(root, false, os.Stdout)
	case len(args) == 2 && args[0] == "tidy" && args[1] == "-w":
		return tidy.All(root, true, os.Stdout)
	case len(args) > 0 && args[0] == "deps":
		return deps.Try(root, args[1:], os.Stdout)
	case len(args) == 1 && args[0] == "reference":
		return reference.Check(root)
	case len(args) == 2 && args[0] == "reference" && args[1] == "-w":
		return reference.Write(root)
	case len(args) == 1 && args[0] == "words":
		return words.Check(root)
	}
	return errors.New("usage: tools release vX.Y.Z | tidy [-w] | deps [query ...] | reference [-w] | words")
}
