package vite_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/vite"
)

// frontEnd is a folder where vite is installed, which is a script here. It
// leaves the ids of its processes in the file pids.
func frontEnd(t *testing.T, script string) string {
	t.Helper()
	dir := t.TempDir()
	bin := filepath.Join(dir, "node_modules", ".bin")
	require.NoError(t, os.MkdirAll(bin, 0o755))
	// A process forked meanwhile would hold the file open, and it could not run.
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	require.NoError(t, os.WriteFile(filepath.Join(bin, "vite"), []byte("#!/bin/sh\n"+script), 0o755))
	return dir
}

// running tells which of the processes in the file pids are.
func running(t *testing.T, dir string) (pids []int) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, "pids"))
	require.NoError(t, err)
	for _, field := range strings.Fields(string(content)) {
		pid, err := strconv.Atoi(field)
		require.NoError(t, err)
		stat, err := os.ReadFile("/proc/" + field + "/stat")
		if err == nil && !bytes.Contains(stat, []byte(") Z ")) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// begun waits until so many processes run.
func begun(t *testing.T, dir string, processes int) {
	t.Helper()
	require.Eventually(t, func() bool {
		content, err := os.ReadFile(filepath.Join(dir, "pids"))
		return err == nil && len(content) > 0 && len(running(t, dir)) == processes
	}, time.Minute, 10*time.Millisecond)
}

const listening = `
sleep 1000 &
echo $$ $! > pids
echo "$@" >&2
echo; echo "  VITE v8.3.8  ready in 1 ms"; echo
echo "  ➜  Local:   http://localhost:5173/__vite/"
echo "  ➜  Network: http://10.0.0.1:5173/__vite/"
wait
`

func TestDevProcess(t *testing.T) {
	for name, script := range map[string]string{"that ends": listening, "that has to be killed": "trap '' TERM\n" + listening + "wait; sleep 1000"} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			before := slog.Default()
			slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
			t.Cleanup(func() { slog.SetDefault(before) })

			dir := frontEnd(t, script)
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			p, err := vite.DevProcess(ctx, dir, vite.WithArguments("--port", "5173"), vite.WithEnvironment("GREETING=hello"))
			require.NoError(t, err)
			assert.Equal(t, "http://localhost:5173/__vite/", p.URL())
			v, err := p.Dev()
			require.NoError(t, err)
			assert.Equal(t, "/__vite/src/a.ts", v.URL("src/a.ts"))
			assert.Len(t, running(t, dir), 2)

			cancel()
			require.NoError(t, p.Wait())
			assert.Eventually(t, func() bool { return len(running(t, dir)) == 0 }, time.Minute, 10*time.Millisecond)
			assert.Contains(t, log.String(), "vite: VITE v8.3.8  ready in 1 ms")
			assert.Contains(t, log.String(), "vite: --port 5173")
		})
	}
}

func TestDevProcessExplains(t *testing.T) {
	t.Parallel()
	_, err := vite.DevProcess(context.Background(), frontEnd(t, "echo Error: Port 5173 is in use >&2; exit 1"))
	require.ErrorContains(t, err, "vite: ")
	require.ErrorContains(t, err, "Port 5173 is in use")
	require.ErrorContains(t, err, "exit status 1")
	_, err = vite.DevProcess(context.Background(), frontEnd(t, "printf done"))
	require.ErrorContains(t, err, "done: exit status 0")
	_, err = vite.DevProcess(context.Background(), filepath.Join(t.TempDir(), "none"))
	require.ErrorContains(t, err, "npm install")

	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	dir, ended := frontEnd(t, "echo $$ > pids\nhead -c 100000 /dev/zero; exec sleep 1000"), make(chan error)
	go func() {
		_, err := vite.DevProcess(ctx, dir)
		ended <- err
	}()
	begun(t, dir, 1)
	cancel()
	require.ErrorIs(t, <-ended, context.Canceled)
	assert.Empty(t, running(t, dir))
}

func TestDevProcessTellsThatItEnded(t *testing.T) {
	t.Parallel()
	p, err := vite.DevProcess(context.Background(), frontEnd(t, "echo '  Local:   http://localhost:5173/'; sleep 0.1; echo broken; exit 3"))
	require.NoError(t, err)
	err = p.Wait()
	require.ErrorContains(t, err, "broken")
	require.ErrorContains(t, err, "exit status 3")
}

// A program that is killed takes its dev server with it: this test, run again
// as a program, is one.
func TestDevProcessEndsWithAProgramThatIsKilled(t *testing.T) {
	const variable = "VITE_TEST_DIR"
	if dir := os.Getenv(variable); dir != "" {
		_, err := vite.DevProcess(context.Background(), dir)
		require.NoError(t, err)
		time.Sleep(time.Minute)
		return
	}
	dir := frontEnd(t, "echo $$ > pids\necho '  Local:   http://localhost:5173/'\nexec sleep 1000")
	program := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	program.Env = append(os.Environ(), variable+"="+dir)
	require.NoError(t, program.Start())
	begun(t, dir, 1)
	time.Sleep(50 * time.Millisecond)
	require.NoError(t, program.Process.Kill())
	_ = program.Wait()
	assert.Eventually(t, func() bool { return len(running(t, dir)) == 0 }, time.Minute, 10*time.Millisecond)
}
