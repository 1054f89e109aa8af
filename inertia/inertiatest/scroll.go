package inertiatest

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// scrollState is how far an infinite list is loaded in both directions.
type scrollState struct {
	previous, next any
	last           any  // the page loaded last
	loaded         bool // more than the first page was loaded
}

func newScrollState(s ScrollProp) *scrollState {
	return &scrollState{previous: s.PreviousPage, next: s.NextPage, last: s.CurrentPage}
}

// mountScroll begins the lists of the page. Without remount those that are on
// screen go on.
func (b *Browser) mountScroll(remount bool) {
	if remount || b.scroll == nil {
		b.scroll = map[string]*scrollState{}
	}
	maps.DeleteFunc(b.scroll, func(path string, _ *scrollState) bool {
		_, ok := b.page.Scroll[path]
		return !ok
	})
	for path, s := range b.page.Scroll {
		if b.scroll[path] == nil {
			b.scroll[path] = newScrollState(s)
		}
	}
}

// scrolled notes what a successful visit did to the lists.
func (b *Browser) scrolled(v *visit) {
	for path, s := range b.page.Scroll {
		if s.Reset {
			b.scroll[path] = newScrollState(s)
		}
	}
	state, ok := b.scroll[v.scrollPath]
	if !ok {
		return
	}
	now := b.page.Scroll[v.scrollPath]
	state.last, state.loaded = now.CurrentPage, true
	if v.scrollBack {
		state.previous = now.PreviousPage
	} else {
		state.next = now.NextPage
	}
	// Going back to this page shows everything that is loaded.
	b.history[b.at] = b.newEntry(b.page, b.location)
}

// rememberScroll is what the history keeps of the lists.
func (b *Browser) rememberScroll() map[string]scrollState {
	kept := map[string]scrollState{}
	for path, s := range b.scroll {
		if s.loaded {
			kept[path] = *s
		}
	}
	return kept
}

// restoreScroll puts lists back to where they were, unless the page is another
// by now.
func (b *Browser) restoreScroll(kept map[string]scrollState) {
	for path, s := range kept {
		if now, ok := b.page.Scroll[path]; ok && now.CurrentPage == s.last {
			b.scroll[path] = &s
		}
	}
}

// LoadNext loads the page after what is loaded of the infinite list at a path,
// as scrolling to its end does. At the end nothing happens.
func (b *Browser) LoadNext(ctx context.Context, path string) (*PageObject, error) {
	return b.loadPage(ctx, path, false)
}

// LoadPrevious loads the page before what is loaded of the infinite list.
func (b *Browser) LoadPrevious(ctx context.Context, path string) (*PageObject, error) {
	return b.loadPage(ctx, path, true)
}

// HasNext reports whether LoadNext has something to load.
func (b *Browser) HasNext(path string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.scroll[path]
	return s != nil && truthy(s.next)
}

// HasPrevious reports whether LoadPrevious has something to load.
func (b *Browser) HasPrevious(path string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.scroll[path]
	return s != nil && truthy(s.previous)
}

// truthy is JavaScript's notion of a page being there.
func truthy(page any) bool { return page != nil && page != "" && page != float64(0) && page != false }

func (b *Browser) loadPage(ctx context.Context, path string, back bool) (*PageObject, error) {
	b.mu.Lock()
	state := b.scroll[path]
	if state == nil {
		err := fmt.Errorf("inertiatest: %q is not a scroll prop of the page; %s", path, among(slices.Sorted(maps.Keys(b.scroll))))
		b.mu.Unlock()
		return nil, err
	}
	page, intent := state.next, "append"
	if back {
		page, intent = state.previous, "prepend"
	}
	name := b.page.Scroll[path].PageName
	b.mu.Unlock()
	if page == nil {
		return b.Page(), nil
	}
	return b.Reload(ctx, Data(map[string]any{name: page}), Only(path), PreserveURL(), PreserveErrors(),
		Header("X-Inertia-Infinite-Scroll-Merge-Intent", intent),
		func(v *visit) { v.scrollPath, v.scrollBack = path, back })
}
