// Package deploying_test gives the files of docs/guide/deploying.md to the programs
// that read them.
package deploying_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/needs"
	"github.com/inertia-templ/shell/internal/snippets"
)

// block is the first block in a language.
func block(t *testing.T, lang string) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/guide/deploying.md")
	require.NoError(t, err)
	blocks := snippets.Blocks(string(text))
	at := slices.IndexFunc(blocks, func(b snippets.Block) bool { return b.Lang == lang })
	require.GreaterOrEqual(t, at, 0, "no block in %s", lang)
	return blocks[at].Code
}

func TestSystemdUnderstandsTheUnit(t *testing.T) {
	t.Parallel()
	analyze := needs.Program(t, "systemd-analyze", "sudo apt-get install systemd")
	verify := func(unit string) string {
		file := filepath.Join(t.TempDir(), "app.service")
		require.NoError(t, os.WriteFile(file, []byte(strings.Replace(unit, "/usr/local/bin/app", "/bin/true", 1)), 0o600))
		said, err := exec.Command(analyze, "verify", file).CombinedOutput()
		if err != nil {
			return err.Error() + string(said)
		}
		return string(said)
	}
	unit := block(t, "ini")
	assert.Empty(t, verify(unit))
	assert.Contains(t, verify(strings.Replace(unit, "DynamicUser", "DynamicUsr", 1)), "DynamicUsr", "it would say so")
}
