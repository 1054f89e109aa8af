package inertia

import (
	"net/http"
	"strconv"
	"strings"
)

// hasToken reports whether a list header names token, whatever its case and
// the parameters behind it: "prefetch;prerender" names prefetch.
func hasToken(h http.Header, name, token string) bool {
	for _, line := range h[name] {
		for item := range strings.SplitSeq(line, ",") {
			item, _, _ = strings.Cut(item, ";")
			if strings.EqualFold(strings.Trim(item, " \t"), token) {
				return true
			}
		}
	}
	return false
}

// accepts reports whether a request asks for a media type by name. A quality of
// 0 refuses it.
func accepts(h http.Header, mediaType string) bool {
	for _, line := range h["Accept"] {
		for item := range strings.SplitSeq(line, ",") {
			name, params, _ := strings.Cut(item, ";")
			if strings.EqualFold(strings.Trim(name, " \t"), mediaType) && !refused(params) {
				return true
			}
		}
	}
	return false
}

// refused reports whether the parameters of a media range say q=0.
func refused(params string) bool {
	for param := range strings.SplitSeq(params, ";") {
		key, value, _ := strings.Cut(strings.Trim(param, " \t"), "=")
		if strings.EqualFold(key, "q") {
			q, err := strconv.ParseFloat(value, 64)
			return err == nil && q == 0
		}
	}
	return false
}

func acceptsHTML(r *http.Request) bool { return accepts(r.Header, "text/html") }

// variantHeaders choose among the answers that share a URL.
var variantHeaders = []string{
	headerInertia, headerVersion, headerPartialComponent, headerPartialData, headerPartialExcept,
	headerReset, headerExceptOnce, headerErrorBag, headerMergeIntent,
}

// vary makes caches keep pages and their JSON apart. What others put into Vary
// stays.
func (x *exchange) vary(h http.Header) {
	lines := h["Vary"]
	if len(lines) == 0 {
		x.values.set(h, slotVary, "Vary", headerInertia)
		return
	}
	if !variesBy(h, headerInertia) {
		h["Vary"] = append(lines[:len(lines):len(lines)], headerInertia)
	}
}

func variesBy(h http.Header, name string) bool {
	return hasToken(h, "Vary", name) || hasToken(h, "Vary", "*")
}

// varyByVariant names everything that an answer depends on, for one that caches
// may keep.
func varyByVariant(h http.Header) {
	lines := h["Vary"]
	lines = lines[:len(lines):len(lines)]
	for _, name := range variantHeaders {
		if !variesBy(h, name) {
			lines = append(lines, name)
		}
	}
	h["Vary"] = lines
}
