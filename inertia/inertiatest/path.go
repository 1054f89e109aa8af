package inertiatest

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// undefined is what JavaScript has where nothing is. It exists while responses
// are merged; pages that are shown to anyone have gaps instead.
var undefined any = undefinedValue{}

type undefinedValue struct{}

// lookup returns the value at a dotted path, numbers being indexes of lists,
// or undefined. A key that is literally the path comes first, as in the
// client.
func lookup(root map[string]any, path string) any {
	if v, ok := root[path]; ok {
		return v
	}
	if !strings.Contains(path, ".") || strings.HasPrefix(path, ".") || strings.HasSuffix(path, ".") {
		return undefined
	}
	var at any = root
	for segment := range strings.SplitSeq(path, ".") {
		at = child(at, segment)
	}
	return at
}

func child(v any, key string) any {
	switch v := v.(type) {
	case map[string]any:
		if c, ok := v[key]; ok {
			return c
		}
	case []any:
		if i := index(key); i >= 0 && i < len(v) {
			return v[i]
		}
	}
	return undefined
}

// index is the list index that key stands for, or -1.
func index(key string) int {
	i, err := strconv.Atoi(key)
	if err != nil || i < 0 || strconv.Itoa(i) != key {
		return -1
	}
	return i
}

// maxGap bounds how far behind its end a list may be written to.
const maxGap = 1000

// assign sets the value at a dotted path and makes the containers that are
// missing, as the client does.
func assign(root map[string]any, path string, value any) {
	segments := []string{path}
	if _, own := root[path]; !own {
		segments = strings.Split(path, ".")
	}
	put(root, segments, value)
}

func put(container any, segments []string, value any) any {
	if len(segments) == 0 {
		return value
	}
	key := segments[0]
	switch c := container.(type) {
	case map[string]any:
		c[key] = put(child(c, key), segments[1:], value)
		return c
	case []any:
		i := index(key)
		if i < 0 || i > len(c)+maxGap {
			return c // a property of the list that no component sees
		}
		for len(c) <= i {
			c = append(c, undefined)
		}
		c[i] = put(c[i], segments[1:], value)
		return c
	}
	if index(key) >= 0 {
		return put([]any{}, segments, value)
	}
	return put(map[string]any{}, segments, value)
}

// defined removes what is undefined from v.
func defined(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, item := range v {
			if item == undefined {
				delete(v, k)
			} else {
				defined(item)
			}
		}
	case []any:
		for i, item := range v {
			if item == undefined {
				v[i] = nil
			} else {
				defined(item)
			}
		}
	}
	return v
}

// nearby describes the longest part that exists of a path that leads nowhere, and
// what it has.
func nearby(root map[string]any, path string) string {
	var at any = root
	reached := ""
	for segment := range strings.SplitSeq(path, ".") {
		next := child(at, segment)
		if next == undefined {
			break
		}
		at = next
		reached = join(reached, segment)
	}
	name := quoted(reached)
	if reached == "" {
		name = "the page"
	}
	switch at := at.(type) {
	case map[string]any:
		if len(at) == 0 {
			return name + " is an empty object"
		}
		return name + " has " + strings.Join(slices.Sorted(maps.Keys(at)), ", ")
	case []any:
		return name + " has " + items(len(at))
	}
	return name + " is " + show(at)
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	if key == "" {
		return path
	}
	return path + "." + key
}

func items(n int) string {
	if n == 1 {
		return "1 item"
	}
	return strconv.Itoa(n) + " items"
}
