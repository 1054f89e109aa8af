package inertiatest

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// merge puts what the client has into the page that a partial reload brought.
// The order of the steps is the client's: each sees what those before it made.
func (v *visit) merge(current, page *PageObject) {
	if !v.partial() || page.Component != current.Component {
		return
	}
	for _, path := range page.Merge {
		page.mergeProp(current, path, true)
	}
	for _, path := range page.Prepend {
		page.mergeProp(current, path, false)
	}
	for _, path := range page.DeepMerge {
		// A path that the answer lacks takes the client's value away.
		assign(page.Props, path, deepMerge(lookup(current.Props, path), lookup(page.Props, path), path, page.MatchOn))
	}
	v.mergeNested(current, page)
	page.Props = spread(current.Props, page.Props)

	if errs := page.errors(); v.preserveErrors && errs == nil && current.errors() != nil {
		page.Props["errors"] = current.errors()
	}
	if current.Scroll != nil {
		page.Scroll = overlaid(current.Scroll, page.Scroll)
	}
	if len(current.Once) > 0 {
		page.Once = overlaid(current.Once, page.Once)
	}
	if v.deferred {
		page.Flash = maps.Clone(current.Flash)
	}
	if len(current.initialDeferred) > 0 {
		page.initialDeferred = current.initialDeferred
	}
	v.mergeRescued(current, page)
}

// mergeProp adds the value at path to what the client has there.
func (p *PageObject) mergeProp(current *PageObject, path string, toEnd bool) {
	have := lookup(current.Props, path)
	switch got := lookup(p.Props, path).(type) {
	case []any:
		assign(p.Props, path, mergeItems(have, got, path, p.MatchOn, toEnd))
	case map[string]any:
		assign(p.Props, path, spread(have, got))
	}
}

// spread is {...a, ...b}.
func spread(a any, b map[string]any) map[string]any {
	out := map[string]any{}
	switch a := a.(type) {
	case map[string]any:
		maps.Copy(out, a)
	case []any:
		for i, item := range a {
			out[strconv.Itoa(i)] = item
		}
	case string:
		for i, unit := range utf16.Encode([]rune(a)) {
			out[strconv.Itoa(i)] = string(rune(unit))
		}
	}
	maps.Copy(out, b)
	return out
}

func deepMerge(have, got any, path string, matchOn []string) any {
	switch got := got.(type) {
	case []any:
		return mergeItems(have, got, path, matchOn, true)
	case map[string]any:
		out := spread(have, nil)
		for k, v := range got {
			out[k] = deepMerge(child(have, k), v, path+"."+k, matchOn)
		}
		return out
	}
	return got
}

// mergeItems adds items to a list. Where a field identifies the items of the
// list at path, those that are there already are replaced.
func mergeItems(have any, got []any, path string, matchOn []string, toEnd bool) []any {
	items, _ := have.([]any)
	field := ""
	i := slices.IndexFunc(matchOn, func(m string) bool {
		dot := strings.LastIndexByte(m, '.')
		return dot >= 0 && m[:dot] == path
	})
	if i < 0 {
		if toEnd {
			return slices.Concat(items, got)
		}
		return slices.Concat(got, items)
	}
	field = matchOn[i][len(path)+1:]

	// The last of several new items with one identity counts.
	fresh := map[any]any{}
	for _, item := range got {
		if id, ok := identity(item, field); ok {
			fresh[id] = item
		}
	}
	if !toEnd {
		return slices.Concat(got, slices.DeleteFunc(slices.Clone(items), func(item any) bool {
			id, ok := identity(item, field)
			_, replaced := fresh[id]
			return ok && replaced
		}))
	}
	known := map[any]bool{}
	out := make([]any, 0, len(items)+len(got))
	for _, item := range items {
		if id, ok := identity(item, field); ok {
			known[id] = true
			if replacement, ok := fresh[id]; ok {
				item = replacement
			}
		}
		out = append(out, item)
	}
	for _, item := range got {
		if id, ok := identity(item, field); !ok || !known[id] {
			out = append(out, item)
		}
	}
	return out
}

// identity is what identifies an item. Lists and objects are equal to none
// other, as in JavaScript.
func identity(item any, field string) (any, bool) {
	id := child(item, field)
	switch id.(type) {
	case undefinedValue:
		return nil, false
	case []any, map[string]any:
		return new(int), true
	}
	return id, true
}

// mergeNested keeps the neighbours of what was asked for by a dotted path.
func (v *visit) mergeNested(current, page *PageObject) {
	for _, path := range slices.Concat(v.only, v.except) {
		key, _, nested := strings.Cut(path, ".")
		if !nested {
			continue
		}
		have, ok1 := current.Props[key].(map[string]any)
		got, ok2 := page.Props[key].(map[string]any)
		if ok1 && ok2 {
			page.Props[key] = mergeObjects(have, got)
		}
	}
}

func mergeObjects(have, got map[string]any) map[string]any {
	out := maps.Clone(have)
	for k, v := range got {
		h, ok1 := out[k].(map[string]any)
		g, ok2 := v.(map[string]any)
		if ok1 && ok2 {
			v = mergeObjects(h, g)
		}
		out[k] = v
	}
	return out
}

// mergeRescued keeps the failures that the visit did not ask for again.
func (v *visit) mergeRescued(current, page *PageObject) {
	var rescued []string
	for _, path := range current.Rescued {
		if !v.requests(path) {
			rescued = append(rescued, path)
		}
	}
	for _, path := range page.Rescued {
		if !slices.Contains(rescued, path) {
			rescued = append(rescued, path)
		}
	}
	page.Rescued = rescued
}

// overlaid is a with b on top.
func overlaid[V any](a, b map[string]V) map[string]V {
	out := make(map[string]V, len(a)+len(b))
	maps.Copy(out, a)
	maps.Copy(out, b)
	return out
}
