package routes

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// syntax is how a path marks its parameters.
type syntax string

const (
	braces    syntax = "{"   // net/http: in other paths : and * are letters
	anyRouter syntax = "{:*" // and chi, echo, gin
)

// parse reads a path in the form of any router, and brings it into that of
// ServeMux.
func parse(name, method, path string, s syntax) (Route, error) {
	route := Route{Name: name, Method: strings.ToUpper(method)}
	bad := func(why string) (Route, error) {
		return Route{}, fmt.Errorf("routes: %s: the path %q %s", name, path, why)
	}
	if i := strings.IndexByte(path, '/'); i > 0 && !strings.ContainsAny(path[:i], "{:*") {
		path = path[i:] // a host
	}
	if !strings.HasPrefix(path, "/") {
		return bad("does not begin with a slash")
	}
	rest := path
	text := func(text string) {
		if n := len(route.parts); n > 0 && route.parts[n-1].name == "" {
			route.parts[n-1].text += text
		} else if text != "" {
			route.parts = append(route.parts, part{text: text})
		}
	}
	for rest != "" {
		i := strings.IndexAny(rest, string(s))
		if i < 0 {
			text(rest)
			break
		}
		text(rest[:i])
		p := part{}
		switch rest[i] {
		case '{':
			end := closing(rest[i:])
			if end < 0 {
				return bad("has a brace that is not closed")
			}
			p.name, rest = rest[i+1:i+end], rest[i+end+1:]
			if p.name == "$" { // matches the end: nothing of the URL
				continue
			}
			p.name, _, _ = strings.Cut(p.name, ":")
			p.name, p.rest = strings.CutSuffix(p.name, "...")
		default:
			end := i + 1
			for end < len(rest) && rest[end] != '/' {
				end++
			}
			p.name, p.rest, rest = rest[i+1:end], rest[i] == '*', rest[end:]
			if p.name == "" && p.rest {
				p.name = "path"
			}
		}
		if !identifier(p.name) {
			return bad(fmt.Sprintf("has a parameter named %q", p.name))
		}
		if slices.Contains(route.Params(), p.name) {
			return bad(fmt.Sprintf("has the parameter %q twice", p.name))
		}
		route.parts = append(route.parts, p)
	}
	for i, p := range route.parts {
		switch {
		case p.rest:
			route.Path += "{" + p.name + "...}"
		case p.name != "":
			route.Path += "{" + p.name + "}"
		default:
			route.parts[i].text = escapeText(p.text)
			route.Path += route.parts[i].text
		}
	}
	if folder(route.Path) {
		return bad(`has a segment "." or "..", which browsers take for a folder`)
	}
	return route, nil
}

// escapeText writes the text of a path as browsers do, whether it was escaped
// before or not.
func escapeText(text string) string {
	segments := strings.Split(text, "/")
	for i, segment := range segments {
		if plain, err := url.PathUnescape(segment); err == nil {
			segment = plain
		}
		segments[i] = escape(segment, "-._~!$&'()*+,;=:@")
	}
	return strings.Join(segments, "/")
}

// folder reports whether browsers take a segment of the path for this folder or
// the one above, which they do even when dots are escaped.
func folder(path string) bool {
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "." || segment == ".." {
			return true
		}
	}
	return false
}

// closing is where the brace ends that s begins with; expressions may contain
// further braces.
func closing(s string) int {
	depth := 0
	for i, c := range s {
		switch c {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

func identifier(s string) bool {
	for i, c := range s {
		letter := c == '_' || 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}
