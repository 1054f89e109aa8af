package vite

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
)

// Stub is a front end without a build, for tests of programs that render
// documents: its tags are a comment, its version is "stub", URL gives paths
// below "/stub/", and its handler answers 404. Nothing has to be built, nor
// does it matter how the entries are called.
func Stub() *Vite {
	v, _ := newVite(stub{}, &config{}) // fails for entries that are unknown
	return v
}

type stub struct{}

var _ source = stub{}

func (stub) load([]string, string) (*loaded, error) {
	return &loaded{tags: &tags{plain: []byte("<!-- vite.Stub: no front end -->\n")}}, nil
}

func (stub) components() []string        { return nil }
func (stub) version() string             { return "stub" }
func (stub) url(asset string) string     { return base{url: "/stub/"}.join(asset) }
func (stub) owns(*http.Request) bool     { return false }
func (stub) ready(context.Context) error { return nil }

func (stub) content(_ context.Context, asset string) ([]byte, error) {
	return nil, fmt.Errorf("vite: Stub has no asset %q: open a build in this test: %w", asset, fs.ErrNotExist)
}

func (stub) ServeHTTP(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }
