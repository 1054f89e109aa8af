package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/cmd/inertia/internal/starter"
)

func TestNewWritesAProgram(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	code, out, complaints := command("new", "my-app", "-C", dir, "--no-install", "--frontend", "vue", "--database", "none", "--module", "example.com/my-app")
	require.Zero(t, code, complaints)
	assert.Contains(t, out, "vue, net/http, no database, tailwind, server-side rendering\n", "accounts are off without a database")
	assert.Contains(t, out, "go mod tidy\n  inertia types -o frontend/src/types.ts --pages 'frontend/src/pages/%s.vue' ./...\n")
	assert.Contains(t, out, "The library is not published: go.mod has a replace line")
	assert.Contains(t, out, "its Dockerfile and CI cannot until the library is published: see README.md.\n")
	mod, err := os.ReadFile(filepath.Join(dir, "my-app", "go.mod"))
	require.NoError(t, err)
	assert.Contains(t, string(mod), "module example.com/my-app\n")
	checkout, err := filepath.Abs("../..")
	require.NoError(t, err)
	assert.Contains(t, string(mod), "replace github.com/inertia-templ/shell => "+checkout+"\n")

	code, _, complaints = command("new", "my-app", "-C", dir, "--no-install")
	assert.Equal(t, 1, code)
	assert.Contains(t, complaints, "is not empty")
}

func TestNewRefusesWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		args []string
		want string
	}{
		"no name":              {nil, "want one name, such as: inertia new my-app"},
		"two names":            {[]string{"a", "b"}, "want one name"},
		"a bad name":           {[]string{"My App"}, "such as my-app"},
		"an unknown choice":    {[]string{"app", "--router", "martini"}, `--router "martini": want one of net/http, chi, echo, gin`},
		"accounts in no table": {[]string{"app", "--database", "none", "--accounts"}, "accounts need a database"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			code, _, complaints := command(append([]string{"new", "-C", dir}, test.args...)...)
			assert.Equal(t, 2, code)
			assert.Contains(t, complaints, test.want)
			entries, err := os.ReadDir(dir)
			require.NoError(t, err)
			assert.Empty(t, entries)
		})
	}
}

func TestNewAsksWhatNoFlagSays(t *testing.T) {
	t.Parallel()
	nothing := func(string) bool { return false }
	tests := map[string]struct {
		typed string
		said  func(string) bool
		want  func(*starter.Options)
	}{
		"the end of the input": {"", nothing, func(*starter.Options) {}},
		"empty lines":          {"\n\n\n\n\n\n", nothing, func(*starter.Options) {}},
		"answers": {"svelte\nECHO\n post \np\nno\nn\n", nothing, func(o *starter.Options) {
			o.Frontend, o.Router, o.Database, o.CSS, o.Accounts, o.SSR = "svelte", "echo", "postgres", "plain", false, false
		}},
		"a mistake, and again":    {"angular\nvue\n", nothing, func(o *starter.Options) { o.Frontend = "vue" }},
		"no database, no account": {"\n\nnone\n\nno\n", nothing, func(o *starter.Options) { o.Database, o.Accounts, o.SSR = "none", false, false }},
		"flags for all but one":   {"no\n", func(flag string) bool { return flag != "ssr" }, func(o *starter.Options) { o.SSR = false }},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			got, want := starter.Defaults("app"), starter.Defaults("app")
			test.want(&want)
			newDialog(strings.NewReader(test.typed), &out).complete(&got, test.said)
			assert.Equal(t, want, got, out.String())
		})
	}
}
