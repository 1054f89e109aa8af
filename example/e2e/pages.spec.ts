import { expect, pageObject, settled, test } from './app.ts'

test('the first visit is a document with the page and its assets', async ({ page, mode, request }) => {
  const html = await (await request.get('/')).text()
  expect(html).toMatch(/<script data-page="app" type="application\/json">/)
  expect(html).toMatch(/<div data-server-rendered="true" id="app">.*<h1>Dashboard<\/h1>.*<\/div>/s)
  expect(html.match(/<title[^>]*>[^<]*<\/title>/g)).toEqual(['<title data-inertia="">Dashboard · Contacts</title>'])
  if (mode === 'production') {
    expect(html).toMatch(/<script type="module"[^>]* src="\/build\/assets\/app-[\w-]{8}\.js"/)
    expect(html).toMatch(/<link rel="stylesheet"[^>]* href="\/build\/assets\/app-[\w-]{8}\.css"/)
  } else {
    expect(html).toContain('src="/__vite/@vite/client"')
    expect(html).toContain('src="/__vite/@inertia-templ/entry"')
  }
  await page.goto('/')
  await expect(page.getByTestId('page-dashboard')).toBeVisible()
  await expect(page.getByTestId('count-contacts')).toHaveText(/\d+/)
  await expect(page.getByTestId('current-user')).toHaveText(/Alex Morgan/)
  expect((await pageObject(page)).component).toBe('Dashboard')
})

test('the same URL answers the client with JSON, and a stale client with 409', async ({ request }) => {
  const html = await (await request.get('/contacts?page=2')).text()
  const page = JSON.parse(html.match(/<script data-page="app"[^>]*>(.*?)<\/script>/s)![1])
  const visit = await request.get('/contacts?page=2', { headers: { 'X-Inertia': 'true', 'X-Inertia-Version': page.version } })
  expect(visit.headers()).toMatchObject({ 'x-inertia': 'true', 'content-type': 'application/json' })
  expect(visit.headers().vary).toContain('X-Inertia')
  expect(await visit.json()).toEqual(page)

  const stale = await request.get('/contacts?page=2', { headers: { 'X-Inertia': 'true', 'X-Inertia-Version': 'old' } })
  expect(stale.status()).toBe(409)
  expect(stale.headers()['x-inertia-location']).toBe(visit.url())
})

test('links visit pages without loading a document', async ({ page, watch }) => {
  await page.goto('/')
  await expect(page.getByTestId('layout')).toHaveAttribute('data-mounted-at', /./)
  const mounted = await page.getByTestId('layout').getAttribute('data-mounted-at')
  await page.getByTestId('nav-contacts').click()
  await expect(page).toHaveURL('/contacts')
  await expect(page).toHaveTitle('Contacts · Contacts')
  await page.getByTestId('contact-link').first().click()
  await expect(page.getByTestId('page-show')).toBeVisible()
  await settled(page)
  await page.goBack()
  await expect(page.getByTestId('page-index').or(page.getByTestId('contact-row').first())).toBeVisible()
  await page.goBack()
  await expect(page.getByTestId('page-dashboard')).toBeVisible()
  await settled(page)
  await page.goForward()
  await expect(page).toHaveURL('/contacts')
  await expect(page.getByTestId('contact-row').first()).toBeVisible()
  expect(await page.getByTestId('layout').getAttribute('data-mounted-at')).toBe(mounted)
  expect(watch.loads).toBe(1)
})

test('the list grows as it is scrolled', async ({ page, watch }) => {
  await page.goto('/contacts')
  const rows = page.getByTestId('contact-row')
  await expect(rows.nth(19)).toBeVisible()
  await rows.nth(19).scrollIntoViewIfNeeded()
  await rows.nth(35).scrollIntoViewIfNeeded()
  await expect(page).toHaveURL(/page=2/)
  expect(watch.loads).toBe(1)
})

// The client writes which page of a list is in sight a moment after one scrolls, over
// a visit that was answered meanwhile, so this test does not scroll.
test('the list is searched while one types', async ({ page, watch }) => {
  await page.goto('/contacts')
  const rows = page.getByTestId('contact-row')
  const search = page.getByTestId('search')
  await search.pressSequentially('chlo', { delay: 30 })
  await expect(page).toHaveURL('/contacts?search=chlo')
  await expect(rows).toHaveCount(1)
  await expect(page.getByTestId('contact-link')).toHaveText(/Chloé/)
  await expect(search).toBeFocused()
  await expect(search).toHaveValue('chlo')
  await search.fill('nobody is called so')
  await expect(page.getByTestId('empty')).toBeVisible()
  expect(watch.loads).toBe(1)
})

test('filters are in the URL, and Back undoes them', async ({ page, watch }) => {
  await page.goto('/contacts')
  await page.getByTestId('filter-city').selectOption('Lyon')
  await expect(page).toHaveURL('/contacts?city=Lyon')
  await expect(page.locator('[data-testid=contact-row] .person-city').filter({ hasNotText: 'Lyon' })).toHaveCount(0)
  await page.getByTestId('filter-sort').selectOption('newest')
  await expect(page).toHaveURL('/contacts?city=Lyon&sort=newest')
  await page.reload()
  await expect(page.getByTestId('filter-city')).toHaveValue('Lyon')
  await expect(page.getByTestId('filter-sort')).toHaveValue('newest')
  await page.goBack()
  await expect(page).toHaveURL('/contacts?city=Lyon')
  await expect(page.getByTestId('filter-sort')).toHaveValue('name')
  expect(watch.loads).toBe(2)
})

