package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/inertia-templ/shell/cmd/inertia/internal/starter"
)

// dialog asks for what no flag says, a line at a time.
type dialog struct {
	in  *bufio.Scanner
	out io.Writer
}

func newDialog(in io.Reader, out io.Writer) *dialog { return &dialog{bufio.NewScanner(in), out} }

// complete asks about the options of a program for which said reports no flag.
func (d *dialog) complete(o *starter.Options, said func(flag string) bool) {
	for _, question := range []struct {
		flag, text string
		answers    []string
		to         *string
	}{
		{"frontend", "Front end", starter.Frontends, &o.Frontend},
		{"router", "Router", starter.Routers, &o.Router},
		{"database", "Database", starter.Databases, &o.Database},
		{"css", "Styles", starter.Styles, &o.CSS},
	} {
		if !said(question.flag) {
			*question.to = d.choose(question.text, question.answers)
		}
	}
	if !o.Stored() && !said("accounts") {
		o.Accounts = false
	} else if !said("accounts") {
		o.Accounts = d.confirm("Accounts")
	}
	if !said("ssr") {
		o.SSR = d.confirm("Server-side rendering")
	}
}

// choose asks until there is an answer that begins as one of answers does, and
// only one. The empty line, and the end of the input, are the first.
func (d *dialog) choose(text string, answers []string) string {
	for {
		fmt.Fprintf(d.out, "%s: %s [%s] ", text, strings.Join(answers, ", "), answers[0])
		if !d.in.Scan() {
			fmt.Fprintln(d.out)
			return answers[0]
		}
		given := strings.ToLower(strings.TrimSpace(d.in.Text()))
		if given == "" {
			return answers[0]
		}
		var meant []string
		for _, answer := range answers {
			if strings.HasPrefix(answer, given) {
				meant = append(meant, answer)
			}
		}
		if len(meant) == 1 {
			return meant[0]
		}
		fmt.Fprintf(d.out, "Answer with one of %s.\n", strings.Join(answers, ", "))
	}
}

func (d *dialog) confirm(text string) bool { return d.choose(text, []string{"yes", "no"}) == "yes" }
