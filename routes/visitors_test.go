package routes_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/internal/needs"
	"github.com/inertia-templ/shell/routes"
	"github.com/inertia-templ/shell/ssr"
)

// Each visitor waits until all have said their locale, and only then makes URLs:
// one place for the values would give all of them the last one's. The second
// round goes over the same connections.
const visitorsServer = `import http from 'node:http'
import { home, show, setDefaults } from './routes.js'

const locales = ['de', 'en', 'fr', 'it', 'pt', 'nl']
let waiting = [], count = 0
const all = () => new Promise((go) => {
  waiting.push(go)
  if (++count % locales.length === 0) for (const each of waiting.splice(0)) each()
})

// render stands for what createServer calls: setup says the locale, and parts of the page are rendered later.
async function render({ locale, tenant }) {
  if (tenant) setDefaults({ tenant })
  setDefaults({ locale })
  await all()
  const urls = [home.url()]
  await new Promise(setImmediate)
  urls.push(await Promise.resolve().then(() => home.url({ locale: 'xx' })))
  await new Promise((go) => setTimeout(go, 1))
  try { urls.push(show.url()) } catch (e) { urls.push(e.message) }
  return urls
}

const server = http.createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  response.end(JSON.stringify(await render(JSON.parse(body))))
})
await new Promise((go) => server.listen(0, '127.0.0.1', go))

const round = (tenants) => Promise.all(locales.map((locale, n) => new Promise((go) => {
  const request = http.request({ port: server.address().port, host: '127.0.0.1', method: 'POST', agent: agents[n] }, async (response) => {
    let body = ''
    for await (const chunk of response) body += chunk
    go([locale, response.req.reusedSocket, JSON.parse(body)])
  })
  request.end(JSON.stringify({ locale, tenant: tenants ? locale + '-tenant' : undefined }))
})))
const agents = locales.map(() => new http.Agent({ keepAlive: true, maxSockets: 1 }))
const first = await round(true)
const second = await round(false)
console.log(JSON.stringify([first, second]))
for (const agent of agents) agent.destroy()
server.close()
`

// runtimes are programs that render pages, and the arguments before that of a
// file.
func runtimes(t *testing.T) map[string][]string {
	all := map[string][]string{"node": {needs.Node(t)}, "bun": {needs.Bun(t)}}
	if path, err := exec.LookPath("deno"); err == nil {
		all["deno"] = []string{path, "run", "--quiet", "--allow-all"}
	}
	return all
}

func localized(t *testing.T) *routes.Router {
	t.Helper()
	r := routes.New()
	require.NoError(t, r.AddPattern("home", "GET /{locale}"))
	require.NoError(t, r.AddPattern("show", "GET /{locale}/{tenant}"))
	return r
}

// One process renders for several visitors at once.
func TestDefaultsOfAVisitorReachNoOther(t *testing.T) {
	t.Parallel()
	dir := moduleWith(t, localized(t), visitorsServer, routes.Defaults("locale", "tenant"))
	for name, command := range runtimes(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			visitorsAreApart(t, run(t, dir, command...))
		})
	}
}

func visitorsAreApart(t *testing.T, out []byte) {
	t.Helper()
	var got [2][][3]any
	require.NoError(t, json.Unmarshal(out, &got))
	for round, visitors := range got {
		require.Len(t, visitors, 6)
		for _, visitor := range visitors {
			locale := visitor[0].(string)
			last := "/" + locale + "/" + locale + "-tenant"
			if round == 1 {
				last = "/{locale}/{tenant} needs tenant"
			}
			if visitor[1] != nil { // Bun does not tell
				assert.Equal(t, round == 1, visitor[1], "the connection is used again")
			}
			assert.Equal(t, []any{"/" + locale, "/xx", last}, visitor[2], "round %d", round)
		}
	}
}

// visitorsBundle renders as the client's server does. What a page says after it has
// been rendered, and what one does not say at all, are the traps.
const visitorsBundle = `import createServer from '@inertiajs/core/server'
import { home, show, setDefaults } from './routes.js'

const tried = (f) => { try { return f() } catch (e) { return e.message } }

createServer(async ({ props: { locale, tenant } }) => {
  const before = tried(() => home.url())
  setDefaults({ locale })
  if (tenant) setDefaults({ tenant })
  await new Promise((go) => setTimeout(go, 2))
  const late = await Promise.resolve().then(() => home.url())
  setTimeout(() => setDefaults({ locale: 'late', tenant: 'late' }), 1)
  return { head: [], body: JSON.stringify([before, late, tried(() => show.url())]) }
})
`

// A process of the pool renders one page after the other.
func TestDefaultsOfAPageStayWithItInThePool(t *testing.T) {
	t.Parallel()
	dir := moduleWith(t, localized(t), visitorsBundle, routes.Defaults("locale", "tenant"))
	packages, err := filepath.Abs("../example/frontend/node_modules")
	require.NoError(t, err)
	require.NoError(t, os.Symlink(packages, filepath.Join(dir, "node_modules")))
	// One file, as Vite writes it with noExternal: every runtime takes that.
	bundling := exec.CommandContext(t.Context(), filepath.Join(packages, ".bin/rolldown"), "main.mjs", "--platform", "node", "--file", "ssr.mjs")
	bundling.Dir = dir
	said, err := bundling.CombinedOutput()
	require.NoError(t, err, string(said))
	for name, command := range runtimes(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pool, err := ssr.NewPool(filepath.Join(dir, "ssr.mjs"), ssr.WithRuntime(command[0]), ssr.WithWorkers(1),
				ssr.WithStartTimeout(time.Hour), ssr.WithRenderTimeout(time.Hour), ssr.WithPoolLogger(slog.New(slog.DiscardHandler)))
			require.NoError(t, err)
			defer func() { assert.NoError(t, pool.Close()) }()
			visit := func(n int) {
				locale, tenant, last := fmt.Sprint("l", n), "", fmt.Sprintf("/l%d/t%[1]d", n)
				if tenant = fmt.Sprint("t", n); n%3 == 1 {
					tenant, last = "", "/{locale}/{tenant} needs tenant"
				}
				page, err := json.Marshal(map[string]any{"component": "Any", "url": "/", "props": map[string]any{"locale": locale, "tenant": tenant}})
				assert.NoError(t, err)
				res, err := pool.Render(t.Context(), page)
				if !assert.NoError(t, err) {
					return
				}
				var urls []string
				assert.NoError(t, json.Unmarshal([]byte(res.Body), &urls))
				assert.Equal(t, []string{"/{locale} needs locale", "/" + locale, last}, urls, "visitor %d", n)
			}
			for n := range 20 {
				visit(n)
				time.Sleep(3 * time.Millisecond) // for what pages do afterwards
			}
			var all sync.WaitGroup
			for n := range 30 {
				all.Go(func() { visit(100 + n) })
			}
			all.Wait()
		})
	}
}
