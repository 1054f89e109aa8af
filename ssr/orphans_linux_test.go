package ssr_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/ssr"
)

// Not a test: the program that the next one kills.
func TestProgramWithPool(t *testing.T) {
	bundle := os.Getenv("SSR_TEST_BUNDLE")
	if bundle == "" {
		return
	}
	p, err := ssr.NewPool(bundle, ssr.WithWorkers(2), ssr.WithRuntime(os.Getenv("SSR_TEST_RUNTIME")), ssr.WithStartTimeout(hour), ssr.WithRenderTimeout(hour))
	require.NoError(t, err)
	require.NoError(t, p.Ready(t.Context()))
	fmt.Println("ready")
	go func() { _, _ = p.Render(t.Context(), fault(t, "loop")) }()
	_, _ = io.Copy(io.Discard, os.Stdin) // it ends when the test does
	os.Exit(1)
}

func TestWorkersEndWithTheProgram(t *testing.T) {
	t.Parallel()
	for _, r := range runtimes {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			path := r.find(t)
			bundle := filepath.Join(t.TempDir(), "orphans.mjs")
			data, err := os.ReadFile("testdata/react.mjs")
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(bundle, data, 0o600))
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestProgramWithPool$")
			cmd.Env = append(os.Environ(), "SSR_TEST_BUNDLE="+bundle, "SSR_TEST_RUNTIME="+path)
			_, err = cmd.StdinPipe()
			require.NoError(t, err)
			out, err := cmd.StdoutPipe()
			require.NoError(t, err)
			require.NoError(t, cmd.Start())
			_, err = bufio.NewReader(out).ReadString('\n')
			require.NoError(t, err)
			eventually(t, func() bool { return len(pids(t, bundle)) == 2 })
			eventually(t, func() bool { return loops(t, pids(t, bundle)) })
			require.NoError(t, cmd.Process.Kill())
			_ = cmd.Wait()
			eventually(t, func() bool { return len(pids(t, bundle)) == 0 })
		})
	}
}

// loops reports whether one of the processes has used so much processor time that
// it must be in the endless loop.
func loops(t *testing.T, pids []int) bool {
	t.Helper()
	for _, pid := range pids {
		data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			continue
		}
		_, rest, _ := strings.Cut(string(data), ") ")
		ticks, err := strconv.Atoi(strings.Fields(rest)[11]) // in user mode, 10 ms each
		require.NoError(t, err)
		if ticks > 200 {
			return true
		}
	}
	return false
}
