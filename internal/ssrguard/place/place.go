// Package place tells a renderer, in the context of a page, how long the page
// may wait for its turn.
package place

import (
	"context"
	"time"
)

// Place is a page's place in a renderer's queue.
type Place struct {
	// MaxWait is how long the page may wait for its turn; 0 means as long as
	// its context lives.
	MaxWait time.Duration
	// First is true if the page goes before those for which it is false.
	First bool
}

type key struct{}

// With is a context for a page with this place.
func With(ctx context.Context, p Place) context.Context { return context.WithValue(ctx, key{}, p) }

// Of is the place of a page; the zero Place if nothing is said.
func Of(ctx context.Context) Place {
	p, _ := ctx.Value(key{}).(Place)
	return p
}
