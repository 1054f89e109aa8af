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

// Goals counts the goals of a run.
type Goals struct {
	met, all int
}

// Check counts a goal and says whether it is met.
func (g *Goals) Check(met bool) string {
	g.all++
	if !met {
		return "**missed**"
	}
	g.met++
	return "met"
}

func (g *Goals) String() string { return fmt.Sprintf("%d of %d goals met.", g.met, g.all) }
