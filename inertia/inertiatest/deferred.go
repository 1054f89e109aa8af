package inertiatest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
)

// settle loads what a page defers and returns the page that is then shown.
func (b *Browser) settle(ctx context.Context, deferred map[string][]string, generation int) (*PageObject, error) {
	if len(deferred) == 0 || b.cfg.manual {
		return b.Page(), nil
	}
	return b.loadDeferred(ctx, deferred, generation)
}

// maxDeferred bounds how often answers to deferred loads may defer again. The
// real client would go on for ever.
const maxDeferred = 10

// LoadDeferred fetches what the page defers: the groups named, all without
// names. A client does so by itself unless [WithManualDeferred] is set.
func (b *Browser) LoadDeferred(ctx context.Context, groups ...string) (*PageObject, error) {
	b.mu.Lock()
	if b.page == nil {
		b.mu.Unlock()
		return nil, errors.New("inertiatest: there is no page to load deferred props of: Load one first")
	}
	all := cloneGroups(b.page.initialDeferred)
	b.mu.Unlock()
	chosen := all
	if len(groups) > 0 {
		chosen = map[string][]string{}
		for _, g := range groups {
			paths, ok := all[g]
			if !ok {
				return nil, fmt.Errorf("inertiatest: there is no deferred group %q; %s", g, among(slices.Sorted(maps.Keys(all))))
			}
			chosen[g] = paths
		}
	}
	if len(chosen) == 0 {
		return b.Page(), nil
	}
	return b.loadDeferred(ctx, chosen, 0)
}

// loadDeferred fetches groups at the same time, and shows the answers in the
// order of their names so that nothing depends on which is faster.
func (b *Browser) loadDeferred(ctx context.Context, groups map[string][]string, generation int) (*PageObject, error) {
	if generation >= maxDeferred {
		return nil, errors.New("inertiatest: the answers to deferred loads defer props again and again; only full visits may list deferredProps")
	}
	names := slices.Sorted(maps.Keys(groups))
	type load struct {
		v      *visit
		origin *PageObject
		ans    *answer
		err    error
	}
	loads := make([]load, len(names))
	var wg sync.WaitGroup
	for i, name := range names {
		l := &loads[i]
		if l.v, l.err = b.newReload([]VisitOption{Only(groups[name]...), PreserveErrors()}); l.err != nil {
			continue
		}
		l.v.deferred = true
		l.v.generation = generation + 1
		b.mu.Lock()
		l.origin = b.page
		header := l.v.headers(b.page, b.onceKeys())
		b.mu.Unlock()
		wg.Go(func() { l.ans, l.err = b.fetch(ctx, l.v, header) })
	}
	wg.Wait()
	var errs []error
	for _, l := range loads {
		if l.err == nil {
			_, l.err = b.receive(ctx, l.v, l.origin, l.ans)
		}
		if l.err != nil {
			errs = append(errs, l.err)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return b.Page(), nil
}
