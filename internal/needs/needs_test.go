package needs_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/needs"
)

// test is a test that notes how it ends.
type test struct {
	testing.TB
	ended, said string
}

func (t *test) Helper() {}

func (t *test) Skipf(format string, args ...any) { t.end("skipped", format, args) }

func (t *test) Fatalf(format string, args ...any) { t.end("failed", format, args) }

func (t *test) end(how, format string, args []any) {
	t.ended, t.said = how, fmt.Sprintf(format, args...)
	runtime.Goexit()
}

// run runs a test to its end.
func run(f func(t testing.TB) string) (path string, ended *test) {
	ended = &test{ended: "passed"}
	done := make(chan struct{})
	go func() {
		defer close(done)
		path = f(ended)
	}()
	<-done
	return path, ended
}

func TestWhatIsMissingSkipsTheTestOrFailsIt(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "node")
	require.NoError(t, os.WriteFile(program, []byte("#!/bin/sh\n"), 0o700))
	for name, find := range map[string]struct {
		find    func(t testing.TB) string
		want    string // where something is installed
		install string // what is said where nothing is
	}{
		"program": {func(t testing.TB) string { return needs.Program(t, "node", "install it") }, program, "install it"},
		"file":    {func(t testing.TB) string { return needs.File(t, filepath.Join(os.Getenv("PATH"), "node"), "make it") }, program, "make it"},
		"node":    {needs.Node, program, "Node.js"},
		"bun":     {needs.Bun, filepath.Join(dir, "bun"), "npm ci"},
		"browser": {needs.Browser, filepath.Join(dir, "chromium"), "chromium"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(dir)
			t.Setenv("CHROME_PATH", "")
			for full, ended := range map[string]string{"": "skipped", "1": "failed"} {
				t.Setenv("PATH", t.TempDir())
				t.Setenv(needs.Full, full)
				_, test := run(find.find)
				assert.Equal(t, ended, test.ended)
				assert.Contains(t, test.said, find.install)
			}
			if find.want != program {
				require.NoError(t, os.Link(program, find.want))
			}
			t.Setenv("PATH", dir)
			path, test := run(find.find)
			assert.Equal(t, "passed", test.ended, test.said)
			assert.Equal(t, find.want, path)
		})
	}
}

func TestTheFrontEndsBunComesFirst(t *testing.T) {
	root := t.TempDir()
	bun := filepath.Join(root, "example/frontend/node_modules/.bin/bun")
	require.NoError(t, os.MkdirAll(filepath.Dir(bun), 0o700))
	require.NoError(t, os.WriteFile(bun, []byte("#!/bin/sh\n"), 0o700))
	below := filepath.Join(root, "ssr", "deep")
	require.NoError(t, os.MkdirAll(below, 0o700))
	t.Chdir(below)
	path, ended := run(needs.Bun)
	assert.Equal(t, "passed", ended.ended, ended.said)
	assert.Equal(t, bun, path)
}

func TestCHROMEPATHMustBeAProgram(t *testing.T) {
	t.Setenv("CHROME_PATH", "/nowhere/chrome")
	t.Setenv(needs.Full, "1")
	_, ended := run(needs.Browser)
	assert.Equal(t, "failed", ended.ended)
	assert.Contains(t, ended.said, "CHROME_PATH")
}
