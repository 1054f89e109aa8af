package vite

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/inertia-templ/shell/internal/child"
	"github.com/inertia-templ/shell/vite/internal/cli"
)

// Process is a dev server that the program started: see [DevProcess].
type Process struct {
	url     string
	options []Option
	done    chan struct{}
	err     error
}

// DevProcess runs the Vite that is installed for dir, the folder of package.json,
// until ctx ends, and waits for it to listen. It may be installed in a folder
// above; nothing is downloaded. What it prints goes to the logger.
//
//	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
//	p, err := vite.DevProcess(ctx, "frontend")
//	v, err := p.Dev()
//	...
//	stop()
//	err = p.Wait()
//
// When ctx ends, the dev server ends with all processes it started, by force if
// that takes longer than two seconds. On Linux it also ends if the program is
// killed.
//
// Options are [WithArguments], [WithEnvironment] and [WithLogger], and those that
// [Process.Dev] uses.
func DevProcess(ctx context.Context, dir string, opts ...Option) (*Process, error) {
	c := newConfig(opts)
	name, args := cli.Command(dir, c.arguments...)
	out := &output{log: c.logger, found: make(chan string, 1)}
	ctx, cancel := context.WithCancel(ctx)
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, out, out
	cmd.Env = append(cli.Environment(), c.environment...)
	cmd.WaitDelay = 2 * time.Second

	p := &Process{options: opts, done: make(chan struct{})}
	go func() {
		defer close(p.done)
		defer cancel()
		err := child.Run(cmd)
		var failed *child.StartError
		switch {
		case errors.As(err, &failed):
			p.err = fmt.Errorf(`vite: start "npx vite" in %s: %w: install Node.js, and the front end with "npm install"`, dir, err)
		case ctx.Err() == nil:
			p.err = fmt.Errorf(`vite: "npx vite" in %s ended by itself, it said: %s: %w`, dir, out.last(), cmp.Or(err, errEnded))
		}
	}()
	select {
	case p.url = <-out.found:
		return p, nil
	case <-p.done:
		if p.err == nil {
			p.err = fmt.Errorf(`vite: start "npx vite" in %s: %w`, dir, context.Cause(ctx))
		}
		return nil, p.err
	case <-time.After(time.Minute):
		cancel()
		<-p.done
		return nil, fmt.Errorf(`vite: "npx vite" in %s does not tell within a minute where it listens, it said: %s`, dir, out.last())
	}
}

var errEnded = errors.New("exit status 0")

// URL is where the dev server listens, with its base.
func (p *Process) URL() string { return p.url }

// Dev is [Dev] with the address and the base of the dev server, and with the
// options of [DevProcess].
func (p *Process) Dev(opts ...Option) (*Vite, error) {
	return devAt(p.url, slices.Concat(p.options, opts))
}

// Wait waits until the dev server has ended. The error says why it did, and is
// nil if that was the end of the context.
func (p *Process) Wait() error {
	<-p.done
	return p.err
}

// output logs lines and finds the address among them.
type output struct {
	log   *slog.Logger
	found chan string

	mu    sync.Mutex
	line  []byte
	lines []string // the last ones
}

const (
	maxLine  = 8192
	maxLines = 20
)

var local = regexp.MustCompile(`(?:Local|Network):\s+(https?://\S+)`)

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, c := range p {
		if c != '\n' {
			o.line = append(o.line, c)
		}
		if c == '\n' || len(o.line) == maxLine {
			o.say(strings.TrimSpace(string(o.line)))
			o.line = o.line[:0]
		}
	}
	return len(p), nil
}

func (o *output) say(line string) {
	if line == "" {
		return
	}
	o.log.Info("vite: " + line)
	if o.lines = append(o.lines, line); len(o.lines) > maxLines {
		o.lines = o.lines[1:]
	}
	if m := local.FindStringSubmatch(line); m != nil {
		select {
		case o.found <- m[1]:
		default: // The first one is taken.
		}
	}
}

func (o *output) last() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if rest := strings.TrimSpace(string(o.line)); rest != "" {
		return strings.Join(append(o.lines, rest), "\n")
	}
	return strings.Join(o.lines, "\n")
}
