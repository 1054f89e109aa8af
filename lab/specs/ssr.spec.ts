import { expect, test } from '../lab.ts'

// That hydration goes without a warning is what every other spec sees to: they
// fail on any, and all of their first pages come from the server.
test('the first document has the page in HTML', async ({ request, page, lab }) => {
  const html = await (await request.get('/other')).text()
  expect(html).toMatch(/<div data-server-rendered="true" id="app">.*Show.*Section.*<\/div>/s)
  await lab.open('/other')
  await expect(page.getByTestId('page')).toContainText('"other":true')
})

test('the client takes over the elements that the server sent', async ({ page }) => {
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route(/\/main(-[\w-]{8}\.js|\.tsx?)/, async (route) => {
    await released
    await route.continue()
  })
  await page.goto('/hot', { waitUntil: 'commit' })
  const heading = page.getByRole('heading')
  await expect(heading).toHaveText('Before')
  await heading.evaluate((element) => ((element as HTMLElement & { kept?: boolean }).kept = true))
  release()
  await page.waitForFunction(() => window.ready)
  await page.getByTestId('count').click()
  await expect(page.getByTestId('count')).toHaveText('1')
  expect(await heading.evaluate((element) => (element as HTMLElement & { kept?: boolean }).kept)).toBe(true)
})
