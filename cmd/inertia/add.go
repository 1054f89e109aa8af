package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/inertia-templ/shell/cmd/inertia/internal/addpage"
	"github.com/inertia-templ/shell/cmd/inertia/internal/project"
)

func addCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "add", Short: "Add a part to a program"}
	cmd.AddCommand(failing(addPageCommand()))
	for _, f := range features {
		cmd.AddCommand(failing(addFeatureCommand(f)))
	}
	cmd.RunE = func(*cobra.Command, []string) error {
		return misuse{errors.New("inertia add: name what is added, such as page or auth")}
	}
	return cmd
}

func addPageCommand() *cobra.Command {
	var o addpage.Options
	var where project.Options
	dir := "."
	cmd := &cobra.Command{
		Use:   "page NAME",
		Short: "Add a page: its props, handler, route, component and test",
		Long: "Add a page to a program. It writes a Go file with the type of the props and a handler, a route behind those that are\n" +
			"there, a component for the front end in use and a test, and writes types and routes of the front end again. Nothing\n" +
			"is overwritten, and what cannot be added safely is printed.",
		Example: "  inertia add page Reports/Index\n  inertia add page About --path /about-us",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("inertia add page: want the name of one component, such as Reports/Index")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := project.Find(dir, where)
			if err != nil {
				return err
			}
			o.Name = args[0]
			result, err := addpage.Add(p, o)
			if errors.Is(err, addpage.ErrName) {
				return misuse{err}
			}
			if err != nil {
				return err
			}
			list(cmd.OutOrStdout(), p.ShortAll(result.Written), p.ShortAll(result.Changed), result.Left)
			return nil
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	projectFlags(flags, &dir, &where)
	flags.StringVar(&o.Path, "path", "", "`path` of the URL (default: made of the name, such as /reports)")
	flags.StringVar(&o.Route, "route", "", "`name` of the route (default: made of the name, such as reports.index)")
	flags.StringVar(&o.Package, "package", "", "`folder` of the Go package (default: the one that names the most pages)")
	flags.StringVar(&o.Pages, "pages", "", "`folder` of the components (default: src/pages of the front end)")
	return cmd
}
