package reference

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/snippets"
)

const root = "../.."

// Options are sections with an anchor, by which the guides link to them.
var anchored = regexp.MustCompile(`(?m)^### (\w+) \{#(\S+)\}$`)

func TestEveryOptionSaysItsDefault(t *testing.T) {
	t.Parallel()
	pages, err := options(root)
	require.NoError(t, err)
	var page []byte
	for _, text := range pages {
		page = append(page, text...)
	}
	list := string(pages["docs/reference/options.md"])
	at := anchored.FindAllSubmatchIndex(page, -1)
	require.Greater(t, len(at), 100)
	seen := map[string]bool{}
	for n, s := range at {
		end := len(page)
		if n+1 < len(at) {
			end = at[n+1][0]
		}
		name, anchor := string(page[s[2]:s[3]]), string(page[s[4]:s[5]])
		assert.False(t, seen[anchor], "%s is there twice", anchor)
		seen[anchor] = true
		assert.Contains(t, list, "#"+anchor+")", "the list of all options")
		text := strings.ToLower(string(page[s[1]:end]))
		if strings.HasPrefix(name, "With") && !strings.HasPrefix(anchor, "inertiatest") {
			assert.Contains(t, text, "default", "%s: say in its comment what the default is", anchor)
		}
	}
	for _, anchor := range []string{"inertia-withconcurrency", "form-withmaxupload", "ssr-withtimeout", "inertia-prop-rescue"} {
		assert.True(t, seen[anchor], anchor)
	}
}

func TestSubcommands(t *testing.T) {
	t.Parallel()
	const help = "Text\n\nAvailable Commands:\n  new         Write a program\n  types       Write types\n\nFlags:\n  -h\n"
	assert.Equal(t, []string{"new", "types"}, subcommands(help))
	assert.Empty(t, subcommands("Usage:\n"))
}

func TestCodeInCommentsIsFenced(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "a &lt;b\n\n```text\nx <y\n\nz\n```\n\nend\n", indented("a <b\n\n\tx <y\n\n\tz\n\nend"))
}

var flag = regexp.MustCompile(`(?:^| )(--[a-z-]+)`)

// Every command line of the documentation calls a command that exists, with
// flags that it has.
func TestDocumentedCommandsExist(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join(root, "docs/reference/cli.md"))
	require.NoError(t, err)
	help := map[string]string{}
	for _, part := range strings.Split(string(page), "\n## ")[1:] {
		name, text, _ := strings.Cut(part, "\n")
		help[name] = text
	}
	lines := 0
	require.NoError(t, filepath.WalkDir(filepath.Join(root, "docs"), func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() && entry.Name() == "node_modules" || !strings.HasSuffix(name, ".md") {
			if entry.IsDir() && entry.Name() == "node_modules" {
				return fs.SkipDir
			}
			return err
		}
		text, err := os.ReadFile(name)
		for _, block := range snippets.Blocks(string(text)) {
			for line := range strings.Lines(block.Code) {
				if block.Lang != "sh" || !strings.HasPrefix(line, "inertia ") {
					continue
				}
				lines++
				words := strings.Fields(line)
				about := help[words[0]+" "+words[1]]
				if len(words) > 2 && help[strings.Join(words[:3], " ")] != "" {
					about = help[strings.Join(words[:3], " ")]
				}
				assert.NotEmpty(t, about, "%s: there is no such command: %s", name, line)
				for _, f := range flag.FindAllStringSubmatch(line, -1) {
					assert.Contains(t, about, f[1], "%s: %s", name, line)
				}
			}
		}
		return err
	}))
	assert.Greater(t, lines, 10)
}
