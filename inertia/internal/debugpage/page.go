// Package debugpage shows a developer what went wrong: the error, the line of
// the program it came from, and the request. It is for development alone.
package debugpage

import (
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Failure is what the page shows.
type Failure struct {
	Status  int
	Err     error
	Stack   string // of a panic, as debug.Stack prints it; may be empty
	Request *http.Request
	URL     string // that the browser asked for

	Component string // of the page that failed, if that is what failed
	Props     []Prop
	// Place is the part of the page that is wrong, and Edit what to change in
	// the program. Both may be empty.
	Place, Edit string

	// Editor is the URL that opens {line} of {file} in the developer's editor. If
	// it is empty, that is Visual Studio Code.
	Editor string
	// Nonce allows the page's style element under a Content-Security-Policy.
	Nonce string
}

// Prop is a prop of a page that failed.
type Prop struct {
	Path  string
	Value string // as JSON, empty if there is none
	Why   string // there is none
}

//go:embed page.html
var source string

var page = template.Must(template.New("page").Parse(source))

// Write writes the page as HTML.
func Write(w io.Writer, f Failure) error {
	frames := Frames(f.Stack)
	own := slices.IndexFunc(frames, func(f Frame) bool { return f.Own })
	data := struct {
		Failure
		Title  string
		Chain  []string
		Frames []Frame
		Origin *Origin
		Header []field
	}{Failure: f, Title: fmt.Sprint(f.Status, " ", http.StatusText(f.Status)), Chain: chain(f.Err), Frames: frames, Header: header(f.Request)}
	for n := range frames {
		frames[n].Link = f.link(frames[n])
	}
	if own >= 0 {
		data.Origin = &Origin{frames[own], lines(frames[own])}
	}
	return page.Execute(w, data)
}

// link opens the frame's line.
func (f Failure) link(frame Frame) template.URL {
	editor := cmp.Or(f.Editor, "vscode://file{file}:{line}")
	file := (&url.URL{Path: frame.File}).EscapedPath()
	if path, _, _ := strings.Cut(editor, "?"); !strings.Contains(path, "{file}") {
		file = strings.ReplaceAll(url.QueryEscape(frame.File), "+", "%20")
	}
	return template.URL(strings.NewReplacer("{file}", file, "{line}", strconv.Itoa(frame.Line)).Replace(editor)) //nolint:gosec // the developer's own files
}

// chain is what the error and those it wraps say, the outermost first.
func chain(err error) []string {
	var texts []string
	for ; err != nil && len(texts) < 20; err = errors.Unwrap(err) {
		if text := err.Error(); len(texts) == 0 || texts[len(texts)-1] != text {
			texts = append(texts, text)
		}
	}
	return texts
}

type field struct{ Name, Value string }

// header lists the request's header. Secrets of the visitor stay out, since
// developers share pictures of such pages.
func header(r *http.Request) []field {
	if r == nil {
		return nil
	}
	var list []field
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		value := strings.Join(r.Header[name], ", ")
		switch name {
		case "Cookie", "Authorization", "Proxy-Authorization", "X-Xsrf-Token", "X-Csrf-Token":
			value = fmt.Sprintf("(%d bytes)", len(value))
		}
		list = append(list, field{name, value})
	}
	return list
}
