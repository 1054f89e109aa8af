package devserver

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/cmd/inertia/internal/project"
	"github.com/inertia-templ/shell/cmd/inertia/internal/projecttest"
)

func TestInputs(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	in := func(name string) string { return filepath.Join(root, filepath.FromSlash(name)) }
	projecttest.Write(t, in("layout.templ"), "")
	listed := &inputs{
		project: &project.Project{Dir: in("."), Root: in("."), Main: in("."), Frontend: in("frontend")},
		packages: map[string][]string{
			in("."):          nil,
			in("store"):      {"migrations/*.sql", "all:seed", "words", "mail/*/text.txt"},
			in("frontend"):   {"all:dist", "all:dist-ssr"},
			in("../library"): {"page.html"},
		},
	}
	broken := *listed
	broken.anyGo = true
	for name, test := range map[string]struct{ listed, broken bool }{
		"main.go":                     {true, true},
		"main_test.go":                {false, false},
		"layout.templ":                {true, true},
		"layout_templ.go":             {false, false}, // follows from layout.templ
		"other_templ.go":              {true, true},
		"new/new.go":                  {false, true},
		"new/new.templ":               {true, true},
		"store/store.go":              {true, true},
		"store/store.c":               {true, true},
		"store/migrations/1.sql":      {true, true},
		"store/migrations/1.txt":      {false, false},
		"store/migrations/deep/1.sql": {false, false},
		"store/seed/a/.hidden":        {true, true},
		"store/words/de/text":         {true, true},
		"store/words/.hidden":         {false, false},
		"store/words/_drafts/text":    {false, false},
		"store/mail/en/text.txt":      {true, true},
		"store/mail/text.txt":         {false, false},
		"store/data.db":               {false, false},
		".env":                        {true, true},
		"store/.env":                  {false, false},
		"go.mod":                      {true, true},
		"../go.work":                  {true, true},
		"frontend/embed.go":           {true, true},
		"frontend/dist/app.js":        {false, false}, // embedded, and not used in development
		"frontend/src/app.tsx":        {false, false},
		"../library/page.html":        {true, true},
		"../library/library.go":       {true, true},
		"../library/other.html":       {false, false},
		"../elsewhere/a.templ":        {false, false},
	} {
		assert.Equal(t, test.listed, listed.include(in(name)), name)
		assert.Equal(t, test.broken, broken.include(in(name)), "broken: %s", name)
	}

	for name, skipped := range map[string]bool{
		"frontend": true, "node_modules": true, ".git": true, "tmp": true, "store": false, "store/node_modules": true, "web/frontend": false,
	} {
		assert.Equal(t, skipped, listed.skip(in(name)), name)
	}
	trees, folders := listed.watched()
	assert.Subset(t, trees, []string{in("."), in("store/migrations"), in("store/seed"), in("store/mail"), in("../library/page.html")})
	assert.NotContains(t, trees, in("frontend/dist"))
	assert.Subset(t, folders, []string{in("."), in("store"), in("frontend"), in("../library")})
}

// The front end may lie beside the Go files.
func TestInputsOfAFrontEndInTheSameFolder(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	in := &inputs{
		project:  &project.Project{Dir: root, Root: root, Main: root, Frontend: root},
		packages: map[string][]string{root: {"all:dist", "sql"}},
	}
	assert.True(t, in.include(filepath.Join(root, "main.go")))
	assert.True(t, in.include(filepath.Join(root, "sql/1.sql")))
	assert.False(t, in.include(filepath.Join(root, "dist/app.js")))
	assert.False(t, in.include(filepath.Join(root, "src/app.tsx")))
	assert.False(t, in.skip(filepath.Join(root, "src")), "Go packages may be anywhere")
}

// The example's library is in the same workspace: a change of it counts.
func TestInputsOfAWorkspace(t *testing.T) {
	t.Parallel()
	const repository = "../../../.."
	p, err := project.Find(filepath.Join(repository, "example"), project.Options{})
	require.NoError(t, err)
	packages, err := listInputs(t.Context(), p)
	require.NoError(t, err)
	root, err := filepath.Abs(repository)
	require.NoError(t, err)
	in := &inputs{project: p, packages: packages}
	assert.True(t, in.include(filepath.Join(root, "inertia/render.go")))
	assert.True(t, in.include(filepath.Join(root, "vite/waiting.html")), "it embeds this")
	assert.True(t, in.include(filepath.Join(root, "go.work")))
	assert.False(t, in.include(filepath.Join(root, "cmd/inertia/main.go")))
	for dir := range packages {
		_, err := os.Stat(dir)
		assert.NoError(t, err)
	}
}

func FuzzEmbeds(f *testing.F) {
	f.Add("all:seed", "seed/a/.hidden")
	f.Add("*.sql", "a.sql")
	f.Add("[", "a")
	f.Add(".", "/")
	f.Fuzz(func(_ *testing.T, pattern, file string) {
		if filepath.IsLocal(file) && filepath.ToSlash(filepath.Clean(file)) == file {
			embeds(pattern, file)
		}
	})
}
