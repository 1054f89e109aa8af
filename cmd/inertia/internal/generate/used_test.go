package generate

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The recipe "task check" of a program names one pattern, and must find what
// "inertia new" and "inertia dev" have written.
func TestChecksNameThePatternsThatTheFrontEndUses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	assert.Equal(t, components, used(dir), "there is no component yet")
	add := func(name string) {
		t.Helper()
		file := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
		require.NoError(t, os.WriteFile(file, nil, 0o600))
	}
	add("src/pages/Users/Index.vue")
	add("src/pages/notes.txt")
	assert.Equal(t, []string{"src/pages/%s.vue"}, used(dir))
	add("src/pages/Chart.tsx")
	assert.Equal(t, []string{"src/pages/%s.tsx", "src/pages/%s.vue"}, used(dir))
}
