import { expect, only, props, test } from '../browser.ts'

test('infinite scroll grows at both ends, in order, and resets to the first page', async ({ page, server, watch }) => {
  await page.goto('/scroll?page=3')
  const items = page.getByTestId('item')
  const ids = async () => (await items.allTextContents()).map(Number)
  const end = (intent: string) => watch.visits.filter((visit) => visit.headers()['x-inertia-infinite-scroll-merge-intent'] === intent)

  await expect.poll(async () => (await items.last().scrollIntoViewIfNeeded(), (await ids()).at(-1))).toBe(50)
  await expect.poll(async () => (await items.first().scrollIntoViewIfNeeded(), (await ids())[0])).toBe(1)
  expect(await ids()).toEqual(Array.from({ length: 50 }, (_, i) => i + 1))
  expect(end('append').map((visit) => new URL(visit.url()).search)).toEqual(['?page=4', '?page=5'])
  expect(end('prepend').map((visit) => new URL(visit.url()).search)).toEqual(['?page=2', '?page=1'])
  expect(watch.visits.map(only)).toEqual(['items', 'items', 'items', 'items'])

  // The address follows what is in view; the reset has to come after that, or
  // the client's late update of the address brings the old items back.
  await expect.poll(async () => (await items.first().scrollIntoViewIfNeeded(), page.url())).toBe(`${server.url}/scroll`)
  await page.getByTestId('reset').click()
  await expect.poll(async () => (await ids()).length).toBeLessThan(50)
  expect((await ids())[0]).toBe(1)
  const reset = watch.visits.find((visit) => visit.headers()['x-inertia-reset'] === 'items')!
  expect((await (await reset.response())!.json()).scrollProps.items).toMatchObject({ currentPage: 1, nextPage: 2, reset: true })
  expect((await props(reset)).items.data).toHaveLength(10)

  await expect.poll(async () => (await items.last().scrollIntoViewIfNeeded(), (await ids()).at(-1))).toBe(50)
  expect(await ids()).toEqual(Array.from({ length: 50 }, (_, i) => i + 1))
  expect(watch.loads).toBe(1)
})
