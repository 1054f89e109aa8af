package devserver

import (
	"context"
	"crypto/rand"
	_ "embed"
	"html/template"
	"net/http"
	"net/url"

	"github.com/inertia-templ/shell/cmd/inertia/internal/problem"
)

func withProgram(ctx context.Context, program *url.URL) context.Context {
	return context.WithValue(ctx, programKey{}, program)
}

// page is a document in place of the program's.
type page struct {
	Building   bool // the first build, which takes longest
	Generation int
	Nonce      string
	failure    *failure
}

//go:embed page.html
var pageSource string

var pageTemplate = template.Must(template.New("page").Parse(pageSource))

// Title is what is the matter.
func (p page) Title() string {
	if p.failure == nil {
		return "Building the program"
	}
	return p.failure.title
}

// Problems are what is wrong, with the source around it.
func (p page) Problems() problem.Error {
	if p.failure == nil {
		return nil
	}
	return p.failure.problems
}

// Output is what a program has said before it ended.
func (p page) Output() string {
	if p.failure == nil {
		return ""
	}
	return p.failure.output
}

// Status is where the page waits for the next outcome.
func (p page) Status() string { return statusPath }

func writePage(w http.ResponseWriter, p page) {
	p.Nonce = rand.Text()
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; connect-src 'self'; style-src 'nonce-"+p.Nonce+"'; script-src 'nonce-"+p.Nonce+"'; base-uri 'none'; form-action 'none'")
	status := http.StatusInternalServerError
	if p.failure == nil {
		status = http.StatusServiceUnavailable
	}
	w.WriteHeader(status)
	_ = pageTemplate.Execute(w, p)
}
