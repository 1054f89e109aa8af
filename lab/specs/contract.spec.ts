import type { SharedPageProps } from '@inertiajs/core'
import type { Page } from '@playwright/test'
import type { Post } from '../types.ts'
import { expect, type Server, start, stop, test as base } from '../lab.ts'

// A program whose options say what its pages are named, have and look like.
const test = base.extend<object, { server: Server }>({
  server: [
    async ({ framework }, use) => {
      const [child, [, url]] = await start('.out/contract', ['-front', framework], /listening on (\S+)/)
      await use({ url, sources: '', restartVite: async () => {}, end: () => stop(child) })
      await stop(child)
    },
    { scope: 'worker', timeout: 180_000 },
  ],
})

/** Visits a path that another document answers, which ends the one that asks. */
async function leave(page: Page, path: string) {
  await page.waitForFunction(() => window.ready)
  await page.evaluate((path) => void window.router.get(path), path)
}

test('a page adds to what is shared, and the rest stays', async ({ lab }) => {
  await lab.open('/merged')
  expect((await lab.shown()).props.auth).toEqual({ user: 'Ada', can: { read: true, write: false } })
  await lab.router('get', '/told')
  expect((await lab.shown()).props.auth).toEqual({ user: 'Ada', can: { read: true } })
  await lab.router('get', '/merged')
  expect((await lab.shown()).props.auth.can).toEqual({ read: true, write: false })
})

test('props are shared by structs, providers, groups, conditions and handlers', async ({ lab }) => {
  await lab.open('/?admin')
  expect((await lab.shown()).props).toMatchObject({ year: 2026, slow: 'slow', root: 'sent as root', adminTools: ['delete'], siteMenu: { topItems: ['home'] } })
  expect((await lab.shown()).props).not.toHaveProperty('menu')
  const shared = (await lab.shown()).props as SharedPageProps // with the names and types that are written
  const [items, tools, menu]: [string[], string[] | undefined, string | undefined] = [shared.siteMenu.topItems, shared.adminTools, shared.menu]
  expect([items, tools, menu]).toEqual([['home'], ['delete'], undefined])
  await lab.router('get', '/group')
  expect((await lab.shown()).props).toMatchObject({ menu: 'of the group' })
  expect((await lab.shown()).props).not.toHaveProperty('adminTools')
  await lab.router('get', '/shared')
  expect((await lab.shown()).props).toMatchObject({ menu: 'of the request', read: 'of the request' })
})

test('keys of rows are in the case of the front end, for partial reloads too', async ({ lab }) => {
  await lab.open('/rows')
  await expect.poll(async () => (await lab.shown()).props.lateRows).toEqual({ rowCount: 1 })
  const before = (await lab.shown()).props
  expect(Object.keys(before.userRows[0]).sort()).toEqual(['firstName', 'lastSeen'])
  await lab.router('reload', { only: ['userRows'] })
  const after = (await lab.shown()).props
  expect(after.userRows[0].lastSeen).not.toBe(before.userRows[0].lastSeen)
  expect(after.lateRows).toEqual({ rowCount: 1 })
})

test('lists and maps that are nil are empty, unless a field says null', async ({ lab }) => {
  await lab.open('/lists')
  expect((await lab.shown()).props).toMatchObject({ list: [], map: {}, rows: [{ tags: [], none: null }] })
})

test('large integers keep their digits, to the page and back', async ({ lab, page }) => {
  const want = { large: '9007199254740993', least: '-9007199254740993', exact: 2 ** 53, small: 7, id: '7' }
  await lab.open('/big')
  expect((await lab.shown()).props).toMatchObject(want)
  await expect.poll(async () => (await lab.shown()).props.late).toEqual({ ids: [1, '9007199254740993'] })
  await lab.router('get', '/told')
  await lab.router('get', '/big')
  const { large, id } = (await lab.shown()).props
  const read = (post: Post) => BigInt(post.id) // takes either form
  expect([read({ id: large, title: '' }), read({ id: 7, title: '' })]).toEqual([2n ** 53n + 1n, 7n])
  expect((await lab.shown()).props).toMatchObject(want)
  await lab.router('post', '/big', { id: large, other: id })
  expect((await lab.shown()).flash).toEqual({ id: '9007199254740993', text: '9007199254740993 7' })
  // A form that a browser sends, and what a calculation with BigInts gives.
  await page.evaluate(() => {
    const data = new FormData()
    data.set('id', String(BigInt('9007199254740993') + 2n))
    data.set('other', '3')
    window.router.post('/big', data)
  })
  await expect.poll(async () => (await lab.shown()).flash).toEqual({ id: '9007199254740995', text: '9007199254740995 3' })
})

