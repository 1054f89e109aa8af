package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/inertia-templ/shell/cmd/inertia/internal/project"
	"github.com/inertia-templ/shell/cmd/inertia/internal/ssrcheck"
	"github.com/inertia-templ/shell/cmd/inertia/internal/typescript"
	"github.com/inertia-templ/shell/cmd/inertia/internal/viteconfig"
)

func ssrCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "ssr", Short: "Look at what renders pages on the server"}
	cmd.AddCommand(failing(ssrCheckCommand()))
	cmd.RunE = func(*cobra.Command, []string) error {
		return misuse{errors.New("inertia ssr: name a command, such as check")}
	}
	return cmd
}

// ssrCheck is a run of "inertia ssr check".
type ssrCheck struct {
	dir, bundle string
	options     project.Options
	json        bool
}

func ssrCheckCommand() *cobra.Command {
	c := &ssrCheck{}
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Render every page on the server once, and name those that fail",
		Long: "Render every page that the Go code names once, with each JavaScript runtime that is installed, and name those that\n" +
			"fail, with what to do. Texts are empty, numbers zero and lists without elements, as on the first visit of a new\n" +
			"program. The exit code is 0 if no page fails for sure, and 1 otherwise.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return c.run(cmd.Context(), cmd.OutOrStdout()) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	projectFlags(flags, &c.dir, &c.options)
	flags.StringVar(&c.bundle, "bundle", "", "`path` of the bundle or of its folder (default: where vite.config writes it)")
	flags.BoolVar(&c.json, "json", false, "print JSON for programs")
	return cmd
}

func (c *ssrCheck) run(ctx context.Context, out io.Writer) error {
	p, err := project.Find(c.dir, c.options)
	if err != nil {
		return err
	}
	place := c.bundle
	if place == "" {
		place = c.defaultBundle(ctx, p)
	} else if !filepath.IsAbs(place) {
		place = filepath.Join(p.Dir, place)
	}
	bundle, err := ssrcheck.Find(place)
	if err != nil {
		return fmt.Errorf("inertia ssr check: %s: %w", p.Short(place), err)
	}
	program, err := typescript.Load(p.Root, "./...")
	if err != nil {
		return err
	}
	pages := program.Minimal()
	delete(pages, "")
	if len(pages) == 0 {
		return errors.New("inertia ssr check: the Go code names no page")
	}
	runtimes := ssrcheck.Runtimes(p.Frontend)
	if len(runtimes) == 0 {
		return errors.New(`inertia ssr check: there is no JavaScript runtime: install Node.js, or Bun with "npm install --save-dev bun" in ` + p.Short(p.Frontend))
	}
	report, err := ssrcheck.Render(ctx, bundle, pages, runtimes)
	if err != nil {
		return err
	}
	report.Bundle = p.Short(bundle)
	if source := ssrcheck.Stale(p.Frontend, bundle); source != "" {
		report.Problems = slices.Insert(report.Problems, 0, ssrcheck.Problem{
			Message: "the bundle is older than " + p.Short(source), Place: p.Short(bundle), Fix: "inertia build, or npx vite build --ssr in " + p.Short(p.Frontend),
		})
	}
	if c.json {
		encoder := json.NewEncoder(out)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		err = encoder.Encode(report)
	} else {
		_, err = io.WriteString(out, ssrText(report, len(pages)))
	}
	if err != nil {
		return fmt.Errorf("inertia ssr check: %w", err)
	}
	if report.Failed() {
		return errors.New("inertia ssr check: some pages cannot be rendered on a server; the browser renders them")
	}
	return nil
}

// defaultBundle is where Vite writes the bundle: dist-ssr if it does not tell.
func (c *ssrCheck) defaultBundle(ctx context.Context, p *project.Project) string {
	if config, err := viteconfig.Resolve(ctx, p.Frontend); err == nil {
		return config.Server.OutDir
	}
	return filepath.Join(p.Frontend, "dist-ssr")
}

func ssrText(r *ssrcheck.Report, pages int) string {
	var b strings.Builder
	for _, problem := range r.Problems {
		mark := "!"
		if problem.Fatal {
			mark = "x"
		}
		fmt.Fprintf(&b, "%s", mark)
		for _, part := range []string{problem.Runtime, problem.Page, problem.Place, problem.Message} {
			if part != "" {
				fmt.Fprintf(&b, " %s:", part)
			}
		}
		fmt.Fprintf(&b, " %s\n", problem.Fix)
	}
	for _, name := range slices.Sorted(maps.Keys(r.Rendered)) {
		fmt.Fprintf(&b, "+ %s rendered %d of %s with %s\n", name, r.Rendered[name], count(pages, "page"), r.Bundle)
	}
	return b.String()
}
