package inertia

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/inertia-templ/shell/inertia/internal/record"
)

// WithPageBudget sets how many bytes of JSON a page object may have before
// observers are told (see [PageTooLarge]) and, in development, a warning is
// logged once for each component. The default is 128 KB (131072); 0 turns it
// off. Larger pages are still sent.
func WithPageBudget(bytes int) Option {
	return func(c *config) {
		if bytes < 0 {
			c.reject("WithPageBudget(%d): want 0 or more bytes", bytes)
		}
		c.budget = bytes
	}
}

const defaultBudget = 128 << 10

// largestNamed is how many of the largest props are named.
const largestNamed = 3

// warned are the components that a warning has named.
type warned struct {
	mu         sync.Mutex
	components map[string]bool
}

// first reports whether the component has not been named yet. A program that
// makes up names is not remembered without end.
func (w *warned) first(component string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.components == nil {
		w.components = map[string]bool{}
	}
	if w.components[component] || len(w.components) >= 1000 {
		return false
	}
	w.components[component] = true
	return true
}

func (i *Inertia) checkBudget(x *exchange) {
	s := x.seen
	if i.budget == 0 || s.pageBytes <= i.budget {
		return
	}
	largest := largest(s.page.Props())
	if i.observed() {
		i.tell(x, PageTooLarge{URL: x.address.Path(x.target), Component: s.component, Bytes: s.pageBytes, Budget: i.budget, Largest: results(largest)})
	}
	if !i.debug || !i.tooLarge.first(s.component) {
		return
	}
	var names []string
	for _, p := range largest {
		names = append(names, fmt.Sprintf("%s %s", p.Path, sized(int64(p.Bytes()))))
	}
	i.log.WarnContext(x, fmt.Sprintf("inertia: the page has %s, more than the budget of %s; its largest props: %s; send less with it, or later with inertia.Defer or inertia.Optional, or raise inertia.WithPageBudget",
		sized(int64(s.pageBytes)), sized(int64(i.budget)), strings.Join(names, ", ")), "component", s.component, "url", x.target)
}

// largest are the largest top-level props, the largest first.
func largest(props []*record.Prop) []*record.Prop {
	list := slices.DeleteFunc(slices.Clone(props), func(p *record.Prop) bool { return strings.Contains(p.Path, ".") || p.Bytes() == 0 })
	slices.SortStableFunc(list, func(a, b *record.Prop) int { return b.Bytes() - a.Bytes() })
	return list[:min(len(list), largestNamed)]
}

// sized is a number of bytes for people.
func sized(bytes int64) string {
	switch {
	case bytes < 1<<10:
		return fmt.Sprintf("%d B", bytes)
	case bytes < 1<<20:
		return fmt.Sprintf("%.1f KB", float64(bytes)/(1<<10))
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20))
}
