package shell_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var goBlock = regexp.MustCompile("(?s)```go\n(package main\n.*?)```")

// Every complete program in the documentation compiles.
func TestDocumentationCompiles(t *testing.T) {
	t.Parallel()
	root, err := os.Getwd()
	require.NoError(t, err)
	dir := t.TempDir()
	// An overlay puts the programs inside the module without writing there. For
	// its -export, "go list" compiles them all and links none.
	args := []string{"list", "-export", "-overlay", filepath.Join(dir, "overlay.json")}
	replace := map[string]string{}
	for _, file := range []string{"README.md", "docs/recipes.md", "docs/observing.md", "docs/secrets.md"} {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		blocks := goBlock.FindAllSubmatchIndex(text, -1)
		require.NotEmpty(t, blocks, file)
		for _, at := range blocks {
			// What the compiler says then names the line of the document.
			line := 1 + bytes.Count(text[:at[2]], []byte("\n"))
			program := fmt.Appendf(nil, "//line %s:%d\n%s", filepath.Join(root, file), line, text[at[2]:at[3]])
			name := fmt.Sprintf("documented%d", len(replace))
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), program, 0o600))
			replace[filepath.Join(root, name, "main.go")] = filepath.Join(dir, name)
			args = append(args, "./"+name)
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o600))
	out, err := exec.CommandContext(t.Context(), "go", args...).CombinedOutput()
	assert.NoError(t, err, "%s", out)
}
