package quickjs_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/inertia-templ/shell/internal/needs"
	"github.com/inertia-templ/shell/internal/ssrguard/place"
	"github.com/inertia-templ/shell/ssr"
	"github.com/inertia-templ/shell/ssr/quickjs"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var quiet = slog.New(slog.DiscardHandler)

// patient is for machines that are slow, with the race detector at that.
var patient = quickjs.WithRenderTimeout(time.Minute)

func open(t testing.TB, bundle string, opts ...quickjs.Option) *quickjs.Engine {
	t.Helper()
	e, err := quickjs.Open("../testdata/"+bundle+".mjs", append([]quickjs.Option{quickjs.WithInstances(1), quickjs.WithLogger(quiet), patient}, opts...)...)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, e.Close()) })
	return e
}

// bundleOf is an engine whose bundle is this code.
func bundleOf(t testing.TB, code string, opts ...quickjs.Option) (*quickjs.Engine, error) {
	t.Helper()
	fsys := fstest.MapFS{"ssr.js": {Data: []byte(code)}, "chunks/part.js": {Data: []byte("export const part = 'a part'")}}
	e, err := quickjs.OpenFS(fsys, "ssr.js", append([]quickjs.Option{quickjs.WithInstances(1), quickjs.WithLogger(quiet)}, opts...)...)
	if err == nil {
		t.Cleanup(func() { assert.NoError(t, e.Close()) })
	}
	return e, err
}

func page(t testing.TB, component string, props map[string]any) []byte {
	t.Helper()
	all := map[string]any{"errors": map[string]any{}}
	for name, value := range props {
		all[name] = value
	}
	data, err := json.Marshal(map[string]any{"component": component, "props": all, "url": "/x", "version": "v1", "flash": map[string]any{}})
	require.NoError(t, err)
	return data
}

func rows(n int) map[string]any {
	list := make([]map[string]any, n)
	for i := range list {
		list[i] = map[string]any{"id": i, "name": fmt.Sprint("User ", i), "email": fmt.Sprint("user", i, "@example.com"), "city": "Łódź", "active": i%2 == 0, "score": float64(i*7%100) / 8}
	}
	return map[string]any{"rows": list}
}

func fault(t testing.TB, what string) []byte { return page(t, "Faulty", map[string]any{"fault": what}) }

func kind(err error) ssr.Kind {
	var e *ssr.Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}

// What the engine renders is what Node renders, byte for byte.
func TestEngineAndNodeAgree(t *testing.T) {
	t.Parallel()
	for _, bundle := range []string{"react", "vue", "svelte"} {
		t.Run(bundle, func(t *testing.T) {
			t.Parallel()
			pages := [][]byte{
				page(t, "Table", rows(0)), page(t, "Table", rows(1)), page(t, "Table", rows(50)),
				[]byte(`{"component":"Hello","props":{"errors":{},"name":"\ud800 alone, \udc00\ud800"},"url":"/","version":null}`),
				[]byte(`{"component":"Hello","props":{"name":1e21,"errors":{"a":-0.0000001}},"url":"/?a=b&c=d#e","version":"","rememberedState":{}}`),
			}
			for _, name := range []string{
				"Ada", "", "</script><script>alert(1)</script>", "<!-- <script", "a & b < c > d \" e ' f", "\u2028\u2029\ufeff\x00\x7f", "Łódź 😀 日本語 👩‍👩‍👧",
				strings.Repeat("long & ", 2_000),
			} {
				pages = append(pages, page(t, "Hello", map[string]any{"name": name}))
			}
			var input bytes.Buffer
			for _, p := range pages {
				line, err := json.Marshal(string(p))
				require.NoError(t, err)
				input.Write(append(line, '\n'))
			}
			node := needs.Node(t)
			cmd := exec.CommandContext(t.Context(), node, "testdata/node.mjs", "../testdata/"+bundle+".mjs")
			cmd.Env = append(os.Environ(), "NODE_ENV=production")
			cmd.Stdin, cmd.Stderr = &input, os.Stderr
			out, err := cmd.Output()
			require.NoError(t, err)
			lines := bufio.NewScanner(bytes.NewReader(out))
			lines.Buffer(nil, 16<<20)

			e := open(t, bundle)
			for _, p := range pages {
				require.True(t, lines.Scan())
				var content string
				require.NoError(t, json.Unmarshal(lines.Bytes(), &content))
				var want ssr.Result
				require.NoError(t, json.Unmarshal([]byte(content), &want))
				got, err := e.Render(t.Context(), p)
				require.NoError(t, err, "%.200s", p)
				assert.Equal(t, want.Head, got.Head)
				assert.True(t, want.Body == got.Body, "%.200s\n%.500s\n%.500s", p, want.Body, got.Body)
			}
		})
	}
}

