package ssr_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/ssr"
)

// pages is a bundle whose pages do what their name says.
const pages = `
const later = (f, ms = 0) => new Promise((resolve) => setTimeout(() => resolve(f?.()), ms))
const pages = {
	Good: () => 'good ' + process.pid,
	Floating: () => { Promise.reject(new Error('nobody catches this')) },
	FloatingLater: async () => { (async () => { await null; throw new Error('nobody catches this later') })() },
	Timer: () => { setTimeout(() => { throw new Error('thrown by a timer') }, 1) },
	TimerWhileRendering: async () => { setTimeout(() => { throw new Error('thrown while rendering') }, 1); await later(null, 1000) },
	Immediate: () => { setImmediate(() => { throw new Error('thrown at once') }) },
	Exit: () => process.exit(3),
	ExitLater: () => { setTimeout(() => process.exit(4), 1) },
	ExitImported: async () => (await import('node:process')).exit(5),
	Abort: () => process.abort(),
	Kill: () => process.kill(process.pid, 'SIGKILL'),
	Signal0: () => 'alive ' + process.kill(process.pid, 0),
	Nothing: () => { throw undefined },
	Null: () => { throw Object.create(null) },
	Getter: () => { throw Object.defineProperty(new Error('x'), 'message', { get() { throw 1 } }) },
	Mute: () => { throw new Error('') },
	Head: () => ({ head: [1], body: '' }),
	HeadText: () => ({ head: 'title', body: '' }),
	HeadNull: () => ({ head: null, body: 'no head' }),
	Cycle: () => { const head = []; head.push(head); return { head, body: '' } },
	Large: () => 'x'.repeat(70 << 20),
	LargeHead: () => ({ head: ['x'.repeat(70 << 20)], body: '' }),
	LogFails: () => { console.log = () => { throw new Error('no log') } },
}
export default async ({ component }) => {
	const made = await pages[component]()
	return made?.body === undefined ? { head: [], body: String(made) } : made
}`

func pagesPool(t *testing.T, opts ...ssr.PoolOption) (*ssr.Pool, *output) {
	t.Helper()
	logged := &output{}
	bundle := write(t, filepath.Join(t.TempDir(), "pages.mjs"), pages)
	p, err := ssr.NewPool(bundle, append([]ssr.PoolOption{ssr.WithWorkers(1), ssr.WithStartTimeout(hour), ssr.WithRenderTimeout(hour), ssr.WithMaxMemory(0), ssr.WithPoolLogger(logged.logger())}, opts...)...)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, p.Close()) })
	return p, logged
}

// A worker survives what its pages do, as far as that can be survived.
func TestWorkersSurviveTheirPages(t *testing.T) {
	t.Parallel()
	eachRuntime(t, func(t *testing.T, runtime ssr.PoolOption) {
		p, logged := pagesPool(t, runtime)
		good, err := p.Render(t.Context(), page(t, "Good", nil))
		require.NoError(t, err)
		tests := []struct {
			component string
			body      string   // if it is rendered
			kind      ssr.Kind // if not
			want      string   // in the error, or in the log of a page that is rendered
		}{
			{component: "Floating", body: "undefined", want: "nobody catches this"},
			{component: "FloatingLater", body: "undefined", want: "nobody catches this later"},
			{component: "Timer", body: "undefined", want: "thrown by a timer"},
			{component: "Immediate", body: "undefined", want: "thrown at once"},
			{component: "ExitLater", body: "undefined", want: "the page calls exit(4)"},
			{component: "Exit", kind: ssr.Render, want: "the page calls exit(3)"},
			{component: "ExitImported", kind: ssr.Render, want: "xit(5)"},
			{component: "Abort", kind: ssr.Render, want: "the page calls abort()"},
			{component: "Kill", kind: ssr.Render, want: "SIGKILL"},
			{component: "Signal0", body: "alive true"},
			{component: "Nothing", kind: ssr.Render, want: "undefined"},
			{component: "Null", kind: ssr.Render, want: "cannot be shown"},
			{component: "Getter", kind: ssr.Render, want: "cannot be shown"},
			{component: "Mute", kind: ssr.Render, want: "Error"},
			{component: "Head", kind: ssr.Render, want: "a head that is not a list of strings"},
			{component: "HeadText", kind: ssr.Render, want: "a head that is not a list of strings"},
			{component: "HeadNull", body: "no head"},
			{component: "Cycle", kind: ssr.Render, want: "list of strings"},
			{component: "Large", kind: ssr.TooLarge, want: "bytes, more than 67108864"},
			{component: "LargeHead", kind: ssr.TooLarge, want: "bytes, more than 67108864"},
			{component: "LogFails", body: "undefined"},
		}
		for range 3 { // again and again
			for _, test := range tests {
				result, err := p.Render(t.Context(), page(t, test.component, nil))
				if !assert.NotContains(t, logged.String(), "has ended", test.component) {
					return
				}
				if test.kind == "" {
					require.NoError(t, err, test.component)
					assert.Equal(t, test.body, result.Body, test.component)
					eventually(t, func() bool { return strings.Contains(logged.String(), test.want) })
					continue
				}
				var e *ssr.Error
				require.ErrorAs(t, err, &e, test.component)
				assert.Equal(t, test.kind, e.Kind, "%s: %v", test.component, err)
				assert.Equal(t, test.component, e.Component)
				assert.Contains(t, e.Message, test.want, test.component)
			}
		}
		after, err := p.Render(t.Context(), page(t, "Good", nil))
		require.NoError(t, err)
		assert.Equal(t, good.Body, after.Body, "it is the same process")
		for _, component := range []string{"Floating", "FloatingLater", "Timer", "Immediate", "ExitLater"} {
			assert.Equal(t, 1, strings.Count(logged.String(), "component="+component+" "), "%s is reported once, by its name\n%s", component, logged)
		}
		assert.NotContains(t, logged.String(), "worker has ended")
	})
}

