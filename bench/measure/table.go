package measure

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Table is a markdown table.
type Table struct {
	rows [][]string
}

// NewTable returns a table with these columns.
func NewTable(columns ...string) *Table { return &Table{[][]string{columns}} }

// Add adds a row. Columns without a cell stay empty.
func (t *Table) Add(cells ...string) { t.rows = append(t.rows, cells) }

// WriteTo writes the table, its columns aligned, and an empty line.
func (t *Table) WriteTo(w io.Writer) (int64, error) {
	widths := make([]int, len(t.rows[0]))
	for _, row := range t.rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for i, row := range t.rows {
		for k, width := range widths {
			cell := ""
			if k < len(row) {
				cell = row[k]
			}
			b.WriteString("| " + cell + strings.Repeat(" ", width-utf8.RuneCountInString(cell)) + " ")
		}
		b.WriteString("|\n")
		if i == 0 {
			for _, width := range widths {
				b.WriteString("|" + strings.Repeat("-", width+2))
			}
			b.WriteString("|\n")
		}
	}
	b.WriteByte('\n')
	n, err := io.WriteString(w, b.String())
	return int64(n), err
}

// Goals are the goals of a run, in the order in which they were checked.
type Goals struct {
	met  int
	rows [][]string
}

// Check notes a goal for what was measured, what came out, and whether the goal
// is met.
func (g *Goals) Check(measured, goal, result string, met bool) {
	verdict := "**missed**"
	if met {
		verdict = "met"
		g.met++
	}
	g.rows = append(g.rows, []string{measured, goal, result, verdict})
}

// WriteTo writes a table of the goals, and how many are met.
func (g *Goals) WriteTo(w io.Writer) (int64, error) {
	t := NewTable("measured", "goal", "result", "")
	for _, row := range g.rows {
		t.Add(row...)
	}
	n, err := t.WriteTo(w)
	if err != nil {
		return n, err
	}
	k, err := fmt.Fprintf(w, "%d of %d goals met.\n", g.met, len(g.rows))
	return n + int64(k), err
}
