package ssr

import (
	"fmt"
	"regexp"
	"strings"
)

// browserOnly are the names that pages use before they know where they run.
var browserOnly = []string{
	"window", "document", "navigator", "location", "history", "screen", "localStorage", "sessionStorage",
	"matchMedia", "IntersectionObserver", "ResizeObserver", "MutationObserver", "requestAnimationFrame",
	"requestIdleCallback", "Image", "Audio", "Worker", "XMLHttpRequest", "HTMLElement", "customElements",
}

var (
	undefinedName = regexp.MustCompile(`(?i)(?:^|[\s'"])([a-z]+)['"]? is not defined|Can't find variable: ([A-Za-z]+)`)
	unresolved    = regexp.MustCompile(`(?i)cannot find module|failed to resolve|module not found|could not resolve`)
	frame         = regexp.MustCompile(`(?:\(|at |@)(?:file://)?([^\s()]+:\d+:\d+)\)?\s*$`)
)

// Classify completes an error that a page has thrown: what kind it is, where it
// happened and how to mend it, by its message and stack. What is known already
// stays.
func Classify(e *Error) *Error {
	if e.Kind == "" {
		e.Kind = Render
		if m := undefinedName.FindStringSubmatch(e.Message); m != nil {
			for _, name := range browserOnly {
				if name == m[1] || name == m[2] {
					e.Kind, e.BrowserAPI = BrowserAPI, name
				}
			}
		}
		if unresolved.MatchString(e.Message) {
			e.Kind = Component
		}
	}
	if e.Location == "" {
		e.Location = location(e.Stack)
	}
	if e.Hint == "" {
		switch e.Kind {
		case BrowserAPI:
			e.Hint = fmt.Sprintf("%s exists in browsers only: use it in useEffect, onMounted or $effect, or ask for typeof %[1]s first", e.BrowserAPI)
		case Component:
			e.Hint = "the bundle for the server has no such component: compare the name's case with the file's, and build the bundle again"
		}
	}
	return e
}

// location is the first place in a stack that is the program's own.
func location(stack string) string {
	for line := range strings.SplitSeq(stack, "\n") {
		if strings.Contains(line, "node_modules") || strings.Contains(line, "node:") {
			continue
		}
		if m := frame.FindStringSubmatch(line); m != nil {
			return m[1]
		}
	}
	return ""
}
