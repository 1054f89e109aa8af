import { open, type Panel, tab } from '../panel.ts'
import { expect, test as base } from '../lab.ts'

const test = base.extend<{ panel: Panel }>({
  panel: async ({ page }, use) => use(await open(page)),
})

test('a first document names its entry', async ({ lab, page, panel }) => {
  await lab.open('/')
  const [entry] = await panel.of('initial')
  expect(JSON.parse((await page.locator('script[data-inertia-devtools-id]').textContent())!)).toBe(entry.__meta.id)
  expect(entry.__meta).toMatchObject({ component: 'Show', status: 200, batchId: null, method: 'GET' })
  expect(entry.route.uri).toBe('/{$}')
  expect(entry.renderSource?.file).toMatch(/lab\/server\/main\.go$/)
  expect(entry.props.user).toMatchObject({ shared: true, shareSource: { file: expect.stringMatching(/main\.go$/) } })
})

test('deferred props belong to the visit that shows them', async ({ lab, page, panel }) => {
  await lab.open('/')
  await lab.router('visit', '/deferred')
  await expect(page.getByTestId('broken')).toHaveText('value broken')
  const [visit] = await panel.of('navigate')
  expect(visit.__meta).toMatchObject({ component: 'Deferred', batchId: null, tabUuid: tab, visitId: expect.any(String) })
  expect(visit.props.b).toMatchObject({ inertiaType: 'defer', deferGroup: 'slow', renderSource: expect.anything() })
  const deferred = await panel.of('deferred', 3)
  expect(deferred.map((entry) => entry.__meta.batchId)).toEqual(Array(3).fill(visit.__meta.id))
  expect(deferred.map((entry) => Object.keys(entry.props).find((name) => entry.props[name].timing)).sort()).toEqual(['a', 'b', 'broken'])
})

test('partial reloads and polls belong to their page', async ({ lab, page, panel }) => {
  await lab.open('/')
  await lab.router('visit', '/poll')
  const [visit] = await panel.of('navigate')
  await lab.router('reload', { only: ['time'] })
  const [partial] = await panel.of('partial')
  expect(partial.__meta.batchId).toBe(visit.__meta.id)
  expect(partial.props.time.timing).toBeTruthy()
  expect(partial.http.responseBody.value.props).toHaveProperty('time')
  await page.evaluate(() => void window.router.poll(100, { only: ['constant'] }))
  for (const poll of await panel.of('poll', 2)) expect(poll.__meta.batchId).toBe(visit.__meta.id)
})

test('a prefetch begins a batch of its own', async ({ lab, page, panel }) => {
  await lab.open('/')
  const response = page.waitForResponse((r) => r.request().headers()['purpose'] === 'prefetch')
  await page.getByTestId('prefetch').hover()
  const headers = (await response).headers()
  const [prefetch] = await panel.of('prefetch')
  expect(prefetch.__meta.id).toBe(headers['x-inertia-devtools-id'])
  expect(headers['x-inertia-devtools-parent-out']).toBe(prefetch.__meta.id)
})

test('live validation, uploads and redirects are recorded', async ({ lab, page, panel }) => {
  lab.allow(/status of 422/)
  await lab.open('/form')
  await page.getByLabel('Name').fill('Al')
  await page.getByLabel('Email').focus()
  await expect(page.getByTestId('live-name')).not.toBeEmpty()
  const [precognition] = await panel.of('precognition')
  expect(precognition.__meta).toMatchObject({ method: 'POST', status: 422 })
  expect(precognition.http.requestBody).toMatchObject({ status: 'present', value: { name: 'Al' } })

  await page.getByLabel('File').setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') })
  await page.getByTestId('upload').click()
  await expect(page).toHaveURL('/other')
  const upload = (await panel.of('navigate')).find((entry) => entry.__meta.url.endsWith('/upload'))!
  expect(upload.__meta).toMatchObject({ status: 303, redirectLocation: '/other' })
  expect(upload.http.requestBody.value).toMatchObject({ name: 'Ada', file: { name: 'note.txt', size: 5, type: 'text/plain' } })

  await lab.router('post', '/flash')
  const redirect = (await panel.of('navigate')).find((entry) => entry.__meta.url.endsWith('/flash'))!
  expect(redirect.__meta).toMatchObject({ method: 'POST', status: 302, redirectLocation: '/other' })
  expect((await lab.shown()).flash, 'reading entries takes no messages').toEqual({ message: 'Saved' })
})

test('errors are recorded', async ({ lab, page, panel }) => {
  lab.allow(/status of 404/)
  await lab.open('/')
  await lab.router('visit', '/nowhere')
  const [entry] = await panel.of('navigate')
  expect(entry.__meta).toMatchObject({ status: 404, component: 'Show' })
})

test('nothing but the program is recorded', async ({ lab, page, panel }) => {
  await lab.open('/')
  await page.waitForLoadState('networkidle')
  for (const entry of await panel.entries()) expect(entry.__meta.url).not.toMatch(/build|_inertia/)
  expect((await page.request.get('/_inertia/devtools/entries/unknown')).status()).toBe(404)
})
