package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/inertia-templ/shell/cmd/inertia/internal/generate"
	"github.com/inertia-templ/shell/cmd/inertia/internal/project"
	"github.com/inertia-templ/shell/cmd/inertia/internal/starter"
)

func newCommand() *cobra.Command {
	o := starter.Defaults("")
	dir, skip := ".", false
	cmd := &cobra.Command{
		Use:   "new NAME",
		Short: "Write a new program: Go, front end, tests, and what deploys it",
		Long: `Write a new program into the folder NAME: pages and forms with their types,
accounts, a database with migrations, tests in Go and in a browser, a Dockerfile
and a workflow for CI. It asks what no flag says or, without a terminal, takes
the defaults. Then it installs the packages of both sides, unless --no-install
is given.`,
		Example: "  inertia new my-app\n  inertia new my-app --frontend vue --router chi --database postgres\n  inertia new my-app --database none --accounts=false --ssr=false --css plain",
		Args:    exactlyOneName,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Name = args[0]
			if isatty.IsTerminal(os.Stdin.Fd()) {
				newDialog(os.Stdin, cmd.OutOrStdout()).complete(&o, cmd.Flags().Changed)
			}
			if o.Module == "" {
				o.Module = o.Name
			}
			if !o.Stored() && !cmd.Flags().Changed("accounts") {
				o.Accounts = false
			}
			var err error
			if o.Library, err = library(); err != nil {
				return err
			}
			if err := o.Check(); err != nil {
				return misuse{err}
			}
			return create(cmd.Context(), filepath.Join(dir, o.Name), o, !skip, cmd.OutOrStdout())
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&o.Frontend, "frontend", o.Frontend, strings.Join(starter.Frontends, ", "))
	flags.StringVar(&o.Router, "router", o.Router, strings.Join(starter.Routers, ", "))
	flags.StringVar(&o.Database, "database", o.Database, strings.Join(starter.Databases, ", "))
	flags.BoolVar(&o.Accounts, "accounts", true, "visitors can register and sign in; needs a database")
	flags.BoolVar(&o.SSR, "ssr", true, "the server renders the first page of each visit")
	flags.StringVar(&o.CSS, "css", o.CSS, strings.Join(starter.Styles, ", "))
	flags.StringVar(&o.Module, "module", "", "`path` of the Go module (default: NAME)")
	flags.BoolVar(&skip, "no-install", false, "write the files only")
	flags.StringVarP(&dir, "dir", "C", ".", "`folder` to work in")
	return cmd
}

func exactlyOneName(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return errors.New("inertia new: want one name, such as: inertia new my-app")
	}
	return nil
}

// create writes a program, installs what it needs, and says what comes next.
func create(ctx context.Context, dir string, o starter.Options, install bool, out io.Writer) error {
	if err := starter.Write(dir, o); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is written: %s\n", dir, describe(o))
	if o.Library.Checkout != "" {
		fmt.Fprintf(out, "The library is not published: go.mod has a replace line, and frontend/package.json a file: package, that lead to %s.\n"+
			"So this machine can build the program, and its Dockerfile and CI cannot until the library is published: see README.md.\n", o.Library.Checkout)
	}
	types := []string{typesCommandLine(o), routesCommandLine}
	if !install {
		fmt.Fprintf(out, "\nNext, run:\n  cd %s\n  go mod tidy\n  %s\n  (cd frontend && npm install)\n%s", dir, strings.Join(types, "\n  "), start(o))
		return nil
	}
	fmt.Fprintln(out, "Installing packages: go mod tidy, npm install")
	steps, ctx := errgroup.WithContext(ctx)
	steps.Go(func() error {
		return quietly(ctx, filepath.Join(dir, "frontend"), "npm", "install", "--no-audit", "--no-fund")
	})
	steps.Go(func() error { return installModules(ctx, dir) })
	if err := steps.Wait(); err != nil {
		return fmt.Errorf("inertia new: %w\nThe program is written. When this is corrected, run in %s:\n  go mod tidy\n  %s\n  (cd frontend && npm install)", err, dir, strings.Join(types, "\n  "))
	}
	fmt.Fprintf(out, "\nNext, run:\n  cd %s\n%s", dir, start(o))
	return nil
}

// The commands that write what the front end knows of the Go code.
const routesCommandLine = "inertia routes -o frontend/src/routes.ts ./..."

func typesCommandLine(o starter.Options) string {
	return fmt.Sprintf("inertia types -o frontend/src/types.ts --pages 'frontend/%s' ./...", o.Pages())
}

// installModules fetches what the Go code imports, and writes what the front end
// knows of it.
func installModules(ctx context.Context, dir string) error {
	if err := quietly(ctx, dir, "go", "mod", "tidy"); err != nil {
		return err
	}
	found, err := project.Find(dir, project.Options{})
	if err != nil {
		return err
	}
	_, err = generate.TypeScript(found)
	return err
}

// start are the commands that show the program in a browser.
func start(o starter.Options) string {
	if o.Postgres() {
		return "  docker compose up -d\n  inertia dev\n"
	}
	return "  inertia dev\n"
}

func describe(o starter.Options) string {
	parts := []string{o.Frontend, o.Router, o.Database, o.CSS}
	if !o.Stored() {
		parts[2] = "no database"
	}
	if o.CSS == "plain" {
		parts[3] = "plain CSS"
	}
	for _, feature := range []struct {
		has  bool
		name string
	}{{o.Accounts, "accounts"}, {o.SSR, "server-side rendering"}} {
		if feature.has {
			parts = append(parts, feature.name)
		}
	}
	return strings.Join(parts, ", ")
}

// quietly runs a command, whose output is part of the error if it fails.
func quietly(ctx context.Context, dir, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %s in %s: %w\n%s", name, strings.Join(args, " "), dir, err, out)
	}
	return nil
}
