// Command inertia writes a new program, runs it while it is being changed, and
// builds it with its front end into one file:
//
//	inertia new my-app
//	inertia dev
//	inertia build
//
// It writes TypeScript from the Go code of a program, which all three do too:
//
//	inertia types -o frontend/src/types.ts --pages 'frontend/src/pages/%s.tsx' ./...
//	inertia routes -o frontend/src/routes.ts ./...
//
// With --check it writes nothing, and fails with a diff if the file is stale.
// With --watch it keeps running, and writes whenever Go code changes.
//
// It is also a tool for go vet that finds pages whose component has no file or
// that nothing renders, and props that have the name of a secret, that JSON has no
// form for, that differ from the type of their page, or that use the request:
//
//	go vet -vettool=$(which inertia) -inertiapages.pages='frontend/src/pages/%s.tsx' ./...
//
// The exit code is 0 if all went well, 1 if something is wrong with the program
// or a file, and 2 if the command line is wrong.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/inertia-templ/shell/cmd/inertia/internal/pagecheck"
)

// commands are the subcommands, each in a file of its own.
var commands = []func() *cobra.Command{
	newCommand,
	devCommand,
	buildCommand,
	typesCommand,
	routesCommand,
	addCommand,
	doctorCommand,
	ssrCommand,
	versionCommand,
}

func main() {
	if len(os.Args) > 1 && calledByVet(os.Args[len(os.Args)-1]) {
		unitchecker.Main(pagecheck.Analyzer, pagecheck.Secrets, pagecheck.Untyped, pagecheck.Encodable, pagecheck.Captured, pagecheck.Unused)
	}
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// calledByVet reports whether the arguments are those of go vet, by the last one.
func calledByVet(last string) bool {
	return last == "-flags" || strings.HasPrefix(last, "-V=") || strings.HasSuffix(last, ".cfg")
}

// misuse is an error of the command line that a command finds itself.
type misuse struct{ error }

func (m misuse) Unwrap() error { return m.error }

// failure is an error of a command that was called as it should be.
type failure struct{ error }

func (f failure) Unwrap() error { return f.error }

// failing marks the errors of a command, which cobra's own are not.
func failing(cmd *cobra.Command) *cobra.Command {
	if inner := cmd.RunE; inner != nil {
		cmd.RunE = func(cmd *cobra.Command, args []string) error {
			err := inner(cmd, args)
			if err == nil || errors.As(err, new(misuse)) {
				return err
			}
			return failure{err}
		}
	}
	return cmd
}

// run runs a command line and returns its exit code.
func run(args []string, out, complaints io.Writer) int {
	root := &cobra.Command{
		Use:           "inertia",
		Short:         "What the front end of a Go program knows of its Go code",
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("inertia: there is no command %q%s", args[0], suggestion(cmd, args[0]))
			}
			return errors.New("inertia: name a command")
		},
		Args: cobra.ArbitraryArgs,
	}
	for _, command := range commands {
		root.AddCommand(failing(command()))
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%s: %w", cmd.CommandPath(), err)
	})
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(complaints)
	cmd, err := root.ExecuteC()
	if err == nil {
		return 0
	}
	if errors.As(err, new(failure)) {
		fmt.Fprintln(complaints, message(cmd, err))
		return 1
	}
	fmt.Fprintln(complaints, err)
	fmt.Fprintf(complaints, "\n%s", cmd.UsageString())
	return 2
}

// message is the text of an error, which begins with the command. The names of
// the packages that it came through say nothing to those who run the command.
func message(cmd *cobra.Command, err error) string {
	text := strings.TrimPrefix(err.Error(), cmd.CommandPath()+": ")
	lines := strings.Split(text, "\n")
	for n, line := range lines {
		for {
			name, rest, found := strings.Cut(line, ": ")
			if !found || !slices.Contains(rooms, name) {
				break
			}
			line = rest
		}
		lines[n] = line
	}
	return cmd.CommandPath() + ": " + strings.Join(lines, "\n")
}

// rooms are the packages that commands are made of.
var rooms = []string{"addpage", "builder", "devserver", "doctor", "generate", "merge", "project", "ssrcheck", "starter", "typescript"}

func suggestion(cmd *cobra.Command, name string) string {
	cmd.SuggestionsMinimumDistance = 2
	if near := cmd.SuggestionsFor(name); len(near) > 0 {
		return fmt.Sprintf(", did you mean %q?", near[0])
	}
	return ""
}
