// Package doctor checks the two sides of a program against each other: its Go
// code, which it reads and does not run, and its front end, whose configuration
// it has Vite resolve. A check reports only what it knows: where the source does
// not tell, it is silent.
package doctor

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Options say what is checked.
type Options struct {
	Dir      string              // of the Go module, or a folder in it
	Frontend string              // the folder of package.json; "" finds it
	Getenv   func(string) string // as os.Getenv
}

// Level says how bad a finding is.
type Level string

// The levels.
const (
	Error   Level = "error"   // the program does not work, or not in production
	Warning Level = "warning" // it works, but not as its author thinks
)

// Finding is something that is wrong.
type Finding struct {
	Check   string `json:"check"`           // the name of the check
	Level   Level  `json:"level"`           // how bad it is
	Message string `json:"message"`         // what is wrong
	Place   string `json:"place,omitempty"` // the file, with the line if there is one: "main.go:7"
	Fix     string `json:"fix"`             // the command or the edit
}

// Report is what was found.
type Report struct {
	Findings []Finding `json:"findings"`
	Fine     []string  `json:"fine"` // what is as it should be, a few words each
	Errors   int       `json:"errors"`
	Warnings int       `json:"warnings"`
}

// check looks at one thing.
type check struct {
	name string
	run  func(context.Context, *project, *reporter)
}

// checks are in the order of the report: what others build on comes first.
var checks = []check{
	{"go", checkGo},
	{"node", checkNode},
	{"modules", checkModules},
	{"packages", checkPackages},
	{"config", checkConfig},
	{"entry", checkEntry},
	{"base", checkBase},
	{"embed", checkEmbed},
	{"build", checkBuild},
	{"ssr", checkSSR},
	{"middleware", checkMiddleware},
	{"secret", checkSecret},
	{"pages", checkPages},
	{"types", checkTypes},
	{"templ", checkTempl},
	{"port", checkPort},
	{"proxy", checkProxy},
}

// Run checks a program. The error says that it could not be looked at.
func Run(ctx context.Context, o Options) (*Report, error) {
	p, err := open(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("doctor: %w", err)
	}
	report := p.examine(ctx)
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("doctor: %w", err)
	}
	return report, nil
}

func (p *project) examine(ctx context.Context) *Report {
	report := &Report{Findings: []Finding{}, Fine: []string{}}
	for _, c := range checks {
		c.run(ctx, p, &reporter{report: report, check: c.name})
	}
	slices.SortStableFunc(report.Findings, func(a, b Finding) int { return strings.Compare(string(a.Level), string(b.Level)) })
	for _, f := range report.Findings {
		if f.Level == Error {
			report.Errors++
		} else {
			report.Warnings++
		}
	}
	return report
}

// reporter is how a check says what it found.
type reporter struct {
	report *Report
	check  string
}

func (r *reporter) err(message, place, fix string) { r.add(Error, message, place, fix) }

func (r *reporter) warn(message, place, fix string) { r.add(Warning, message, place, fix) }

func (r *reporter) add(level Level, message, place, fix string) {
	r.report.Findings = append(r.report.Findings, Finding{r.check, level, message, place, fix})
}

// fine notes what is right, for the last line of the report.
func (r *reporter) fine(format string, args ...any) {
	r.report.Fine = append(r.report.Fine, fmt.Sprintf(format, args...))
}

// JSON writes the report for programs.
func (r *Report) JSON(w io.Writer) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(r)
}

// Text writes the report for people: a line for each finding, and one for all
// that is fine.
func (r *Report) Text(w io.Writer) error {
	var b strings.Builder
	for _, f := range r.Findings {
		mark := "!"
		if f.Level == Error {
			mark = "x"
		}
		place := ""
		if f.Place != "" {
			place = f.Place + ": "
		}
		fmt.Fprintf(&b, "%s %s%s: %s\n", mark, place, f.Message, f.Fix)
	}
	if len(r.Fine) > 0 {
		fmt.Fprintf(&b, "+ fine: %s\n", strings.Join(r.Fine, ", "))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// firstLine is what matters of the output of a program.
func firstLine(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return ""
}

// flat puts a message of several lines on one.
func flat(err error) string {
	var lines []string
	for line := range strings.Lines(err.Error()) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "; ")
}
