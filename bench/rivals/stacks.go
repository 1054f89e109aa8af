package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
)

var (
	paths         = []string{"tiny", "contacts", "slow"}
	processCounts = []int{1, 2}
)

// cell is what is measured: a first visit of a page, or a navigation to it.
type cell struct {
	path       string
	navigation bool
}

// cells are all visits, then all navigations.
func cells() []cell {
	var all []cell
	for _, navigation := range []bool{false, true} {
		for _, path := range paths {
			all = append(all, cell{path, navigation})
		}
	}
	return all
}

func (c cell) String() string {
	if c.navigation {
		return "navigation to " + c.path
	}
	return "visit of " + c.path
}

// stack is a way to serve the pages.
type stack struct {
	name   string
	folder string                             // of the front end; its script "build" builds it
	start  func(place, server) []string       // the command line that serves
	cwd    string                             // the folder that it is run in, this one if empty
	beside func(place) []string               // a render server that runs beside, if any
	moves  func(r *http.Request, html string) // makes a request for a page a navigation from a page that is html
	inHTML bool                               // whether first visits are rendered on the server
	ours   bool                               // whether it is this library
	goals  bool                               // whether it is compared with the rivals: it renders each first visit
}

// on names a stack on a number of processes.
func (s stack) on(processes int) string { return fmt.Sprintf("%s x%d", s.name, processes) }

// frontend is the folder of the front end that the programs in Go share.
const frontend = "inertia/frontend"

func all() []stack {
	var stacks []stack
	for _, render := range []string{"bun", "node", "quickjs", "cached", "off"} {
		stacks = append(stacks, stack{
			name: "shell-" + render, folder: frontend, moves: inertia, inHTML: render != "off",
			ours: true, goals: render == "bun" || render == "node",
			start: func(p place, s server) []string {
				return []string{p.bin + "/shell", "-addr", "127.0.0.1:" + s.port, "-db", p.db, "-frontend", p.root + "/inertia/frontend", "-ssr", render}
			},
		})
	}
	stacks = append(stacks, stack{
		name: "gonertia", folder: frontend, moves: inertia, inHTML: true,
		beside: func(p place) []string { return []string{"node", p.root + "/inertia/frontend/dist-official/app.js"} },
		start: func(p place, s server) []string {
			return []string{p.bin + "/gonertia", "-addr", "127.0.0.1:" + s.port, "-db", p.db, "-frontend", p.root + "/inertia/frontend", "-ssr", "http://127.0.0.1:13714"}
		},
	})
	return append(stacks, javascript()...)
}

var version = regexp.MustCompile(`"version":"([^"]*)"`)

// inertia is how the client of Inertia navigates. The page that it is on, html,
// has the version.
func inertia(r *http.Request, html string) {
	r.Header.Set("X-Inertia", "true")
	r.Header.Set("X-Requested-With", "XMLHttpRequest")
	if match := version.FindStringSubmatch(html); match != nil {
		r.Header.Set("X-Inertia-Version", match[1])
	}
}

// request is what a browser sends for a cell.
func (s stack) request(ctx context.Context, base string, c cell) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/"+c.path, nil)
	if err != nil || !c.navigation {
		return r, err
	}
	html, err := fetch(r)
	if err != nil {
		return nil, err
	}
	moved := r.Clone(ctx)
	s.moves(moved, html)
	return moved, nil
}

// check fails if a page does not show what it should, or a navigation lacks it.
func check(ctx context.Context, base string, s stack) error {
	for _, c := range cells() {
		r, err := s.request(ctx, base, c)
		if err != nil {
			return err
		}
		text, err := fetch(r)
		if err != nil {
			return fmt.Errorf("%s: %w", c, err)
		}
		if err := shows(text, c, s); err != nil {
			return fmt.Errorf("%s: %w\n%.2000s", c, err, text)
		}
	}
	return nil
}

// elements are what the HTML of a page has, and how many.
var elements = map[string]struct {
	pattern *regexp.Regexp
	count   int
}{
	"tiny":     {regexp.MustCompile(`<h1[ >]`), 1},
	"contacts": {regexp.MustCompile(`<tr[ >]`), 100},
	"slow":     {regexp.MustCompile(`<li[ >]`), 8},
}

// shows fails if an answer lacks what the page shows, or has too much.
func shows(text string, c cell, s stack) error {
	wanted := map[string][]string{
		"tiny":     {"Hello"},
		"contacts": {"contact1@example.com", "contact100@example.com"},
		"slow":     {"value 0", "value 7"},
	}[c.path]
	for _, part := range wanted {
		if !strings.Contains(text, part) {
			return fmt.Errorf("%q is missing", part)
		}
	}
	if c.path == "contacts" && strings.Contains(text, "contact101@example.com") {
		return fmt.Errorf("there are more than 100 rows")
	}
	if element := elements[c.path]; !c.navigation && s.inHTML {
		if n := len(element.pattern.FindAllString(text, -1)); n != element.count {
			return fmt.Errorf("%d elements like %s, want %d", n, element.pattern, element.count)
		}
	}
	if c.navigation && strings.HasPrefix(text, "{") && !json.Valid([]byte(text)) && !strings.Contains(text, "}\n") {
		return fmt.Errorf("the JSON is cut off")
	}
	return nil
}

func fetch(r *http.Request) (string, error) {
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %s: %.300s", r.URL, response.Status, body)
	}
	return string(body), err
}