test('the head of a page replaces that of its group, and the group that of the site', async ({ lab, page }) => {
  const said = async () => ({
    title: await page.title(),
    description: await page.locator('meta[name=description]').getAttribute('content'),
    robots: await page.locator('meta[name=robots]').getAttribute('content'),
    canonical: await page.locator('link[rel=canonical]').evaluateAll((all) => all.map((link) => new URL((link as HTMLLinkElement).href).pathname).join()),
    type: await page.locator('meta[property="og:type"]').evaluateAll((all) => all.map((tag) => tag.getAttribute('content')).join()),
  })
  const site = { title: 'Site · Lab', description: 'Of the site', robots: 'noindex', canonical: '', type: '' }
  const group = { ...site, description: 'Of the group', canonical: '/group' }
  const article = { ...group, title: 'Ada · Lab', type: 'article' }
  for (const first of ['/told', '/heads', '/heads/Ada']) {
    await lab.open(first)
    let at = first
    for (const [path, want] of [['/told', site], ['/heads', group], ['/heads/Ada', article], ['/heads', group], ['/told', site]] as const) {
      if (path !== at) await lab.router('get', path)
      at = path
      await expect.poll(said, `${first} ${path}`).toEqual(want)
    }
  }
})

test('a request chooses its document', async ({ lab, page }) => {
  await lab.open('/told?print')
  await expect(page.locator('html')).toHaveAttribute('data-document', 'print')
  await lab.router('get', '/told') // a visit keeps the document
  await expect(page.locator('html')).toHaveAttribute('data-document', 'print')
  await lab.open('/told')
  expect(await page.locator('html').getAttribute('data-document')).toBeNull()
})

test('one page has entries of its own', async ({ lab, page }) => {
  await lab.open('/told')
  expect(await page.locator('html').getAttribute('data-extra')).toBeNull()
  await lab.open('/entries')
  await expect(page.locator('html')).toHaveAttribute('data-extra', 'ran')
  await expect(page.getByRole('heading')).toHaveText('Show')
})

test('names of components come from a function', async ({ lab, page }) => {
  await lab.open('/told')
  await expect(page.getByRole('heading')).toHaveText('Show') // Go says ShowPage
  await lab.router('get', '/merged')
  await lab.router('reload', { only: ['auth'] })
  expect((await lab.shown()).props.auth.can).toEqual({ read: true, write: false })
  expect(lab.loads()).toBe(1)
})

test('a page has a version of its own, and a route is not checked', async ({ lab, page }) => {
  lab.allow(/status of 409/)
  await lab.open('/told')
  await leave(page, '/own')
  await expect.poll(async () => (await lab.shown()).url).toBe('/own')
  expect(lab.loads()).toBe(2)
  await lab.router('get', '/own?again')
  expect((await lab.shown()).url).toBe('/own?again')
  expect(lab.loads()).toBe(2)
  await leave(page, '/told')
  await expect.poll(async () => (await lab.shown()).url).toBe('/told')
  expect(lab.loads()).toBe(3)

  await lab.control('version=v2')
  await lab.router('get', '/status')
  expect((await lab.shown()).props).toMatchObject({ status: true })
  expect(lab.loads()).toBe(3)
  const stale = page.waitForResponse((response) => response.status() === 409)
  await leave(page, '/')
  expect((await stale).headers()['stale-path']).toBe('/') // the hook's header
  await expect.poll(async () => (await lab.shown()).url).toBe('/')
  expect(lab.loads()).toBe(4)
})

test('a hook answers a visit that the handler answers with nothing', async ({ lab, page }) => {
  await lab.open('/')
  await lab.router('post', '/nothing')
  await expect(page).toHaveURL('/told')
  expect((await lab.shown()).flash).toEqual({ message: 'Nothing was said' })
})

test('routes of another protocol are left alone', async ({ lab, page }) => {
  await lab.open('/')
  const ask = (path: string) =>
    page.evaluate(async (path) => {
      const answer = await fetch(path, { headers: { 'X-Inertia': 'true', 'X-Inertia-Version': 'v1', 'X-Requested-With': 'XMLHttpRequest' } })
      return { status: answer.status, text: await answer.text() }
    }, path)
  lab.allow(/status of 409/)
  expect(await ask('/untouched')).toEqual({ status: 200, text: 'plain' })
  expect((await ask('/touched')).text).not.toBe('plain')
})

