package ssr_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/inertia-templ/shell/internal/needs"
	"github.com/inertia-templ/shell/ssr"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// jsRuntime is a runtime that the tests use.
type jsRuntime struct {
	name string
	find func(testing.TB) string
}

// runtimes are Node, Bun, and Deno if it is in the PATH.
var runtimes = []jsRuntime{{"node", needs.Node}, {"bun", needs.Bun}}

func init() {
	if path, err := exec.LookPath("deno"); err == nil {
		runtimes = append(runtimes, jsRuntime{"deno", func(testing.TB) string { return path }})
	}
}

// node is an option for those tests that one runtime is enough for.
func node(t testing.TB) ssr.PoolOption {
	t.Helper()
	return ssr.WithRuntime(needs.Node(t))
}

// eventually waits for a condition, as long as the test may take.
func eventually(t testing.TB, condition func() bool) {
	t.Helper()
	for !condition() {
		select {
		case <-t.Context().Done():
			t.Fatal("the test has ended before the condition was met")
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func page(t testing.TB, component string, props map[string]any) []byte {
	t.Helper()
	all := map[string]any{"errors": map[string]any{}}
	for name, value := range props {
		all[name] = value
	}
	data, err := json.Marshal(map[string]any{"component": component, "props": all, "url": "/x", "version": "v1"})
	require.NoError(t, err)
	return data
}

func fault(t testing.TB, what string) []byte { return page(t, "Faulty", map[string]any{"fault": what}) }

// output collects what is logged.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

func (o *output) logger() *slog.Logger { return slog.New(slog.NewTextHandler(o, nil)) }

// newPool is a pool of one worker unless the options say otherwise, that is
// closed with the test.
func newPool(t testing.TB, bundle string, opts ...ssr.PoolOption) *ssr.Pool {
	t.Helper()
	p, err := ssr.NewPool("testdata/"+bundle+".mjs", append([]ssr.PoolOption{ssr.WithWorkers(1), ssr.WithStartTimeout(hour), ssr.WithRenderTimeout(hour), ssr.WithPoolLogger((&output{}).logger())}, opts...)...)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, p.Close()) })
	return p
}

// eachRuntime runs a test with every runtime.
func eachRuntime(t *testing.T, test func(t *testing.T, runtime ssr.PoolOption)) {
	t.Helper()
	for _, r := range runtimes {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			test(t, ssr.WithRuntime(r.find(t)))
		})
	}
}

func pids(t testing.TB, bundle string) []int {
	t.Helper()
	var found []int
	processes, err := filepath.Glob("/proc/[0-9]*/cmdline")
	require.NoError(t, err)
	for _, file := range processes {
		line, err := os.ReadFile(file)
		if err == nil && strings.Contains(string(line), bundle) && strings.Contains(string(line), "worker.mjs") {
			var pid int
			_, err := fmt.Sscanf(file, "/proc/%d/", &pid)
			require.NoError(t, err)
			found = append(found, pid)
		}
	}
	return found
}

func TestPoolRendersOrdinaryBundles(t *testing.T) {
	t.Parallel()
	eachRuntime(t, func(t *testing.T, runtime ssr.PoolOption) {
		for _, bundle := range []string{"react", "vue", "svelte"} {
			t.Run(bundle, func(t *testing.T) {
				t.Parallel()
				res, err := newPool(t, bundle, runtime).Render(t.Context(), page(t, "Hello", map[string]any{"name": "Ada </script> \u2028 \x00 😀"}))
				require.NoError(t, err)
				assert.Contains(t, res.Body, `data-server-rendered="true"`)
				assert.Regexp(t, "Hello, (<!-- -->)?Ada &lt;/script(>|&gt;) \u2028 \x00 😀", res.Body)
				assert.Regexp(t, `<title[^>]*>Hello · Test</title>`, res.Head)
			})
		}
	})
}

// What the pool renders is what Node renders for the server of Inertia's own.
func TestPoolAndServerAgree(t *testing.T) {
	t.Parallel()
	official := serve(t, "react")
	eachRuntime(t, func(t *testing.T, runtime ssr.PoolOption) {
		p := newPool(t, "react", runtime)
		for _, data := range [][]byte{page(t, "Hello", map[string]any{"name": "<!--<script>"}), page(t, "Table", rows(100))} {
			want, err := official.Render(t.Context(), data)
			require.NoError(t, err)
			got, err := p.Render(t.Context(), data)
			require.NoError(t, err)
			assert.Equal(t, want, got)
		}
	})
}

func rows(n int) map[string]any {
	list := make([]map[string]any, n)
	for i := range list {
		list[i] = map[string]any{"id": i, "name": fmt.Sprint("User ", i), "email": fmt.Sprint("user", i, "@example.com"), "city": "Łódź", "active": i%2 == 0, "score": i * 7 % 100}
	}
	return map[string]any{"rows": list}
}