// A page whose timer throws before it is rendered fails at once. Deno does not
// tell which page the timer belongs to.
// What a server's handler has rendered is taken from it before it is JSON. That
// must not touch what pages make, whenever the handler renders them.
func TestServersMayAnswerInEveryWay(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]string{
		"as Inertia's does":  `const result = await render(page); response.writeHead(200); response.write(JSON.stringify(result)); response.end()`,
		"with the end":       `const result = await render(page); response.writeHead(200); response.end(JSON.stringify(result))`,
		"in parts":           `const result = await render(page); response.writeHead(200); const s = JSON.stringify(result); response.write(s.slice(0, 9)); response.end(s.slice(9))`,
		"indented":           `const result = await render(page); response.writeHead(200); response.end(JSON.stringify(result, null, 2))`,
		"before the head":    `const s = JSON.stringify(await render(page)); response.writeHead(200); response.end(s)`,
		"without a head":     `response.end(JSON.stringify(await render(page)))`,
		"head first":         `response.writeHead(200); response.end(JSON.stringify(await render(page)))`,
		"head first, sync":   `response.writeHead(200); response.end(JSON.stringify(renderSync(page)))`,
		"head first, pauses": `response.writeHead(200); await null; response.end(JSON.stringify(await render(page)))`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bundle := write(t, filepath.Join(t.TempDir(), "server.mjs"), `
				import http from 'node:http'
				const renderSync = (page) => ({ head: ['<title>x</title>'], body: JSON.stringify({ body: 'inner ' + page.url }) + JSON.stringify({ head: [], body: '' }) })
				const render = async (page) => renderSync(page)
				http.createServer(async (request, response) => {
					let text = ''
					request.on('data', (chunk) => text += chunk)
					await new Promise((resolve) => request.on('end', resolve))
					const page = JSON.parse(text)
					`+handler+`
				}).listen()`)
			eachRuntime(t, func(t *testing.T, runtime ssr.PoolOption) {
				p, err := ssr.NewPool(bundle, runtime, ssr.WithWorkers(1), ssr.WithStartTimeout(hour), ssr.WithRenderTimeout(hour), ssr.WithPoolLogger((&output{}).logger()))
				require.NoError(t, err)
				defer func() { assert.NoError(t, p.Close()) }()
				for range 3 {
					result, err := p.Render(t.Context(), page(t, "Any", nil))
					require.NoError(t, err)
					assert.Equal(t, ssr.Result{Head: []string{"<title>x</title>"}, Body: `{"body":"inner /x"}{"head":[],"body":""}`}, result)
				}
			})
		})
	}
}

func TestTimersThatThrowFailTheirPage(t *testing.T) {
	t.Parallel()
	for _, r := range runtimes[:2] {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			p, _ := pagesPool(t, ssr.WithRuntime(r.find(t)))
			_, err := p.Render(t.Context(), page(t, "TimerWhileRendering", nil))
			require.ErrorContains(t, err, "ssr: TimerWhileRendering: render: thrown while rendering")
			assert.ErrorContains(t, err, "pages.mjs:")
		})
	}
}

