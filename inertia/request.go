package inertia

import (
	"fmt"
	"net/http"
	"strings"
)

// The protocol's header names, in canonical form.
const (
	headerInertia          = "X-Inertia"
	headerVersion          = "X-Inertia-Version"
	headerLocation         = "X-Inertia-Location"
	headerRedirect         = "X-Inertia-Redirect"
	headerPartialComponent = "X-Inertia-Partial-Component"
	headerPartialData      = "X-Inertia-Partial-Data"
	headerPartialExcept    = "X-Inertia-Partial-Except"
	headerReset            = "X-Inertia-Reset"
	headerErrorBag         = "X-Inertia-Error-Bag"
	headerExceptOnce       = "X-Inertia-Except-Once-Props"
	headerMergeIntent      = "X-Inertia-Infinite-Scroll-Merge-Intent"
	headerPrecognition     = "Precognition"
)

// Limits on what a client may list in one header.
const (
	maxNames = 1000
	maxDepth = 64
)

// RequestInfo is what the headers of a request say about it.
type RequestInfo struct {
	IsInertia      bool // a visit of the client, answered with JSON
	IsPrefetch     bool // fetched ahead, perhaps never shown
	IsPrecognition bool // live validation: answered without side effects

	Version     string // the asset version the client runs
	ErrorBag    string // the bag the client wants validation errors in
	MergeIntent string // "append" or "prepend" for infinite scroll

	PartialComponent string   // the component the client shows and reloads partially
	Only             []string // prop paths asked for by a partial reload
	Except           []string // prop paths not wanted by one
	Reset            []string // prop paths to replace, not merge
	ExceptOnce       []string // keys of once props the client remembers
}

// IsPartial reports whether the request reloads parts of component.
func (i RequestInfo) IsPartial(component string) bool {
	return component != "" && i.PartialComponent == component
}

// FromRequest reads what the headers of r say. It works without the
// middleware.
func FromRequest(r *http.Request) RequestInfo {
	var info RequestInfo
	_ = info.read(r.Header)
	return info
}

// read also reports headers that ask for more than the limits allow.
func (i *RequestInfo) read(h http.Header) (err error) {
	i.IsInertia = first(h, headerInertia) != ""
	i.IsPrefetch = isPrefetch(h)
	i.IsPrecognition = first(h, headerPrecognition) == "true"
	i.Version = first(h, headerVersion)
	i.ErrorBag = first(h, headerErrorBag)
	i.PartialComponent = first(h, headerPartialComponent)
	i.MergeIntent = "append"
	if i.PartialComponent != "" {
		i.Only = listOf(h, headerPartialData, &err)
		i.Except = listOf(h, headerPartialExcept, &err)
	}
	if first(h, headerMergeIntent) == "prepend" {
		i.MergeIntent = "prepend"
	}
	i.Reset = listOf(h, headerReset, &err)
	i.ExceptOnce = listOf(h, headerExceptOnce, &err)
	return err
}

// first is h.Get for names that are in canonical form, without a look at that.
func first(h http.Header, name string) string {
	if values := h[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// listOf sets err if the list is too long and err is not set yet.
func listOf(h http.Header, name string, err *error) []string {
	lines, ok := h[name]
	if !ok {
		return nil
	}
	names, failed := parseList(lines)
	if failed != nil && *err == nil {
		*err = fmt.Errorf("inertia: header %s: %w", name, failed)
	}
	return names
}

// isPrefetch knows the header of the client and those of browsers.
func isPrefetch(h http.Header) bool {
	return hasToken(h, "Purpose", "prefetch") || hasToken(h, "Sec-Purpose", "prefetch") || hasToken(h, "X-Moz", "prefetch")
}

// parseList reads a comma-separated header that may be repeated. Empty items
// are dropped; a list without items is not a list.
func parseList(lines []string) ([]string, error) {
	var names []string
	for _, line := range lines {
		for name := range strings.SplitSeq(line, ",") {
			if name = strings.Trim(name, " \t"); name == "" {
				continue
			}
			if len(names) == maxNames {
				return names, fmt.Errorf("lists more than %d names", maxNames)
			}
			if strings.Count(name, ".") >= maxDepth {
				return names, fmt.Errorf("a name is nested deeper than %d levels", maxDepth)
			}
			names = append(names, name)
		}
	}
	return names, nil
}
