package shell_test

import (
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
	for _, file := range []string{"README.md", "docs/recipes.md"} {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		blocks := goBlock.FindAllSubmatch(text, -1)
		require.NotEmpty(t, blocks, file)
		compile(t, blocks)
	}
}

func compile(t *testing.T, blocks [][][]byte) {
	t.Helper()
	root, err := os.Getwd()
	require.NoError(t, err)
	for n, block := range blocks {
		// An overlay puts the program inside the module without writing there.
		dir := t.TempDir()
		file := filepath.Join(dir, "main.go")
		require.NoError(t, os.WriteFile(file, block[1], 0o600))
		name := fmt.Sprintf("readme%d", n)
		overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(root, name, "main.go"): file}})
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o600))
		out, err := exec.CommandContext(t.Context(), "go", "build", "-overlay", filepath.Join(dir, "overlay.json"), "-o", filepath.Join(dir, "out"), "./"+name).CombinedOutput()
		assert.NoError(t, err, "%s\n%s", out, block[1])
	}
}
