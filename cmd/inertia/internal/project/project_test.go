package project

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const program = "package main\n\nfunc main() {}\n"

// folder writes files.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(content), 0o600))
	}
	return dir
}

func TestFind(t *testing.T) {
	t.Parallel()
	const mod = "module example.com/app\n"
	for name, test := range map[string]struct {
		files          map[string]string
		dir            string
		options        Options
		main, frontend string
		pkg, name      string
	}{
		"the usual":               {map[string]string{"go.mod": mod, "main.go": program, "frontend/vite.config.ts": ""}, "", Options{}, ".", "frontend", ".", "app"},
		"one folder":              {map[string]string{"go.mod": mod, "main.go": program, "vite.config.js": ""}, "", Options{}, ".", ".", ".", "app"},
		"below cmd":               {map[string]string{"go.mod": mod, "app.go": "package app\n", "cmd/web/main.go": program, "cmd/lib/lib.go": "package lib\n", "web/vite.config.mts": ""}, "", Options{}, "cmd/web", "web", "./cmd/web", "web"},
		"named":                   {map[string]string{"go.mod": mod, "cmd/a/main.go": program, "cmd/b/main.go": program, "x/vite.config.ts": "", "y/vite.config.ts": ""}, "", Options{Main: "./cmd/b", Frontend: "y/"}, "cmd/b", "y", "./cmd/b", "b"},
		"not in node_modules":     {map[string]string{"go.mod": mod, "main.go": program, "ui/vite.config.ts": "", "node_modules/x/vite.config.ts": "", "ui/node_modules/y/vite.config.ts": ""}, "", Options{}, ".", "ui", ".", "app"},
		"a module above":          {map[string]string{"go.mod": mod, "tool/main.go": program, "tool/frontend/vite.config.ts": ""}, "tool", Options{}, "tool", "tool/frontend", ".", "tool"},
		"a major version":         {map[string]string{"go.mod": "module example.com/app/v2\n", "main.go": program, "frontend/vite.config.ts": ""}, "", Options{}, ".", "frontend", ".", "app"},
		"broken Go is Go":         {map[string]string{"go.mod": mod, "main.go": program + "func broken( {", "frontend/vite.config.ts": ""}, "", Options{}, ".", "frontend", ".", "app"},
		"no configuration":        {map[string]string{"go.mod": mod, "main.go": program, "ui/package.json": `{"devDependencies": {"vite": "8"}}`, "x/package.json": "{}"}, "", Options{}, ".", "ui", ".", "app"},
		"one has a client":        {map[string]string{"go.mod": mod, "main.go": program, "docs/vite.config.ts": "", "ui/vite.config.ts": "", "ui/package.json": `{"dependencies": {"@inertiajs/vue3": "3"}}`}, "", Options{}, ".", "ui", ".", "app"},
		"a test is not a program": {map[string]string{"go.mod": mod, "x_test.go": "package main\n", "cmd/app/main.go": program, "frontend/vite.config.ts": ""}, "", Options{}, "cmd/app", "frontend", "./cmd/app", "app"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := folder(t, test.files)
			p, err := Find(filepath.Join(root, test.dir), test.options)
			require.NoError(t, err)
			assert.Equal(t, root, p.Root)
			assert.Equal(t, filepath.Join(root, test.main), p.Main)
			assert.Equal(t, filepath.Join(root, test.frontend), p.Frontend)
			assert.Equal(t, test.pkg, p.Package())
			assert.Equal(t, test.name, p.Name())
		})
	}
}

// What cannot be found says which flag names it.
func TestFindExplains(t *testing.T) {
	t.Parallel()
	const mod = "module example.com/app\n"
	for name, test := range map[string]struct {
		files   map[string]string
		options Options
		want    []string
	}{
		"no module":             {map[string]string{"main.go": program}, Options{}, []string{"there is no go.mod", "-C", "inertia new NAME"}},
		"a module without name": {map[string]string{"go.mod": "go 1.26\n"}, Options{}, []string{"go.mod names no module"}},
		"no program":            {map[string]string{"go.mod": mod}, Options{}, []string{"no main package", "--main"}},
		"several programs":      {map[string]string{"go.mod": mod, "cmd/a/a.go": program, "cmd/b/b.go": program}, Options{}, []string{"--main cmd/a", "cmd/a, cmd/b"}},
		"a package":             {map[string]string{"go.mod": mod, "x/x.go": "package x\n"}, Options{Main: "x"}, []string{"--main x: package x is not a main package"}},
		"no front end":          {map[string]string{"go.mod": mod, "main.go": program}, Options{}, []string{"no vite.config.ts", "--frontend"}},
		"several front ends":    {map[string]string{"go.mod": mod, "main.go": program, "a/vite.config.js": "", "b/c/vite.config.ts": ""}, Options{}, []string{"--frontend a", "a, b/c"}},
		"no such front end":     {map[string]string{"go.mod": mod, "main.go": program}, Options{Frontend: "web"}, []string{"--frontend web", "there is no vite.config"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Find(folder(t, test.files), test.options)
			require.Error(t, err)
			for _, want := range append(test.want, "project: ") {
				assert.ErrorContains(t, err, want)
			}
		})
	}
	_, err := Find(filepath.Join(t.TempDir(), "none"), Options{})
	require.ErrorContains(t, err, "project: ")
}

func TestManager(t *testing.T) {
	t.Parallel()
	for lock, test := range map[string]struct{ name, first string }{
		"frontend/package-lock.json": {"npm", "ci"}, "pnpm-lock.yaml": {"pnpm", "install"}, "frontend/yarn.lock": {"yarn", "install"},
		"bun.lock": {"bun", "install"}, "frontend/other": {"npm", "install"},
	} {
		root := folder(t, map[string]string{lock: ""})
		p := &Project{Root: root, Frontend: filepath.Join(root, "frontend")}
		name, install := p.Manager()
		assert.Equal(t, test.name, name, lock)
		assert.Equal(t, []string{test.name, test.first}, install[:2], lock)
		assert.False(t, p.Installed())
	}
	root := folder(t, map[string]string{"node_modules/vite/package.json": "{}"})
	assert.True(t, (&Project{Root: root, Frontend: filepath.Join(root, "apps/web")}).Installed(), "a workspace")
}
