package vite_test

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

func TestStubNeedsNoBuild(t *testing.T) {
	t.Parallel()
	v := vite.Stub()
	const tags = "<!-- vite.Stub: no front end -->\n"
	assert.Equal(t, tags, render(t, v.Tags(), "n"))
	assert.Equal(t, tags, render(t, v.Tags("src/main.tsx", "src/any.css"), ""))
	assert.Equal(t, tags, render(t, v.PageTags("Users"), ""))
	assert.Equal(t, tags, render(t, v.PageTags("Users", "src/main.tsx"), ""))
	assert.Empty(t, v.Components())
	assert.Empty(t, v.Links("Users"))
	assert.Equal(t, "stub", v.Version())
	assert.Equal(t, "/stub/src/logo.svg#a", v.URL("src/logo.svg#a"))
	assert.False(t, v.IsDev())
	assert.False(t, v.Owns(httptest.NewRequest(http.MethodGet, "/stub/src/logo.svg", nil)))
	assert.Equal(t, 404, get(v, "/stub/src/logo.svg").Code)
	require.NoError(t, v.Ready(context.Background()))
	_, err := v.Content("src/a.css")
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.ErrorContains(t, v.Inline("src/a.css").Render(context.Background(), httptest.NewRecorder()), "vite: Stub has no asset")
	changed, known := v.Changed("stub", "Users")
	assert.True(t, !changed && known)
}