func TestErrorsOfPages(t *testing.T) {
	t.Parallel()
	e := open(t, "react")
	tests := []struct {
		name string
		page []byte
		want ssr.Error
	}{
		{"a page throws", fault(t, "throw"), ssr.Error{Kind: ssr.Render, Message: "the page is broken", Component: "Faulty"}},
		{"a page uses the window", fault(t, "window"), ssr.Error{Kind: ssr.BrowserAPI, Message: "is not defined", Component: "Faulty", BrowserAPI: "window"}},
		{"a component is not there", page(t, "Missing", nil), ssr.Error{Kind: ssr.Component, Message: "./pages/Missing.jsx", Component: "Missing"}},
		{"a page ends the process", fault(t, "exit"), ssr.Error{Kind: ssr.Render, Message: "process.exit(3)", Component: "Faulty"}},
	}
	for _, test := range tests {
		_, err := e.Render(t.Context(), test.page)
		var got *ssr.Error
		require.ErrorAs(t, err, &got, test.name)
		assert.Equal(t, test.want.Kind, got.Kind, test.name)
		assert.Contains(t, got.Message, test.want.Message, test.name)
		assert.Equal(t, test.want.BrowserAPI, got.BrowserAPI, test.name)
		assert.Equal(t, test.want.Component, got.Component, test.name)
	}
	_, err := e.Render(t.Context(), fault(t, "print"))
	require.NoError(t, err)
}

func TestPagesThatDoNotEnd(t *testing.T) {
	t.Parallel()
	e := open(t, "react", quickjs.WithRenderTimeout(3*time.Second))
	_, err := e.Render(t.Context(), fault(t, "loop"))
	assert.Equal(t, ssr.Timeout, kind(err), "%v", err)

	require.Eventually(t, func() bool { // a machine with much to do may need longer once
		res, err := e.Render(t.Context(), page(t, "Hello", map[string]any{"name": "Ada"}))
		return err == nil && strings.Contains(res.Body, "Ada")
	}, time.Minute, time.Millisecond)
}

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	e := open(t, "react", quickjs.WithMemoryLimit(64<<20))
	for range 2 {
		_, err := e.Render(t.Context(), fault(t, "memory"))
		require.ErrorContains(t, err, "out of memory")
		_, err = e.Render(t.Context(), page(t, "Hello", nil))
		require.NoError(t, err)
	}
}

