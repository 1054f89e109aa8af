package vite_test

import (
	"crypto/sha512"
	"encoding/base64"
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

// testdata/plugin was built with the npm package in the folder plugin.
func TestBuildsOfThePlugin(t *testing.T) {
	t.Parallel()
	v, err := vite.Open(os.DirFS("testdata/plugin"), vite.WithBase("/build/"))
	require.NoError(t, err)
	assert.Equal(t, []string{"Teams", "Users"}, v.Components())
	tags := render(t, v.Page("Users").Tags(), "n")
	golden(t, "plugin-users", tags)
	found := regexp.MustCompile(`(?:href|src)="/build/([^"]+)".* integrity="([^"]+)"`).FindAllStringSubmatch(tags, -1)
	require.Len(t, found, 6)
	for _, m := range found {
		content, err := v.Content(m[1])
		require.NoError(t, err)
		sum := sha512.Sum384(content)
		assert.Equal(t, "sha384-"+base64.StdEncoding.EncodeToString(sum[:]), m[2], m[1])
	}
}
