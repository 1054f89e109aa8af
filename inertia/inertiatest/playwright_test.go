package inertiatest_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia/inertiatest"
)

func TestAnApplicationIsServedUntilTheTestEnds(t *testing.T) {
	t.Parallel()
	url := ""
	t.Run("served", func(t *testing.T) {
		app := inertiatest.New(t)
		url = inertiatest.Serve(t, app.Middleware(app.Page("Home", nil)))
		res, err := http.Get(url)
		require.NoError(t, err)
		defer res.Body.Close()
		text, err := io.ReadAll(res.Body)
		require.NoError(t, err)
		assert.Contains(t, string(text), `"component":"Home"`)
	})
	_, err := http.Get(url)
	assert.Error(t, err)
}

func TestWithoutPlaywrightBrowserTestsAreSkipped(t *testing.T) {
	t.Parallel()
	skipped := t.Run("skipped", func(t *testing.T) {
		t.Cleanup(func() { assert.True(t, t.Skipped()) })
		inertiatest.Playwright(t, http.NotFoundHandler(), t.TempDir())
	})
	assert.True(t, skipped)
}
