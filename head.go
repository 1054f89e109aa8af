package shell

import (
	"html"
	"regexp"
	"strings"
)

// elements calls f for every element of a document's head: with the name of its
// start tag, and where the tag's attributes begin and end. Comments and the
// content of scripts, styles and titles are passed over.
func elements(head string, f func(name string, from, to int)) {
	for at := 0; ; {
		next := strings.IndexByte(head[at:], '<')
		if next < 0 {
			return
		}
		at += next + 1
		if strings.HasPrefix(head[at:], "!--") {
			end := strings.Index(head[at:], "-->")
			if end < 0 {
				return
			}
			at += end
			continue
		}
		from := at
		for from < len(head) && isLetter(head[from]) {
			from++
		}
		name := strings.ToLower(head[at:from])
		if name == "" {
			continue
		}
		to := tagEnd(head, from)
		f(name, from, to)
		at = to
		if name == "script" || name == "style" || name == "title" {
			if at = contentEnd(head, at, name); at == len(head) {
				return
			}
		}
	}
}

// contentEnd is where the end tag of an element begins that holds nothing but
// text from at on.
func contentEnd(head string, at int, name string) int {
	for ; at < len(head); at++ {
		if end := at + 2 + len(name); strings.HasPrefix(head[at:], "</") && end <= len(head) && strings.EqualFold(head[at+2:end], name) {
			return at
		}
	}
	return len(head)
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// tagEnd is where a tag ends whose attributes begin at from: at its ">".
func tagEnd(head string, from int) int {
	var quote byte
	for i := from; i < len(head); i++ {
		switch c := head[i]; {
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case quote == 0 && c == '>':
			return i
		}
	}
	return len(head)
}

var hasNonce = regexp.MustCompile(`(?i)\snonce\s*=`)

// hasTitle reports whether there is a title among the elements.
func hasTitle(head string) (found bool) {
	elements(head, func(name string, _, _ int) { found = found || name == "title" })
	return found
}

// withNonce gives those elements the nonce that a policy may want it of and that
// have none.
func withNonce(head, nonce string) string {
	if nonce == "" {
		return head
	}
	attribute := ` nonce="` + html.EscapeString(nonce) + `"`
	var b strings.Builder
	last := 0
	elements(head, func(name string, from, to int) {
		switch name {
		case "script", "style", "link":
			if !hasNonce.MatchString(head[from:to]) {
				b.WriteString(head[last:from] + attribute)
				last = from
			}
		}
	})
	b.WriteString(head[last:])
	return b.String()
}