func TestPoolRendersLargePagesInOnePiece(t *testing.T) {
	t.Parallel()
	eachRuntime(t, func(t *testing.T, runtime ssr.PoolOption) {
		name := strings.Repeat("ż", 3<<20)
		res, err := newPool(t, "react", runtime).Render(t.Context(), page(t, "Hello", map[string]any{"name": name}))
		require.NoError(t, err)
		assert.Equal(t, 2, strings.Count(res.Body, name))
	})
}

func TestPoolUsesExportedFunctions(t *testing.T) {
	t.Parallel()
	eachRuntime(t, func(t *testing.T, runtime ssr.PoolOption) {
		res, err := newPool(t, "slow", runtime).Render(t.Context(), page(t, "Any", nil))
		require.NoError(t, err, "requests wait for a worker that takes its time to start")
		assert.Equal(t, `<div id="app" data-server-rendered="true">Any</div>`, res.Body)
		assert.Empty(t, res.Head)
	})
}

func TestPoolClassifiesErrorsOfPages(t *testing.T) {
	t.Parallel()
	eachRuntime(t, func(t *testing.T, runtime ssr.PoolOption) {
		p := newPool(t, "react", runtime)
		tests := []struct {
			name string
			page []byte
			want ssr.Error
		}{
			{"a page throws", fault(t, "throw"), ssr.Error{Kind: ssr.Render, Message: "the page is broken", Component: "Faulty", URL: "/x"}},
			{"a page uses the window", fault(t, "window"), ssr.Error{Kind: ssr.BrowserAPI, BrowserAPI: "window", Component: "Faulty", URL: "/x"}},
			{"a component is not there", page(t, "Missing", nil), ssr.Error{Kind: ssr.Component, Message: "Cannot find module ./pages/Missing.jsx", Component: "Missing", URL: "/x"}},
		}
		for _, test := range tests {
			_, err := p.Render(t.Context(), test.page)
			var got *ssr.Error
			require.ErrorAs(t, err, &got, test.name)
			assert.Equal(t, test.want.Kind, got.Kind, test.name)
			assert.Contains(t, got.Message, test.want.Message, test.name)
			assert.Equal(t, test.want.BrowserAPI, got.BrowserAPI, test.name)
			assert.Equal(t, test.want.Component, got.Component, test.name)
			assert.Equal(t, test.want.URL, got.URL, test.name)
			assert.NotEmpty(t, got.Hint, test.name)
			assert.Regexp(t, `react\.mjs:\d+:\d+$`, got.Location, test.name)
		}
		_, err := p.Render(t.Context(), page(t, "Hello", nil))
		assert.NoError(t, err, "the worker goes on")
	})
}

func TestNewPoolErrors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		bundle string
		opts   []ssr.PoolOption
		want   string
	}{
		"no bundle":               {"testdata/none.mjs", nil, `none.mjs: no such file or directory: build it with "npx vite build --ssr"`},
		"a folder with several":   {"testdata", nil, "name the bundle itself"},
		"a folder without any":    {"testdata/src", nil, "the folder src contains no script"},
		"no such runtime":         {"testdata/react.mjs", []ssr.PoolOption{ssr.WithRuntime("no-such-runtime")}, `ssr: WithRuntime("no-such-runtime"): `},
		"no workers":              {"testdata/react.mjs", []ssr.PoolOption{ssr.WithWorkers(0)}, "ssr: WithWorkers(0)"},
		"fewer pages than none":   {"testdata/react.mjs", []ssr.PoolOption{ssr.WithMaxRenders(-1)}, "ssr: WithMaxRenders(-1)"},
		"an age below 0":          {"testdata/react.mjs", []ssr.PoolOption{ssr.WithMaxAge(-1)}, "ssr: WithMaxAge(-1ns)"},
		"memory below 0":          {"testdata/react.mjs", []ssr.PoolOption{ssr.WithMaxMemory(-1)}, "ssr: WithMaxMemory(-1)"},
		"no time to start":        {"testdata/react.mjs", []ssr.PoolOption{ssr.WithStartTimeout(0)}, "ssr: WithStartTimeout(0s)"},
		"no time to render":       {"testdata/react.mjs", []ssr.PoolOption{ssr.WithRenderTimeout(0)}, "ssr: WithRenderTimeout(0s)"},
		"a variable with no name": {"testdata/react.mjs", []ssr.PoolOption{ssr.WithEnv("=x")}, `ssr: WithEnv("=x"): want "NAME=value"`},
		"a variable of no value":  {"testdata/react.mjs", []ssr.PoolOption{ssr.WithEnv("A=b", "NAME")}, `ssr: WithEnv("NAME"): want "NAME=value"`},
		"no logger":               {"testdata/react.mjs", []ssr.PoolOption{ssr.WithPoolLogger(nil)}, "ssr: WithPoolLogger(nil)"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := ssr.NewPool(test.bundle, test.opts...)
			assert.ErrorContains(t, err, test.want)
		})
	}
}

