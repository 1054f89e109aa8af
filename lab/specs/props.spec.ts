import { expect, test } from '../lab.ts'

test('a partial reload by path leaves the siblings alone', async ({ lab, page }) => {
  await lab.open('/partial')
  const before = (await lab.shown()).props
  const request = page.waitForRequest((r) => r.headers()['x-inertia-partial-data'] === 'auth.user')
  await lab.router('reload', { only: ['auth.user'] })
  expect(Object.keys((await (await (await request).response())!.json()).props.auth)).toEqual(['user'])
  const after = (await lab.shown()).props
  expect(after.auth.user).not.toBe(before.auth.user)
  expect(after.auth.theme).toBe(before.auth.theme)
  expect(after.time).toBe(before.time)

  await lab.router('reload', { only: ['auth.roles'] })
  expect((await lab.shown()).props.auth).toEqual({ ...after.auth, roles: 'admin' })
  await lab.router('reload', { except: ['auth', 'time'] })
  expect((await lab.shown()).props.auth).toEqual({ ...after.auth, roles: 'admin' })
})

test('append, prepend, deep merge, match and nested paths', async ({ lab }) => {
  await lab.open('/merge?n=1')
  const only = ['append', 'prepend', 'deep', 'matched', 'nested']
  await lab.router('visit', '/merge?n=2', { only, preserveState: true })
  const { props } = await lab.shown()
  expect(props.append).toEqual([1, 2])
  expect(props.prepend).toEqual([2, 1])
  expect(props.deep).toEqual({ list: [1, 2], last: 2, key1: true, key2: true })
  expect(props.matched).toEqual([{ id: 1, seen: 1 }, { id: 0, seen: 2 }, { id: 2, seen: 2 }])
  expect(props.nested).toEqual({ rows: [1, 2], n: 2 })

  await lab.router('visit', '/merge?n=3', { only: ['append', 'matched'], reset: ['append'], preserveState: true })
  const reset = (await lab.shown()).props
  expect(reset.append).toEqual([3])
  expect(reset.matched.map((item: { id: number }) => item.id)).toEqual([1, 0, 2, 3])
  await lab.router('visit', '/merge?n=4')
  expect((await lab.shown()).props.append).toEqual([4])
})

test('a once prop is computed once and remembered across pages', async ({ lab, page }) => {
  await lab.open('/once')
  const { counted } = (await lab.shown()).props
  await lab.router('visit', '/other')
  expect((await lab.shown()).props.counted).toBeUndefined()
  await lab.router('visit', '/once')
  const first = (await lab.shown()).props.counted
  const request = page.waitForRequest(/once-again/)
  await lab.router('visit', '/once-again')
  expect((await request).headers()['x-inertia-except-once-props']).toBe('counted')
  expect((await lab.shown()).props).toMatchObject({ renamed: first, again: true })
  await lab.router('visit', '/once')
  expect((await lab.shown()).props.counted).toBe(first)
  await lab.router('reload', { only: ['counted'] })
  expect((await lab.shown()).props.counted).toBeGreaterThan(first)
  expect(first).toBeGreaterThanOrEqual(counted)
})

test('an expired once prop is computed again', async ({ lab, page }) => {
  await lab.open('/once-short')
  const { short } = (await lab.shown()).props
  await expect
    .poll(async () => {
      await lab.router('visit', '/once-short')
      return (await lab.shown()).props.short
    })
    .toBeGreaterThan(short)
  await expect(page.getByRole('heading')).toHaveText('Show')
})

test('deferred groups arrive in parallel, each replacing its fallback', async ({ lab, page }) => {
  const groups: string[] = []
  page.on('request', (request) => {
    const data = request.headers()['x-inertia-partial-data']
    if (data) groups.push(data)
  })
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  await page.route('**/deferred', async (route) => {
    if (route.request().headers()['x-inertia-partial-data']) await held
    await route.continue()
  })
  await page.goto('/deferred')
  await expect(page.getByTestId('waits-a')).toBeVisible()
  await expect(page.getByTestId('waits-b')).toBeVisible()
  await expect.poll(() => groups.toSorted()).toEqual(['a', 'b', 'broken'])
  release()
  await expect(page.getByTestId('a')).toHaveText('value a')
  await expect(page.getByTestId('b')).toHaveText('value b')
  await expect(page.getByTestId('broken')).toHaveText('value broken')
  expect(groups).toHaveLength(3)
  expect(lab.loads()).toBe(1)
})