test('errors of a page that is rendered follow the rules of redirects', async ({ lab, page }) => {
  await lab.open('/')
  const first = { name: 'is needed', mail: 'is wrong' }
  await lab.router('post', '/errors')
  expect((await lab.shown()).props.errors).toEqual(first)
  await lab.router('post', '/errors', {}, { errorBag: 'mine' })
  expect((await lab.shown()).props.errors).toEqual({ mine: first })
  await lab.router('post', '/errors/bag')
  expect((await lab.shown()).props.errors).toEqual({ login: first })
  expect((await lab.events()).filter((event) => event.startsWith('error'))[0]).toBe(`error ${JSON.stringify({ mail: 'is wrong', name: 'is needed' })}`)
  await expect(page.getByRole('heading')).toHaveText('Show')
})

test('a query is bound to a struct, and refused with errors', async ({ lab }) => {
  await lab.open('/')
  await lab.router('get', '/search', { page: 2, exact: true, tags: ['a', 'b c'] })
  expect((await lab.shown()).props).toMatchObject({ page: 2, exact: true, tags: ['a', 'b c'] })
  await lab.router('get', '/search', {})
  expect((await lab.shown()).props).toMatchObject({ page: 0, exact: false, tags: [] })
  await lab.router('get', '/search', { page: 10 })
  expect((await lab.shown()).props.errors).toEqual({ page: expect.stringContaining('9') })
  expect((await lab.shown()).url).toBe('/search') // where it came from
})

test('files arrive in the order in which they were chosen', async ({ lab, page }) => {
  await lab.open('/')
  await page.evaluate(() => {
    const file = (name: string | number) => new File(['x'.repeat(Number(name) || 1)], String(name))
    const numbers = Array.from({ length: 12 }, (_, n) => 12 - n)
    window.router.post('/photos', {
      photos: numbers.map(file),
      pages: numbers.map((n) => ({ text: String(n), image: file(`page${n}`) })),
    })
  })
  await expect.poll(async () => (await lab.shown()).flash).toEqual({
    photos: '12 11 10 9 8 7 6 5 4 3 2 1',
    pages: Array.from({ length: 12 }, (_, n) => `${12 - n}=page${12 - n}`).join(' '),
  })
})

test('a link of a route helper is instant, and keeps the digits of its parameter', async ({ lab, page }) => {
  await lab.open('/at/en/links')
  await expect(page.getByTestId('current')).toHaveText('true,false,false,true')
  const link = page.getByTestId('post-Large').getByTestId('show')
  await expect(link).toHaveAttribute('href', /\/at\/en\/links\/9007199254740993\?tab=a%20b$/)
  const answered = page.waitForResponse(/\/at\/en\/links\/9007/)
  let late = false
  void answered.then(() => (late = true))
  await link.click()
  await expect(page.getByRole('heading')).toHaveText('Show')
  expect(late).toBe(false)
  expect((await lab.shown()).props).toMatchObject({ auth: { user: 'Ada' } }) // what is shared is there at once
  await answered
  await expect.poll(async () => (await lab.shown()).props).toMatchObject({ post: '9007199254740993', locale: 'en', tab: 'a b' })
  expect(lab.loads()).toBe(1)
})

test('a form of a route helper works without the client, with any method', async ({ lab, page }) => {
  await lab.open('/at/en/links')
  await page.getByTestId('post-Small').getByTestId('plain').getByRole('button').click()
  await expect(page).toHaveURL('/told')
  await expect.poll(async () => (await lab.shown()).flash).toEqual({ message: 'PUT /at/en/links/7 Small' })
  expect(lab.loads()).toBe(3) // the first document, the form, and where it leads
})

test('a Form takes what a route helper gives, though its name is a word of the language', async ({ lab, page }) => {
  await lab.open('/at/de/links')
  await page.getByTestId('post-Large').getByTestId('delete').getByRole('button').click()
  await expect(page).toHaveURL('/told')
  expect((await lab.shown()).flash).toEqual({ message: 'DELETE /at/de/links/9007199254740993 ' })
  expect(lab.loads()).toBe(1)
})

test('defaults of parameters follow the page, on the server and in the browser', async ({ lab, page }) => {
  for (const locale of ['de', 'en', 'de']) {
    const html = await (await page.request.get(`/at/${locale}/links`, { headers: { Accept: 'text/html' } })).text()
    expect(html).toContain(`href="/at/${locale}/links/7?tab=a%20b"`)
  }
  await lab.open('/at/it/links')
  await page.getByTestId('other-locale').click()
  await expect(page).toHaveURL('/at/fr/links')
  await expect(page.getByTestId('post-Small').getByTestId('show')).toHaveAttribute('href', /\/at\/fr\/links\/7\?tab=a%20b$/)
  expect(lab.loads()).toBe(1)
})
