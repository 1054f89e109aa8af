// Package problem says what is wrong in a source file, and where.
package problem

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Problem is what a compiler complains about.
type Problem struct {
	File    string // absolute; "" if the problem is in no file
	Line    int    // from 1; 0 if it is unknown
	Column  int    // from 1; 0 if it is unknown
	Message string
}

// String is the problem in one line, as compilers write it.
func (p Problem) String() string {
	switch {
	case p.File == "":
		return p.Message
	case p.Line == 0:
		return p.File + ": " + p.Message
	case p.Column == 0:
		return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
}

// Error is a list of problems.
type Error []Problem

func (e Error) Error() string {
	lines := make([]string, len(e))
	for i, p := range e {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

const (
	around  = 2    // lines before and after
	maxLine = 1000 // bytes
)

// Frame is the source around the problem, with a mark below the column or, if that
// is unknown, below the line. It is "" if the file cannot be read. Lines look as
// Vite writes them, because its overlay shows no others.
func (p Problem) Frame() string {
	if p.File == "" || p.Line == 0 {
		return ""
	}
	file, err := os.Open(p.File)
	if err != nil {
		return ""
	}
	defer file.Close()
	width := len(strconv.Itoa(p.Line + around))
	var frame strings.Builder
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for n := 1; n <= p.Line+around && lines.Scan(); n++ {
		if n < p.Line-around {
			continue
		}
		text := lines.Text()
		if len(text) > maxLine {
			text = strings.ToValidUTF8(text[:maxLine], "")
		}
		fmt.Fprintf(&frame, "%-*d | %s\n", width, n, text)
		if n == p.Line {
			column := p.Column
			if column == 0 {
				column = 1 + len(text) - len(strings.TrimLeft(text, " \t"))
			}
			fmt.Fprintf(&frame, "%*s | %s^\n", width, "", indent(text, column))
		}
	}
	return frame.String()
}

// indent is white space as wide as the text before a column, which counts bytes.
func indent(text string, column int) string {
	before := text[:min(column-1, len(text))]
	var space strings.Builder
	for len(before) > 0 {
		r, size := utf8.DecodeRuneInString(before)
		before = before[size:]
		if r == '\t' {
			space.WriteByte('\t')
		} else {
			space.WriteByte(' ')
		}
	}
	return space.String()
}
