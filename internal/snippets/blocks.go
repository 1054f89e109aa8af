// Package snippets finds the code in the documentation and makes programs of
// it that the compiler can check.
package snippets

import "strings"

// Block is a fenced block of code in a Markdown file.
type Block struct {
	Lang    string // "go", "tsx"
	Label   string // of a tab, "Vue" as in "```ts [Vue]", or the name of a file
	Line    int    // the line of its first line of code, from 1
	Code    string
	Prelude Prelude
}

// Prelude is what the reader of a block does not see: the content of the last
// HTML comment above it that begins with the language, "<!-- go".
type Prelude struct {
	Line int
	Code string
}

// Blocks returns the fenced blocks of a Markdown file in their order.
func Blocks(markdown string) []Block {
	var blocks []Block
	preludes := map[string]Prelude{}
	lines := strings.Split(markdown, "\n")
	for n := 0; n < len(lines); n++ {
		line := strings.TrimLeft(lines[n], " ")
		if lang, ok := strings.CutPrefix(line, "<!-- "); ok && !strings.Contains(lang, "-->") {
			text, end := until(lines, n+1, "-->", 0)
			preludes[strings.TrimSpace(lang)] = Prelude{Line: n + 2, Code: text}
			n = end
			continue
		}
		info, ok := strings.CutPrefix(line, "```")
		if !ok {
			continue
		}
		info, label, _ := strings.Cut(strings.TrimSuffix(strings.TrimSpace(info), "]"), "[")
		lang, _, _ := strings.Cut(strings.TrimSpace(info), "{") // lines to highlight
		text, end := until(lines, n+1, "```", len(lines[n])-len(line))
		blocks = append(blocks, Block{Lang: lang, Label: label, Line: n + 2, Code: text, Prelude: preludes[lang]})
		n = end
	}
	return blocks
}

// File is the name of the file that the block is, or changes; empty if it is a
// snippet on its own.
func (b Block) File() string {
	if strings.Contains(b.Label, "/") {
		return b.Label
	}
	return ""
}

// until returns the lines from first on that come before the one with the end
// mark, without their indentation, and the number of that line.
func until(lines []string, first int, mark string, indent int) (string, int) {
	var text strings.Builder
	n := first
	for ; n < len(lines) && strings.TrimSpace(lines[n]) != mark; n++ {
		line := lines[n]
		if len(line) >= indent && strings.TrimSpace(line[:indent]) == "" {
			line = line[indent:]
		}
		text.WriteString(line + "\n")
	}
	return text.String(), n
}
