package starter_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/cmd/inertia/internal/starter"
)

var (
	usedClasses = regexp.MustCompile(`<<-? ?class "([^"]*)" ?-?>>`)
	selector    = regexp.MustCompile(`\.([a-z][a-z0-9-]*)`)
	declared    = regexp.MustCompile(`(?s)\{[^{}]*\}|/\*.*?\*/`)
)

// The markup, classes.txt and app.css name the same classes.
func TestClassesAreThoseOfTheMarkup(t *testing.T) {
	t.Parallel()
	known, err := starter.ClassNames()
	require.NoError(t, err)
	require.NotEmpty(t, known)
	slices.Sort(known)

	for _, frontend := range starter.Frontends {
		var used []string
		err := filepath.WalkDir(filepath.Join("template", frontend), func(name string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			text, err := os.ReadFile(name)
			for _, found := range usedClasses.FindAllSubmatch(text, -1) {
				used = append(used, strings.Fields(string(found[1]))...)
			}
			return err
		})
		require.NoError(t, err)
		slices.Sort(used)
		assert.Equal(t, known, slices.Compact(used), "%s uses the classes of classes.txt, each of them", frontend)
	}

	o := starter.Defaults("my-app")
	o.CSS, o.Library.Version = "plain", "v0.1.0"
	files, err := starter.Render(o)
	require.NoError(t, err)
	css := declared.ReplaceAllString(string(files["frontend/src/app.css"]), "{}")
	var styled []string
	for _, found := range selector.FindAllStringSubmatch(css, -1) {
		styled = append(styled, found[1])
	}
	slices.Sort(styled)
	assert.Equal(t, known, slices.Compact(styled), "app.css has rules for the classes of classes.txt, each of them")
}
