import type { Page } from '@playwright/test'
import { expect, test } from '../lab.ts'

// The extension is not among the packages of npm, so the spec plays its part:
// it hooks into the client as the extension does, through what createInertiaApp
// exposes in development, sends the hints, and reads the entries.

interface Visit {
  id: string
  deferredProps?: boolean
  poll?: boolean
  prefetch?: boolean
  only: string[]
}

interface Interceptors {
  onVisitRequest(handler: (visit: Visit, config: { headers?: Record<string, string> }) => object): void
  onVisitResponse<R extends { headers: Record<string, string> }>(handler: (visit: Visit, response: R) => R): void
}

interface Entry {
  __meta: {
    id: string
    tabUuid: string | null
    batchId: string | null
    method: string
    url: string
    component: string | null
    requestType: string
    status: number
    serverTimingMs: number | null
    redirectLocation?: string
    visitId?: string
  }
  http: { requestBody: { status: string; value?: any }; responseBody: { status: string; value?: any } }
  props: Record<string, { inertiaType?: string; deferGroup?: string; shared?: boolean; renderSource?: object; shareSource?: object; timing?: object }>
  route: { uri: string; action: string | null }
  renderSource: { file: string; line: number } | null
}

/** install hooks into the client before the page's scripts run. */
async function install(page: Page) {
  await page.addInitScript(() => {
    let interceptors: Interceptors
    let batch: string | undefined
    Object.defineProperty(window, '__inertia_interceptors__', {
      get: () => interceptors,
      set(exposed: Interceptors) {
        interceptors = exposed
        exposed.onVisitRequest((visit, config) => {
          batch ??= JSON.parse(document.querySelector('script[data-inertia-devtools-id]')!.textContent!)
          const headers: Record<string, string> = { ...config.headers, 'X-Inertia-Devtools-Tab': 'lab', 'X-Inertia-Devtools-Visit': visit.id }
          if (visit.deferredProps || visit.poll || visit.prefetch || visit.only.length > 0) headers['X-Inertia-Devtools-Parent'] = batch!
          if (visit.deferredProps) headers['X-Inertia-Devtools-Deferred'] = '1'
          if (visit.poll) headers['X-Inertia-Devtools-Poll'] = '1'
          return { ...config, headers }
        })
        exposed.onVisitResponse((visit, response) => {
          if (!visit.prefetch) batch = response.headers['x-inertia-devtools-parent-out']
          return response
        })
      },
    })
  })
}

/** recorded collects the ids of the entries of everything the page asks for, redirects included. */
function recorded(page: Page) {
  const ids: string[] = []
  page.on('response', (response) => {
    const id = response.headers()['x-inertia-devtools-id']
    if (id) ids.push(id)
  })
  const read = async (id: string): Promise<Entry> => {
    const response = await page.request.get(`/_inertia/devtools/entries/${id}`)
    expect(response.status()).toBe(200)
    return response.json()
  }
  const known = new Map<string, Entry>()
  const entries = async () => {
    for (const id of ids) if (!known.has(id)) known.set(id, await read(id))
    return [...known.values()]
  }
  return {
    entries,
    /** of waits until there are so many entries of a type. An entry may have been read before its answer had ended. */
    of: async (type: string, count = 1) => {
      const found = async () => (await entries()).filter((entry) => entry.__meta.requestType === type)
      await expect.poll(async () => (await found()).length, type).toBeGreaterThanOrEqual(count)
      return Promise.all((await found()).map((entry) => read(entry.__meta.id)))
    },
  }
}

test.beforeEach(({ page }) => install(page))

test('a first document names its entry', async ({ lab, page }) => {
  const seen = recorded(page)
  await lab.open('/')
  const [entry] = await seen.of('initial')
  expect(JSON.parse((await page.locator('script[data-inertia-devtools-id]').textContent())!)).toBe(entry.__meta.id)
  expect(entry.__meta).toMatchObject({ component: 'Show', status: 200, batchId: null, method: 'GET' })
  expect(entry.route.uri).toBe('/{$}')
  expect(entry.renderSource?.file).toMatch(/lab\/server\/main\.go$/)
  expect(entry.props.user).toMatchObject({ shared: true, shareSource: { file: expect.stringMatching(/main\.go$/) } })
})