func TestBundles(t *testing.T) {
	t.Parallel()
	body := func(code string) string {
		return "export default async (page) => ({ head: [], body: String(await (async () => { " + code + " })()) })"
	}
	tests := map[string]struct{ bundle, want, wantErr string }{
		"an exported default":              {body("return page.component"), "Page", ""},
		"an exported render function":      {"export const render = () => ({ body: 'x' })", "x", ""},
		"other chunks":                     {"import { part } from './chunks/part.js'\nexport default () => ({ body: part })", "a part", ""},
		"chunks when they are needed":      {body("return (await import('./chunks/part.js')).part"), "a part", ""},
		"timers":                           {body("await new Promise((r) => setTimeout(r, 5)); return 'later'"), "later", ""},
		"an interval":                      {body("let n = 0; await new Promise((r) => { const i = setInterval(() => ++n === 3 && (clearInterval(i), r()), 1) }); return n"), "3", ""},
		"message channels":                 {body("return new Promise((r) => { const c = new MessageChannel(); c.port1.onmessage = (e) => r(e.data); c.port2.postMessage('sent') })"), "sent", ""},
		"text":                             {body("return new TextDecoder().decode(new TextEncoder().encode('ż😀')) + btoa('abcd') + atob('YWJjZA==')"), "ż😀YWJjZA==abcd", ""},
		"URLs":                             {body("const u = new URL('../a b?c=ż#d', 'https://Example.com:443/x/y/z'); u.searchParams.set('e', 'f g'); return u.href + ' ' + u.host + ' ' + u.origin"), "https://example.com/x/a%20b?c=%C5%BC&e=f+g#d example.com https://example.com", ""},
		"URL parameters":                   {body("const p = new URLSearchParams('a=1&b=2&a=%20'); p.append('c', '&'); return p + ' ' + p.getAll('a').length + ' ' + [...p.keys()]"), "a=1&b=2&a=+&c=%26 2 a,b,a,c", ""},
		"random numbers":                   {body("return crypto.randomUUID().length + crypto.getRandomValues(new Uint32Array(4)).length"), "40", ""},
		"dates and numbers of a language":  {body("return new Intl.NumberFormat('en-US').format(1234567.5) + ' ' + new Date(0).toLocaleDateString('en-US', { timeZone: 'UTC' })"), "1,234,567.5 1/1/1970", ""},
		"what waits for ever":              {body("return new Promise(() => {})"), "", "it waits for what cannot happen here"},
		"the network":                      {body("return fetch('http://127.0.0.1')"), "", "fetch is not available here"},
		"no body":                          {"export default () => ({})", "", "the bundle renders no body"},
		"a thrown text":                    {"export default () => { throw 'text' }", "", "text"},
		"deep recursion":                   {body("const f = () => f() + 1; return f()"), "", "stack"},
		"neither function nor server":      {"export const x = 1", "", "neither exports a render function"},
		"a syntax error":                   {"export default (", "", "cannot be loaded"},
		"packages that are not in it":      {"import 'left-pad'", "", "ssr: { noExternal: true }"},
		"what Node has and this has not":   {"import { cp } from 'node:fs'", "", "cp"},
		"a failure while it is loaded":     {"throw new Error('boom')", "", "boom"},
		"an endless loop while it is read": {"export default () => { for (;;); }", "", "not rendered within"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			limit := patient
			if strings.Contains(test.wantErr, "not rendered within") {
				limit = quickjs.WithRenderTimeout(500 * time.Millisecond)
			}
			e, err := bundleOf(t, test.bundle, limit)
			var res ssr.Result
			if err == nil {
				res, err = e.Render(t.Context(), page(t, "Page", nil))
			}
			if test.wantErr != "" {
				assert.ErrorContains(t, err, test.wantErr)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, test.want, res.Body)
		})
	}
}

func TestOpenErrors(t *testing.T) {
	t.Parallel()
	_, err := quickjs.Open("none.mjs")
	require.ErrorContains(t, err, `build it with "npx vite build --ssr"`)
	_, err = quickjs.Open("../testdata/react.mjs", quickjs.WithInstances(0))
	require.ErrorContains(t, err, "quickjs: WithInstances(0)")
}

func TestInstancesAreSharedAndReplaced(t *testing.T) {
	t.Parallel()
	e := open(t, "svelte", quickjs.WithInstances(2), quickjs.WithMaxRenders(7))
	var group sync.WaitGroup
	for n := range 40 {
		group.Go(func() {
			name := fmt.Sprint("visitor ", n)
			res, err := e.Render(t.Context(), page(t, "Hello", map[string]any{"name": name}))
			assert.NoError(t, err)
			assert.Contains(t, res.Body, name+"!")
		})
	}
	group.Wait()
	require.NoError(t, e.Close())
	_, err := e.Render(t.Context(), nil)
	assert.ErrorContains(t, err, "closed")
}

// gate is where what pages log is held up.
type gate struct {
	slog.Handler
	reached, open chan struct{}
}

func (g gate) Enabled(context.Context, slog.Level) bool { return true }

func (g gate) Handle(context.Context, slog.Record) error {
	g.reached <- struct{}{}
	<-g.open
	return nil
}

