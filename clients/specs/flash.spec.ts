import { expect, test } from '../browser.ts'

test('a flash is announced once, and gone on the next page and on Back', async ({ page, watch }) => {
  await page.goto('/')
  await page.getByTestId('flash').click()
  await expect(page.getByTestId('message')).toHaveText('Saved')
  await expect.poll(() => watch.events()).toEqual(['flash {"message":"Saved"}', 'success'])
  await page.getByTestId('home-link').click()
  await expect(page.getByTestId('home')).toBeVisible()
  await page.goBack()
  await expect(page.getByTestId('about-page')).toBeVisible()
  await expect(page.getByTestId('message')).toBeEmpty()
  await page.reload()
  await expect(page.getByTestId('about-page')).toBeVisible()
  await expect(page.getByTestId('message')).toBeEmpty()
  expect((await watch.events()).filter((event) => event.startsWith('flash'))).toHaveLength(1)
})

test('a prefetch on hover serves the clicks until it expires', async ({ page, watch }) => {
  await page.clock.install()
  await page.goto('/')
  const purposes = () => watch.visits.filter((visit) => visit.url().endsWith('/about')).map((visit) => visit.headers().purpose)
  const hover = async () => {
    await page.getByTestId('prefetch').hover()
    await page.clock.runFor(100) // the client waits whether the pointer stays
  }
  const ahead = page.waitForResponse(/\/about$/)
  await hover()
  expect((await (await ahead).json()).props.shown).toBe(1)
  await expect(page.getByTestId('home')).toBeVisible()
  await page.getByTestId('prefetch').click()
  await expect(page.getByTestId('shown')).toHaveText('1')

  await page.getByTestId('home-link').click()
  await hover()
  await page.getByTestId('prefetch').click()
  await expect(page.getByTestId('shown')).toHaveText('1')
  expect(purposes()).toEqual(['prefetch'])

  await page.getByTestId('home-link').click()
  await page.clock.fastForward('02:00')
  await page.mouse.move(0, 0)
  await hover()
  await expect.poll(purposes).toEqual(['prefetch', 'prefetch'])
  await page.getByTestId('prefetch').click()
  await expect(page.getByTestId('shown')).toHaveText('2')
  expect(purposes()).toEqual(['prefetch', 'prefetch'])
})

test('a prefetch leaves a flash to the visit that shows it', async ({ page, watch }) => {
  await page.goto('/')
  // A message waits for /about, as after a redirect that was not followed.
  await page.evaluate(() => fetch('/flash', { method: 'POST', redirect: 'manual' }))
  const ahead = page.waitForResponse(/\/about$/)
  await page.getByTestId('prefetch').hover()
  const answer = await ahead
  expect(answer.request().headers().purpose).toBe('prefetch')
  expect(await answer.json()).not.toHaveProperty('flash')
  await page.getByTestId('prefetch').click()
  await expect(page.getByTestId('about-page')).toBeVisible()
  await expect(page.getByTestId('message'), 'this page was fetched before').toBeEmpty()
  await page.reload()
  await expect(page.getByTestId('message')).toHaveText('Saved')
  await expect.poll(() => watch.events()).toContain('flash {"message":"Saved"}')
})
