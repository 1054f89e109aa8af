package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pmezard/go-difflib/difflib"
	"github.com/spf13/cobra"

	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
)

// generator writes files from the source of a program.
type generator struct {
	name             string // of the command
	file, dir        string
	check, watching  bool
	packages         []string
	write            func(*typescript.Program) ([]made, error)
	out, errorOutput io.Writer
}

// made is a file as the source has it; without content there is none.
type made struct{ file, content string }

// command is the subcommand with the flags that all generators have.
func (g *generator) command(name, short, example string) *cobra.Command {
	g.name = "inertia " + name
	cmd := &cobra.Command{
		Use:     name + " -o FILE [PACKAGES]",
		Short:   short,
		Example: "  " + example,
		RunE: func(cmd *cobra.Command, args []string) error {
			if g.file == "" {
				return misuse{fmt.Errorf("%s: -o is missing: name the file to write, such as -o frontend/src/%s.ts", g.name, name)}
			}
			if g.packages = args; len(args) == 0 {
				g.packages = []string{"./..."}
			}
			g.out, g.errorOutput = cmd.OutOrStdout(), cmd.ErrOrStderr()
			if g.watching {
				return watch(cmd.Context(), g.dir, func() {
					if err := g.once(); err != nil {
						fmt.Fprintln(g.errorOutput, err)
					}
				})
			}
			return g.once()
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVarP(&g.file, "output", "o", "", "`file` to write")
	flags.StringVarP(&g.dir, "dir", "C", ".", "`folder` to work in")
	flags.BoolVar(&g.check, "check", false, "write nothing, and fail if the file is stale")
	flags.BoolVar(&g.watching, "watch", false, "keep running, and write whenever Go code changes")
	cmd.MarkFlagsMutuallyExclusive("check", "watch")
	return cmd
}

// once writes or checks the files.
func (g *generator) once() error {
	program, err := typescript.Load(g.dir, g.packages...)
	if err != nil {
		return err
	}
	files, err := g.write(program)
	if err != nil {
		return err
	}
	var errs []error
	for _, file := range files {
		errs = append(errs, g.put(file))
	}
	return errors.Join(errs...)
}

// path is where a file is that the command line names.
func (g *generator) path(file string) string {
	if filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(g.dir, file)
}

func (g *generator) put(want made) error {
	name := g.path(want.file)
	have, err := os.ReadFile(name)
	missing := errors.Is(err, fs.ErrNotExist)
	switch {
	case err != nil && !missing:
		return fmt.Errorf("%s: %w", g.name, err)
	case !missing && string(have) == want.content, missing && want.content == "":
		return nil
	}
	if g.check {
		diff, _ := difflib.GetUnifiedDiffString(difflib.UnifiedDiff{
			A: difflib.SplitLines(string(have)), B: difflib.SplitLines(want.content), FromFile: want.file, ToFile: "what the Go code says", Context: 2,
		})
		return fmt.Errorf("%s%s: %s is stale: run the command without --check and commit what it writes", diff, g.name, want.file)
	}
	if want.content == "" {
		if err := os.Remove(name); err != nil {
			return fmt.Errorf("%s: %w", g.name, err)
		}
		fmt.Fprintf(g.out, "%s: %s removed\n", g.name, want.file)
		return nil
	}
	if err := os.WriteFile(name, []byte(want.content), 0o644); err != nil {
		return fmt.Errorf("%s: %w", g.name, err)
	}
	fmt.Fprintf(g.out, "%s: %s written\n", g.name, want.file)
	return nil
}