test('a failing deferred prop is rescued, and loads when it is tried again', async ({ lab, page }) => {
  await lab.control('broken=true')
  await page.goto('/deferred')
  await expect(page.getByTestId('retry')).toBeVisible()
  await expect(page.getByTestId('a')).toHaveText('value a')
  const again = page.waitForResponse((r) => r.request().headers()['x-inertia-partial-data'] === 'broken')
  await page.getByTestId('retry').click()
  expect((await (await again).json()).rescuedProps).toEqual(['broken'])
  await expect(page.getByTestId('retry')).toBeVisible()
  await lab.control('broken=false')
  await page.getByTestId('retry').click()
  await expect(page.getByTestId('broken')).toHaveText('value broken')
})

test('infinite scroll goes both ways, and resets', async ({ lab, page }) => {
  await page.goto('/scroll?page=3')
  const ids = async () => (await page.getByTestId('row').allTextContents()).map(Number)
  await expect.poll(async () => (await ids()).includes(21)).toBe(true)
  await expect
    .poll(async () => {
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
      return Math.max(...(await ids()))
    })
    .toBe(50)
  await expect
    .poll(async () => {
      await page.evaluate(() => window.scrollTo(0, 0))
      return Math.min(...(await ids()))
    })
    .toBe(1)
  expect(await ids()).toEqual(Array.from({ length: 50 }, (_, n) => n + 1))
  // The client writes the page that it shows into the URL a moment after it has
  // scrolled. A visit that is answered in that moment is undone.
  await page.evaluate(() => window.scrollTo(0, 0))
  await expect(page).toHaveURL(/\/scroll$/)
  await page.getByTestId('reset').click()
  await expect.poll(async () => (await ids()).length).toBeLessThan(50)
  expect((await ids())[0]).toBe(1)
  expect(lab.loads()).toBe(1)
})

test('a prop loads when it becomes visible', async ({ lab, page }) => {
  await lab.open('/visible')
  await expect(page.getByTestId('waits')).toBeAttached()
  await page.getByTestId('waits').scrollIntoViewIfNeeded()
  await expect(page.getByTestId('late')).toHaveText('seen')
  expect(lab.loads()).toBe(1)
})

test('polling reloads only what it asks for', async ({ lab, page }) => {
  await lab.open('/poll')
  const requests: Record<string, string>[] = []
  page.on('request', (r) => void (r.headers()['x-inertia-partial-data'] && requests.push(r.headers())))
  const { time } = (await lab.shown()).props
  await page.evaluate(() => void window.router.poll(100, { only: ['constant'] }))
  await expect.poll(() => requests.length).toBeGreaterThan(3)
  expect((await lab.shown()).props.time).toBe(time)
  // The client marks what it repeats by itself no-cache, and then browsers do
  // not revalidate what they have: such answers are always whole.
  expect(requests[0]['cache-control']).toBe('no-cache')
  expect(requests.every((headers) => headers['if-none-match'] === undefined)).toBe(true)
})

test('an unchanged partial visit costs a 304, and the client sees the page', async ({ lab, page }) => {
  await lab.open('/poll')
  const statuses: number[] = []
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  session.on('Network.responseReceivedExtraInfo', (event) => statuses.push(event.statusCode))
  const ask = () => lab.router('visit', '/poll', { only: ['constant'], preserveState: true })
  await ask()
  await ask()
  await expect.poll(() => statuses).toEqual([200, 304])
  expect((await lab.shown()).props.constant).toBe('same')
  expect(await lab.events()).toEqual(['success', 'success'])
})

test('useHttp talks to plain endpoints', async ({ lab, page }) => {
  lab.allow(/status of 422/)
  await lab.open('/form')
  const request = page.waitForRequest(/\/api/)
  await page.getByTestId('http').click()
  await expect(page.getByTestId('answer')).toHaveText('42')
  expect((await request).headers()['x-inertia']).toBeUndefined()
  await page.getByTestId('http-fail').click()
  await expect(page.getByTestId('http-error')).toHaveText('Not this one.')
})