test('deferred cards are skeletons until their props arrive', async ({ page }) => {
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  await page.route('**/', async (route) => {
    if (route.request().headers()['x-inertia-partial-data']) await held
    await route.continue()
  })
  await page.goto('/')
  await expect(page.getByTestId('growth').getByTestId('skeleton')).toBeVisible()
  await expect(page.getByTestId('chart-column')).toHaveCount(0)
  release()
  await expect(page.getByTestId('chart-column')).toHaveCount(12)
  await expect(page.getByTestId('largest-row')).toHaveCount(6)
  await expect(page.getByTestId('skeleton')).toHaveCount(0)
})

test('a partial reload changes what it asks for and nothing else', async ({ page, watch }) => {
  await page.goto('/')
  await expect(page.getByTestId('chart-column')).toHaveCount(12)
  const contacts = (await page.getByTestId('count-contacts').textContent())!
  await expect(page.getByTestId('report')).toBeHidden()

  // Somebody adds a contact meanwhile.
  const name = `Meanwhile ${Math.random().toString(36).slice(2)}`
  const form = { name, email: `${name.slice(10)}@example.com` }
  await page.request.post('/contacts', { form, headers: { 'Sec-Fetch-Site': 'same-origin' }, maxRedirects: 0 })
  const request = page.waitForRequest((r) => r.headers()['x-inertia-partial-data'] === 'activity')
  await page.getByTestId('refresh-activity').click()
  const answer = await (await (await request).response())!.json()
  expect(Object.keys(answer.props).sort()).toEqual(['activity', 'errors', 'liveProps'])
  await expect(page.getByTestId('activity')).toContainText(name)
  await expect(page.getByTestId('count-contacts')).toHaveText(contacts)

  await page.getByTestId('load-report').click()
  await expect(page.getByTestId('report-row').first()).toBeVisible()
  await page.getByTestId('refresh-activity').click()
  await expect(page.getByTestId('report-row').first()).toBeVisible()
  await expect(page.getByTestId('count-contacts')).toHaveText(contacts)
  expect(watch.loads).toBe(1)
})

test('a hostile prop arrives unchanged and inert', async ({ page }) => {
  const hostile = '</script><script>alert(1)</script><!-- \u2028'
  await page.goto('/about')
  expect(await page.getByTestId('hostile').textContent()).toBe(hostile)
  await expect(page.getByTestId('hostile-length')).toHaveText(String(hostile.length))
  await expect(page.locator('script:not([src])', { hasText: /^alert/ })).toHaveCount(0)
  await page.getByTestId('nav-dashboard').click()
  await page.getByTestId('nav-about').click()
  expect(await page.getByTestId('hostile').textContent()).toBe(hostile)
})

test('an external location leaves the application', async ({ page, app, watch }) => {
  watch.allow(/status of 409/) // what tells the client to leave
  await page.goto('/')
  await page.getByTestId('docs-link').click()
  await expect(page).toHaveURL(app.docs)
  await expect(page.getByRole('heading', { name: 'Outside' })).toBeVisible()
  await page.goBack()
  await expect(page.getByTestId('page-dashboard')).toBeVisible()
})

test('an unknown address shows the error page, typed or visited', async ({ page, watch, request }) => {
  watch.allow(/status of 404/)
  const typed = await page.goto('/nothing-here')
  expect(typed!.status()).toBe(404)
  await expect(page.getByTestId('error-status')).toHaveText('404')
  await page.getByTestId('error-home').click()
  await expect(page.getByTestId('page-dashboard')).toBeVisible()
  await page.goto('/contacts/999999')
  await expect(page.getByTestId('page-error')).toBeVisible()

  const html = { headers: { Accept: 'text/html', 'Sec-Fetch-Site': 'same-origin' } }
  for (const [status, response] of [
    [404, await request.get('/contacts/abc', html)],
    [405, await request.put('/contacts', html)],
    [400, await request.post('/contacts', { data: '{"name":', headers: { ...html.headers, 'Content-Type': 'application/json' } })],
    [413, await request.post('/contacts', { data: { about: 'x'.repeat(2 << 20) }, ...html })],
  ] as const) {
    expect(response.status()).toBe(status)
    expect(await response.text()).toContain('"component":"Error"')
  }
})

test('named routes are told to pages, those that pages need', async ({ page, request }) => {
  await page.goto('/contacts')
  const made = await page.evaluate(() => {
    const { routes, reverseUrl } = window as unknown as { routes: Record<string, string>; reverseUrl: (name: string, ...args: unknown[]) => string }
    const complaint = (call: () => string) => {
      try {
        return call()
      } catch (error) {
        return (error as Error).message
      }
    }
    return {
      show: reverseUrl('contacts.show', 1),
      named: reverseUrl('contacts.edit', { id: 2 }),
      hostile: reverseUrl('contacts.show', '1/edit?x#</script>'),
      missing: complaint(() => reverseUrl('contacts.show', {})),
      unknown: complaint(() => reverseUrl('users.avatar', 1)),
      listed: routes['contacts.show'],
    }
  })
  expect(made).toEqual({
    show: '/contacts/1',
    named: '/contacts/2/edit',
    hostile: '/contacts/1%2Fedit%3Fx%23%3C%2Fscript%3E',
    missing: 'Argument id was not provided.',
    unknown: 'URL users.avatar was not found.',
    listed: '/contacts/{id}',
  })
  expect((await request.get(made.show)).status()).toBe(200)
  expect((await request.get(made.hostile)).status()).toBe(404)
})
