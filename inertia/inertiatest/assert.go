package inertiatest

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Has checks that there are props at all paths, null being a prop too.
func (a *Assertions) Has(paths ...string) *Assertions {
	a.t.Helper()
	for _, path := range paths {
		a.find(path)
	}
	return a
}

// Missing checks that there is no prop at any of the paths.
func (a *Assertions) Missing(paths ...string) *Assertions {
	a.t.Helper()
	for _, path := range paths {
		a.see(join(a.scope, path))
		if v := lookup(a.page.Props, join(a.scope, path)); v != undefined {
			a.fail("prop %q is %s, want none", join(a.scope, path), show(v))
		}
	}
	return a
}

// Count checks how many items a list or an object has.
func (a *Assertions) Count(path string, n int) *Assertions {
	a.t.Helper()
	v, ok := a.find(path)
	if !ok {
		return a
	}
	got := 0
	switch v := v.(type) {
	case []any:
		got = len(v)
	case map[string]any:
		got = len(v)
	default:
		a.fail("prop %q is %s, want %s", join(a.scope, path), show(v), items(n))
		return a
	}
	if got != n {
		a.fail("prop %q has %s, want %d", join(a.scope, path), items(got), n)
	}
	return a
}

// Where checks that the prop is want.
func (a *Assertions) Where(path string, want any) *Assertions {
	a.t.Helper()
	if want, ok := a.plain(want); ok {
		if got, ok := a.find(path); ok {
			if d := difference(join(a.scope, path), want, got); d != nil {
				a.fail("prop %s", listed(d))
			}
		}
	}
	return a
}

// WhereNot checks that the prop is there and is not unwanted.
func (a *Assertions) WhereNot(path string, unwanted any) *Assertions {
	a.t.Helper()
	if unwanted, ok := a.plain(unwanted); ok {
		if got, ok := a.find(path); ok && equal(unwanted, got) {
			a.fail("prop %q is %s, want anything else", join(a.scope, path), show(got))
		}
	}
	return a
}

// WhereType checks that the prop has one of the types: "string", "number",
// "boolean", "array", "object" or "null".
func (a *Assertions) WhereType(path string, types ...string) *Assertions {
	a.t.Helper()
	if got, ok := a.find(path); ok && !slices.Contains(types, typeName(got)) {
		a.fail("prop %q is %s %s, want %s", join(a.scope, path), typeName(got), show(got), strings.Join(types, " or "))
	}
	return a
}

// WhereContains checks that the prop is a list with the item want, a string
// with the part want, or an object with the members of want.
func (a *Assertions) WhereContains(path string, want any) *Assertions {
	a.t.Helper()
	want, ok := a.plain(want)
	if !ok {
		return a
	}
	got, ok := a.find(path)
	if !ok || contains(got, want) {
		return a
	}
	a.fail("prop %q is %s, which does not contain %s", join(a.scope, path), show(got), show(want))
	return a
}

func contains(v, want any) bool {
	switch v := v.(type) {
	case []any:
		return slices.ContainsFunc(v, func(item any) bool { return equal(want, item) })
	case string:
		part, ok := want.(string)
		return ok && strings.Contains(v, part)
	case map[string]any:
		members, ok := want.(map[string]any)
		for k, m := range members {
			if got, has := v[k]; !has || !equal(m, got) {
				return false
			}
		}
		return ok
	}
	return false
}

// Exact checks that the props are want and nothing else. Empty errors, which
// every page has, need not be named.
func (a *Assertions) Exact(want any) *Assertions {
	a.t.Helper()
	w, ok := a.plain(want)
	if !ok {
		return a
	}
	got, ok := a.find("")
	if !ok {
		return a
	}
	if props, ok := got.(map[string]any); ok && a.scope == "" && a.page.errors() == nil {
		if members, ok := w.(map[string]any); ok && members["errors"] == nil {
			bare := make(map[string]any, len(props))
			for k, v := range props {
				if k != "errors" {
					bare[k] = v
				}
			}
			got = bare
		}
	}
	if d := difference(a.scope, w, got); d != nil {
		a.fail("the props differ:\n\t%s", listed(d))
	}
	return a
}

