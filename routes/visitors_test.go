package routes_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/routes"
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

// One process renders for several visitors at once.
func TestDefaultsOfAVisitorReachNoOther(t *testing.T) {
	t.Parallel()
	r := routes.New()
	require.NoError(t, r.AddPattern("home", "GET /{locale}"))
	require.NoError(t, r.AddPattern("show", "GET /{locale}/{tenant}"))
	var got [2][][3]any
	require.NoError(t, json.Unmarshal(node(t, r, visitorsServer, routes.Defaults("locale", "tenant")), &got))
	for round, visitors := range got {
		require.Len(t, visitors, 6)
		for _, visitor := range visitors {
			locale := visitor[0].(string)
			last := "/" + locale + "/" + locale + "-tenant"
			if round == 1 {
				last = "/{locale}/{tenant} needs tenant"
			}
			assert.Equal(t, round == 1, visitor[1], "the connection is used again")
			assert.Equal(t, []any{"/" + locale, "/xx", last}, visitor[2], "round %d", round)
		}
	}
}
