package inertiatest

import "strings"

// A browser finds the page with script[data-page][type="application/json"].
// The scanner below knows of HTML what that needs: which text is a tag, and
// where an element ends whose content is text. It is own code since a parser
// for all of HTML would become a dependency of every program that uses the
// module, for one element that the module itself writes.

// pageScript is a script element that holds a page object.
type pageScript struct{ id, text string }

// pageScripts returns the page objects of a document, in its order. One whose
// element is not closed is cut off, so it does not count.
func pageScripts(doc string) []pageScript {
	var found []pageScript
	for {
		i := strings.IndexByte(doc, '<')
		if i < 0 {
			return found
		}
		doc = doc[i:]
		switch {
		case strings.HasPrefix(doc, "<!--"):
			doc = afterComment(doc[4:])
		case len(doc) > 1 && (doc[1] == '!' || doc[1] == '?'),
			len(doc) > 2 && doc[1] == '/' && !isLetter(doc[2]):
			_, doc, _ = strings.Cut(doc, ">")
		case len(doc) > 1 && isLetter(doc[1]):
			tag, rest, ok := startTag(doc)
			if !ok {
				return found
			}
			doc = rest
			if !textElements[tag.name] {
				continue
			}
			text, rest, closed := textUntilEnd(doc, tag.name)
			if id, ok := tag.attrs["data-page"]; ok && closed && tag.name == "script" && tag.attrs["type"] == "application/json" {
				found = append(found, pageScript{id, text})
			}
			doc = rest
		case len(doc) > 2 && doc[1] == '/':
			_, rest, ok := startTag("<" + doc[2:])
			if !ok {
				return found
			}
			doc = rest
		default:
			doc = doc[1:]
		}
	}
}

// textElements are those whose content is no markup, scripting being on.
var textElements = map[string]bool{
	"script": true, "style": true, "textarea": true, "title": true,
	"xmp": true, "iframe": true, "noembed": true, "noframes": true, "noscript": true,
}

type tag struct {
	name  string
	attrs map[string]string
}

// startTag reads a tag that begins at doc[0], and what follows it.
func startTag(doc string) (t tag, rest string, ok bool) {
	end := strings.IndexAny(doc, " \t\n\f\r/>")
	if end < 0 {
		return t, "", false
	}
	t = tag{name: strings.ToLower(doc[1:end]), attrs: map[string]string{}}
	doc = doc[end:]
	for {
		doc = strings.TrimLeft(doc, " \t\n\f\r/")
		if doc == "" {
			return t, "", false
		}
		if doc[0] == '>' {
			return t, doc[1:], true
		}
		// An equals sign in front belongs to the name.
		end := strings.IndexAny(doc[1:], " \t\n\f\r/>=") + 1
		if end == 0 {
			return t, "", false
		}
		name := strings.ToLower(doc[:end])
		value := ""
		doc = doc[end:]
		if after := strings.TrimLeft(doc, " \t\n\f\r"); strings.HasPrefix(after, "=") {
			if value, doc, ok = attributeValue(strings.TrimLeft(after[1:], " \t\n\f\r")); !ok {
				return t, "", false
			}
		}
		if _, twice := t.attrs[name]; !twice {
			t.attrs[name] = value
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
