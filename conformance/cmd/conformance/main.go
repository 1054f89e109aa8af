// Command conformance asks servers the cases of the Inertia protocol.
//
//	conformance -server shell=http://127.0.0.1:9000 [-server other=http://...]
//
// It prints a table, then what the first server failed, and ends with the
// count of the first server's cases. Without a server it starts the reference
// server itself. The exit status is 1 if the first server failed any.
package main

import (
	"context"
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"os/signal"
	"regexp"
	"strings"

	"github.com/inertia-templ/shell/conformance"
	"github.com/inertia-templ/shell/conformance/reference"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	failed, err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if failed > 0 {
		os.Exit(1)
	}
}

// servers are the values of -server, name=url.
type servers [][2]string

func (s *servers) String() string { return fmt.Sprint(*s) }

func (s *servers) Set(value string) error {
	name, url, ok := strings.Cut(value, "=")
	if !ok {
		return fmt.Errorf("want name=url")
	}
	*s = append(*s, [2]string{name, url})
	return nil
}

func run(ctx context.Context) (failed int, err error) {
	var list servers
	flag.Var(&list, "server", "`name=url` of a server to ask; may be repeated, the first one counts")
	only := flag.String("run", "", "run only cases whose id matches this `regexp`")
	exact := flag.Bool("exact", false, "compare page objects to the letter, not by what they mean to the client")
	rules := flag.Bool("rules", false, "print the rules as a Markdown table and do nothing else")
	flag.Parse()

	cases, err := conformance.Cases()
	if err != nil {
		return 0, err
	}
	if *rules {
		return 0, conformance.WriteRules(os.Stdout, cases)
	}
	pattern, err := regexp.Compile(*only)
	if err != nil {
		return 0, fmt.Errorf("-run: %w", err)
	}
	var selected []conformance.Case
	for _, c := range cases {
		if pattern.MatchString(c.ID) {
			selected = append(selected, c)
		}
	}
	if len(list) == 0 {
		server := httptest.NewServer(reference.New(8))
		defer server.Close()
		list = servers{{"shell", server.URL}}
	}
	var columns []conformance.Column
	for _, s := range list {
		columns = append(columns, conformance.Column{Name: s[0], Results: conformance.Runner{Base: s[1], Exact: *exact}.Run(ctx, selected)})
	}
	if err := conformance.WriteTable(os.Stdout, columns); err != nil {
		return 0, err
	}
	fmt.Println()
	for _, r := range columns[0].Results {
		if r.Err != nil {
			fmt.Printf("%s (%s)\n  %s\n  %s\n\n", r.Case.ID, r.Case.Rule, r.Case.Reason, strings.ReplaceAll(r.Err.Error(), "\n", "\n  "))
		}
	}
	passed := columns[0].Passed()
	failed = len(selected) - passed
	fmt.Printf("%d passed, %d failed\n", passed, failed)
	return failed, nil
}