// Scope calls fn with assertions on what is below path.
func (a *Assertions) Scope(path string, fn func(*Assertions)) *Assertions {
	a.t.Helper()
	if _, ok := a.find(path); ok {
		inner := *a
		inner.scope = join(a.scope, path)
		fn(&inner)
	}
	return a
}

// First calls fn with assertions on the first item of a list, which must not
// be empty.
func (a *Assertions) First(path string, fn func(*Assertions)) *Assertions {
	a.t.Helper()
	if n, ok := a.list(path); ok && n > 0 {
		a.Scope(join(path, "0"), fn)
	}
	return a
}

// Each calls fn with assertions on every item of a list, which must not be
// empty, so that the assertions are made at all.
func (a *Assertions) Each(path string, fn func(*Assertions)) *Assertions {
	a.t.Helper()
	n, _ := a.list(path)
	for i := range n {
		a.Scope(join(path, strconv.Itoa(i)), fn)
	}
	return a
}

// list returns the length of a list that has items.
func (a *Assertions) list(path string) (int, bool) {
	a.t.Helper()
	v, ok := a.find(path)
	if !ok {
		return 0, false
	}
	l, ok := v.([]any)
	if !ok || len(l) == 0 {
		a.fail("prop %q is %s, want a list with items", join(a.scope, path), show(v))
		return 0, false
	}
	return len(l), true
}

// find returns the prop at a path below the scope, and reports one that is
// missing. The empty path is the scope itself.
func (a *Assertions) find(path string) (any, bool) {
	a.t.Helper()
	full := join(a.scope, path)
	a.see(full)
	if full == "" {
		return a.page.Props, true
	}
	v := lookup(a.page.Props, full)
	if v == undefined {
		a.fail("prop %q is missing; %s", full, nearby(a.page.Props, full))
		return nil, false
	}
	return v, true
}

// see notes that an assertion looks at a path.
func (a *Assertions) see(path string) {
	if a.seen == nil {
		return
	}
	if path == "" {
		for name := range a.page.Props {
			a.seen[name] = true
		}
		return
	}
	first, _, _ := strings.Cut(path, ".")
	a.seen[path], a.seen[first] = true, true
}

// checkSeen reports the props that no assertion looked at.
func (a *Assertions) checkSeen() {
	a.t.Helper()
	var unseen []string
	for _, name := range slices.Sorted(maps.Keys(a.page.Props)) {
		if !a.seen[name] {
			unseen = append(unseen, name)
		}
	}
	if len(unseen) > 0 {
		a.fail("no assertion looks at: %s", strings.Join(unseen, ", "))
	}
}

func (a *Assertions) plain(want any) (any, bool) {
	a.t.Helper()
	v, err := plain(want)
	if err != nil {
		a.fail("%v", err)
	}
	return v, err == nil
}

// Prop decodes the prop at a path into a Go value, as encoding/json does. The
// test ends if there is none or if it does not fit.
//
//	users := inertiatest.Prop[[]User](page, "users.data")
func Prop[T any](a *Assertions, path string) T {
	a.t.Helper()
	var v T
	got := any(a.page.Props)
	full := join(a.scope, path)
	a.see(full)
	if full != "" {
		got = lookup(a.page.Props, full)
	}
	if got == undefined {
		a.t.Fatalf("inertiatest: %s at %s: prop %q is missing; %s", a.page.Component, a.page.URL, full, nearby(a.page.Props, full))
	}
	text, err := json.Marshal(got)
	if err == nil {
		err = json.Unmarshal(text, &v)
	}
	if err != nil {
		a.t.Fatalf("inertiatest: %s at %s: %v", a.page.Component, a.page.URL,
			fmt.Errorf("prop %q is not of type %s: %w: %s", full, reflect.TypeFor[T](), err, show(got)))
	}
	return v
}
