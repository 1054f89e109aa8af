package needs

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The recipes install a browser that the tests then have to find.
func TestBrowsersAreThoseOfTheRecipes(t *testing.T) {
	script, err := os.ReadFile("../../tools/browser.sh")
	require.NoError(t, err)
	loop := regexp.MustCompile(`(?s)for name in (.*?); do`).FindSubmatch(script)
	require.NotNil(t, loop)
	var names []string
	for _, name := range regexp.MustCompile(`"[^"]*"|[^\s"\\]+`).FindAllString(string(loop[1]), -1) {
		names = append(names, strings.Trim(name, `"`))
	}
	assert.Equal(t, names, browsers)
}