test('deferred props belong to the visit that shows them', async ({ lab, page }) => {
  const seen = recorded(page)
  await lab.open('/')
  await lab.router('visit', '/deferred')
  await expect(page.getByTestId('broken')).toHaveText('value broken')
  const [visit] = await seen.of('navigate')
  expect(visit.__meta).toMatchObject({ component: 'Deferred', batchId: null, tabUuid: 'lab', visitId: expect.any(String) })
  expect(visit.props.b).toMatchObject({ inertiaType: 'defer', deferGroup: 'slow', renderSource: expect.anything() })
  const deferred = await seen.of('deferred', 3)
  expect(deferred.map((entry) => entry.__meta.batchId)).toEqual(Array(3).fill(visit.__meta.id))
  expect(deferred.map((entry) => Object.keys(entry.props).find((name) => entry.props[name].timing))?.sort()).toEqual(['a', 'b', 'broken'])
})

test('partial reloads and polls belong to their page', async ({ lab, page }) => {
  const seen = recorded(page)
  await lab.open('/')
  await lab.router('visit', '/poll')
  const [visit] = await seen.of('navigate')
  await lab.router('reload', { only: ['time'] })
  const [partial] = await seen.of('partial')
  expect(partial.__meta.batchId).toBe(visit.__meta.id)
  expect(partial.props.time.timing).toBeTruthy()
  expect(partial.http.responseBody.value.props).toHaveProperty('time')
  await page.evaluate(() => void window.router.poll(100, { only: ['constant'] }))
  for (const poll of await seen.of('poll', 2)) expect(poll.__meta.batchId).toBe(visit.__meta.id)
})

test('a prefetch begins a batch of its own', async ({ lab, page }) => {
  const seen = recorded(page)
  await lab.open('/')
  const response = page.waitForResponse((r) => r.request().headers()['purpose'] === 'prefetch')
  await page.getByTestId('prefetch').hover()
  const headers = (await response).headers()
  const [prefetch] = await seen.of('prefetch')
  expect(prefetch.__meta.id).toBe(headers['x-inertia-devtools-id'])
  expect(headers['x-inertia-devtools-parent-out']).toBe(prefetch.__meta.id)
})

test('live validation, uploads and redirects are recorded', async ({ lab, page }) => {
  lab.allow(/status of 422/)
  const seen = recorded(page)
  await lab.open('/form')
  await page.getByLabel('Name').fill('Al')
  await page.getByLabel('Email').focus()
  await expect(page.getByTestId('live-name')).not.toBeEmpty()
  const [precognition] = await seen.of('precognition')
  expect(precognition.__meta).toMatchObject({ method: 'POST', status: 422 })
  expect(precognition.http.requestBody).toMatchObject({ status: 'present', value: { name: 'Al' } })

  await page.getByLabel('File').setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') })
  await page.getByTestId('upload').click()
  await expect(page).toHaveURL('/other')
  const upload = (await seen.of('navigate')).find((entry) => entry.__meta.url.endsWith('/upload'))!
  expect(upload.__meta).toMatchObject({ status: 303, redirectLocation: '/other' })
  expect(upload.http.requestBody.value).toMatchObject({ name: 'Ada', file: { name: 'note.txt', size: 5, type: 'text/plain' } })

  await lab.router('post', '/flash')
  const redirect = (await seen.of('navigate')).find((entry) => entry.__meta.url.endsWith('/flash'))!
  expect(redirect.__meta).toMatchObject({ method: 'POST', status: 302, redirectLocation: '/other' })
  expect((await lab.shown()).flash, 'reading entries takes no messages').toEqual({ message: 'Saved' })
})

test('errors are recorded', async ({ lab, page }) => {
  lab.allow(/status of 404/)
  const seen = recorded(page)
  await lab.open('/')
  await lab.router('visit', '/nowhere')
  const [entry] = await seen.of('navigate')
  expect(entry.__meta).toMatchObject({ status: 404, component: 'Show' })
})

test('nothing but the program is recorded', async ({ lab, page }) => {
  const seen = recorded(page)
  await lab.open('/')
  await page.waitForLoadState('networkidle')
  for (const entry of await seen.entries()) expect(entry.__meta.url).not.toMatch(/build|_inertia/)
  expect((await page.request.get('/_inertia/devtools/entries/unknown')).status()).toBe(404)
})
