package reference

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const root = "../.."

// Options are sections with an anchor, by which the guides link to them.
var section = regexp.MustCompile(`(?m)^#### (\w+) \{#(\S+)\}$`)

func TestEveryOptionSaysItsDefault(t *testing.T) {
	t.Parallel()
	page, err := options(root)
	require.NoError(t, err)
	at := section.FindAllSubmatchIndex(page, -1)
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
