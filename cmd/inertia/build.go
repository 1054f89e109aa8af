package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/inertia-templ/shell/cmd/inertia/internal/builder"
	"github.com/inertia-templ/shell/cmd/inertia/internal/project"
)

func buildCommand() *cobra.Command {
	var dir, output string
	var find project.Options
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Build a program with its front end into one file",
		Long: `Build a program with its front end into one file: Go from templ files, types and
routes for the front end, the script "build" of its package.json, and then the
program, statically linked. Packages of the front end are installed if they are
missing.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			found, err := project.Find(dir, find)
			if err != nil {
				return err
			}
			ctx, stop := interruptible(cmd)
			defer stop()
			file, err := builder.Build(ctx, builder.Options{Project: found, Output: output, Out: cmd.ErrOrStderr()})
			if err != nil {
				return err
			}
			info, err := os.Stat(file)
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s, %.1f MB\n", found.Short(file), float64(info.Size())/1e6)
			return nil
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVarP(&output, "output", "o", "", "`file` to write (default: bin/NAME)")
	projectFlags(flags, &dir, &find)
	return cmd
}
