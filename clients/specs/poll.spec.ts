import type { Page } from '@playwright/test'
import { expect, only, props, test } from '../browser.ts'

test('polling asks once each interval until it is stopped, for its props alone', async ({ page, watch }) => {
  await page.clock.install({ time: 0 })
  await page.goto('/poll')
  await page.clock.pauseAt(60_000)
  const ticks = page.getByTestId('ticks')
  const opened = await page.getByTestId('opened').textContent()
  await page.getByTestId('start').click()
  expect(watch.visits).toEqual([])
  for (const seen of ['3', '4', '5']) {
    await page.clock.runFor(1000)
    await expect(ticks).toHaveText(seen) // two were counted when the page was opened
  }
  await expect(page.getByTestId('opened')).toHaveText(opened!)
  await page.getByTestId('stop').click()
  await page.clock.runFor(5000)
  expect(watch.visits.map(only)).toEqual(['ticks', 'ticks', 'ticks'])
  expect(await props(watch.visits[0])).toEqual({ errors: {}, ticks: 3 })
})

/** exchanges are the conversations with the server, as the network saw them. */
async function exchanges(page: Page) {
  const list: { condition?: string; status: number }[] = []
  const conditions = new Map<string, string | undefined>()
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const find = (headers: Record<string, string>, name: string) =>
    Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  session.on('Network.requestWillBeSentExtraInfo', ({ requestId, headers }) => {
    if (find(headers, 'x-inertia')) conditions.set(requestId, find(headers, 'if-none-match'))
  })
  session.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode }) => {
    if (conditions.has(requestId)) list.push({ condition: conditions.get(requestId), status: statusCode })
  })
  return list
}

test('the browser revalidates a visit, and an unchanged answer is a 304', async ({ page, watch }) => {
  await page.goto('/poll')
  const seen = await exchanges(page)
  await page.getByTestId('ask').click()
  await expect.poll(() => seen).toHaveLength(1)
  await expect.poll(() => watch.events()).toEqual(['success'])
  const tag = (await (await watch.visits[0].response())!.allHeaders()).etag
  await page.getByTestId('ask').click()
  await expect.poll(() => watch.events()).toEqual(['success', 'success'])
  await expect.poll(() => seen).toEqual([{ condition: undefined, status: 200 }, { condition: tag, status: 304 }])
  await expect(page.getByTestId('constant')).toHaveText('always the same')
})

test('a link is revalidated as well', async ({ page }) => {
  await page.goto('/')
  const seen = await exchanges(page)
  for (let n = 1; n <= 2; n++) {
    await page.getByTestId('about').click()
    await page.getByTestId('home-link').click()
    await expect(page.getByTestId('home')).toBeVisible()
  }
  const fresh = { condition: undefined, status: 200 }
  const tag = expect.stringMatching(/^"[\w-]+"$/)
  // About counts, so that it always has something new.
  await expect.poll(() => seen).toEqual([fresh, fresh, { condition: tag, status: 200 }, { condition: tag, status: 304 }])
})

test('reloads are never revalidated: the client asks the browser to bypass its cache', async ({ page, watch }) => {
  await page.goto('/poll')
  const seen = await exchanges(page)
  for (let n = 1; n <= 2; n++) {
    await page.getByTestId('reload').click()
    await expect.poll(() => watch.events()).toHaveLength(n)
  }
  await expect.poll(() => seen).toEqual([{ condition: undefined, status: 200 }, { condition: undefined, status: 200 }])
  expect(watch.visits[1].headers()['cache-control']).toBe('no-cache')
})
