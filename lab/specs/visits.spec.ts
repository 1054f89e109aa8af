import { expect, test } from '../lab.ts'

test('flash fires once, and not again on Back', async ({ lab, page }) => {
  await lab.open('/')
  await lab.router('post', '/flash')
  expect(await lab.shown()).toMatchObject({ flash: { message: 'Saved' }, url: '/other' })
  expect(await lab.events()).toEqual(['flash {"message":"Saved"}', 'success'])
  await lab.router('visit', '/')
  expect((await lab.shown()).flash).toEqual({})
  await page.goBack()
  await expect.poll(async () => (await lab.shown()).url).toBe('/other')
  expect((await lab.shown()).flash).toEqual({})
  expect((await lab.events()).filter((event) => event.startsWith('flash'))).toHaveLength(1)
})

test('errors land in the bag of their form', async ({ lab, page }) => {
  await lab.open('/form')
  await page.getByTestId('first').click()
  await expect(page.getByTestId('first-name')).toHaveText(/required|enter|name/i)
  await expect(page.getByTestId('second-name')).toBeEmpty()
  await page.getByTestId('second').click()
  await expect(page.getByTestId('second-name')).not.toBeEmpty()
  expect(lab.loads()).toBe(1)
})

test('a form is validated while it is filled in', async ({ lab, page }) => {
  lab.allow(/status of 422/)
  await lab.open('/form')
  const created = await page.getByTestId('created').textContent()
  const request = page.waitForRequest((r) => r.headers()['precognition'] === 'true')
  await page.getByLabel('Name').fill('Al')
  await page.getByLabel('Email').focus()
  expect((await request).headers()['precognition-validate-only']).toBe('name')
  await expect(page.getByTestId('live-name')).not.toBeEmpty()
  await expect(page.getByTestId('live-email')).toBeEmpty()
  await page.getByLabel('Name').fill('Alan')
  await page.getByLabel('Email').focus()
  await expect(page.getByTestId('live-name')).toBeEmpty()
  await page.getByLabel('Email').fill('alan@example.com')
  await page.getByLabel('Name').focus()
  await expect(page.getByTestId('created')).toHaveText(created!)
  await page.getByTestId('live-submit').click()
  await expect(page).toHaveURL('/other')
  expect((await lab.shown()).flash).toEqual({ message: 'Created Alan' })
})

test('a redirect with a fragment scrolls there', async ({ lab, page }) => {
  lab.allow(/status of 409/)
  await lab.open('/')
  await lab.router('visit', '/to-fragment')
  await expect(page).toHaveURL('/other#section')
  await expect(page.locator('#section')).toBeInViewport()
  expect(lab.loads()).toBe(1)
})

test('a redirect can keep the fragment that was asked for', async ({ lab, page }) => {
  await lab.open('/')
  await lab.router('visit', '/keeps-fragment#section')
  await expect(page).toHaveURL('/other#section')
})

test('a cleared history shows nothing private on Back', async ({ lab, page }) => {
  await lab.open('/')
  await lab.router('visit', '/private')
  const { stamp } = (await lab.shown()).props
  await expect.poll(() => page.evaluate(() => history.state.page instanceof ArrayBuffer), 'encrypted').toBe(true)
  await lab.router('visit', '/other')
  await page.goBack()
  await expect.poll(async () => (await lab.shown()).props.stamp, 'readable until the logout').toBe(stamp)
  await page.goForward()
  await expect.poll(async () => (await lab.shown()).url).toBe('/other')

  await lab.router('post', '/logout')
  await page.goBack()
  await expect.poll(async () => (await lab.shown()).url).toBe('/private')
  expect((await lab.shown()).props.stamp, 'asked for again').not.toBe(stamp)
})

test('a link of a stale client loads the new build, once', async ({ lab, page }) => {
  lab.allow(/status of 409/)
  await lab.open('/')
  await lab.control('version=v2')
  await page.getByTestId('link').click()
  await expect(page).toHaveURL('/other')
  await expect.poll(() => lab.loads()).toBe(2)
  await lab.router('visit', '/')
  expect(lab.loads()).toBe(2)
})

test('a form of a stale client is not lost, nor its message', async ({ lab, page }) => {
  lab.allow(/status of 409/)
  await lab.open('/')
  await lab.control('version=v2')
  await page.evaluate(() => window.router.post('/flash'))
  await expect(page).toHaveURL('/other')
  await expect.poll(() => lab.loads()).toBe(2)
  await expect.poll(async () => (await lab.shown()).flash).toEqual({ message: 'Saved' })
})

