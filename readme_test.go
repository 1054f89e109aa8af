package shell_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/snippets"
)

// documents are the Markdown files whose code is checked.
func documents(t *testing.T) []string {
	t.Helper()
	files := []string{"README.md"}
	require.NoError(t, filepath.WalkDir("docs", func(path string, entry fs.DirEntry, err error) error {
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

// needsCheckout skips a test where there is the root module alone, as in the
// cache of modules.
func needsCheckout(t *testing.T) {
	t.Helper()
	if _, err := os.Stat("bench/go.mod"); err != nil {
		t.Skip("the nested modules are missing: run it in a checkout")
	}
}

// All Go code in the documentation compiles. CONTRIBUTING.md tells how a
// snippet names what it leaves out.
func TestDocumentationCompiles(t *testing.T) {
	t.Parallel()
	root, err := os.Getwd()
	require.NoError(t, err)
	needsCheckout(t)
	dir := t.TempDir()
	// An overlay puts the programs inside the module without writing there. For
	// its -export, "go list" compiles them all and links none.
	args := []string{"list", "-export", "-overlay", filepath.Join(dir, "overlay.json")}
	replace := map[string]string{}
	for _, file := range documents(t) {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, block := range snippets.Blocks(string(text)) {
			if block.Lang != "go" || block.File() != "" { // files belong to the tutorial's program
				continue
			}
			// What the compiler says then names the line of the document.
			program, err := snippets.Program(filepath.Join(root, file), block)
			if !assert.NoError(t, err) {
				continue
			}
			name := fmt.Sprintf("documented%d", len(replace))
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(program), 0o600))
			replace[filepath.Join(root, name, "main.go")] = filepath.Join(dir, name)
			args = append(args, "./"+name)
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o600))
	var complaints strings.Builder
	compile := exec.CommandContext(t.Context(), "go", args...)
	compile.Stderr = &complaints
	assert.NoError(t, compile.Run(), "%s", &complaints)
}

var errorCell = regexp.MustCompile("(?m)^\\| `([^`]+)` \\|")

// The reference of errors quotes messages as the source has them.
func TestDocumentedErrorsExist(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("docs/reference/errors.md")
	require.NoError(t, err)
	var sources []string
	for _, dir := range []string{"inertia", "vite", "ssr", "flash", "routes", "form", "internal", "document.go"} {
		require.NoError(t, filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			sources = append(sources, string(text))
			return err
		}))
	}
	messages := errorCell.FindAllStringSubmatch(string(page), -1)
	require.Greater(t, len(messages), 30)
	for _, m := range messages {
		assert.True(t, slices.ContainsFunc(sources, func(source string) bool {
			for part := range strings.SplitSeq(m[1], "…") {
				if !strings.Contains(source, strings.Trim(part, " ")) {
					return false
				}
			}
			return true
		}), "no message like %q", m[1])
	}
}

// The tables of CONTRIBUTING.md name every module and internal package, and no
// folder that is not there.
func TestContributingNamesTheFolders(t *testing.T) {
	t.Parallel()
	needsCheckout(t)
	text, err := os.ReadFile("CONTRIBUTING.md")
	require.NoError(t, err)
	named := map[string]bool{}
	for row := range strings.Lines(string(text)) {
		first, _, _ := strings.Cut(strings.TrimPrefix(row, "| "), " |")
		for _, folder := range regexp.MustCompile("`([a-z/0-9]+)/`").FindAllStringSubmatch(first, -1) {
			assert.DirExists(t, folder[1])
			named[folder[1]] = true
		}
	}
	for _, pattern := range []string{"*/go.mod", "*/*/go.mod", "internal/*/*.go", "inertia/internal/*/*.go"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, files, pattern)
		for _, file := range files {
			assert.True(t, named[filepath.ToSlash(filepath.Dir(file))], "%s: CONTRIBUTING.md says nothing about its folder", file)
		}
	}
}
