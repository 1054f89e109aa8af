package vitetest_test

import (
	"bytes"
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/a-h/templ"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite/vitetest"
)

func render(t *testing.T, c templ.Component, nonce string) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, c.Render(templ.WithNonce(t.Context(), nonce), &b))
	return b.String()
}

func TestStubNeedsNoBuild(t *testing.T) {
	t.Parallel()
	v := vitetest.Stub()
	const tags = "<!-- vitetest.Stub: no front end -->\n"
	assert.Equal(t, tags, render(t, v.Tags(), "n"))
	assert.Equal(t, tags, render(t, v.Tags("src/main.tsx", "src/any.css"), ""))
	assert.Equal(t, tags, render(t, v.Page("Users").Tags(), ""))
	assert.Equal(t, tags, render(t, v.Page("Users", "src/main.tsx").Tags(), ""))
	assert.Empty(t, v.Components())
	assert.Empty(t, v.Page("Users").Links())
	assert.Equal(t, "stub", v.Version())
	assert.Equal(t, "/stub/src/logo.svg#a", v.URL("src/logo.svg#a"))
	assert.False(t, v.IsDev())
	assert.False(t, v.Owns(httptest.NewRequest(http.MethodGet, "/stub/src/logo.svg", nil)))
	w := httptest.NewRecorder()
	v.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/stub/src/logo.svg", nil))
	assert.Equal(t, 404, w.Code)
	require.NoError(t, v.Ready(context.Background()))
	_, err := v.Content("src/a.css")
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.ErrorContains(t, v.Inline("src/a.css").Render(context.Background(), httptest.NewRecorder()), "vitetest: Stub has no asset")
	changed, known := v.Page("Users").Changed("stub")
	assert.True(t, !changed && known)
}