// An answer that breaks the protocol costs one worker, and is not tried again.
func TestAnswersThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, garbage := range map[string]string{
		"an impossible length":       `'\xff\xff\xff\xff' + 'x'.repeat(100)`,
		"a length too small":         `'\0\0\0\x01' + 'x'.repeat(100)`,
		"a head longer than all":     `'\0\0\0\x20' + '\0' + '\0\0\0\0' + '\x7f\0\0\0' + 'x'.repeat(100)`,
		"a kind that does not exist": `'\0\0\0\x09' + '\x63' + '\0\0\0\0' + '\0\0\0\0'`,
		"a head that is not JSON":    `'\0\0\0\x0b' + '\0' + '\0\0\0\0' + '\0\0\0\x02' + '{{'`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			logged := &output{}
			bundle := write(t, filepath.Join(t.TempDir(), "garbage.mjs"), `export default ({ component }) => {
				if (component === 'Garbage') for (const handle of process._getActiveHandles()) {
					if (handle.write && handle !== process.stdout && handle !== process.stderr) handle.write(Buffer.from(`+garbage+`, 'latin1'))
				}
				return { body: 'good' }
			}`)
			p, err := ssr.NewPool(bundle, ssr.WithWorkers(1), node(t), ssr.WithStartTimeout(hour), ssr.WithRenderTimeout(hour), ssr.WithPoolLogger(logged.logger()))
			require.NoError(t, err)
			defer p.Close()
			for n := range 3 {
				_, err := p.Render(t.Context(), page(t, "Garbage", nil))
				require.Equal(t, ssr.Crash, kind(err), "%v", err)
				assert.ErrorContains(t, err, "the worker's answer cannot be read")
				result, err := p.Render(t.Context(), page(t, "Good", nil))
				require.NoError(t, err)
				assert.Equal(t, "good", result.Body)
				assert.Equal(t, n+1, strings.Count(logged.String(), "a worker was killed"), "one worker for each")
			}
		})
	}
}

// A page that ends its worker by means that cannot be caught costs two workers,
// and those who wait behind it none of their pages.
func TestPagesThatEndTheirWorker(t *testing.T) {
	t.Parallel()
	logged := &output{}
	bundle := write(t, filepath.Join(t.TempDir(), "deadly.mjs"), `import { execFileSync } from 'node:child_process'
	export default ({ component }) => {
		if (component === 'Deadly') execFileSync('kill', ['-9', String(process.pid)])
		return { body: component }
	}`)
	p, err := ssr.NewPool(bundle, ssr.WithWorkers(1), node(t), ssr.WithStartTimeout(hour), ssr.WithRenderTimeout(hour), ssr.WithPoolLogger(logged.logger()))
	require.NoError(t, err)
	defer p.Close()
	require.NoError(t, p.Ready(t.Context()))
	const others = 20
	done := make(chan error, others)
	for range others {
		go func() {
			result, err := p.Render(context.Background(), page(t, "Good", nil))
			if err == nil && result.Body != "Good" {
				err = errors.New(result.Body)
			}
			done <- err
		}()
	}
	_, err = p.Render(t.Context(), page(t, "Deadly", nil))
	assert.Equal(t, ssr.Crash, kind(err), "%v", err)
	for range others {
		assert.NoError(t, <-done)
	}
	eventually(t, func() bool { return strings.Count(logged.String(), "a worker has ended") == 2 })
}

