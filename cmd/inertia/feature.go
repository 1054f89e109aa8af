package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/inertia-templ/shell/cmd/inertia/internal/starter"
)

// feature is an option of "inertia new" that a program can get later.
type feature struct {
	name, short, long string
	of                func(*starter.Options) *bool
	has               string // what a program has with it
	next              []string
}

var features = []feature{
	{
		name:  "auth",
		short: "Add accounts: register, sign in and out, profile, a forgotten password",
		long: `Add accounts to a program that "inertia new --accounts=false" has written: what
the same command writes with accounts. It needs a database. Pages that show
tasks are for visitors who have signed in, then, and each has tasks of their own;
tasks from before belong to nobody.`,
		of:  func(o *starter.Options) *bool { return &o.Accounts },
		has: "accounts",
		next: []string{
			"pages of your own that only visitors with an account may see: a.signedIn in place of a.inertia.Handle, in internal/app/routes.go",
			"in production: set APP_URL with https:// and SMTP_URL, see .env.example",
		},
	},
	{
		name:  "ssr",
		short: "Add server-side rendering",
		long: `Add server-side rendering to a program that "inertia new --ssr=false" has
written: what the same command writes with it.`,
		of:   func(o *starter.Options) *bool { return &o.SSR },
		has:  "server-side rendering",
		next: []string{"where the program runs: install Bun, Node or Deno; the Dockerfile has Node now"},
	},
}

func addFeatureCommand(f feature) *cobra.Command {
	dir, skip := ".", false
	cmd := &cobra.Command{
		Use:   f.name,
		Short: f.short,
		Long: f.long + `

Changes of yours stay. Where they meet the new lines, the file has both between
the marks of Git, and the command names it. Commit first: "git diff" shows
what it did, and "git checkout ." takes it back.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("inertia add %s: want no arguments", f.name)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := addFeature(cmd.Context(), dir, f, !skip, cmd.OutOrStdout()); err != nil {
				return fmt.Errorf("inertia add %s: %w", f.name, err)
			}
			return nil
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVarP(&dir, "dir", "C", ".", "`folder` of the program")
	flags.BoolVar(&skip, "no-install", false, "write the files only")
	return cmd
}

// addFeature changes a program, installs what it needs now, and says what comes
// next.
func addFeature(ctx context.Context, dir string, f feature, install bool, out io.Writer) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	from, err := starter.Detect(dir)
	if err != nil {
		return err
	}
	to := from
	if *f.of(&from) {
		return fmt.Errorf("%s has %s already", dir, f.has)
	}
	*f.of(&to) = true
	if err := to.Check(); err != nil {
		if !to.Stored() && to.Accounts {
			return errors.New("accounts need a database, and this program has none: \"inertia new NAME --database sqlite\" writes one with both, to move your pages into")
		}
		return err
	}
	added, err := starter.Add(dir, "inertia add "+f.name, from, to)
	if err != nil {
		return err
	}
	list(out, added.Written, added.Changed, added.Left)
	steps := []string{"go mod tidy", typesCommandLine(to), routesCommandLine}
	if install && len(added.Left) == 0 {
		if err := installModules(ctx, dir); err != nil {
			return err
		}
		steps = nil
	}
	list(out, nil, nil, append(steps, f.next...))
	return nil
}

// list lists what was done to files of a program, and what is left to do.
func list(out io.Writer, written, changed, left []string) {
	for _, name := range written {
		fmt.Fprintln(out, "written ", name)
	}
	for _, name := range changed {
		fmt.Fprintln(out, "changed ", name)
	}
	for _, line := range left {
		fmt.Fprintln(out, "to do   ", line)
	}
}
