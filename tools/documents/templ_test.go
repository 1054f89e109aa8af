// Package documents checks the templ code in the documentation, which needs
// templ's generator.
package documents

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a-h/templ/generator"
	templparser "github.com/a-h/templ/parser/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/snippets"
)

// All templ code in the documentation can be generated, and compiles.
func TestTemplCompiles(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	dir := t.TempDir()
	args := []string{"list", "-export", "-overlay", filepath.Join(dir, "overlay.json")}
	replace := map[string]string{}
	for _, file := range documents(t, root) {
		text, err := os.ReadFile(filepath.Join(root, file))
		require.NoError(t, err)
		for _, block := range snippets.Blocks(string(text)) {
			if block.Lang != "templ" {
				continue
			}
			where := fmt.Sprintf("%s:%d", file, block.Line)
			code, err := generate(withPackage(block.Code))
			if !assert.NoError(t, err, where) {
				continue
			}
			name := fmt.Sprintf("documentedtempl%d", len(replace))
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), code, 0o600))
			replace[filepath.Join(root, name, strings.NewReplacer("/", "_", ":", "_").Replace(where)+".go")] = filepath.Join(dir, name)
			args = append(args, "./"+name)
		}
	}
	require.NotEmpty(t, replace)
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o600))
	var complaints strings.Builder
	compile := exec.CommandContext(t.Context(), "go", args...)
	compile.Dir, compile.Stderr = root, &complaints
	assert.NoError(t, compile.Run(), "%s", &complaints)
}

// withPackage gives a fragment of a document what a templ file begins with.
func withPackage(code string) string {
	if strings.HasPrefix(code, "package ") {
		return code
	}
	return "package documented\n\nimport \"github.com/inertia-templ/shell\"\n\n" + code
}

func generate(code string) ([]byte, error) {
	parsed, err := templparser.ParseString(code)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	_, err = generator.Generate(parsed, &b)
	return b.Bytes(), err
}

func documents(t *testing.T, root string) []string {
	t.Helper()
	files := []string{"README.md"}
	require.NoError(t, fs.WalkDir(os.DirFS(root), "docs", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == ".vitepress"):
			return fs.SkipDir
		case strings.HasSuffix(path, ".md"):
			files = append(files, path)
		}
		return nil
	}))
	return files
}
