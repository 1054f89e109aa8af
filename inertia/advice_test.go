package inertia_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/vite"
)

func TestBlankPagesAreExplainedOnce(t *testing.T) {
	t.Parallel()
	only := func(part func(shell.Document) templ.Component) func(shell.Document) templ.Component {
		return func(doc shell.Document) templ.Component {
			return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error { return part(doc).Render(ctx, w) })
		}
	}
	for name, tc := range map[string]struct {
		shell func(shell.Document) templ.Component
		alone bool
		want  string
	}{
		"without a head":            {only(shell.Document.Body), false, "@doc.Head()"},
		"without a body":            {only(shell.Document.Head), false, "@doc.Body()"},
		"outside of the middleware": {shell.Default, true, "i.Middleware(mux)"},
		"as it should be":           {shell.Default, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			v, err := vite.Open(build("CCCCCCCC"))
			require.NoError(t, err)
			i, err := inertia.New(inertia.WithVite(v), inertia.WithShell(tc.shell), inertia.WithSecret([]byte(strings.Repeat("s", 32))),
				inertia.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
			require.NoError(t, err)
			h := i.Page("Stable", nil)
			if !tc.alone {
				h = i.Middleware(h)
			}
			for range 3 {
				require.Equal(t, http.StatusOK, do(h, "GET", "/", "Accept", "text/html").StatusCode)
				require.Equal(t, http.StatusConflict, do(h, "GET", "/", client...).StatusCode)
			}
			if tc.want == "" {
				assert.Empty(t, log.String())
				return
			}
			assert.Equal(t, 1, strings.Count(log.String(), tc.want), log.String())
		})
	}
}
