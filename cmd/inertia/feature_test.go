package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAddAuthSaysWhatItDid(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	code, _, complaints := command("new", "app", "-C", dir, "--no-install", "--accounts=false", "--ssr=false", "--module", "example.com/app")
	require.Zero(t, code, complaints)
	dir = filepath.Join(dir, "app")
	code, out, complaints := command("add", "auth", "-C", dir, "--no-install")
	require.Zero(t, code, complaints)
	assert.Contains(t, out, "written  internal/app/session.go\n")
	assert.Contains(t, out, "written  internal/store/migrations/00002_accounts.sql\n")
	assert.Contains(t, out, "changed  internal/app/routes.go\n")
	assert.Contains(t, out, "to do    go mod tidy\nto do    inertia types -o frontend/src/types.ts --pages 'frontend/src/pages/%s.tsx' ./...\nto do    inertia routes -o ")
	assert.Contains(t, out, "a.signedIn in place of a.inertia.Handle")
	code, out, complaints = command("add", "ssr", "-C", dir, "--no-install")
	require.Zero(t, code, complaints)
	assert.Contains(t, out, "changed  main.go\n")
	code, _, complaints = command("add", "ssr", "-C", dir)
	assert.Equal(t, 1, code)
	assert.Contains(t, complaints, "inertia add ssr: "+dir+" has server-side rendering already\n")
}

func TestAddAuthNamesWhatMeetsChanges(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	code, _, complaints := command("new", "app", "-C", dir, "--no-install", "--accounts=false", "--module", "example.com/app")
	require.Zero(t, code, complaints)
	dir = filepath.Join(dir, "app")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "internal", "app", "routes.go"), []byte("package app\n"), 0o600))
	code, out, complaints := command("add", "auth", "-C", dir)
	require.Zero(t, code, complaints)
	assert.Contains(t, out, "to do    internal/app/routes.go: choose between the lines from <<<<<<< to =======")
	assert.Contains(t, out, "to do    go mod tidy\n", "nothing is compiled before that")
}

func TestAddAuthRefuses(t *testing.T) {
	t.Parallel()
	write := func(args ...string) func(t *testing.T, dir string) {
		return func(t *testing.T, dir string) {
			t.Helper()
			code, _, complaints := command(append([]string{"new", "app", "-C", filepath.Dir(dir), "--no-install", "--module", "example.com/app"}, args...)...)
			require.Zero(t, code, complaints)
		}
	}
	for name, test := range map[string]struct {
		prepare func(t *testing.T, dir string)
		args    []string
		code    int
		want    string
	}{
		"a program with accounts": {write(), nil, 1, "has accounts already"},
		"one without a database":  {write("--database", "none"), nil, 1, "accounts need a database, and this program has none"},
		"an empty folder":         {func(*testing.T, string) {}, nil, 1, "there is no go.mod in "},
		"an argument":             {write("--accounts=false"), []string{"users"}, 2, "want no arguments"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "app")
			test.prepare(t, dir)
			code, out, complaints := command(append([]string{"add", "auth", "-C", dir}, test.args...)...)
			assert.Equal(t, test.code, code, out)
			assert.Contains(t, complaints, "inertia add auth: ")
			assert.Contains(t, complaints, test.want)
		})
	}
}
