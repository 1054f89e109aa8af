package ssr

import (
	"fmt"
	"regexp"
	"strings"
)

// browserOnly are names that only browsers have and that pages use most.
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

// classify derives from the message and the stack what the error does not tell:
// its kind, where it happened, and how to fix it.
func (e *Error) classify() {
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
			e.Hint = fmt.Sprintf("only browsers have %s: use it in useEffect, onMounted or $effect, or check typeof %[1]s first", e.BrowserAPI)
		case Component:
			e.Hint = "the server bundle has no such component: compare upper and lower case of the name with the file, and build the bundle again"
		}
	}
}

// location is the first place in a stack that is not a library's.
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
