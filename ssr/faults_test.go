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
	eventually(t, func() bool {
		res, err := p.Render(t.Context(), page(t, "Hello", map[string]any{"name": "Ada"}))
		return err == nil && strings.Contains(res.Body, "Ada")
	})
}

func TestPagesThatDoNotEndAreKilled(t *testing.T) {
	t.Parallel()
	eachRuntime(t, func(t *testing.T, runtime ssr.PoolOption) {
		bundle := write(t, filepath.Join(t.TempDir(), "loop.mjs"), `export default ({ component }) => {
			while (component === 'Loop');
			return { body: 'done' }
		}`)
		p, err := ssr.NewPool(bundle, runtime, ssr.WithWorkers(1), ssr.WithStartTimeout(hour), ssr.WithRenderTimeout(time.Second), ssr.WithPoolLogger((&output{}).logger()))
		require.NoError(t, err)
		defer p.Close()
		for range 2 {
			_, err := p.Render(t.Context(), page(t, "Loop", nil))
			assert.Equal(t, ssr.Timeout, kind(err), "%v", err)
			eventually(t, func() bool { // a machine with much to do may need longer once
				result, err := p.Render(t.Context(), page(t, "Other", nil))
				return err == nil && result.Body == "done"
			})
		}
	})
}

func TestWhatPagesPrintIsLogged(t *testing.T) {
	t.Parallel()
	eachRuntime(t, func(t *testing.T, runtime ssr.PoolOption) {
		logged := &output{}
		p := newPool(t, "react", runtime, ssr.WithPoolLogger(logged.logger()))
		_, err := p.Render(t.Context(), fault(t, "print"))
		require.NoError(t, err)
		for _, text := range []string{"garbage", "printed"} { // pipes are read in their own time
			eventually(t, func() bool { return strings.Contains(logged.String(), text) })
		}
		assert.NotContains(t, logged.String(), "Starting SSR server", "nothing listens")
	})
}

// Node is told how much memory it may have, and ends when it needs more.
func TestMemoryThatRunsOut(t *testing.T) {
	t.Parallel()
	logged := &output{}
	p := newPool(t, "react", node(t), ssr.WithMaxMemory(64<<20), ssr.WithRenderTimeout(hour), ssr.WithPoolLogger(logged.logger()))
	_, err := p.Render(t.Context(), fault(t, "memory"))
	assert.Equal(t, ssr.Crash, kind(err), "%v", err)
	assert.Contains(t, logged.String(), "heap out of memory")
	healthy(t, p)
}

// A request has its own time; the worker may use up what the pool grants.
func TestRequestsReturnInTheirTime(t *testing.T) {
	t.Parallel()
	bundle := copied(t, "react")
	p, err := ssr.NewPool(bundle, node(t), ssr.WithWorkers(1), ssr.WithStartTimeout(hour), ssr.WithRenderTimeout(hour), ssr.WithPoolLogger((&output{}).logger()))
	require.NoError(t, err)
	defer p.Close()
	require.NoError(t, p.Ready(t.Context()))
	ctx, cancel := context.WithCancel(t.Context())
	loop, gone := fault(t, "loop"), make(chan error, 1)
	go func() {
		_, err := p.Render(ctx, loop)
		gone <- err
	}()
	require.Eventually(t, func() bool { return p.Stats().Busy == 1 }, time.Minute, time.Millisecond)
	cancel()
	err = <-gone
	assert.Equal(t, ssr.Timeout, kind(err), "%v", err)
	ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = p.Render(ctx, page(t, "Hello", nil))
	assert.Equal(t, ssr.Busy, kind(err), "it is not the fault of this page: %v", err)
	require.NoError(t, syscall.Kill(pids(t, bundle)[0], syscall.SIGKILL))
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
				for range 2 { // nobody waits for what will not come
					_, err := p.Render(t.Context(), page(t, "Hello", nil))
					assert.ErrorContains(t, err, want)
				}
			})
		}
	})
}

func TestWorkersThatTakeTooLongToStart(t *testing.T) {
	t.Parallel()
	bundle := write(t, filepath.Join(t.TempDir(), "never.mjs"), `await new Promise(() => setInterval(() => {}, 1000))`)
	p, err := ssr.NewPool(bundle, node(t), ssr.WithWorkers(1), ssr.WithStartTimeout(300*time.Millisecond), ssr.WithPoolLogger((&output{}).logger()))
	require.NoError(t, err)
	defer p.Close()
	_, err = p.Render(t.Context(), page(t, "Hello", nil))
	assert.ErrorContains(t, err, "has not loaded")
	assert.ErrorContains(t, err, "within 300ms")
}

// copied is a bundle of its own for a test, to know its workers by.
func copied(t testing.TB, bundle string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + bundle + ".mjs")
	require.NoError(t, err)
	return write(t, filepath.Join(t.TempDir(), bundle+".mjs"), string(data))
}

// A hundred visitors come while somebody kills workers.
func TestVisitorsDoNotNoticeThatWorkersEnd(t *testing.T) {
	t.Parallel()
	eachRuntime(t, func(t *testing.T, option ssr.PoolOption) {
		bundle := copied(t, "react")
		p, err := ssr.NewPool(bundle, option, ssr.WithWorkers(2), ssr.WithRenderTimeout(hour), ssr.WithStartTimeout(hour), ssr.WithPoolLogger((&output{}).logger()))
		require.NoError(t, err)
		defer func() {
			require.NoError(t, p.Close())
			assert.Empty(t, pids(t, bundle))
			eventually(t, func() bool { return len(zombies(t)) == 0 })
		}()
		require.NoError(t, p.Ready(t.Context()))

		const visitors, kills = 100, 4
		var answered, rendered, killed atomic.Int64
		var all sync.WaitGroup
		request := page(t, "Table", rows(20))
		for range visitors {
			all.Go(func() {
				result, err := p.Render(t.Context(), request)
				if err == nil {
					assert.Contains(t, result.Body, "User 19")
					rendered.Add(1)
				} else {
					assert.Equal(t, ssr.Crash, kind(err), "%v", err)
				}
				if answered.Add(1)%(visitors/kills) == 0 {
					if found := pids(t, bundle); len(found) > 0 && syscall.Kill(found[0], syscall.SIGKILL) == nil {
						killed.Add(1)
					}
				}
			})
		}
		all.Wait()
		t.Logf("%d workers killed, %d pages rendered", killed.Load(), rendered.Load())
		assert.Positive(t, killed.Load())
		assert.GreaterOrEqual(t, rendered.Load(), visitors-killed.Load()/2, "only a page that was hit twice is lost")
		healthy(t, p)
		eventually(t, func() bool { return len(pids(t, bundle)) == 2 })
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
