package vite

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"

	"github.com/inertia-templ/shell/vite/internal/hook"
)

func init() {
	hook.Stub = func() any {
		v, _ := newVite(stub{}, &config{}) // fails for entries that are unknown
		return v
	}
}

// stub is a front end without a build, for package vitetest.
type stub struct{}

var _ source = stub{}

func (stub) load([]string, string) (*Page, error) {
	return &Page{version: "stub", static: true, tags: &tags{plain: []byte("<!-- vitetest.Stub: no front end -->\n")}}, nil
}

func (stub) failed(err error) *Page { return &Page{tags: failing(err)} }

func (stub) components() []string        { return nil }
func (stub) pageFile(string) string      { return "" }
func (stub) older() []string             { return nil }
func (stub) version() string             { return "stub" }
func (stub) url(asset string) string     { return base{url: "/stub/"}.join(asset) }
func (stub) owns(*http.Request) bool     { return false }
func (stub) ready(context.Context) error { return nil }

func (stub) content(_ context.Context, asset string) ([]byte, error) {
	return nil, fmt.Errorf("vitetest: Stub has no asset %q: open a build in this test: %w", asset, fs.ErrNotExist)
}

func (stub) pageNames(context.Context, string) ([]string, error) { return nil, nil }

func (stub) ServeHTTP(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }
