package devserver

import (
	"errors"
	"strings"

	"github.com/inertia-templ/shell/cmd/inertia/internal/problem"
)

// failure is why there is no program to answer.
type failure struct {
	title    string
	problems problem.Error
	output   string // what was said, if that is more than the problems
}

// newFailure takes an error apart.
func newFailure(title string, err error) *failure {
	f := &failure{title: title}
	if !errors.As(err, &f.problems) {
		f.problems = problem.Error{{Message: err.Error()}}
	}
	return f
}

// text is the whole failure, for terminals.
func (f *failure) text() string {
	parts := []string{f.title, f.problems.Error()}
	if f.output != "" {
		parts = append(parts, f.output)
	}
	return strings.Join(parts, "\n")
}

// overlay is the failure as Vite's error overlay takes it.
type overlay struct {
	Message string    `json:"message"`
	Stack   string    `json:"stack"`
	ID      string    `json:"id,omitempty"`
	Frame   string    `json:"frame,omitempty"`
	Plugin  string    `json:"plugin"`
	Loc     *location `json:"loc,omitempty"`
}

type location struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

func (f *failure) overlay() *overlay {
	first := f.problems[0]
	o := &overlay{Message: f.title + ": " + first.Message, Plugin: "inertia dev", ID: first.File, Frame: first.Frame()}
	if first.Line > 0 {
		o.Loc = &location{first.File, first.Line, first.Column}
	}
	if len(f.problems) > 1 {
		o.Stack = f.problems.Error()
	}
	if f.output != "" {
		o.Stack = strings.TrimSpace(o.Stack + "\n" + f.output)
	}
	return o
}

func (f *failure) Error() string { return f.text() }
