// Package deploying_test gives the files of docs/guide/deploying.md to the programs
// that read them.
package deploying_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/needs"
	"github.com/inertia-templ/shell/internal/snippets"
)

// blocks are those in a language.
func blocks(t *testing.T, lang string) (list []string) {
	t.Helper()
	text, err := os.ReadFile("../../docs/guide/deploying.md")
	require.NoError(t, err)
	for _, b := range snippets.Blocks(string(text)) {
		if b.Lang == lang {
			list = append(list, b.Code)
		}
	}
	require.NotEmpty(t, list, "no block in %s", lang)
	return list
}

// block is the first block in a language.
func block(t *testing.T, lang string) string {
	t.Helper()
	return blocks(t, lang)[0]
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
