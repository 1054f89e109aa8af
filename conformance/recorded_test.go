package conformance_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/conformance"
	"github.com/inertia-templ/shell/conformance/reference"
	"github.com/inertia-templ/shell/inertia"
)

var (
	ownHeaders = regexp.MustCompile(`(?m)^(X-Inertia-Devtools-[\w-]+|Server-Timing): .*\r\n`)
	ownScript  = regexp.MustCompile(`<script data-inertia-devtools-id(?: data-inertia-devtools-base-path="/app")? type="application/json">"[A-Z2-7]{26}"</script>`)
	length     = regexp.MustCompile(`(?m)^Content-Length: \d+\r\n`)
	html       = regexp.MustCompile(`(?m)^Content-Type: text/html`)
)

// Recording changes no answer: with observers, Server-Timing and DevTools on,
// every case is answered with the same bytes but for their own headers and
// their script in documents.
func TestRecordingChangesNoAnswer(t *testing.T) {
	t.Parallel()
	cases, err := conformance.Cases()
	require.NoError(t, err)
	var observed atomic.Int64
	everybody := func(*http.Request) bool { return true }
	plain := httptest.NewServer(reference.New(8))
	t.Cleanup(plain.Close)
	recorded := httptest.NewServer(reference.New(8, inertia.WithDevTools(everybody), inertia.WithServerTiming(everybody),
		inertia.WithObserver(func(context.Context, inertia.Event) { observed.Add(1) })))
	t.Cleanup(recorded.Close)

	want, got := runner(plain).Run(t.Context(), cases), runner(recorded).Run(t.Context(), cases)
	with := 0
	for n := range cases {
		assert.NoError(t, got[n].Err, cases[n].ID)
		if bytes.Contains(got[n].Bytes, []byte("X-Inertia-Devtools-Id: ")) {
			with++
		}
		a, b := bytes.ReplaceAll(want[n].Bytes, []byte(plain.URL), nil), bytes.ReplaceAll(got[n].Bytes, []byte(recorded.URL), nil)
		b = ownScript.ReplaceAll(ownHeaders.ReplaceAll(b, nil), nil)
		if html.Match(a) {
			a, b = length.ReplaceAll(a, nil), length.ReplaceAll(b, nil)
		}
		assert.Equal(t, string(a), string(b), cases[n].ID)
		assert.NotContains(t, string(a), "Devtools")
	}
	assert.Greater(t, with, len(cases)*9/10, "nearly all were recorded")
	assert.GreaterOrEqual(t, int(observed.Load()), with)
}
