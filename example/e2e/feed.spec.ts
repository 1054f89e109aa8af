import { expect, test } from './app.ts'

test('the activity of others appears, in every window and without a reload', async ({ browser, page, app }) => {
  await page.goto('/')
  const other = await browser.newContext({ baseURL: app.url, storageState: app.signedIn })
  const far = await other.newPage()
  const stream = far.waitForResponse((response) => new URL(response.url()).pathname === '/live')
  await far.goto('/')
  await stream
  await expect(far.getByTestId('activity')).not.toContainText('Two Windows')
  const reload = far.waitForRequest((request) => request.headers()['x-inertia-partial-data'] === 'activity')

  await page.goto('/contacts/create')
  await page.getByLabel('Name').fill('Two Windows')
  await page.getByLabel('Email').fill(`two-${Math.random().toString(36).slice(2)}@example.com`)
  await page.getByTestId('submit').click()
  await expect(page).toHaveURL(/\/contacts\/\d+$/)

  await expect(far.getByTestId('activity')).toContainText('Two Windows')
  await reload
  await other.close()
})
