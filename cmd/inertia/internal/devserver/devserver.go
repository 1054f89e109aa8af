// Package devserver runs a program while it is written: Vite for its front end,
// and the Go program itself, built and started again when a file of it changes.
// Browsers talk to one address that stays, whatever is restarted behind it.
//
// Package vite renders and serves in both worlds and knows nothing of this one;
// the npm package @inertia-templ/vite shows failures in the pages that are open,
// and reloads them (notice.go).
package devserver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/inertia-templ/shell/cmd/inertia/internal/generate"
	"github.com/inertia-templ/shell/cmd/inertia/internal/project"
	"github.com/inertia-templ/shell/vite"
)

// Options say what runs, and where.
type Options struct {
	Project      *project.Project
	Addr         string   // where browsers find the program
	AllowedHosts []string // names of this machine, besides localhost
	Arguments    []string // of the program
	Out          io.Writer
	Getenv       func(string) string // as os.Getenv
}

// server is all that runs.
type server struct {
	Options
	gate    *gate
	front   *front
	notice  *notice
	builder *builder
	templ   *generate.Templ
	types   chan struct{} // asks for types; holds one request
	changes chan []string // files that have changed
	vite    *vite.Process
	address string // URL where browsers find the program

	goPart, templPart, typesPart, vitePart *part

	inputs  *inputs
	running *process
	shown   bool // whether the program, or why there is none, was ever shown
	failed  bool // whether that is what was shown last
}

// Run serves until ctx ends, and then ends all that it has started.
func Run(ctx context.Context, o Options) (err error) {
	dir, err := os.MkdirTemp("", "inertia-dev-")
	if err != nil {
		return fmt.Errorf("devserver: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	c := newConsole(o.Out, o.Getenv)
	s := &server{
		Options:   o,
		gate:      newGate(),
		notice:    newNotice(dir),
		builder:   &builder{project: o.Project, dir: dir},
		templ:     generate.NewTempl(o.Project.Root),
		types:     make(chan struct{}, 1),
		changes:   make(chan []string, 1),
		goPart:    c.part("go   ", cyan),
		templPart: c.part("templ", yellow),
		typesPart: c.part("types", green),
		vitePart:  c.part("vite ", magenta),
	}
	s.front = newFront(s.gate, o.AllowedHosts, s.goPart.logger(""))

	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", o.Addr)
	if err != nil {
		return fmt.Errorf("inertia dev: %w: end what listens there, or choose another address with --addr", err)
	}
	s.address = address(listener.Addr())
	fmt.Fprintf(o.Out, "inertia dev: %s runs %s, with Vite in %s\n", s.address, o.Project.Package(), o.Project.Short(o.Project.Frontend))

	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return s.serve(ctx, listener) })
	group.Go(func() error { return s.develop(ctx) })
	group.Go(func() error { return s.writeTypes(ctx) })
	return group.Wait()
}

// address is the URL that leads to a listener from this machine.
func address(listens net.Addr) string {
	host, port, err := net.SplitHostPort(listens.String())
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		return "http://" + net.JoinHostPort("localhost", port)
	}
	return "http://" + listens.String()
}

func (s *server) serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler:           s.front,
		ReadHeaderTimeout: 10 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("inertia dev: %w", err)
	}
	return nil
}

// develop runs Vite and the program, again when files change.
func (s *server) develop(ctx context.Context) error {
	s.inputs = &inputs{project: s.Project, anyGo: true}
	watcher, err := newWatcher(s.inputs.skip, s.gate.build, s.changed)
	if err != nil {
		return err
	}
	trees, folders := s.inputs.watched()
	if err := watcher.watch(trees, folders, s.inputs.include); err != nil {
		return errors.Join(err, watcher.close())
	}
	group, ctx := errgroup.WithContext(ctx)
	context.AfterFunc(ctx, func() { _ = watcher.close() })
	group.Go(watcher.run)
	group.Go(func() error { return s.runVite(ctx) })
	group.Go(func() error { return s.runProgram(ctx, watcher) })
	return group.Wait()
}

// changed takes a burst of changes; those that came while nobody looked belong
// to it.
func (s *server) changed(names []string) {
	select {
	case before := <-s.changes:
		names = append(names, before...)
	default:
	}
	s.changes <- names
}

func (s *server) runVite(ctx context.Context) error {
	process, err := vite.DevProcess(ctx, s.Project.Frontend,
		vite.WithArguments("--clearScreen", "false"),
		vite.WithEnvironment(s.notice.environment()),
		vite.WithLogger(s.vitePart.logger("vite: ")),
		vite.WithAllowedHosts(s.AllowedHosts...))
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return fmt.Errorf("inertia dev: %w", err)
	}
	v, err := process.Dev()
	if err == nil {
		s.vite = process
		s.front.serveVite(v.URL(""), v.Handler())
	}
	return errors.Join(err, process.Wait())
}