test('a stale client is not interrupted by what runs in the background', async ({ lab, page }) => {
  lab.allow(/status of 409/)
  await lab.open('/poll')
  await lab.control('version=v2')
  const conflicts: number[] = []
  page.on('response', (r) => void (r.status() === 409 && conflicts.push(409)))
  await page.evaluate(() => void window.router.poll(50, { only: ['time'] }))
  await expect.poll(() => conflicts.length).toBeGreaterThan(2)
  await lab.router('reload', { only: ['time'] })
  expect(lab.loads()).toBe(1)
})

test('a stale prefetch is acted on when the link is clicked', async ({ lab, page }) => {
  lab.allow(/status of 409/)
  await lab.open('/')
  await lab.control('version=v2')
  const prefetched = page.waitForResponse((r) => r.request().headers()['purpose'] === 'prefetch')
  await page.getByTestId('prefetch').hover()
  expect((await prefetched).status()).toBe(409)
  expect(lab.loads()).toBe(1)
  await page.getByTestId('prefetch').click()
  await expect(page).toHaveURL('/once')
  await expect.poll(() => lab.loads()).toBe(2)
})

test('a prefetch serves the click, and leaves messages alone', async ({ lab, page, request }) => {
  await lab.open('/')
  const requests: string[] = []
  page.on('request', (r) => void (r.url().endsWith('/once') && requests.push(r.headers()['purpose'] ?? 'visit')))
  const done = page.waitForResponse(/\/once$/)
  await page.getByTestId('prefetch').hover()
  await done
  await page.getByTestId('prefetch').click()
  await expect(page).toHaveURL('/once')
  await expect.poll(async () => (await lab.shown()).props.counted).toBeGreaterThan(0)
  expect(requests).toEqual(['prefetch'])

  // A message that waits is not used up by a prefetch.
  const answer = await page.evaluate(async () => {
    await fetch('/flash', { method: 'POST', redirect: 'manual' })
    const version = JSON.parse(document.querySelector('script[data-page]')!.textContent!).version
    const headers = { 'X-Inertia': 'true', 'X-Inertia-Version': version }
    const ahead = await (await fetch('/other', { headers: { ...headers, Purpose: 'prefetch' } })).json()
    const seen = await (await fetch('/other', { headers })).json()
    return [ahead.flash, seen.flash]
  })
  expect(answer).toEqual([null, { message: 'Saved' }].map((flash) => flash ?? undefined))
  await request.get('/')
})

test('an instant visit shows shared props while the page is on its way', async ({ lab, page }) => {
  await lab.open('/')
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  await page.route('**/slow', async (route) => {
    await held
    await route.continue()
  })
  await page.getByTestId('instant').click()
  await expect(page).toHaveURL('/slow')
  await expect.poll(async () => (await lab.shown()).props).toEqual({ errors: {}, user: 'Ada' })
  release()
  await expect.poll(async () => (await lab.shown()).props).toEqual({ errors: {}, user: 'Ada', slow: true })
})

test('an optimistic update is rolled back by an error', async ({ lab, page }) => {
  await lab.open('/like')
  const { likes } = (await lab.shown()).props
  const like = (url: string) =>
    page.evaluate((url) => window.router.optimistic<{ likes: number }>((props) => ({ likes: props.likes + 1 })).post(url), url)
  await like('/like')
  await expect.poll(async () => (await lab.shown()).props.likes).toBe(likes + 1)
  await expect.poll(() => lab.events()).toEqual(['success'])
  expect((await lab.shown()).props.likes).toBe(likes + 1)
  await like('/like?fail')
  await expect.poll(async () => (await lab.shown()).props.likes).toBe(likes + 2)
  await expect.poll(() => lab.events()).toEqual(['success', 'error {"like":"No more likes."}'])
  await expect.poll(async () => (await lab.shown()).props.likes).toBe(likes + 1)
})

test('a redirect to another origin leaves the application', async ({ lab, page }) => {
  lab.allow(/status of 409/)
  await lab.open('/')
  await page.evaluate((to) => window.router.visit(`/to-external?to=${encodeURIComponent(to)}`), lab.outside)
  await expect(page).toHaveURL(lab.outside)
  await expect(page.getByRole('heading')).toHaveText('Outside')
})

test('an unknown route is the error page, not a dialog', async ({ lab, page }) => {
  lab.allow(/status of 404/)
  await lab.open('/')
  await lab.router('visit', '/nowhere')
  expect(await lab.shown()).toMatchObject({ props: { status: 404, user: 'Ada' }, url: '/nowhere' })
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(lab.loads()).toBe(1)
})

test('a download that is visited is downloaded', async ({ lab, page }) => {
  lab.allow(/status of 409/)
  await lab.open('/')
  const download = page.waitForEvent('download')
  await page.evaluate(() => window.router.visit('/download'))
  expect((await download).suggestedFilename()).toBe('data.csv')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page).toHaveURL('/')
})
