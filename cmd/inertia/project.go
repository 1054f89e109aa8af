package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/inertia-templ/shell/cmd/inertia/internal/project"
)

var errDashes = errors.New("inertia dev: the arguments of the program stand behind two dashes: inertia dev -- -db test.db")

// projectFlags are those of commands that find a program in its folder.
func projectFlags(flags *pflag.FlagSet, dir *string, o *project.Options) {
	flags.StringVarP(dir, "dir", "C", ".", "`folder` of the program")
	flags.StringVar(&o.Main, "main", "", "`folder` of the main package (default: the folder itself, or the only one below cmd)")
	flags.StringVar(&o.Frontend, "frontend", "", "`folder` of vite.config (default: frontend, the folder itself, or the only other one)")
}

// interruptible ends with the signals that end this program, so that what it has
// started can be ended too.
func interruptible(cmd *cobra.Command) (context.Context, context.CancelFunc) {
	return signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
}