// What a worker gets of the environment is what it needs.
func TestWorkersGetNoSecrets(t *testing.T) {
	t.Setenv("DATABASE_URL", "postgres://user:secret@db")
	t.Setenv("NODE_OPTIONS", "--no-such-option")
	t.Setenv("TZ", "Asia/Tokyo")
	t.Setenv("LC_ALL", "C.UTF-8")
	dir := t.TempDir()
	write(t, filepath.Join(dir, ".env"), "FROM_FILE=secret")
	bundle := write(t, filepath.Join(dir, "env.mjs"), `export default () => ({ body: JSON.stringify(process.env) })`)
	for _, r := range runtimes {
		t.Run(r.name, func(t *testing.T) {
			program := r.find(t)
			t.Chdir(dir)
			p, err := ssr.NewPool(bundle, ssr.WithWorkers(1), ssr.WithRuntime(program), ssr.WithStartTimeout(hour), ssr.WithRenderTimeout(hour),
				ssr.WithEnv("API=http://127.0.0.1", "EMPTY="), ssr.WithEnv("EQUALS=a=b"), ssr.WithPoolLogger((&output{}).logger()))
			require.NoError(t, err)
			defer p.Close()
			result, err := p.Render(t.Context(), page(t, "Env", nil))
			require.NoError(t, err)
			env := map[string]string{}
			require.NoError(t, json.Unmarshal([]byte(result.Body), &env))
			want := map[string]string{"NODE_ENV": "production", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "API": "http://127.0.0.1", "EMPTY": "", "EQUALS": "a=b"}
			for name, value := range want {
				got, ok := env[name]
				assert.True(t, ok && got == value, "%s=%s", name, got)
			}
			assert.NotEmpty(t, env["PATH"])
			for name := range env {
				switch name {
				case "PATH", "HOME", "TMPDIR", "LANG", "LANGUAGE", "LD_LIBRARY_PATH", "XDG_CACHE_HOME", "DENO_DIR":
				default:
					_, ok := want[name]
					assert.True(t, ok || strings.HasPrefix(name, "LC_"), "%s is passed on", name)
				}
			}
		})
	}
	p, err := ssr.NewPool(bundle, ssr.WithWorkers(1), node(t), ssr.WithStartTimeout(hour), ssr.WithEnv("NODE_ENV=development"))
	require.NoError(t, err)
	defer p.Close()
	result, err := p.Render(t.Context(), page(t, "Env", nil))
	require.NoError(t, err)
	assert.Contains(t, result.Body, `"NODE_ENV":"development"`, "the program has the last word")
}

// Errors of pages read as createServer tells them, by whatever renderer.
func TestErrorsAreReadFromJSON(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		json string
		want ssr.Error
	}{
		"a browser's name": {`{"error": "window is not defined", "component": "Home", "stack": "Error\n at a (file:///app/node_modules/x.js:1:2)\n at b (file:///app/ssr.js:3:4)"}`,
			ssr.Error{Kind: ssr.BrowserAPI, BrowserAPI: "window", Component: "Home", Location: "/app/ssr.js:3:4"}},
		"a browser's name, as Bun says it": {`{"error": "Can't find variable: document"}`, ssr.Error{Kind: ssr.BrowserAPI, BrowserAPI: "document"}},
		"a name of the program":            {`{"error": "total is not defined"}`, ssr.Error{Kind: ssr.Render}},
		"a missing component":              {`{"error": "Cannot find module ./pages/X.jsx"}`, ssr.Error{Kind: ssr.Component}},
		"a kind that is told":              {`{"error": "window is not defined", "type": "render"}`, ssr.Error{Kind: ssr.Render}},
		"a kind that pages cannot have":    {`{"error": "x", "type": "connection"}`, ssr.Error{Kind: ssr.Unknown}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got ssr.Error
			require.NoError(t, json.Unmarshal([]byte(test.json), &got))
			assert.Equal(t, test.want.Kind, got.Kind)
			assert.Equal(t, test.want.BrowserAPI, got.BrowserAPI)
			assert.Equal(t, test.want.Component, got.Component)
			assert.Equal(t, test.want.Location, got.Location)
			assert.Equal(t, test.want.Kind == ssr.BrowserAPI || test.want.Kind == ssr.Component, got.Hint != "", got.Hint)
		})
	}
}

func FuzzError(f *testing.F) {
	f.Add([]byte(`{"error": "window is not defined", "type": "", "stack": "at (/a:1:2)"}`))
	f.Add([]byte(`{"error": "'x' is not defined", "hint": 1}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var e ssr.Error
		if json.Unmarshal(data, &e) != nil {
			return
		}
		switch e.Kind {
		case ssr.Component, ssr.BrowserAPI, ssr.Render, ssr.TooLarge, ssr.Unknown:
		case "":
			require.Equal(t, ssr.Error{}, e) // null
		default:
			t.Fatalf("%q has the kind %q", data, e.Kind)
		}
		if e.Kind == ssr.BrowserAPI && e.BrowserAPI == "" && e.Hint != "" && strings.HasPrefix(e.Hint, "only browsers have :") {
			t.Fatalf("%q: %s", data, e.Hint)
		}
		again, err := json.Marshal(e)
		require.NoError(t, err)
		var second ssr.Error
		require.NoError(t, json.Unmarshal(again, &second))
		require.Equal(t, fmt.Sprintf("%+v", e), fmt.Sprintf("%+v", second), "what has been read once stays")
	})
}
