package inertiatest

import (
	"maps"
	"slices"
	"time"
)

// onceKeys are the values that the client has and that are still good: the
// server need not send them again.
func (b *Browser) onceKeys() []string {
	var keys []string
	for _, key := range slices.Sorted(maps.Keys(b.page.Once)) {
		o := b.page.Once[key]
		if lookup(b.page.Props, o.Prop) == undefined {
			continue // deferred and not loaded yet
		}
		if o.ExpiresAt == nil || *o.ExpiresAt == 0 || *o.ExpiresAt > time.Now().UnixMilli() {
			keys = append(keys, key)
		}
	}
	return keys
}

// restoreOnce fills in what the server left out since the client has it. The
// value keeps the expiry it came with. force replaces what is there.
func (b *Browser) restoreOnce(page *PageObject, force bool) {
	for _, key := range slices.Sorted(maps.Keys(page.Once)) {
		o := page.Once[key]
		had, ok := b.page.Once[key]
		if !ok || !force && lookup(page.Props, o.Prop) != undefined {
			continue
		}
		assign(page.Props, o.Prop, cloneValue(lookup(b.page.Props, had.Prop)))
		o.ExpiresAt = had.ExpiresAt
		page.Once[key] = o
	}
}

// onceTTL is how long all values of the page are good, false if they do not
// expire.
func (p *PageObject) onceTTL() (time.Duration, bool) {
	var first int64
	for _, o := range p.Once {
		if o.ExpiresAt != nil && *o.ExpiresAt != 0 && (first == 0 || *o.ExpiresAt < first) {
			first = *o.ExpiresAt
		}
	}
	return time.Until(time.UnixMilli(first)), first != 0
}
