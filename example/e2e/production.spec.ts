import { secondText, first, second } from './build.ts'
import { expect, ready, settled, test } from './app.ts'

test('a deploy costs an open tab one full load, onto the page it asked for', async ({ page, app, watch }) => {
  watch.allow(/status of 409|favicon|ERR_CONNECTION_REFUSED/) // the server is away for a moment
  await page.goto('/contacts')
  await expect(page.getByTestId('contact-row').first()).toBeVisible()
  await page.waitForLoadState('networkidle')
  await app.replace(second)
  try {
    await page.getByTestId('nav-dashboard').click()
    await expect(page.getByText(secondText)).toBeVisible()
    await expect(page).toHaveURL('/')
    expect(watch.loads).toBe(2)
    await ready(page)
    await page.getByTestId('nav-contacts').click()
    await expect(page.getByTestId('contact-row').first()).toBeVisible()
    expect(watch.loads).toBe(2)
  } finally {
    await app.replace(first)
  }
})

test('a deploy between a form and its answer keeps the message', async ({ page, app, watch }) => {
  watch.allow(/status of 409|favicon|ERR_CONNECTION_REFUSED/)
  await page.goto('/contacts/create')
  await page.getByLabel('Name').fill('Deployed Upon')
  await page.getByLabel('Email').fill(`deploy-${Date.now()}@example.com`)
  await page.waitForLoadState('networkidle')
  await app.replace(second)
  try {
    await page.getByTestId('submit').click()
    await expect(page.getByTestId('flash')).toContainText('Contact created.')
    await expect(page).toHaveURL(/\/contacts\/\d+$/)
    expect(watch.loads).toBe(2)
    await settled(page)
  } finally {
    await app.replace(first)
  }
})

// The second build changes the dashboard alone.
test.describe('with the builds of earlier deploys', () => {
  test.beforeEach(async ({ app, watch }, info) => {
    watch.allow(/status of 409|ERR_CONNECTION_REFUSED/)
    await app.replace(first, info.outputPath('builds'))
  })
  test.afterEach(async ({ app, page }) => {
    await settled(page)
    await app.replace(first)
  })

  test('an open tab goes on through pages that are as they were', async ({ app, page, watch }, info) => {
    await page.goto('/contacts')
    await page.waitForLoadState('networkidle')
    await app.replace(second, info.outputPath('builds'))
    await page.getByTestId('nav-about').click() // a chunk that was not loaded yet
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('About')
    await page.getByTestId('nav-contacts').click()
    await page.getByTestId('contact-row').first().getByRole('link').first().click()
    await expect(page).toHaveURL(/\/contacts\/\d+$/)
    expect(watch.loads).toBe(1)
    await page.getByTestId('nav-dashboard').click()
    await expect(page.getByText(secondText)).toBeVisible()
    expect(watch.loads).toBe(2)
    await ready(page)
    await page.getByTestId('nav-contacts').click()
    await expect(page.getByTestId('contact-row').first()).toBeVisible()
    expect(watch.loads).toBe(2)
  })

  test('what was typed stays, and the message arrives', async ({ app, page, watch }, info) => {
    await page.goto('/contacts/create')
    await page.getByLabel('Name').fill('Deployed Upon')
    await page.getByLabel('Email').fill('no address')
    await page.waitForLoadState('networkidle')
    await app.replace(second, info.outputPath('builds'))
    await page.getByTestId('submit').click()
    await expect(page.getByLabel('Email')).toHaveAttribute('aria-invalid', 'true')
    await expect(page.getByLabel('Name')).toHaveValue('Deployed Upon')
    await page.getByLabel('Email').fill(`kept-${Date.now()}@example.com`)
    await page.getByTestId('submit').click()
    await expect(page.getByTestId('flash')).toContainText('Contact created.')
    expect(watch.loads).toBe(1)
  })
})

test('built files are immutable, and nothing else of the build is served', async ({ request, page }) => {
  const html = await (await request.get('/')).text()
  const script = html.match(/src="(\/build\/assets\/app-[^"]+)"/)![1]
  const asset = await request.get(script)
  expect(asset.headers()['cache-control']).toBe('public, max-age=31536000, immutable')
  expect(asset.headers()['content-type']).toContain('text/javascript')
  for (const path of ['/build/.vite/manifest.json', '/build/', '/build/assets/', '/build/assets/missing-12345678.js', '/build/..%2fmain.go']) {
    expect((await request.get(path)).status(), path).toBe(404)
  }
  await page.goto('/')
})
