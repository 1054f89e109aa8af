package vite

import (
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestADevServerIsForItsHosts(t *testing.T) {
	t.Parallel()
	dev, err := Dev("http://localhost:5173", WithAllowedHosts("app.test"))
	require.NoError(t, err)
	for host, want := range map[string]bool{"localhost:8080": true, "app.test": true, "evil.test": false} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = host
		assert.Equal(t, want, dev.Allows(r), host)
	}
	built, err := Open(fstest.MapFS{".vite/manifest.json": {Data: []byte(`{"main.ts": {"file": "main.js", "src": "main.ts", "isEntry": true}}`)}, "main.js": {}})
	require.NoError(t, err)
	r := httptest.NewRequest("GET", "/", nil)
	r.Host = "localhost"
	assert.False(t, built.Allows(r))
}
