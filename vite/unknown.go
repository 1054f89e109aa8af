package vite

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
)

// UnknownPageError names a component for which the front end has no page.
type UnknownPageError struct {
	Component string
	Nearest   []string // components with a similar name, the nearest first
	Count     int      // of the pages that there are
	Dev       bool     // the dev server says so, not a build
}

// Error names the component and those it might be.
func (e *UnknownPageError) Error() string {
	text := fmt.Sprintf("vite: there is no page for the component %q", e.Component)
	switch len(e.Nearest) {
	case 0:
		text += fmt.Sprintf(" among the %d of the front end", e.Count)
	case 1:
		text += fmt.Sprintf("; the nearest is %q", e.Nearest[0])
	default:
		text += "; the nearest are "
		for n, name := range e.Nearest {
			switch {
			case n == len(e.Nearest)-1:
				text += " and "
			case n > 0:
				text += ", "
			}
			text += fmt.Sprintf("%q", name)
		}
	}
	return text
}

// CheckPage returns an [*UnknownPageError] if the front end has pages, but no
// page of this component: browsers would show nothing. See [WithPages] for the
// files that are pages. It returns nil where that is unknown: for a build whose
// pages have no chunks of their own, and for a dev server that does not answer.
//
// In a build pages are the chunks of the manifest. With a dev server, CheckPage
// requests the entries and the modules that they import, up to the first module
// that lists page files, as import.meta.glob does. Known components cost no
// request.
func (v *Vite) CheckPage(ctx context.Context, component string) error {
	names, err := v.source.pageNames(ctx, component)
	if err != nil || len(names) == 0 || slices.Contains(names, component) {
		return nil //nolint:nilerr // whoever cannot answer does not complain
	}
	return &UnknownPageError{Component: component, Nearest: nearest(component, names), Count: len(names), Dev: v.IsDev()}
}

// pageNames are the components of the build's chunks.
func (b *build) pageNames(_ context.Context, component string) ([]string, error) {
	if _, known := b.pages[component]; known || b.maySplit(component) {
		return nil, nil
	}
	return b.components(), nil
}

// maySplit reports whether the component may be a page that other pages import,
// too: Vite may give it a chunk of which the manifest tells the name alone.
func (b *build) maySplit(component string) bool {
	for _, c := range b.manifest.chunks {
		for _, key := range c.DynamicImports {
			if part := b.manifest.chunks[key]; part != nil && part.Src == "" && part.Name != "" && part.Name == path.Base(component) {
				return true
			}
		}
	}
	return false
}

// maxNearest is how many names a developer may take for the one that was meant.
const maxNearest = 3

// nearest are the names that somebody may have meant who wrote another one.
func nearest(wanted string, names []string) []string {
	type candidate struct {
		name     string
		distance int
	}
	var found []candidate
	for _, name := range names {
		if d := distance(strings.ToLower(wanted), strings.ToLower(name)); d <= max(2, len(wanted)/3) {
			found = append(found, candidate{name, d})
		} else if sameEnd(wanted, name) {
			found = append(found, candidate{name, d + len(wanted)})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return a.distance - b.distance })
	var list []string
	for _, c := range found[:min(len(found), maxNearest)] {
		list = append(list, c.name)
	}
	return list
}

// sameEnd reports whether one name is the other in a folder.
func sameEnd(a, b string) bool {
	a, b = "/"+strings.ToLower(a), "/"+strings.ToLower(b)
	return strings.HasSuffix(a, b) || strings.HasSuffix(b, a)
}

// distance is how many bytes have to be changed, added or removed to make b of a
// (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
