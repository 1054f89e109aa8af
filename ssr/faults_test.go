package ssr_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/ssr"
)

// kind is what an error is, "" for none.
func kind(err error) ssr.Kind {
	var e *ssr.Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}

// healthy waits until the pool renders as if nothing had happened.
func healthy(t *testing.T, p *ssr.Pool) {
	t.Helper()
	require.Eventually(t, func() bool {
		res, err := p.Render(t.Context(), page(t, "Hello", map[string]any{"name": "Ada"}))
		return err == nil && strings.Contains(res.Body, "Ada")
	}, 20*time.Second, 10*time.Millisecond)
}

func TestFaultsOfPages(t *testing.T) {
	t.Parallel()
	eachRuntime(t, func(t *testing.T, runtime ssr.PoolOption) {
		tests := map[string]struct {
			fault string
			want  []ssr.Kind
		}{
			"an endless loop":        {"loop", []ssr.Kind{ssr.Timeout}},
			"the end of the process": {"exit", []ssr.Kind{ssr.Crash}},
			"garbage on the output":  {"print", []ssr.Kind{""}},
		}
		for name, test := range tests {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				logged := &output{}
				p := newPool(t, "react", runtime, ssr.WithRenderTimeout(500*time.Millisecond), ssr.WithPoolLogger(logged.logger()))
				require.NoError(t, p.Ready(t.Context()))
				begun := time.Now()
				_, err := p.Render(t.Context(), fault(t, test.fault))
				assert.Contains(t, test.want, kind(err), "%v", err)
				assert.Less(t, time.Since(begun), 10*time.Second)
				healthy(t, p)
				if test.fault == "print" {
					for _, text := range []string{"garbage", "printed"} { // pipes are read in their own time
						assert.Eventually(t, func() bool { return strings.Contains(logged.String(), text) }, 10*time.Second, 10*time.Millisecond, text)
					}
				}
			})
		}
	})
}

// Node is told how much memory it may have, and ends when it needs more.
func TestMemoryThatRunsOut(t *testing.T) {
	t.Parallel()
	logged := &output{}
	p := newPool(t, "react", ssr.WithRuntime("node"), ssr.WithMaxMemory(64<<20), ssr.WithRenderTimeout(20*time.Second), ssr.WithPoolLogger(logged.logger()))
	_, err := p.Render(t.Context(), fault(t, "memory"))
	assert.Equal(t, ssr.Crash, kind(err), "%v", err)
	assert.Contains(t, logged.String(), "heap out of memory")
	healthy(t, p)
}

// A request has its own time; the worker may use up what the pool grants.
func TestRequestsReturnInTheirTime(t *testing.T) {
	t.Parallel()
	p := newPool(t, "react", ssr.WithRuntime("node"), ssr.WithRenderTimeout(5*time.Second))
	require.NoError(t, p.Ready(t.Context()))
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	begun := time.Now()
	_, err := p.Render(ctx, fault(t, "loop"))
	assert.Equal(t, ssr.Timeout, kind(err))
	_, err = p.Render(ctx, page(t, "Hello", nil))
	assert.Equal(t, ssr.Timeout, kind(err))
	assert.Less(t, time.Since(begun), 4*time.Second)
	healthy(t, p)
}

func TestBundlesThatCannotBeLoaded(t *testing.T) {
	t.Parallel()
	eachRuntime(t, func(t *testing.T, runtime ssr.PoolOption) {
		for bundle, want := range map[string]string{
			"nothing": "neither exports a render function nor calls createServer",
			"broken":  "not-installed-anywhere",
			"exits":   "ended before it had loaded",
		} {
			t.Run(bundle, func(t *testing.T) {
				t.Parallel()
				p := newPool(t, bundle, runtime)
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
				defer cancel()
				_, err := p.Render(ctx, page(t, "Hello", nil))
				assert.ErrorContains(t, err, want)
				begun := time.Now()
				_, err = p.Render(ctx, page(t, "Hello", nil))
				assert.ErrorContains(t, err, want)
				assert.Less(t, time.Since(begun), 5*time.Second, "nobody waits for what will not come")
			})
		}
	})
}

func TestWorkersThatTakeTooLongToStart(t *testing.T) {
	t.Parallel()
	p := newPool(t, "slow", ssr.WithRuntime("node"), ssr.WithStartTimeout(300*time.Millisecond))
	_, err := p.Render(t.Context(), page(t, "Hello", nil))
	assert.ErrorContains(t, err, "has not loaded")
	assert.ErrorContains(t, err, "within 300ms")
}

// Two hundred visitors come while somebody kills the workers.
func TestVisitorsDoNotNoticeThatWorkersDie(t *testing.T) {
	t.Parallel()
	eachRuntime(t, func(t *testing.T, option ssr.PoolOption) {
		bundle := filepath.Join(t.TempDir(), "dying.mjs")
		data, err := os.ReadFile("testdata/react.mjs")
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(bundle, data, 0o600))
		p, err := ssr.NewPool(bundle, option, ssr.WithWorkers(2), ssr.WithPoolLogger((&output{}).logger()))
		require.NoError(t, err)
		defer func() {
			require.NoError(t, p.Close())
			assert.Empty(t, pids(t, bundle))
			assert.Eventually(t, func() bool { return len(zombies(t)) == 0 }, 10*time.Second, 10*time.Millisecond)
		}()
		require.NoError(t, p.Ready(t.Context()))
		const timeout = 5 * time.Second
		guard := ssr.NewGuard(p, ssr.WithTimeout(timeout), ssr.WithLogger((&output{}).logger()))

		stop := make(chan struct{})
		var killer, visitors sync.WaitGroup
		killed := 0
		killer.Go(func() {
			for {
				if found := pids(t, bundle); len(found) > 0 && syscall.Kill(found[0], syscall.SIGKILL) == nil {
					killed++
				}
				select {
				case <-stop:
					return
				case <-time.After(250 * time.Millisecond):
				}
			}
		})
		var rendered, left atomic.Int64
		request := page(t, "Table", rows(100))
		for range 200 {
			visitors.Go(func() {
				begun := time.Now()
				result, ok, err := guard.Render(t.Context(), ssr.Request{Page: request, Component: "Table"})
				assert.NoError(t, err)
				assert.Less(t, time.Since(begun), timeout+3*time.Second)
				if ok {
					assert.Contains(t, result.Body, "User 99")
					rendered.Add(1)
				} else {
					left.Add(1)
				}
			})
		}
		visitors.Wait()
		close(stop)
		killer.Wait()
		t.Logf("%d workers killed, %d pages rendered, %d left to the browser", killed, rendered.Load(), left.Load())
		assert.EqualValues(t, 200, rendered.Load()+left.Load())
		assert.Positive(t, killed)
		assert.Positive(t, rendered.Load())
		healthy(t, p)
		assert.Eventually(t, func() bool { return len(pids(t, bundle)) == 2 }, 20*time.Second, 10*time.Millisecond, "all workers come back")
	})
}

// zombies are children of this program that have ended and nobody has waited for.
func zombies(t *testing.T) (found []string) {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	require.NoError(t, err)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		_, rest, _ := strings.Cut(string(data), ") ")
		if strings.HasPrefix(rest, fmt.Sprintf("Z %d ", os.Getpid())) {
			found = append(found, string(data))
		}
	}
	return found
}
