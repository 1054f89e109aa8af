package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/inertia-templ/shell/cmd/inertia/internal/doctor"
)

func doctorCommand() *cobra.Command {
	o := doctor.Options{Getenv: os.Getenv}
	asJSON := false
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check the Go code and the front end against each other",
		Long: "Check the Go code and the front end of a program against each other, and what they need on this machine.\n" +
			"A line for each finding says what is wrong, where, and which command or edit fixes it.\n" +
			"The exit code is 0 if there are warnings at most, and 1 if there are errors.",
		Example: "  inertia doctor\n  inertia doctor --json | jq '.findings[].fix'",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			report, err := doctor.Run(cmd.Context(), o)
			if err != nil {
				return err
			}
			write := report.Text
			if asJSON {
				write = report.JSON
			}
			if err := write(cmd.OutOrStdout()); err != nil {
				return err
			}
			if report.Errors > 0 {
				return fmt.Errorf("doctor: %s, %s", count(report.Errors, "error"), count(report.Warnings, "warning"))
			}
			return nil
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVarP(&o.Dir, "dir", "C", ".", "`folder` of the program")
	flags.StringVar(&o.Frontend, "frontend", "", "`folder` of the front end's package.json, from the folder of go.mod; found automatically if there is only one")
	flags.BoolVar(&asJSON, "json", false, "print JSON for programs")
	return cmd
}

// count is a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
