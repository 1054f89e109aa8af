import { batches, type Entry, open, type Panel, tab } from '../../lab/panel.ts'
import { expect, test as base } from './app.ts'

const test = base.extend<{ panel: Panel }>({
  panel: async ({ page }, use) => use(await open(page)),
})

const paths = (entries: Entry[]) => entries.map((entry) => new URL(entry.__meta.url).pathname)

test('a first document and a visit begin batches, and tell where they come from', async ({ page, panel, app }) => {
  await page.goto('/')
  const [first] = await panel.of('initial')
  expect(JSON.parse((await page.locator('script[data-inertia-devtools-id]').textContent())!)).toBe(first.__meta.id)
  expect(first.__meta).toMatchObject({ method: 'GET', url: `${app.url}/`, component: 'Dashboard', status: 200, batchId: null, tabUuid: null })
  expect(first.http.requestHeaders.cookie).toBe('[REDACTED]')
  expect(first.http.responseBody).toMatchObject({ status: 'omitted', reason: 'non-inertia-response' })

  await page.getByTestId('nav-contacts').click()
  await expect(page.getByTestId('contact-row').first()).toBeVisible()
  const [visit] = await panel.of('navigate')
  expect(visit.__meta).toMatchObject({ component: 'Contacts/Index', status: 200, batchId: null, tabUuid: tab, visitId: expect.any(String) })
  expect(visit.__meta.serverTimingMs).toBeGreaterThan(0)
  expect(visit.route).toMatchObject({ name: 'contacts.index', uri: '/contacts', actionSource: { file: `${app.sources}/auth.go` } }) // where private is
  expect(visit.renderSource?.file).toBe(`${app.sources}/contacts.go`)
  expect(visit.componentPath).toBe('src/pages/Contacts/Index.tsx')
  expect(visit.props.auth).toMatchObject({ shared: true, shareSource: { file: `${app.sources}/app.go` } })
  const names = visit.propValues!.contacts.data.map((contact: { name: string }) => contact.name)
  expect(names.length).toBeGreaterThan(0)
  for (const [n, name] of names.entries()) await expect(page.getByTestId('contact-row').nth(n)).toContainText(name)
  expect(visit.http.responseBody.value.component).toBe('Contacts/Index')
  expect([...batches(await panel.entries()).keys()]).toEqual([first.__meta.id, visit.__meta.id])
})

test('a partial reload, deferred props and polls belong to the page that asks', async ({ page, panel }) => {
  await page.goto('/')
  await page.getByTestId('load-report').click()
  const [partial] = await panel.of('partial')
  const [first] = await panel.of('initial')
  expect(partial.__meta).toMatchObject({ component: 'Dashboard', batchId: first.__meta.id, tabUuid: tab })
  expect(Object.keys(partial.propValues!)).toContain('report')
  expect(Object.keys(partial.propValues!)).not.toContain('recent')

  await page.goto('/scenario')
  await expect(page.getByTestId('cities')).not.toBeEmpty()
  await expect(page.getByTestId('counts')).not.toBeEmpty()
  const live = (await panel.of('initial', 2))[1]
  expect(live.props).toMatchObject({
    cities: { inertiaType: 'defer', deferGroup: 'default', renderSource: { file: expect.stringMatching(/scenario\.go$/) } },
    counts: { inertiaType: 'defer', deferGroup: 'slow' },
  })
  const ofLive = async () => (await panel.of('deferred')).filter((entry) => entry.__meta.component === 'Live')
  await expect.poll(async () => (await ofLive()).length).toBe(2)
  const deferred = await ofLive()
  expect(deferred.map((entry) => Object.keys(entry.props).filter((name) => entry.props[name].timing).sort())).toEqual(
    expect.arrayContaining([['cities'], ['broken', 'counts']]),
  )
  expect(deferred.find((entry) => entry.props.broken?.timing)!.props.broken.rescued).toBe(true)

  await page.getByRole('button', { name: 'Poll' }).click()
  const polls = await panel.of('poll', 2)
  const batch = batches(await panel.entries()).get(live.__meta.id)!
  expect(batch[0].__meta.id).toBe(live.__meta.id)
  for (const entry of [...deferred, ...polls]) expect(batch.map((e) => e.__meta.id)).toContain(entry.__meta.id)
})

