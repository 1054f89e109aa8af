package main

import (
	"bufio"
	"context"
	"io"
	"io/fs"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/needs"
)

func TestProgramServesUntilItIsStopped(t *testing.T) {
	t.Parallel()
	needs.File(t, "frontend/dist/.vite/manifest.json", howBuilt)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	lines, out := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, []string{"-addr", "127.0.0.1:0", "-db", filepath.Join(t.TempDir(), "contacts.db")}, front, out)
		out.CloseWithError(io.EOF)
		ended <- err
	}()

	line, err := bufio.NewReader(lines).ReadString('\n')
	require.NoError(t, err)
	started := regexp.MustCompile(`^Contacts is running on (http://\S+) \(production, version \w+, first visits rendered by .+\)$`).FindStringSubmatch(strings.TrimSpace(line))
	require.NotNil(t, started, line)
	url := started[1]
	res, err := http.Get(url + "/contacts")
	require.NoError(t, err)
	defer res.Body.Close()
	assert.Equal(t, http.StatusOK, res.StatusCode)

	stop()
	assert.NoError(t, <-ended)
}

func TestProgramSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	taken := filepath.Join(t.TempDir(), "taken.db")
	tests := map[string]struct {
		front fs.FS
		args  []string
		want  string
	}{
		"front end not built":  {fstest.MapFS{"dist/.gitkeep": {}}, nil, `run "npm ci && npm run build" in the folder frontend`},
		"address in no format": {front, []string{"-addr", "nowhere", "-db", taken}, "contacts: listening: "},
		"unknown flag":         {front, []string{"-nosuch"}, "-nosuch"},
		"database in no place": {front, []string{"-db", "/nonexistent/contacts.db"}, "/nonexistent/contacts.db"},
		"dev URL of no server": {front, []string{"-dev", "::"}, "vite: "},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := run(t.Context(), test.args, test.front, io.Discard)
			require.Error(t, err)
			assert.Contains(t, err.Error(), test.want)
		})
	}
}