// held renders pages, of which one called Held logs something first.
const held = `export default ({ component }) => {
	if (component === 'Held') console.log('held')
	return { head: [], body: component }
}`

// A request has its own time. When that is over, the page is still rendered, and
// the instance goes on to the next.
func TestAPageThatIsGivenUpKeepsItsInstance(t *testing.T) {
	t.Parallel()
	g := gate{slog.DiscardHandler, make(chan struct{}), make(chan struct{})}
	e, err := bundleOf(t, held, patient, quickjs.WithLogger(slog.New(g)))
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	asked, gone := page(t, "Held", nil), make(chan error, 1)
	go func() {
		_, err := e.Render(ctx, asked)
		gone <- err
	}()
	<-g.reached
	cancel()
	err = <-gone
	assert.Equal(t, ssr.Timeout, kind(err), "%v", err)
	require.ErrorIs(t, err, context.Canceled)
	close(g.open)
	res, err := e.Render(t.Context(), page(t, "Next", nil))
	require.NoError(t, err)
	assert.Equal(t, "Next", res.Body)
}

// Pages wait for their turn, however many there are. One that would wait too long
// is left to the browser.
func TestPagesWaitForTheirTurn(t *testing.T) {
	t.Parallel()
	g := gate{slog.DiscardHandler, make(chan struct{}), make(chan struct{})}
	e, err := bundleOf(t, held, patient, quickjs.WithLogger(slog.New(g)))
	require.NoError(t, err)
	var all sync.WaitGroup
	ask := func(ctx context.Context, name string) {
		all.Go(func() {
			res, err := e.Render(ctx, page(t, name, nil))
			assert.NoError(t, err)
			assert.Equal(t, name, res.Body)
		})
	}
	ask(t.Context(), "Held")
	<-g.reached // the only instance is busy from here on
	for n := range 32 {
		ask(t.Context(), fmt.Sprint("Page", n))
	}
	ask(place.With(t.Context(), place.Place{First: true}), "Crawled")
	_, err = e.Render(place.With(t.Context(), place.Place{MaxWait: time.Millisecond}), page(t, "Late", nil))
	require.ErrorIs(t, err, ssr.ErrShed)
	close(g.open)
	all.Wait()
	ask(place.With(t.Context(), place.Place{MaxWait: time.Hour}), "Early")
	all.Wait()
}

// Not in parallel: the memory is that of the process.
func TestMemoryStaysFlat(t *testing.T) {
	e := open(t, "svelte")
	p := page(t, "Hello", map[string]any{"name": strings.Repeat("x", 1000)})
	resident := func() int {
		var pages, shared int
		data, err := os.ReadFile("/proc/self/statm")
		require.NoError(t, err)
		_, err = fmt.Sscan(string(data), &shared, &pages)
		require.NoError(t, err)
		return pages * os.Getpagesize()
	}
	render := func(n int) {
		for range n {
			_, err := e.Render(t.Context(), p)
			require.NoError(t, err)
		}
		runtime.GC()
	}
	render(100)
	before := resident()
	render(500)
	assert.Less(t, resident()-before, 16<<20)
}

func BenchmarkRender(b *testing.B) {
	for _, bundle := range []string{"react", "vue", "svelte"} {
		e := open(b, bundle)
		for name, p := range map[string][]byte{"tiny": page(b, "Hello", map[string]any{"name": "Ada"}), "100 rows": page(b, "Table", rows(100)), "1000 rows": page(b, "Table", rows(1000))} {
			b.Run(bundle+"/"+name, func(b *testing.B) {
				for b.Loop() {
					_, err := e.Render(b.Context(), p)
					require.NoError(b, err)
				}
			})
		}
	}
}

func Example() {
	engine, err := quickjs.Open("../testdata/react.mjs", quickjs.WithInstances(1), quickjs.WithLogger(quiet))
	if err != nil {
		panic(err)
	}
	defer engine.Close()
	result, err := engine.Render(context.Background(), []byte(`{"component": "Hello", "props": {"name": "Ada", "errors": {}}, "url": "/", "version": "1"}`))
	fmt.Println(result.Head[1], err)
	// Output:
	// <title data-inertia="">Hello · Test</title> <nil>
}
