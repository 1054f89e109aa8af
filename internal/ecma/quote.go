package ecma

import (
	"fmt"
	"strings"
)

// Quote writes a string literal in single quotes that JavaScript and TypeScript
// read as s. Bytes that are not UTF-8 become U+FFFD, as in JSON.
func Quote(s string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for _, c := range s {
		switch {
		case c == '\'' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c == '\n':
			b.WriteString(`\n`)
		case c < ' ', c == 0x7f, c == '\u2028', c == '\u2029', c == '\ufeff':
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			b.WriteRune(c)
		}
	}
	b.WriteByte('\'')
	return b.String()
}

// Property writes the name of a property of an object or a type.
func Property(name string) string {
	for i := range len(name) {
		if c := name[i]; c != '_' && c != '$' && (c|0x20 < 'a' || c|0x20 > 'z') && (i == 0 || c < '0' || c > '9') {
			return Quote(name)
		}
	}
	if name == "" {
		return "''"
	}
	return name
}
