package htmltag

import (
	"iter"
	"strings"
)

// Element is the start tag of an element, and what the element contains if
// that is text rather than markup.
type Element struct {
	Name       string            // in lower case
	Attributes map[string]string // names in lower case, values as they are written
	NameEnd    int               // where the name ends in the document: room for another attribute

	Text     string // of elements that contain text: "script", "style", "title" ...
	TextFrom int    // where the text begins in the document
	Closed   bool   // whether the text is followed by its end tag
}

// Elements yields the elements of a document in the order of their start tags.
// It reads tags, comments and text as browsers do whose scripting is on: the
// content of noscript is text too. A tag that does not end is left out, like
// everything after it.
//
// This is not a parser: it knows which text is a tag, and not which element is
// inside which. A parser for all of HTML would become a dependency of every
// program that uses this module.
func Elements(doc string) iter.Seq[Element] {
	return func(yield func(Element) bool) {
		for rest := doc; ; {
			i := strings.IndexByte(rest, '<')
			if i < 0 {
				return
			}
			rest = rest[i:]
			switch {
			case strings.HasPrefix(rest, "<!--"):
				rest = afterComment(rest[4:])
			case len(rest) > 1 && (rest[1] == '!' || rest[1] == '?'),
				len(rest) > 2 && rest[1] == '/' && !isLetter(rest[2]):
				_, rest, _ = strings.Cut(rest, ">")
			case len(rest) > 1 && isLetter(rest[1]):
				at := len(doc) - len(rest)
				e, after, ok := startTag(rest)
				if !ok {
					return
				}
				e.NameEnd = at + 1 + len(e.Name)
				rest = after
				if textElements[e.Name] {
					e.TextFrom = len(doc) - len(rest)
					e.Text, rest, e.Closed = textUntilEnd(rest, e.Name)
				}
				if !yield(e) {
					return
				}
			case len(rest) > 2 && rest[1] == '/':
				_, after, ok := startTag("<" + rest[2:])
				if !ok {
					return
				}
				rest = after
			default:
				rest = rest[1:]
			}
		}
	}
}

// textElements are those whose content is not markup, scripting being on.
var textElements = map[string]bool{
	"script": true, "style": true, "textarea": true, "title": true,
	"xmp": true, "iframe": true, "noembed": true, "noframes": true, "noscript": true,
}

// startTag reads a tag that begins at doc[0], and what follows it.
func startTag(doc string) (e Element, rest string, ok bool) {
	end := strings.IndexAny(doc, " \t\n\f\r/>")
	if end < 0 {
		return e, "", false
	}
	e = Element{Name: lower(doc[1:end]), Attributes: map[string]string{}}
	doc = doc[end:]
	for {
		doc = strings.TrimLeft(doc, " \t\n\f\r/")
		if doc == "" {
			return e, "", false
		}
		if doc[0] == '>' {
			return e, doc[1:], true
		}
		// An equals sign in front belongs to the name.
		end := strings.IndexAny(doc[1:], " \t\n\f\r/>=") + 1
		if end == 0 {
			return e, "", false
		}
		name := lower(doc[:end])
		value := ""
		doc = doc[end:]
		if after := strings.TrimLeft(doc, " \t\n\f\r"); strings.HasPrefix(after, "=") {
			if value, doc, ok = attributeValue(strings.TrimLeft(after[1:], " \t\n\f\r")); !ok {
				return e, "", false
			}
		}
		if _, twice := e.Attributes[name]; !twice {
			e.Attributes[name] = value
		}
	}
}

func attributeValue(doc string) (value, rest string, ok bool) {
	if doc == "" {
		return "", "", false
	}
	if quote := doc[0]; quote == '"' || quote == '\'' {
		value, rest, ok = strings.Cut(doc[1:], string(quote))
		return value, rest, ok
	}
	end := strings.IndexAny(doc, " \t\n\f\r>")
	if end < 0 {
		return "", "", false
	}
	return doc[:end], doc[end:], true
}

// afterComment is what follows a comment, of which the opening is cut off.
func afterComment(doc string) string {
	if strings.HasPrefix(doc, ">") {
		return doc[1:]
	}
	if strings.HasPrefix(doc, "->") {
		return doc[2:]
	}
	for i := 0; ; {
		j := strings.Index(doc[i:], "--")
		if j < 0 {
			return ""
		}
		i += j
		after := doc[i+2:]
		if strings.HasPrefix(after, ">") {
			return after[1:]
		}
		if strings.HasPrefix(after, "!>") {
			return after[2:]
		}
		i++
	}
}

// textUntilEnd splits doc at the end tag of the element name. In scripts,
// <!-- followed by <script hides end tags until the next one or -->: a page
// that contains them swallows the document, in browsers and here.
func textUntilEnd(doc, name string) (text, rest string, closed bool) {
	const plain, escaped, doubled = 0, 1, 2
	state := plain
	for i := 0; i < len(doc); i++ {
		switch at := doc[i:]; {
		case name == "script" && state == plain && strings.HasPrefix(at, "<!--"):
			state = escaped
			i++ // the dashes may be those of -->
		case name == "script" && state != plain && strings.HasPrefix(at, "-->"):
			state = plain
		case at[0] != '<':
		case state == escaped && startsTag(at[1:], name):
			state = doubled
		case strings.HasPrefix(at, "</") && startsTag(at[2:], name):
			if state == doubled {
				state = escaped
				continue
			}
			_, rest, ok := startTag("<" + at[2:])
			return doc[:i], rest, ok
		}
	}
	return doc, "", false
}

// startsTag reports whether s begins with the name and what may follow it.
func startsTag(s, name string) bool {
	return len(s) > len(name) && strings.EqualFold(s[:len(name)], name) && strings.IndexByte(" \t\n\f\r/>", s[len(name)]) >= 0
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// lower changes ASCII letters alone, as HTML does: the length stays the same.
func lower(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return 'A' <= r && r <= 'Z' }) {
		return s
	}
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
