import { expect, test } from '../lab.ts'

test('a strict policy lets the application run and blocks what was injected', async ({ lab, page }) => {
  lab.allow(/Content Security Policy/)
  await lab.open('/')
  await lab.router('visit', '/slow') // long enough for the progress bar
  expect(await lab.shown()).toMatchObject({ props: { slow: true } })
  const blocked = page.waitForEvent('console', (message) => message.text().includes('Content Security Policy'))
  await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.injected = true">'))
  await blocked
  expect(await page.evaluate(() => 'injected' in window)).toBe(false)
})

test('the progress bar has its styles', async ({ lab, page }) => {
  await lab.open('/')
  const visit = page.evaluate(() => window.router.visit('/slow'))
  await expect(page.locator('#nprogress .bar, [data-inertia-progress] .bar, .bar').first()).toHaveCSS('position', 'fixed')
  await visit
  await expect.poll(async () => (await lab.shown()).url).toBe('/slow')
})
