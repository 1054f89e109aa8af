package conformance

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// Column is what one server made of the cases.
type Column struct {
	Name    string
	Results []Result
}

// Passed counts the cases without an error.
func (c Column) Passed() int {
	n := 0
	for _, r := range c.Results {
		if r.Err == nil {
			n++
		}
	}
	return n
}

// WriteTable writes how many cases of each topic passed, a column for each
// server, all of which ran the same cases.
func WriteTable(w io.Writer, columns []Column) error {
	tw := tabwriter.NewWriter(w, 0, 0, 3, ' ', tabwriter.AlignRight)
	header := []string{"", "cases"}
	var topics []string
	count := map[string]int{}
	for _, r := range columns[0].Results {
		if t := r.Case.Topic(); !slices.Contains(topics, t) {
			topics = append(topics, t)
		}
		count[r.Case.Topic()]++
	}
	for _, c := range columns {
		header = append(header, c.Name)
	}
	rows := [][]string{header}
	for _, topic := range topics {
		row := []string{topic, fmt.Sprint(count[topic])}
		for _, c := range columns {
			passed := 0
			for _, r := range c.Results {
				if r.Case.Topic() == topic && r.Err == nil {
					passed++
				}
			}
			row = append(row, fmt.Sprint(passed))
		}
		rows = append(rows, row)
	}
	total := []string{"all", fmt.Sprint(len(columns[0].Results))}
	for _, c := range columns {
		total = append(total, fmt.Sprint(c.Passed()))
	}
	for _, row := range append(rows, total) {
		fmt.Fprintln(tw, strings.Join(row, "\t")+"\t")
	}
	return tw.Flush()
}

// WriteRules writes a table of rules in Markdown, each with what it says and
// the cases that show it at work.
func WriteRules(w io.Writer, cases []Case) error {
	names, ids := Rules(cases)
	reasons := map[string]string{}
	for _, c := range cases {
		if reasons[c.Rule] == "" {
			reasons[c.Rule] = c.Reason
		}
	}
	var b strings.Builder
	b.WriteString("| rule | what it says | cases |\n|---|---|---|\n")
	for _, name := range names {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", name, reasons[name], strings.Join(ids[name], ", "))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
