// Command inertia writes TypeScript from the Go code of a program:
//
//	inertia types -o frontend/src/types.ts -pages 'frontend/src/pages/%s.tsx' ./...
//	inertia routes -o frontend/src/routes.ts ./...
//
// With -check it writes nothing, and fails with a diff if a file is stale. With
// -watch it goes on, and writes whenever Go code changes.
//
// It is a tool for go vet too, which finds components that have no file:
//
//	go vet -vettool=$(which inertia) -inertiapages.pages='frontend/src/pages/%s.tsx' ./...
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/pmezard/go-difflib/difflib"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
	"github.com/inertia-templ/shell/cmd/inertia/internal/pagecheck"
)

const usage = `usage: inertia types|routes [flags] [packages]

  types   write types for the props of pages, for shared props and forms
  routes  write functions for named routes

`

func main() {
	if len(os.Args) > 1 && calledByVet(os.Args[len(os.Args)-1]) {
		unitchecker.Main(pagecheck.Analyzer)
	}
	if err := run(os.Args[1:], os.Stderr); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
}

// calledByVet reports whether the arguments are those of go vet, by the last one.
func calledByVet(last string) bool {
	return last == "-flags" || strings.HasPrefix(last, "-V=") || strings.HasSuffix(last, ".cfg")
}

func run(args []string, out io.Writer) error {
	if len(args) == 0 || args[0] != "types" && args[0] != "routes" {
		fmt.Fprint(out, usage)
		return flag.ErrHelp
	}
	flags := flag.NewFlagSet("inertia "+args[0], flag.ContinueOnError)
	flags.SetOutput(out)
	c := command{what: args[0], out: out}
	flags.StringVar(&c.file, "o", "", "`file` to write")
	flags.StringVar(&c.dir, "C", ".", "`folder` to work in")
	flags.BoolVar(&c.check, "check", false, "fail if the file is stale, and write nothing")
	watch := flags.Bool("watch", false, "go on, and write whenever Go code changes")
	if c.what == "types" {
		flags.Var((*list)(&c.pages), "pages", "where components are, `pattern` with %s for their names; may be repeated")
	}
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	if c.file == "" {
		return fmt.Errorf("inertia %s: -o is missing: name the file to write, such as -o frontend/src/%s.ts", c.what, c.what)
	}
	if c.packages = flags.Args(); len(c.packages) == 0 {
		c.packages = []string{"./..."}
	}
	if !*watch {
		return c.once()
	}
	return c.forever()
}

type list []string

func (l *list) String() string     { return strings.Join(*l, ",") }
func (l *list) Set(s string) error { *l = append(*l, s); return nil }

type command struct {
	what, file, dir string
	pages, packages []string
	check           bool
	out             io.Writer
}

// once writes or checks the file.
func (c *command) once() error {
	program, err := typescript.Load(c.dir, c.packages...)
	if err != nil {
		return err
	}
	var made string
	if c.what == "types" {
		if err := program.CheckComponents(c.dir, c.pages...); err != nil {
			return err
		}
		made = program.Types()
	} else if made, err = program.Routes(); err != nil {
		return err
	}
	name := filepath.Join(c.dir, c.file)
	have, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("inertia: %w", err)
	}
	if string(have) == made {
		return nil
	}
	if c.check {
		diff, _ := difflib.GetUnifiedDiffString(difflib.UnifiedDiff{
			A: difflib.SplitLines(string(have)), B: difflib.SplitLines(made), FromFile: c.file, ToFile: "as the Go code has it", Context: 2,
		})
		return fmt.Errorf("%sinertia %s: %s is stale: run it without -check and commit what it writes", diff, c.what, c.file)
	}
	if err := os.WriteFile(name, []byte(made), 0o644); err != nil {
		return fmt.Errorf("inertia: %w", err)
	}
	fmt.Fprintf(c.out, "inertia %s: %s written\n", c.what, c.file)
	return nil
}

// forever looks for changes twice a second.
func (c *command) forever() error {
	var last time.Time
	for ; ; time.Sleep(500 * time.Millisecond) {
		newest, err := newestGo(c.dir)
		if err != nil {
			return err
		}
		if !newest.After(last) {
			continue
		}
		last = newest
		if err := c.once(); err != nil {
			fmt.Fprintln(c.out, err)
		}
	}
}

// newestGo is when Go code was changed last.
func newestGo(dir string) (newest time.Time, err error) {
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "node_modules" || strings.HasPrefix(entry.Name(), ".") && path != dir):
			return fs.SkipDir
		case filepath.Ext(path) != ".go":
			return nil
		}
		info, err := entry.Info()
		if err == nil && info.ModTime().After(newest) {
			newest = info.ModTime()
		}
		return nil
	})
	return newest, err
}
