import type { Page } from '@playwright/test'
import { expect, test } from '../lab.ts'

/** What the page's props are, and which partial reloads and streams it asked for. */
function watch(page: Page) {
  const seen = { reloads: [] as string[], streams: 0 }
  page.on('request', (request) => {
    const only = request.headers()['x-inertia-partial-data']
    if (only) seen.reloads.push(only)
    if (new URL(request.url()).pathname === '/live') seen.streams++
  })
  return {
    seen,
    props: async () => JSON.parse((await page.getByTestId('page').textContent()) ?? '').props,
    feed: async () => JSON.parse((await page.getByTestId('page').textContent()) ?? '').props.feed as number,
  }
}

/** Opens a feed and waits until the browser listens to it. */
async function open(page: Page, path: string, listens = true) {
  const stream = listens && page.waitForResponse((response) => new URL(response.url()).pathname === '/live')
  await page.goto(path)
  await page.waitForFunction(() => window.ready)
  await stream
  await expect.poll(async () => JSON.parse((await page.getByTestId('page').textContent()) ?? '').props.inner.late).toBeDefined()
}

test('two windows follow a change with one stream, and fetch what is live', async ({ lab, page, context }, { project }) => {
  const channel = `two-${project.name}`
  const first = watch(page)
  await open(page, `/feed/${channel}`)
  const other = await context.newPage()
  const second = watch(other)
  await open(other, `/feed/${channel}`, false)
  const before = await first.props()
  first.seen.reloads.length = second.seen.reloads.length = 0

  await lab.control(`publish=${channel}`)
  await expect.poll(first.feed).toBeGreaterThan(before.feed)
  await expect.poll(second.feed).toBe(await first.feed())
  expect(first.seen.reloads).toEqual(['feed'])
  expect(second.seen.reloads).toEqual(['feed'])
  expect((await first.props()).still).toBe(before.still)

  await lab.control('publish=late&publish=secret')
  await expect.poll(() => first.seen.reloads.at(-1)).toBe('inner.late')
  expect(first.seen.reloads).not.toContain('inner.secret')
  const live = (await first.props()).liveProps
  expect(Object.keys(live.on).toSorted()).toEqual(['feed', 'inner.late', 'inner.secret'])
  expect(second.seen.streams).toBe(0)

  // The window that listens closes, and the other one goes on from there.
  const takes = other.waitForResponse((response) => new URL(response.url()).pathname === '/live')
  await page.close()
  await lab.control(`publish=${channel}`)
  await takes
  const feed = await second.feed()
  await lab.control(`publish=${channel}`)
  await expect.poll(second.feed).toBeGreaterThan(feed)
})

test('a burst is one reload, and a hidden window waits', async ({ lab, page }, { project }) => {
  const channel = `hidden-${project.name}`
  const { seen, feed } = watch(page)
  await open(page, `/feed/${channel}`)
  const before = await feed()
  seen.reloads.length = 0
  const hide = (hidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }, hidden)
  await hide(true)
  for (let n = 0; n < 10; n++) await lab.control(`publish=${channel}`)
  const heard = page.waitForResponse((response) => new URL(response.url()).pathname === '/live')
  await lab.control('end=1') // the next stream begins after all events of this one
  await heard
  expect(await feed()).toBe(before)
  expect(seen.reloads).toEqual([])
  await hide(false)
  await expect.poll(feed).toBeGreaterThanOrEqual(before + 10)
  expect(seen.reloads).toEqual(['feed'])
})

test('what is missed offline and on other pages is caught up on', async ({ lab, page, context }, { project }) => {
  lab.allow(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK/)
  const channel = `offline-${project.name}`
  const { feed } = watch(page)
  await open(page, `/feed/${channel}`)
  let before = await feed()
  await lab.control('end=1')
  await context.setOffline(true)
  await lab.control('end=1')
  await lab.control(`publish=${channel}`)
  await context.setOffline(false)
  await expect.poll(feed).toBeGreaterThan(before)

  before = await feed()
  await lab.router('visit', '/other')
  await lab.control(`publish=${channel}`)
  await page.goBack()
  await expect.poll(async () => ((await lab.shown()).url.startsWith('/feed') ? await feed() : 0)).toBeGreaterThan(before)
})
