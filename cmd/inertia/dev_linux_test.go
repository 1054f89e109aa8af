package main

import (
	"bytes"
	"io"
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

	"github.com/inertia-templ/shell/cmd/inertia/internal/projecttest"
)

// However "inertia dev" ends, Vite and the program end with it. Vite lies in a
// folder above the front end, as workspaces have it. The test runs itself again
// as the command.
func TestDevLeavesNoProcessBehind(t *testing.T) {
	dir := projecttest.New(t, ".")
	for name, test := range map[string]struct {
		signal os.Signal
		code   int
	}{
		"Ctrl-C": {os.Interrupt, 0}, "SIGTERM": {syscall.SIGTERM, 0}, "SIGHUP": {syscall.SIGHUP, 0}, "SIGKILL": {syscall.SIGKILL, -1},
	} {
		t.Run(name, func(t *testing.T) {
			// A mark in the environment finds processes that have lost their parent.
			mark := "INERTIA_TEST_MARK=" + t.Name()
			cmd := exec.Command(os.Args[0], "dev", "-C", dir, "--addr", "127.0.0.1:0")
			temporary := t.TempDir()
			cmd.Env = append(os.Environ(), asCommand+"=1", mark, "TMPDIR="+temporary)
			read, write, err := os.Pipe()
			require.NoError(t, err)
			cmd.Stdout, cmd.Stderr = write, write
			require.NoError(t, cmd.Start())
			require.NoError(t, write.Close())
			defer func() { _ = cmd.Process.Kill() }()
			said := until(t, read, "runs\n")
			assert.Regexp(t, `^inertia dev: http://127\.0\.0\.1:\d+ runs \., with Vite in frontend\n`, said)
			assert.GreaterOrEqual(t, len(marked(t, mark)), 3, "the command, Vite and the program")

			require.NoError(t, cmd.Process.Signal(test.signal))
			go func() { _, _ = io.Copy(io.Discard, read) }()
			_ = cmd.Wait()
			assert.Equal(t, test.code, cmd.ProcessState.ExitCode(), said)
			if test.code == 0 {
				assert.Empty(t, marked(t, mark))
			}
			assert.Eventually(t, func() bool { return len(marked(t, mark)) == 0 }, time.Minute, 20*time.Millisecond)
			left, err := os.ReadDir(temporary)
			require.NoError(t, err)
			assert.Equal(t, test.code != 0, len(left) > 0, "files are left only by what was killed")
		})
	}
}

// until reads up to a text.
func until(t *testing.T, r io.Reader, text string) string {
	t.Helper()
	var said strings.Builder
	part := make([]byte, 4096)
	for !strings.Contains(said.String(), text) {
		n, err := r.Read(part)
		said.Write(part[:n])
		require.NoError(t, err, said.String())
	}
	return said.String()
}

// marked are the processes with a variable in their environment, other than
// those that have ended already.
func marked(t *testing.T, variable string) (pids []int) {
	t.Helper()
	entries, err := os.ReadDir("/proc")
	require.NoError(t, err)
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		environment, err := os.ReadFile(filepath.Join("/proc", entry.Name(), "environ"))
		if err != nil || !bytes.Contains(append([]byte{0}, environment...), []byte("\x00"+variable+"\x00")) {
			continue
		}
		stat, err := os.ReadFile(filepath.Join("/proc", entry.Name(), "stat"))
		if err == nil && !bytes.Contains(stat, []byte(") Z ")) {
			pids = append(pids, pid)
		}
	}
	return pids
}
