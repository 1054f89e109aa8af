package ssr_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/ssr"
)

// Not a test: the program that the next one kills.
func TestProgramWithPool(t *testing.T) {
	bundle := os.Getenv("SSR_TEST_BUNDLE")
	if bundle == "" {
		return
	}
	p, err := ssr.NewPool(bundle, ssr.WithWorkers(2), ssr.WithRuntime(os.Getenv("SSR_TEST_RUNTIME")))
	require.NoError(t, err)
	require.NoError(t, p.Ready(t.Context()))
	fmt.Println("ready")
	_, _ = p.Render(t.Context(), fault(t, "loop"))
	select {}
}

func TestWorkersEndWithTheProgram(t *testing.T) {
	t.Parallel()
	for name, path := range runtimes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bundle := filepath.Join(t.TempDir(), "orphans.mjs")
			data, err := os.ReadFile("testdata/react.mjs")
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(bundle, data, 0o600))
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestProgramWithPool$")
			cmd.Env = append(os.Environ(), "SSR_TEST_BUNDLE="+bundle, "SSR_TEST_RUNTIME="+path)
			out, err := cmd.StdoutPipe()
			require.NoError(t, err)
			require.NoError(t, cmd.Start())
			_, err = bufio.NewReader(out).ReadString('\n')
			require.NoError(t, err)
			require.Eventually(t, func() bool { return len(pids(t, bundle)) == 2 }, 20*time.Second, 10*time.Millisecond)
			time.Sleep(100 * time.Millisecond) // one of them is in an endless loop now
			require.NoError(t, cmd.Process.Kill())
			_ = cmd.Wait()
			assert.Eventually(t, func() bool { return len(pids(t, bundle)) == 0 }, 10*time.Second, 10*time.Millisecond)
		})
	}
}
