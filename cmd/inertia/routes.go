package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
)

func routesCommand() *cobra.Command {
	g := &generator{}
	var given typescript.RouteOptions
	g.write = func(p *typescript.Program) ([]made, error) {
		opts := given
		if opts.IsZero() {
			have, err := os.ReadFile(g.path(g.file))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, fmt.Errorf("%s: %w", g.name, err)
			}
			if opts, err = typescript.RouteOptionsIn(string(have)); err != nil {
				return nil, err
			}
		}
		code, err := p.Routes(opts)
		return []made{{g.file, code}}, err
	}
	cmd := g.command("routes", "Write functions for named routes, or list them",
		"inertia routes -o frontend/src/routes.ts ./...\n  inertia routes -o frontend/src/routes.ts --only 'users.*' --default locale --param id=number\n  inertia routes list")
	cmd.Long = "Write functions for named routes. The options --only, --default and --param stand in the file, so that it keeps them when it\n" +
		"is written again, by this command without them, by inertia dev or by inertia build."
	cmd.Flags().StringArrayVar(&given.Only, "only", nil, "write the routes whose names match a `pattern`: * stands for all but a dot, ** for anything; may be repeated")
	cmd.Flags().StringArrayVar(&given.Defaults, "default", nil, "let calls leave out a `parameter` such as a locale, whose value setDefaults gives; may be repeated")
	cmd.Flags().StringToStringVar(&given.Types, "param", nil, "the values of a parameter, as `name=type` of TypeScript: id=number; may be repeated")
	cmd.AddCommand(failing(routesListCommand()))
	return cmd
}

func routesListCommand() *cobra.Command {
	dir, asJSON := ".", false
	cmd := &cobra.Command{
		Use:   "list [PACKAGES]",
		Short: "List named routes with their handlers and pages",
		Long: "List the named routes of a program, in the order of the source: name, method, pattern, handler as it is written, and\n" +
			"the pages that the handler names. It reads the source, and runs nothing of it.",
		Example: "  inertia routes list\n  inertia routes list --json | jq '.[].pattern'",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = []string{"./..."}
			}
			program, err := typescript.Load(dir, args...)
			if err != nil {
				return err
			}
			list, unknown := program.List()
			for i := range list {
				list[i].Place = relative(dir, list[i].Place)
			}
			for _, at := range unknown {
				fmt.Fprintf(cmd.ErrOrStderr(), "inertia routes list: %s names routes that only the running program knows\n", relative(dir, at))
			}
			if len(list) == 0 && len(unknown) == 0 {
				return typescript.ErrNoRoutes()
			}
			if asJSON {
				if list == nil {
					list = []typescript.Listed{}
				}
				out := json.NewEncoder(cmd.OutOrStdout())
				out.SetEscapeHTML(false)
				out.SetIndent("", "  ")
				return out.Encode(list)
			}
			return writeRoutes(cmd.OutOrStdout(), list)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVarP(&dir, "dir", "C", ".", "`folder` to work in")
	flags.BoolVar(&asJSON, "json", false, "print JSON for programs")
	return cmd
}

func writeRoutes(out io.Writer, list []typescript.Listed) error {
	var b strings.Builder
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tMETHOD\tPATTERN\tHANDLER\tPAGE")
	for _, r := range list {
		method := r.Method
		if method == "" {
			method = "any"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", r.Name, method, r.Pattern, r.Handler, strings.Join(r.Pages, ", "))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for line := range strings.Lines(b.String()) {
		if _, err := io.WriteString(out, strings.TrimRight(line, " \n")+"\n"); err != nil {
			return err
		}
	}
	return nil
}
