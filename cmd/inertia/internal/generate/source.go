package generate

import (
	"go/scanner"
	"go/token"
	"os"
	"slices"

	"github.com/a-h/templ/parser/v2"

	"github.com/inertia-templ/shell/cmd/inertia/internal/problem"
)

// origin says where generated code comes from.
type origin struct {
	template string
	code     []byte // before it was formatted, which the map speaks of
	sources  *parser.SourceMap
}

// Source moves problems that the compiler has found in generated code to where
// the template has what is wrong.
func (t *Templ) Source(problems problem.Error) problem.Error {
	moved := slices.Clone(problems)
	for i, p := range moved {
		o, ok := t.origins[p.File]
		if !ok {
			continue
		}
		formatted, err := os.ReadFile(p.File)
		if err != nil {
			continue
		}
		if line, column, ok := unformatted(formatted, o.code, p.Line, p.Column); ok {
			if at, ok := o.at(line, column); ok {
				at.Message = p.Message
				moved[i] = at
			}
		}
	}
	return moved
}

// at is where the template has what the generated code has at a line and column.
func (o origin) at(line, column int) (problem.Problem, bool) {
	at, ok := o.sources.SourcePositionFromTarget(uint32(max(line-1, 0)), uint32(max(column-1, 0)))
	return problem.Problem{File: o.template, Line: int(at.Line) + 1, Column: int(at.Col) + 1}, ok
}

// unformatted is where code had, before it was formatted, what is now at a line
// and column. Formatting moves tokens, and neither adds nor removes any but
// semicolons and commas.
func unformatted(formatted, code []byte, line, column int) (int, int, bool) {
	after, before := tokens(formatted), tokens(code)
	if len(after) != len(before) {
		return 0, 0, false
	}
	i, found := slices.BinarySearchFunc(after, token.Position{Line: line, Column: column}, func(a, b token.Position) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	if !found { // Within a token.
		i--
	}
	if i < 0 || after[i].Line != line {
		return 0, 0, false
	}
	return before[i].Line, before[i].Column + column - after[i].Column, true
}

// tokens are the places of the tokens of Go code.
func tokens(code []byte) (found []token.Position) {
	fset := token.NewFileSet()
	file := fset.AddFile("", -1, len(code))
	var s scanner.Scanner
	s.Init(file, code, nil, 0)
	for {
		pos, tok, _ := s.Scan()
		switch tok {
		case token.EOF:
			return found
		case token.SEMICOLON, token.COMMA:
		default:
			found = append(found, file.Position(pos))
		}
	}
}
