// Package window is what a developer sees at /_inertia: the requests that were
// recorded, their props, and what the program consists of. Its pages are HTML
// and a style, without a script. It knows nothing of how package inertia finds
// out what it shows.
package window

import (
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/inertia-templ/shell/inertia/internal/devtools"
	"github.com/inertia-templ/shell/internal/htmltag"
)

// Path is where the window is, below the application's base path.
const Path = "/_inertia"

// View is what the window shows. Links in it are relative, so that they work
// below any path.
type View struct {
	Requests []devtools.Entry // the newest first
	Selected *devtools.Entry  // that is looked into, else nil
	Missing  bool             // the one that was asked for is gone

	Routes []Route
	Pages  []Page
	Build  Build
	SSR    SSR
	Flash  []Flash
}

// Route is a named route.
type Route struct{ Name, Method, Path string }

// Page is a component that the build has, or that was rendered.
type Page struct {
	Component string
	Type      string // of its props in Go, empty if it was not rendered yet
	File      string
}

// Build is the front end.
type Build struct {
	Dev     string // the dev server's address, or empty
	Version string
	Chunks  []Chunk
}

// Chunk is a file of the build.
type Chunk struct {
	File, Source string
	Bytes        int64
}

// SSR is what renders pages on the server.
type SSR struct {
	Renderer string // its type, empty if there is none
	Pool     bool   // whether the numbers below are known

	Workers, Ready, Busy, Waiting, Started int
	Answers                                int64
	Oldest                                 time.Duration
}

// Flash is what waits for the next page of whoever looks.
type Flash struct {
	For   string // the path that it waits for
	Key   string
	Value string
}

//go:embed window.css
var css string

// style is the window's stylesheet, with the document's nonce.
func style() templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		_, err := fmt.Fprintf(w, "<style%s>%s</style>", htmltag.Nonce(ctx), css)
		return err
	})
}

// row is a prop of the selected request.
type row struct {
	devtools.Prop
	Path string
}

// rows lists the props of a request: the most expensive first, then the largest.
func rows(e *devtools.Entry) []row {
	list := make([]row, 0, len(e.Props))
	for path, p := range e.Props {
		list = append(list, row{p, path})
	}
	slices.SortFunc(list, func(a, b row) int {
		return cmp.Or(cmp.Compare(b.took(), a.took()), cmp.Compare(b.Bytes, a.Bytes), strings.Compare(a.Path, b.Path))
	})
	return list
}

func (r row) took() float64 {
	if r.Timing == nil {
		return 0
	}
	return r.Timing.Length
}

// kinds is what kind of prop it is.
func (r row) kinds() string {
	var list []string
	add := func(on bool, name string) {
		if on && !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	add(r.InertiaType != "", r.InertiaType)
	add(r.DeferGroup != "" && r.DeferGroup != "default", "group "+r.DeferGroup)
	add(r.Once, "once")
	add(r.DeepMerge, "deep")
	add(r.MergeDirection != "", r.MergeDirection)
	add(r.Shared, "shared")
	add(r.Reset, "reset")
	if len(list) == 0 {
		return "value"
	}
	return strings.Join(list, ", ")
}

// place is where the prop was made or shared.
func (r row) place() *devtools.Source {
	if r.ShareSource != nil {
		return r.ShareSource
	}
	return r.RenderSource
}

// total is how many bytes the props of a request have. Props inside others are
// part of those.
func total(e *devtools.Entry) int {
	sum := 0
	for path, p := range e.Props {
		if !inside(e, path) {
			sum += p.Bytes
		}
	}
	return sum
}

func inside(e *devtools.Entry, path string) bool {
	for at := strings.LastIndexByte(path, '.'); at > 0; at = strings.LastIndexByte(path[:at], '.') {
		if _, ok := e.Props[path[:at]]; ok {
			return true
		}
	}
	return false
}

// link opens a request. It is written by hand, since the oldest templ that the
// library builds with writes links that the newest does not compile.
func link(m devtools.Meta) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := fmt.Fprintf(w, `<a href="?entry=%s">%s</a>`, url.QueryEscape(m.ID), templ.EscapeString(m.Method+" "+target(m)))
		return err
	})
}

// shown is a place as developers know it: the last folders and the line.
func shown(s *devtools.Source) string {
	if s == nil {
		return ""
	}
	parts := strings.Split(s.File, "/")
	return strings.Join(parts[max(0, len(parts)-2):], "/") + ":" + strconv.Itoa(s.Line)
}

// target is the URL without scheme and host.
func target(m devtools.Meta) string {
	u, err := url.Parse(m.URL)
	if err != nil {
		return m.URL
	}
	return u.RequestURI()
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func milliseconds(ms float64) string {
	switch {
	case ms >= 1000:
		return fmt.Sprintf("%.2f s", ms/1000)
	case ms >= 100:
		return fmt.Sprintf("%.0f ms", ms)
	}
	return fmt.Sprintf("%.3g ms", ms)
}

func took(m devtools.Meta) string {
	if m.ServerTimingMS == nil {
		return ""
	}
	return milliseconds(*m.ServerTimingMS)
}

func size[N int | int64](bytes N) string {
	switch {
	case bytes == 0:
		return ""
	case bytes < 1000:
		return fmt.Sprintf("%d B", bytes)
	case bytes < 1_000_000:
		return fmt.Sprintf("%.3g KB", float64(bytes)/1000)
	}
	return fmt.Sprintf("%.3g MB", float64(bytes)/1_000_000)
}

// clock is the time of day of a request.
func clock(m devtools.Meta) string {
	t, err := time.Parse(time.RFC3339, m.Timestamp)
	if err != nil {
		return m.Timestamp
	}
	return t.Local().Format("15:04:05")
}

// maxValue bounds how much of a value is shown.
const maxValue = 4000

func value(e *devtools.Entry, path string) string {
	text := string(e.PropValues[path])
	if len(text) > maxValue {
		return strings.ToValidUTF8(text[:maxValue], "") + "…"
	}
	return text
}

// state is the class of a status.
func state(status int) string {
	switch {
	case status >= 500:
		return "bad"
	case status >= 400:
		return "odd"
	}
	return ""
}

// troubled is the class of a prop's outcome.
func troubled(outcome string) string {
	switch outcome {
	case "failed", "withheld":
		return "bad"
	case "rescued", "cancelled":
		return "odd"
	}
	return ""
}

// arrow is where an answer leads.
func arrow(location string) string {
	if location == "" {
		return ""
	}
	return " → " + location
}
