package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/needs"
	"github.com/inertia-templ/shell/vite"
	"github.com/inertia-templ/shell/vite/vitetest"
)

// A copy of the front end is built by the Vite that is installed, and again
// when a component changes.
func TestFrontEndIsBuiltWhenItHasChanged(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	needs.Node(t)
	needs.File(t, "frontend/node_modules/.bin/vite", howBuilt)
	modules, err := filepath.Abs("frontend/node_modules")
	require.NoError(t, err)
	for _, name := range []string{"src", "public"} {
		require.NoError(t, os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join("frontend", name))))
	}
	config, err := os.ReadFile("frontend/vite.config.ts")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "vite.config.ts"), config, 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "package.json"), []byte(`{"type": "module"}`), 0o644))
	require.NoError(t, os.Symlink(modules, filepath.Join(dir, "node_modules")))

	first, err := vitetest.OpenFresh(t.Context(), dir, "dist", vite.WithBase("/build/"))
	require.NoError(t, err)
	assert.Contains(t, first.Components(), "Contacts/Index")
	again, err := vitetest.OpenFresh(t.Context(), dir, "dist", vite.WithBase("/build/"))
	require.NoError(t, err)
	assert.Equal(t, first.Version(), again.Version())

	page := filepath.Join(dir, "src/pages/About.tsx")
	source, err := os.ReadFile(page)
	require.NoError(t, err)
	source = append(source, "\nexport const changed = 'another chunk'\n"...)
	require.NoError(t, os.WriteFile(page, source, 0o644))
	changed, err := vitetest.OpenFresh(t.Context(), dir, "dist", vite.WithBase("/build/"))
	require.NoError(t, err)
	assert.NotEqual(t, first.Version(), changed.Version())
}

// Front ends that do not fit the Go code do not compile.
func TestBrokenFrontEndsFailTypeChecking(t *testing.T) {
	t.Parallel()
	needs.File(t, "frontend/node_modules/.bin/tsc", howBuilt)
	check := func(t *testing.T, file, from, to string) string {
		t.Helper()
		dir := t.TempDir()
		require.NoError(t, os.CopyFS(filepath.Join(dir, "src"), os.DirFS("frontend/src")))
		for _, name := range []string{"tsconfig.json", "vite.config.ts"} {
			data, err := os.ReadFile(filepath.Join("frontend", name))
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
		}
		modules, err := filepath.Abs("frontend/node_modules")
		require.NoError(t, err)
		require.NoError(t, os.Symlink(modules, filepath.Join(dir, "node_modules")))
		if file != "" {
			name := filepath.Join(dir, "src", file)
			source, err := os.ReadFile(name)
			require.NoError(t, err)
			require.Contains(t, string(source), from)
			require.NoError(t, os.WriteFile(name, []byte(strings.Replace(string(source), from, to, 1)), 0o600))
		}
		out, err := exec.CommandContext(t.Context(), filepath.Join(modules, ".bin/tsc"), "--noEmit", "-p", dir).CombinedOutput()
		if err == nil {
			return ""
		}
		return string(out)
	}
	assert.Empty(t, check(t, "", "", ""), "as it is, it fits")
	tests := map[string]struct{ file, from, to, want string }{
		"a prop that Go calls otherwise":      {"types.ts", "  recent: Contact[]", "  newest: Contact[]", "pages/Dashboard.tsx"},
		"a prop that Go does not send":        {"pages/Contacts/Show.tsx", "contact.company", "contact.employer", "'employer' does not exist"},
		"a prop that the component asks for":  {"pages/Error.tsx", "{ status }: ErrorProps", "{ status }: ErrorProps & { reason: string }", "types.check.ts"},
		"a prop that never comes":             {"pages/Error.tsx", "{ status }: ErrorProps", "{ status }: ErrorProps & { reason?: string }", "types.check.ts"},
		"a field that the form has not":       {"types.ts", "  phone: string\n  city: string\n  company: string\n  about: string\n}\n", "  city: string\n  company: string\n  about: string\n}\n", "phone"},
		"a route that is gone":                {"routes.ts", "export const contactsEdit ", "export const contactsChange ", "no exported member 'contactsEdit'"},
		"a route that takes other parameters": {"routes.ts", "define<['id'], 'get', 'Contacts/Show'>('get', '/contacts/{id}'", "define<['id', 'tab'], 'get', 'Contacts/Show'>('get', '/contacts/{id}/{tab}'", "pages/Contacts/Index.tsx"},
		"a parameter of another name":         {"pages/Contacts/Show.tsx", "contactsEdit(id)", "contactsEdit({ contact: id })", "'contact' does not exist"},
		"a flash that nobody sets":            {"components/Toast.tsx", "flash.notice) return", "flash.warning) return", "'warning' does not exist"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Contains(t, check(t, test.file, test.from, test.to), test.want)
		})
	}
}
