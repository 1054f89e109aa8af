// Package builder builds a program with its front end into one file.
package builder

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/inertia-templ/shell/cmd/inertia/internal/generate"
	"github.com/inertia-templ/shell/cmd/inertia/internal/project"
	"github.com/inertia-templ/shell/internal/child"
)

// Options say what is built.
type Options struct {
	Project *project.Project
	Output  string    // the program; "" for bin/NAME
	Out     io.Writer // of the tools
}

// Build generates Go and TypeScript, builds the front end, and then the program,
// which embeds it. It returns the path of the program.
func Build(ctx context.Context, o Options) (string, error) {
	p := o.Project
	if _, err := generate.NewTempl(p.Root).Run(ctx); err != nil {
		return "", fmt.Errorf("inertia build: a template does not compile:\n%w", err)
	}
	if _, err := generate.TypeScript(p); err != nil {
		return "", fmt.Errorf("inertia build: types of the front end: %w", err)
	}
	if err := frontend(ctx, o); err != nil {
		return "", err
	}
	output := o.output()
	if err := os.MkdirAll(filepath.Dir(output), 0o755); err != nil {
		return "", fmt.Errorf("inertia build: %w", err)
	}
	// A program without libraries of C runs on every machine and in empty images.
	err := run(ctx, o.Out, p, p.Dir, []string{"CGO_ENABLED=0"}, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", output, p.Package())
	return output, err
}

func (o Options) output() string {
	switch {
	case filepath.IsAbs(o.Output):
		return o.Output
	case o.Output != "":
		return filepath.Join(o.Project.Dir, o.Output)
	}
	name := o.Project.Name()
	if goos := os.Getenv("GOOS"); goos == "windows" || goos == "" && runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(o.Project.Dir, "bin", name)
}

// frontend installs what is missing, and runs the script "build" of package.json.
func frontend(ctx context.Context, o Options) error {
	p := o.Project
	if err := hasScript(filepath.Join(p.Frontend, "package.json")); err != nil {
		return err
	}
	manager, install := p.Manager()
	if !p.Installed() {
		if err := run(ctx, o.Out, p, p.Frontend, nil, install[0], install[1:]...); err != nil {
			return err
		}
	}
	return run(ctx, o.Out, p, p.Frontend, nil, manager, "run", "build")
}

func hasScript(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("inertia build: %w", err)
	}
	var content struct {
		Scripts map[string]string `json:"scripts"`
	}
	if err := json.Unmarshal(data, &content); err != nil {
		return fmt.Errorf("inertia build: %s: %w", name, err)
	}
	if content.Scripts["build"] == "" {
		return fmt.Errorf(`inertia build: %s has no script "build": add "build": "vite build", or "vite build && vite build --ssr" to render pages on the server`, name)
	}
	return nil
}

// run runs a tool. Its own words are the error; what can be added is the command.
func run(ctx context.Context, out io.Writer, p *project.Project, dir string, env []string, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = out, out
	again := command(p, dir, env, name, args)
	fmt.Fprintln(out, "inertia build:", again)
	err := child.Run(cmd)
	var start *child.StartError
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("inertia build: %w", ctx.Err())
	case errors.As(err, &start):
		return fmt.Errorf("inertia build: %w: install %s", err, name)
	case err != nil:
		return fmt.Errorf("inertia build: %w: to repeat it, run %s", err, again)
	}
	return nil
}

// command is what one types in the folder of the program.
func command(p *project.Project, dir string, env []string, name string, args []string) string {
	words := append(append([]string{}, env...), name)
	for _, arg := range args {
		if strings.ContainsAny(arg, " \t'\"$") {
			arg = "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
		}
		words = append(words, arg)
	}
	line := strings.Join(words, " ")
	if short := p.Short(dir); short != "." {
		return "(cd " + short + " && " + line + ")"
	}
	return line
}
