import { expect, test } from './app.ts'

test('without JavaScript there is a page, with its styles', async ({ browser, app }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, storageState: app.signedIn })
  const page = await context.newPage()
  await page.goto(`${app.url}/contacts`)
  await expect(page).toHaveTitle('Contacts · Contacts')
  await expect(page.getByTestId('contact-row')).toHaveCount(20)
  await expect(page.getByRole('main')).toHaveCSS('max-width', '1120px')
  await page.getByTestId('contact-link').first().click()
  await expect(page.getByTestId('page-show')).toBeVisible()
  await context.close()
})

test('the client takes over the elements that the server sent', async ({ page, watch }) => {
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route(/\/main(-[\w-]{8}\.js|\.tsx)/, async (route) => {
    await released
    await route.continue()
  })
  await page.goto('/', { waitUntil: 'commit' })
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).toHaveText('Dashboard')
  await heading.evaluate((element) => ((element as HTMLElement & { kept?: boolean }).kept = true))
  release()
  await expect(page.getByTestId('layout')).toHaveAttribute('data-mounted-at', /./)
  expect(await heading.evaluate((element) => (element as HTMLElement & { kept?: boolean }).kept)).toBe(true)
  await page.getByTestId('nav-contacts').click()
  await expect(page.getByTestId('contact-row').first()).toBeVisible()
  expect(watch.loads).toBe(1)
})
