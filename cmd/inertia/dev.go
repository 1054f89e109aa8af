package main

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/inertia-templ/shell/cmd/inertia/internal/devserver"
	"github.com/inertia-templ/shell/cmd/inertia/internal/project"
)

func devCommand() *cobra.Command {
	var dir string
	var find project.Options
	o := devserver.Options{Getenv: os.Getenv}
	cmd := &cobra.Command{
		Use:   "dev [-- ARGUMENTS]",
		Short: "Run a program while you write it: Vite, Go, templ and types, on one address",
		Long: `Run a program while you write it: Vite for the front end, and the Go program,
generated, built and started again when one of its files changes. Pages that are
open reload themselves, and show what does not compile.

The program is called with "-dev URL -addr HOST:PORT" and the ARGUMENTS: where Vite
is, and where to listen. If its flags have other names, put {vite} and {addr}
into the arguments. The file .env adds to its environment, and APP_URL is where
browsers find the program, unless the environment or the file says another.`,
		Example: "  inertia dev\n  inertia dev -- -db test.db\n  inertia dev --main ./cmd/web -- --vite={vite} --listen={addr}",
		RunE: func(cmd *cobra.Command, args []string) error {
			if at := cmd.ArgsLenAtDash(); len(args) > 0 && at != 0 {
				return misuse{errDashes}
			}
			found, err := project.Find(dir, find)
			if err != nil {
				return err
			}
			o.Project, o.Arguments, o.Out = found, args, cmd.OutOrStdout()
			ctx, stop := interruptible(cmd)
			defer stop()
			return devserver.Run(ctx, o)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&o.Addr, "addr", "127.0.0.1:8080", "`address` where browsers find the program")
	projectFlags(flags, &dir, &find)
	flags.StringArrayVar(&o.AllowedHosts, "allow-host", nil, "`name` or address of this machine under which browsers may come too; may be repeated")
	return cmd
}
