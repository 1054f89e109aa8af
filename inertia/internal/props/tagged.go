package props

import (
	"context"
	"slices"
)

// Tagged is the kind of props that are forgotten, wherever they are kept, when
// one of their tags is invalidated.
type Tagged struct {
	Rule
	Tags []string
}

// Over has the tags of both.
func (t Tagged) Over(inner Kind) Kind {
	return Tagged{Tags: slices.Concat(inner.(Tagged).Tags, t.Tags)}
}

// mark returns the mark of the spec's tags, which the next invalidation of any
// of them changes. It is asked for before the prop is computed: what is computed
// from old data must not be kept under the new mark.
func (s *Spec) mark(ctx context.Context, f *Facts) string {
	if t, ok := Find[Tagged](s); ok && len(t.Tags) > 0 && f.Keeper != nil {
		return f.Keeper.Mark(ctx, t.Tags)
	}
	return ""
}
