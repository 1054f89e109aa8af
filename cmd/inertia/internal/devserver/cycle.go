package devserver

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/inertia-templ/shell/cmd/inertia/internal/generate"
	"github.com/inertia-templ/shell/cmd/inertia/internal/problem"
)

// runProgram builds the program and runs it until ctx ends.
func (s *server) runProgram(ctx context.Context, w *watcher) error {
	defer func() {
		if s.running != nil {
			s.running.stop()
		}
	}()
	s.rebuild(ctx, w, nil)
	for {
		var ended <-chan struct{}
		if s.running != nil {
			ended = s.running.done
		}
		select {
		case <-ctx.Done():
			return nil
		case names := <-s.changes:
			if len(names) == 0 {
				s.gate.resume()
				continue
			}
			s.rebuild(ctx, w, names)
		case <-ended:
			if ctx.Err() != nil {
				return nil
			}
			s.fail(w, s.crash())
		}
	}
}

// rebuild builds and starts the program after files have changed: all of them if
// none are named. What changes meanwhile makes it begin from the start.
func (s *server) rebuild(ctx context.Context, w *watcher, names []string) {
	for ctx.Err() == nil {
		s.gate.build()
		attempt, cancel := context.WithCancel(ctx)
		done := make(chan error, 1)
		go func() { done <- s.attempt(ctx, attempt, w, names) }()
		more, err := s.await(done, cancel)
		cancel()
		switch {
		case len(more) > 0 && names != nil:
			names = append(names, more...)
			continue
		case len(more) > 0:
			continue
		case ctx.Err() != nil:
			return
		case err != nil:
			var f *failure
			if !errors.As(err, &f) {
				f = newFailure("The program cannot be run", err)
			}
			s.fail(w, f)
			return
		}
		s.list(ctx, w)
		select {
		case s.types <- struct{}{}:
		default: // It is asked for already.
		}
		return
	}
}

// await waits for an attempt, and cancels it when files change.
func (s *server) await(done <-chan error, cancel context.CancelFunc) (more []string, err error) {
	for {
		select {
		case err := <-done:
			return more, err
		case names := <-s.changes:
			if more = append(more, names...); len(more) > 0 {
				cancel()
			}
		}
	}
}

// attempt generates, builds and starts. The program runs until ctx ends, and the
// attempt until its own context does.
func (s *server) attempt(ctx, attempt context.Context, w *watcher, names []string) error {
	began := time.Now()
	if names == nil || s.failed || slices.ContainsFunc(names, isTemplate) {
		if err := s.generate(attempt); err != nil {
			return err
		}
	}
	b, err := s.builder.build(attempt)
	var wrong problem.Error
	if errors.As(err, &wrong) {
		return newFailure("The Go code does not compile", s.templ.Source(wrong))
	}
	if err != nil {
		return err
	}
	took := time.Since(began)
	env, err := environment(s.Project.Dir, os.Environ(), s.address)
	if err != nil {
		_ = os.Remove(b.file)
		return newFailure("The file .env cannot be read", err)
	}
	if r := s.running; r != nil && r.binary.sum == b.sum && slices.Equal(r.env, env) {
		_ = os.Remove(b.file)
		if s.failed {
			s.open(w)
		} else {
			s.gate.resume()
		}
		return nil
	}
	if s.running != nil {
		s.running.stop()
		s.running = nil
	}
	select {
	case <-s.front.started:
	case <-attempt.Done():
		return attempt.Err()
	}
	if s.running, err = start(ctx, s.Project, b, s.Arguments, env, s.vite.URL(), s.goPart); err != nil {
		return err
	}
	err = s.running.listening(attempt, func() {
		s.goPart.say(fmt.Sprintf("the program does not listen on %s yet: it gets the flag -addr; if it has another one, name that: inertia dev -- -listen %s", s.running.addr, addrPlaceholder))
	})
	switch {
	case attempt.Err() != nil:
		return attempt.Err()
	case err != nil:
		return s.crash()
	}
	s.goPart.say(fmt.Sprintf("built in %s, runs", took.Round(10*time.Millisecond)))
	s.open(w)
	return nil
}

func isTemplate(name string) bool { return filepath.Ext(name) == ".templ" }

func (s *server) generate(ctx context.Context) error {
	changed, err := s.templ.Run(ctx)
	for _, name := range changed {
		s.templPart.say(s.Project.Short(name) + " written")
	}
	if err != nil && ctx.Err() == nil {
		return newFailure("A template does not compile", err)
	}
	return err
}

// crash is the failure of a program that has ended by itself.
func (s *server) crash() *failure {
	f := newFailure("The program has ended", s.running.err)
	f.output = strings.TrimSpace(s.running.said.String())
	for _, name := range []string{"dev", "addr"} {
		if strings.Contains(f.output, "flag provided but not defined: -"+name) || strings.Contains(f.output, "unknown flag: --"+name) {
			f.problems[0].Message += fmt.Sprintf(`: it is called with "-dev URL -addr HOST:PORT"; if its flags have other names, say so: inertia dev -- --vite=%s --listen=%s`, vitePlaceholder, addrPlaceholder)
			break
		}
	}
	_ = os.Remove(s.running.binary.file)
	s.running = nil
	return f
}

// open leads browsers to the program, and pages that are open load again.
func (s *server) open(w *watcher) {
	w.eager.Store(false)
	s.gate.open(s.running.url())
	if s.shown {
		s.tell(s.notice.restarted())
	}
	s.shown, s.failed = true, false
}

// fail shows a failure wherever people look.
func (s *server) fail(w *watcher, f *failure) {
	w.eager.Store(true)
	in := *s.inputs
	in.anyGo = true // What is missing may appear in a folder that is not a package yet.
	s.inputs = &in
	s.tell(w.watch(nil, nil, in.include))
	s.goPart.say(strings.ReplaceAll(f.title+"\n"+f.problems.Error(), s.Project.Dir+string(filepath.Separator), ""))
	s.gate.fail(f)
	s.tell(s.notice.failed(f))
	s.shown, s.failed = true, true
}

// list finds out which files the program is made of now.
func (s *server) list(ctx context.Context, w *watcher) {
	packages, err := listInputs(ctx, s.Project)
	if err != nil {
		if ctx.Err() == nil {
			s.tell(err)
		}
		return
	}
	s.inputs = &inputs{project: s.Project, packages: packages}
	trees, folders := s.inputs.watched()
	s.tell(w.watch(trees, folders, s.inputs.include))
}

// tell writes an error that does not stop the others.
func (s *server) tell(err error) {
	if err != nil {
		s.goPart.say(err.Error())
	}
}

// writeTypes writes TypeScript when it is asked to.
func (s *server) writeTypes(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-s.types:
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			changed, err := generate.TypeScript(s.Project)
			for _, name := range changed {
				s.typesPart.say(s.Project.Short(name) + " written")
			}
			if now, _ := s.gate.now(); err != nil && now.failure == nil { // Else that has been said.
				s.typesPart.say(err.Error())
			}
		}()
		select {
		case <-done:
		case <-ctx.Done(): // The type checker does not stop before it is done.
			return nil
		}
	}
}
