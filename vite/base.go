package vite

import (
	"fmt"
	"net/url"
	"path"
	"strings"
)

// base is where the browser finds the front end.
type base struct {
	url      string // what URLs begin with, escaped: "/build/", "https://cdn.example/build/"
	path     string // the path of it, unescaped: "/build/"
	absolute bool   // another origin
}

func parseBase(s string) (base, error) {
	wrong := func(why string) (base, error) {
		return base{}, fmt.Errorf(`vite: WithBase(%q): %s; want a path like "/build/" or an absolute URL, the same as base in vite.config`, s, why)
	}
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return wrong(err.Error())
	case u.RawQuery != "" || u.Fragment != "" || u.User != nil || u.Opaque != "":
		return wrong("it is more than an origin and a path")
	case u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https", u.Scheme != "" && u.Host == "":
		return wrong("it is not an http URL")
	case u.Host == "" && !strings.HasPrefix(u.Path, "/"):
		return wrong("a relative base fits the pages of one folder only")
	}
	if !strings.HasSuffix(u.Path, "/") {
		u.Path += "/"
		u.RawPath = ""
	}
	if clean := path.Clean(u.Path); clean != "/" && clean+"/" != u.Path || clean == "/" && u.Path != "/" {
		return wrong("its path is not clean")
	}
	return base{url: u.String(), path: u.Path, absolute: u.Host != ""}, nil
}

// join is the URL of an output or source file.
func (b base) join(name string) string {
	return b.url + (&url.URL{Path: name}).EscapedPath()
}
