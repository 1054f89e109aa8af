package inertia_test

import (
	"errors"
	"log/slog"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/inertia-templ/shell/inertia"
)

type showProps struct {
	ID    string                `json:"id"`
	Stats inertia.Deferred[int] `json:"stats"`
	Extra inertia.Opt[string]   `json:"extra"`
	Now   inertia.Prop[int]     `json:"now"`
}

var show = inertia.NewPage[showProps]("Users/Show")

func TestTypedPages(t *testing.T) {
	t.Parallel()
	i := app(t, inertia.WithLogger(slog.New(slog.DiscardHandler)))
	h := show.Handler(i, func(r *http.Request) (showProps, error) {
		if r.URL.Query().Has("fail") {
			return showProps{}, errors.New("no")
		}
		return showProps{
			ID: "7", Stats: inertia.Defer(fn(1)).Merge(), Extra: inertia.Lazy(fn("x")).Optional(), Now: inertia.Once(fn(2)),
		}, nil
	})
	assert.JSONEq(t, `{"component":"Users/Show","props":{"errors":{},"id":"7","now":2},"url":"/","version":"v1","sharedProps":["errors"],
		"mergeProps":["stats"],"deferredProps":{"default":["stats"]},"onceProps":{"now":{"prop":"now","expiresAt":null}}}`, visit(h, "/").Body.String())
	assert.Equal(t, http.StatusInternalServerError, visit(h, "/?fail").Code)
	assert.Equal(t, "Users/Show", show.Component())

	// Props that were not given are zero, or absent where that is possible.
	h = show.Handler(i, func(*http.Request) (showProps, error) { return showProps{ID: "8"}, nil })
	assert.Contains(t, visit(h, "/").Body.String(), `"props":{"errors":{},"id":"8","now":0}`)
}
