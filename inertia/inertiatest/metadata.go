package inertiatest

import (
	"maps"
	"slices"
	"strings"
)

// HasDeferred checks that the client fetches the props at these paths next,
// with the request of this group; "default" is the group of props without one.
func (a *Assertions) HasDeferred(group string, paths ...string) *Assertions {
	a.t.Helper()
	got, ok := a.page.Deferred[group]
	if !ok {
		a.fail("there is no deferred group %q; %s", group, among(slices.Sorted(maps.Keys(a.page.Deferred))))
		return a
	}
	return a.all("deferredProps of "+group, got, paths)
}

// HasMerge checks that partial reloads append to the props at these paths.
func (a *Assertions) HasMerge(paths ...string) *Assertions {
	a.t.Helper()
	return a.all("mergeProps", a.page.Merge, paths)
}

// HasPrepend checks that partial reloads prepend to the props at these paths.
func (a *Assertions) HasPrepend(paths ...string) *Assertions {
	a.t.Helper()
	return a.all("prependProps", a.page.Prepend, paths)
}

// HasDeepMerge checks that partial reloads merge the props at these paths at
// every depth.
func (a *Assertions) HasDeepMerge(paths ...string) *Assertions {
	a.t.Helper()
	return a.all("deepMergeProps", a.page.DeepMerge, paths)
}

// HasMatchOn checks which fields identify the items of merged lists:
// "users.data.id".
func (a *Assertions) HasMatchOn(paths ...string) *Assertions {
	a.t.Helper()
	return a.all("matchPropsOn", a.page.MatchOn, paths)
}

// HasOnce checks that the client remembers values under these keys, which are
// the paths of the props that name none.
func (a *Assertions) HasOnce(keys ...string) *Assertions {
	a.t.Helper()
	return a.all("onceProps", slices.Sorted(maps.Keys(a.page.Once)), keys)
}

// HasScroll checks that the props at these paths scroll infinitely.
func (a *Assertions) HasScroll(paths ...string) *Assertions {
	a.t.Helper()
	return a.all("scrollProps", slices.Sorted(maps.Keys(a.page.Scroll)), paths)
}

// HasRescued checks that the deferred props at these paths failed.
func (a *Assertions) HasRescued(paths ...string) *Assertions {
	a.t.Helper()
	return a.all("rescuedProps", a.page.Rescued, paths)
}

// HasShared checks that the props of these names are shared ones.
func (a *Assertions) HasShared(names ...string) *Assertions {
	a.t.Helper()
	return a.all("sharedProps", a.page.Shared, names)
}

// EncryptsHistory checks that the client keeps the page encrypted.
func (a *Assertions) EncryptsHistory() *Assertions {
	a.t.Helper()
	return a.is("encryptHistory", a.page.EncryptHistory)
}

// ClearsHistory checks that the page makes older encrypted ones unreadable.
func (a *Assertions) ClearsHistory() *Assertions {
	a.t.Helper()
	return a.is("clearHistory", a.page.ClearHistory)
}

// PreservesFragment checks that the client keeps the fragment of the URL it
// asked for.
func (a *Assertions) PreservesFragment() *Assertions {
	a.t.Helper()
	return a.is("preserveFragment", a.page.PreserveFragment)
}

func (a *Assertions) all(name string, got, want []string) *Assertions {
	a.t.Helper()
	for _, w := range want {
		if !slices.Contains(got, w) {
			a.fail("%s does not list %q; %s", name, w, among(got))
		}
	}
	return a
}

func (a *Assertions) is(name string, set bool) *Assertions {
	a.t.Helper()
	if !set {
		a.fail("%s is not set", name)
	}
	return a
}

// among lists what there is.
func among(names []string) string {
	if len(names) == 0 {
		return "there are none"
	}
	return "there are " + strings.Join(names, ", ")
}