test('a prefetch begins the batch of the page that it becomes', async ({ page, panel }) => {
  await page.goto('/scenario')
  const answer = page.waitForResponse((response) => response.request().headers().purpose === 'prefetch')
  await page.getByRole('link', { name: 'A contact, fetched ahead' }).hover()
  const headers = (await answer).headers()
  const [prefetch] = await panel.of('prefetch')
  expect(prefetch.__meta).toMatchObject({ id: headers['x-inertia-devtools-id'], component: 'Contacts/Create', status: 200 })
  expect(headers['x-inertia-devtools-parent-out']).toBe(prefetch.__meta.id)
  expect(batches(await panel.entries()).get(prefetch.__meta.id)).toHaveLength(1)
})

test('live validation is recorded without the passwords', async ({ page, panel, watch }) => {
  watch.allow(/status of 422/)
  await page.context().clearCookies()
  await page.goto('/register')
  await page.getByLabel('Password', { exact: true }).fill('hunter2')
  await page.getByLabel('Email').focus()
  await expect(page.getByTestId('error-password')).toBeVisible()
  await page.getByLabel('Email').fill('nobody')
  await page.getByLabel('Name').focus()
  await expect(page.getByTestId('error-email')).toBeVisible()
  const entries = await panel.of('precognition')
  expect(entries[0].__meta).toMatchObject({ method: 'POST', status: 422, component: null })
  const last = entries.findLast((entry) => entry.http.requestBody.value.email === 'nobody')!
  expect(last.http.requestBody.value).toMatchObject({ email: 'nobody', password: '[REDACTED]' })
  expect(last.route).toMatchObject({ name: 'register.submit', uri: '/register' })
  expect(JSON.stringify(entries)).not.toContain('hunter2')
})

test('redirects and uploads are recorded, and reading them takes no message', async ({ page, panel }) => {
  await page.goto('/contacts/create')
  await page.getByLabel('Name').fill('Grace Hopper')
  await page.getByLabel('Email').fill(`grace-${Date.now()}@example.com`)
  await page.getByTestId('submit').click()
  await expect(page.getByTestId('flash')).toContainText('Contact created.')
  const created = (await panel.entries()).find((entry) => entry.__meta.method === 'POST')!
  expect(created.__meta).toMatchObject({ requestType: 'navigate', status: 302, component: null, redirectLocation: expect.stringMatching(/^\/contacts\/\d+$/) })
  expect(created.http.requestBody.value).toMatchObject({ name: 'Grace Hopper' })
  expect(created.http.responseBody.status).toBe('empty')
  const [shown] = (await panel.entries()).filter((entry) => new URL(entry.__meta.url).pathname === created.__meta.redirectLocation)
  expect(shown.http.responseBody.value.flash).toEqual({ success: 'Contact created.' })

  await page.goto('/account')
  const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
  await page.getByTestId('field-avatar').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: picture })
  await expect(page.getByTestId('flash')).toContainText('Picture saved.')
  const upload = await panel.at('/account/avatar')
  expect(upload.__meta).toMatchObject({ method: 'PUT', redirectLocation: '/account' })
  expect(upload.http.requestBody).toMatchObject({ status: 'present', value: { avatar: { name: 'me.png', size: picture.length, type: 'image/png' } } })
})

test('errors are recorded', async ({ page, panel, watch }) => {
  watch.allow(/status of 404/)
  await page.goto('/contacts/999999')
  const [missing] = await panel.of('initial')
  expect(missing.__meta).toMatchObject({ status: 404, component: 'Error' })
  expect(missing.route).toMatchObject({ name: 'contacts.show', uri: '/contacts/{id}' })
})

test('nothing but the program is recorded, in batches that begin with a page', async ({ page, panel }) => {
  await page.goto('/scenario')
  await expect(page.getByTestId('counts')).not.toBeEmpty()
  await page.getByTestId('nav-contacts').click()
  await expect(page.getByTestId('contact-row').first()).toBeVisible()
  await page.waitForLoadState('networkidle')
  const entries = await panel.entries()
  for (const path of paths(entries)) expect(path).not.toMatch(/^\/(build|_inertia|@)/)
  for (const [id, batch] of batches(entries)) {
    expect(batch[0].__meta.id, 'the first of a batch begins it').toBe(id)
    for (const entry of batch) {
      const headers = entry.http.responseHeaders
      expect(headers['x-inertia-devtools-id']).toBe(entry.__meta.id)
      expect(headers['x-inertia-devtools-parent-out']).toBe(id)
    }
  }
  expect((await page.request.get('/_inertia/devtools/entries/unknown')).status()).toBe(404)
})
