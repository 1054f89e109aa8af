package starter_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/cmd/inertia/internal/starter"
)

func TestDetectFindsTheOptionsAgain(t *testing.T) {
	t.Parallel()
	for _, o := range pairwise(combinations()) {
		dir := t.TempDir()
		require.NoError(t, starter.Write(dir, o))
		found, err := starter.Detect(dir)
		require.NoError(t, err)
		assert.Equal(t, o, found)
	}
	o := starter.Defaults("app")
	o.Library = starter.Library{Version: "v0.1.0", Checkout: t.TempDir()}
	dir := t.TempDir()
	require.NoError(t, starter.Write(dir, o))
	found, err := starter.Detect(dir)
	require.NoError(t, err)
	assert.Equal(t, o, found)

	require.NoError(t, os.Remove(filepath.Join(dir, "internal", "app", "app.go")))
	_, err = starter.Detect(dir)
	assert.ErrorContains(t, err, `there is no internal/app/app.go in `)
	assert.ErrorContains(t, err, `programs of "inertia new" only`)
}

// features are what can be added to a program, each by turning it on.
var features = map[string]func(*starter.Options) *bool{
	"inertia add auth": func(o *starter.Options) *bool { return &o.Accounts },
	"inertia add ssr":  func(o *starter.Options) *bool { return &o.SSR },
}

func TestAddMakesWhatNewWrites(t *testing.T) {
	t.Parallel()
	for name, feature := range features {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := slices.DeleteFunc(combinations(), func(o starter.Options) bool { return !*feature(&o) })
			for _, to := range pairwise(all) {
				from := to
				*feature(&from) = false
				dir, fresh := t.TempDir(), t.TempDir()
				require.NoError(t, starter.Write(dir, from))
				require.NoError(t, starter.Write(fresh, to))
				added, err := starter.Add(dir, name, from, to)
				require.NoError(t, err)
				assert.Empty(t, added.Left, label(to))
				want, got := contents(t, fresh), contents(t, dir)
				assert.Equal(t, slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got)), label(to))
				for file := range want {
					assert.Equal(t, want[file], got[file], "%s of %s", file, label(to))
				}
			}
		})
	}
}

// contents are the files of a program, but for its secret.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		short, err := filepath.Rel(dir, name)
		require.NoError(t, err)
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		files[short] = string(text)
		return nil
	})
	require.NoError(t, err)
	before, rest, found := strings.Cut(files[".env"], "\nAPP_SECRET=")
	require.True(t, found)
	_, rest, _ = strings.Cut(rest, "\n")
	files[".env"] = before + rest
	return files
}

func TestAddKeepsWhatWasChanged(t *testing.T) {
	t.Parallel()
	from := starter.Defaults("app")
	from.Module, from.Accounts, from.Library.Version = "example.com/app", false, "v0.1.0"
	to := from
	to.Accounts = true
	write := func(t *testing.T) (dir string, edit func(name, from, to string)) {
		t.Helper()
		dir = t.TempDir()
		require.NoError(t, starter.Write(dir, from))
		return dir, func(name, from, to string) {
			t.Helper()
			file := filepath.Join(dir, filepath.FromSlash(name))
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Contains(t, string(text), from)
			require.NoError(t, os.WriteFile(file, []byte(strings.Replace(string(text), from, to, 1)), 0o600))
		}
	}
	read := func(t *testing.T, dir, name string) string {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		require.NoError(t, err)
		return string(text)
	}

	t.Run("changes elsewhere in a file", func(t *testing.T) {
		t.Parallel()
		dir, edit := write(t)
		edit("internal/app/app.go", `const title = "App"`, `const title = "Garden"`)
		edit("internal/app/routes.go", `page(a.showHome))`, `page(a.showHome))
	r.Handle("about", "GET /about", page(a.showHome))`)
		edit("internal/app/tasks.go", `func (a *App) addTask(`, `// addTask is mine.
func (a *App) addTask(`)
		edit("internal/app/pages.go", `homePage  = `, `aboutUsPage = inertia.NewPage[struct{}]("About")
	homePage  = `)
		edit("go.mod", "require (\n", "require (\n\tgithub.com/google/uuid v1.6.0\n\tgolang.org/x/crypto v0.40.0 // indirect\n")
		require.NoError(t, os.WriteFile(filepath.Join(dir, "internal", "store", "migrations", "00007_plants.sql"), []byte("-- +goose Up\n"), 0o600))
		added, err := starter.Add(dir, "inertia add auth", from, to)
		require.NoError(t, err)
		assert.Equal(t, []string{"internal/app/tasks.go: choose between the lines from <<<<<<< to =======, which are yours, and those to >>>>>>> (1 place)"}, added.Left)
		assert.Contains(t, added.Written, "internal/store/migrations/00008_accounts.sql", "it runs behind those that are there")
		assert.Contains(t, added.Written, "internal/app/session.go")
		assert.Contains(t, added.Changed, "internal/app/app.go")
		app := read(t, dir, "internal/app/app.go")
		assert.Contains(t, app, `const title = "Garden"`)
		assert.Contains(t, app, "newSessions(")
		routes := read(t, dir, "internal/app/routes.go")
		assert.Contains(t, routes, "page(a.showHome))\n\tr.Handle(\"about\"")
		assert.Contains(t, routes, `"login.store"`)
		assert.NotContains(t, routes, "<<<<<<<")
		assert.Contains(t, read(t, dir, "internal/app/pages.go"), "\taboutUsPage = inertia.NewPage[struct{}](\"About\")\n\thomePage    = inertia.", "formatted")
		tasks := read(t, dir, "internal/app/tasks.go")
		assert.Contains(t, tasks, "<<<<<<< internal/app/tasks.go\n// addTask is mine.\n")
		assert.Contains(t, tasks, ">>>>>>> inertia add auth\n")
		mod := read(t, dir, "go.mod")
		assert.Contains(t, mod, "github.com/google/uuid v1.6.0\n")
		assert.Contains(t, mod, "github.com/alexedwards/scs/v2 v")
		assert.Contains(t, mod, "golang.org/x/crypto v0.40.0\n", "in the version that was there")
	})
	t.Run("a file that is gone", func(t *testing.T) {
		t.Parallel()
		dir, _ := write(t)
		require.NoError(t, os.Remove(filepath.Join(dir, "frontend", "src", "pages", "Tasks.tsx")))
		require.NoError(t, os.Remove(filepath.Join(dir, "internal", "app", "tasks.go")))
		require.NoError(t, os.Remove(filepath.Join(dir, ".env")))
		added, err := starter.Add(dir, "inertia add auth", from, to)
		require.NoError(t, err)
		assert.Equal(t, []string{"internal/app/tasks.go is gone: whatever took its place may have to know about this"}, added.Left)
		assert.NoFileExists(t, filepath.Join(dir, "internal", "app", "tasks.go"))
		assert.NoFileExists(t, filepath.Join(dir, ".env"))
	})
	t.Run("a file of the same name", func(t *testing.T) {
		t.Parallel()
		dir, _ := write(t)
		mine := filepath.Join(dir, "internal", "app", "mail.go")
		require.NoError(t, os.WriteFile(mine, []byte("package app\n"), 0o600))
		before := contents(t, dir)
		_, err := starter.Add(dir, "inertia add auth", from, to)
		assert.ErrorContains(t, err, `internal/app/mail.go is there already, and "inertia add auth" writes it`)
		assert.Equal(t, before, contents(t, dir), "nothing is written")
	})
}
