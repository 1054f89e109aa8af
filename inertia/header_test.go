package inertia

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestHeadersAreReadAsLists(t *testing.T) {
	t.Parallel()
	for value, prefetch := range map[string]bool{
		"prefetch": true, "Prefetch": true, "prefetch;prerender": true, "prefetch; anonymous-client-ip": true, "x, prefetch": true,
		"prefetched": false, "": false, "x;prefetch": false,
	} {
		assert.Equal(t, prefetch, isPrefetch(http.Header{"Sec-Purpose": {value}}), value)
	}
	for value, html := range map[string]bool{
		"text/html": true, "text/html,application/xhtml+xml;q=0.9": true, "application/json, TEXT/HTML;q=0.1": true,
		"text/html;q=0": false, "text/html;level=1;q=0.0": false, "application/text/html": false, "*/*": false, "": false,
	} {
		assert.Equal(t, html, accepts(http.Header{"Accept": {value}}, "text/html"), value)
	}
	assert.True(t, hasToken(http.Header{"Cache-Control": {"max-age=0", "No-Cache"}}, "Cache-Control", "no-cache"))
	assert.False(t, hasToken(http.Header{"Cache-Control": {"no-cachex"}}, "Cache-Control", "no-cache"))
}
