import { expect, test } from '../browser.ts'

test.beforeEach(({ watch }) => watch.allow(/status of 409/)) // how a client learns that it is stale

test('a link of a stale client loads the document, once', async ({ page, server, watch }) => {
  await page.goto('/')
  await server.control('version=2')
  await page.getByTestId('about').click()
  await expect(page.getByTestId('about-page')).toBeVisible()
  await expect(page).toHaveURL('/about')
  expect(watch.loads).toBe(2)
  await page.getByTestId('home-link').click()
  await expect(page.getByTestId('home')).toBeVisible()
  expect(watch.loads).toBe(2)
})

test('what a stale client posts is done, and its flash shown on the new document', async ({ page, server, watch }) => {
  await page.goto('/')
  await server.control('version=2')
  await page.getByTestId('flash').click()
  await expect(page.getByTestId('message')).toHaveText('Saved')
  await expect(page).toHaveURL('/about')
  expect(watch.visits.map((visit) => visit.method())).toEqual(['POST', 'GET'])
  expect((await watch.visits[1].response())!.status()).toBe(409)
  expect(watch.loads).toBe(2)
  await expect.poll(() => watch.events()).toEqual(['location', 'flash {"message":"Saved"}'])
})

test('polls and reloads of a stale client leave its page alone', async ({ page, server, watch }) => {
  await page.clock.install({ time: 0 })
  await page.goto('/poll')
  await page.clock.pauseAt(60_000)
  const ticks = await page.getByTestId('ticks').textContent()
  await server.control('version=2')
  await page.getByTestId('start').click()
  for (let n = 1; n <= 3; n++) {
    await page.clock.runFor(1000)
    await expect.poll(() => watch.events()).toHaveLength(n)
  }
  await page.getByTestId('reload').click()
  await expect.poll(() => watch.events()).toEqual(['location', 'location', 'location', 'location'])
  for (const visit of watch.visits) {
    const response = (await visit.response())!
    expect(response.status()).toBe(409)
    expect(response.headers()['x-inertia-version']).toBe('2')
  }
  await expect(page.getByTestId('ticks')).toHaveText(ticks!)
  expect(watch.loads).toBe(1)

  await page.getByTestId('ask').click() // a visit of the user's
  await expect.poll(() => watch.loads).toBe(2)
  await expect(page.getByTestId('ticks')).not.toHaveText(ticks!)
})

test('a stale prefetch reloads nothing until it is clicked', async ({ page, server, watch }) => {
  await page.goto('/')
  await server.control('version=2')
  const ahead = page.waitForResponse(/\/about$/)
  await page.getByTestId('prefetch').hover()
  expect((await ahead).status()).toBe(409)
  await expect(page.getByTestId('home')).toBeVisible()
  expect(watch.loads).toBe(1)
  await page.getByTestId('prefetch').click()
  await expect(page.getByTestId('about-page')).toBeVisible()
  expect(watch.loads).toBe(2)
})
