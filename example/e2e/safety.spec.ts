import type { Page } from '@playwright/test'
import { expect, test } from './app.ts'

const fresh = () => `safe-${Math.random().toString(36).slice(2)}@example.com`

async function fill(page: Page, name: string) {
  await page.goto('/contacts/create')
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Email').fill(fresh())
}

test('an expired token leads back with a message, and the second try succeeds', async ({ page, context, app }) => {
  await fill(page, 'Patience Brewster')
  // The request of a browser that says nothing of itself, so that the token counts.
  await page.route('**/contacts', async (route) => {
    const { 'sec-fetch-site': _, origin: _origin, ...headers } = await route.request().allHeaders()
    const response = await route.fetch({ headers, maxRedirects: 0 })
    await route.fulfill({ response })
  })
  await context.addCookies([{ name: 'XSRF-TOKEN', value: 'expired', url: app.url }])
  await page.getByTestId('submit').click()
  await expect(page.getByTestId('flash')).toContainText('open for too long')
  await expect(page).toHaveURL('/contacts/create')
  await expect(page.getByLabel('Name')).toHaveValue('Patience Brewster')

  await page.getByTestId('submit').click()
  await expect(page.getByTestId('flash')).toContainText('Contact created.')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Patience Brewster')
})

test('two tabs that are redirected at once show their own messages', async ({ page, context }) => {
  const second = await context.newPage()
  await Promise.all([fill(page, 'First Tab'), fill(second, 'Second Tab')])
  // Both answers are held until both are there: the messages wait side by side.
  let arrived = 0
  let release = () => {}
  const both = new Promise<void>((resolve) => (release = resolve))
  await context.route('**/contacts', async (route) => {
    const response = await route.fetch({ maxRedirects: 0 })
    if (++arrived === 2) release()
    await both
    await route.fulfill({ response })
  })
  await page.getByTestId('submit').click()
  await second.getByTestId('submit').click()
  for (const [tab, name] of [[page, 'First Tab'], [second, 'Second Tab']] as const) {
    await expect(tab.getByTestId('flash')).toContainText('Contact created.')
    await expect(tab.getByRole('heading', { level: 1 })).toHaveText(name)
  }
  for (const tab of [page, second]) {
    await tab.reload()
    await expect(tab.getByTestId('page-show')).toBeVisible()
    await expect(tab.getByTestId('flash')).toHaveCount(0)
  }
})

test('no page breaks the policy', async ({ page, request }) => {
  const policy = (await request.get('/')).headers()['content-security-policy']
  expect(policy).toMatch(/^script-src 'nonce-\w+' 'strict-dynamic'; style-src 'nonce-\w+'/)
  for (const [path, id] of [
    ['/', 'page-dashboard'],
    ['/contacts', 'page-contacts'],
    ['/contacts/1', 'page-show'],
    ['/contacts/1/edit', 'page-edit'],
    ['/contacts/create', 'page-create'],
    ['/organisations', 'page-organisations'],
    ['/organisations/3', 'page-organisation'],
    ['/organisations/3/edit', 'page-organisation-edit'],
    ['/organisations/create', 'page-organisation-create'],
    ['/trash', 'page-trash'],
    ['/team', 'page-team'],
    ['/audit', 'page-audit'],
    ['/account', 'page-account'],
    ['/register', 'page-register'],
    ['/about', 'page-about'],
  ] as const) {
    await page.goto(path)
    await expect(page.getByTestId(id)).toBeVisible()
  }
})

test('the progress bar has its styles', async ({ page }) => {
  await page.goto('/')
  let go = () => {}
  const held = new Promise<void>((resolve) => (go = resolve))
  await page.route('**/contacts', async (route) => {
    await held
    await route.continue()
  })
  await page.getByTestId('nav-contacts').click()
  await expect(page.locator('#nprogress .bar')).toHaveCSS('position', 'fixed')
  go()
  await expect(page.getByTestId('contact-row').first()).toBeVisible()
})

test('an injected script does not run', async ({ page, watch }) => {
  watch.allow(/Content Security Policy/)
  await page.goto('/about')
  await expect(page.getByTestId('page-about')).toBeVisible()
  const blocked = page.waitForEvent('console', (message) => message.text().includes('Content Security Policy'))
  await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.injected = true'
    document.head.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.injected = true">')
    document.head.insertAdjacentHTML('beforeend', script.outerHTML)
  })
  await blocked
  expect(await page.evaluate(() => 'injected' in window)).toBe(false)
})
