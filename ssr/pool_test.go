package ssr_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/ssr"
)

func page(t testing.TB, component string, props map[string]any) []byte {
	t.Helper()
	if props == nil {
		props = map[string]any{}
	}
	props["errors"] = map[string]any{}
	data, err := json.Marshal(map[string]any{"component": component, "props": props, "url": "/x", "version": "v1"})
	require.NoError(t, err)
	return data
}

func pool(t testing.TB, bundle string, opts ...ssr.PoolOption) *ssr.Pool {
	t.Helper()
	p, err := ssr.NewPool("testdata/"+bundle+".mjs", opts...)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, p.Close()) })
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	require.NoError(t, p.Ready(ctx))
	return p
}

func TestPoolRendersOrdinaryBundles(t *testing.T) {
	t.Parallel()
	for _, bundle := range []string{"react", "vue", "svelte"} {
		t.Run(bundle, func(t *testing.T) {
			t.Parallel()
			p := pool(t, bundle)
			res, err := p.Render(t.Context(), page(t, "Hello", map[string]any{"name": "Ada </script>"}))
			require.NoError(t, err)
			assert.Contains(t, res.Body, `data-server-rendered="true"`)
			assert.Regexp(t, `Hello, (<!-- -->)?Ada &lt;/script(>|&gt;)`, res.Body)
			assert.Regexp(t, `<title[^>]*>Hello · Test</title>`, res.Head)
		})
	}
}