func TestPoolReplacesWorkersThatHaveDoneEnough(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		opt  ssr.PoolOption
		page []byte
	}{
		"by number of pages": {ssr.WithMaxRenders(5), page(t, "Hello", nil)},
		"by age":             {ssr.WithMaxAge(time.Millisecond), page(t, "Hello", nil)},
		"by memory":          {ssr.WithMaxMemory(200 << 20), fault(t, "grow")},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// A copy, to know its processes by.
			bundle := filepath.Join(t.TempDir(), "replaced.mjs")
			data, err := os.ReadFile("testdata/react.mjs")
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(bundle, data, 0o600))
			p, err := ssr.NewPool(bundle, ssr.WithWorkers(1), ssr.WithRuntime(needs.Bun(t)), test.opt, ssr.WithPoolLogger((&output{}).logger()))
			require.NoError(t, err)
			defer p.Close()
			require.NoError(t, p.Ready(t.Context()))
			first := pids(t, bundle)
			require.Len(t, first, 1)
			seen := map[int]bool{}
			for len(seen) < 3 {
				for range 16 {
					_, err := p.Render(t.Context(), test.page)
					require.NoError(t, err, "nobody notices")
				}
				for _, pid := range pids(t, bundle) {
					seen[pid] = true
				}
			}
			eventually(t, func() bool { return len(pids(t, bundle)) <= 2 })
		})
	}
}

func TestPoolOfAnEmbeddedBundle(t *testing.T) {
	t.Parallel()
	p, err := ssr.NewPool("svelte.mjs", ssr.WithFS(os.DirFS("testdata")), node(t), ssr.WithWorkers(1))
	require.NoError(t, err)
	_, err = p.Render(t.Context(), page(t, "Hello", nil))
	require.NoError(t, err)
	require.NoError(t, p.Close())
	_, err = ssr.NewPool("none.mjs", ssr.WithFS(os.DirFS("testdata")), node(t))
	assert.ErrorContains(t, err, "no bundle")
}

func TestPoolCloseFinishesWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	begun, finish := filepath.Join(dir, "begun"), filepath.Join(dir, "finish")
	bundle := write(t, filepath.Join(dir, "closing.mjs"), `import fs from 'node:fs'
	export const render = async () => {
		fs.writeFileSync(process.env.BEGUN, '')
		while (!fs.existsSync(process.env.FINISH)) await new Promise((resolve) => setTimeout(resolve, 5))
		return { head: [], body: 'done' }
	}`)
	p, err := ssr.NewPool(bundle, ssr.WithWorkers(1), node(t), ssr.WithRenderTimeout(hour), ssr.WithEnv("BEGUN="+begun), ssr.WithEnv("FINISH="+finish))
	require.NoError(t, err)
	type answer struct {
		result ssr.Result
		err    error
	}
	rendered, waiting, closed := make(chan answer), make(chan error), make(chan error)
	go func() {
		res, err := p.Render(context.Background(), []byte("{}"))
		rendered <- answer{res, err}
	}()
	eventually(t, func() bool { _, err := os.Stat(begun); return err == nil })
	go func() {
		_, err := p.Render(context.Background(), []byte("{}"))
		waiting <- err
	}()
	go func() { closed <- p.Close() }()
	assert.ErrorContains(t, <-waiting, "the pool is closed", "what has not been begun is not rendered")
	write(t, finish, "")
	done := <-rendered
	require.NoError(t, done.err)
	assert.Equal(t, "done", done.result.Body)
	require.NoError(t, <-closed)
	assert.Empty(t, pids(t, bundle))
	_, err = p.Render(t.Context(), []byte("{}"))
	assert.ErrorContains(t, err, "the pool is closed")
}

// write writes a file and returns its name.
func write(t testing.TB, name, content string) string {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
	require.NoError(t, os.WriteFile(name, []byte(content), 0o600))
	return name
}

func TestPoolTellsWhatItDoes(t *testing.T) {
	t.Parallel()
	p := newPool(t, "react", node(t), ssr.WithWorkers(2))
	eventually(t, func() bool { return p.Stats().Ready == 2 })
	for range 3 {
		_, err := p.Render(t.Context(), page(t, "Hello", map[string]any{"name": "Ada"}))
		require.NoError(t, err)
	}
	s := p.Stats()
	assert.Positive(t, s.Oldest)
	assert.Positive(t, s.Average)
	s.Oldest, s.Average = 0, 0
	assert.Equal(t, ssr.PoolStats{Workers: 2, Ready: 2, Started: 2, Answers: 3}, s)
	require.NoError(t, p.Close())
	assert.Zero(t, p.Stats().Ready)
}
