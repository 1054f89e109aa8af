import { createServer, request as forward } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { expect, test } from './app.ts'

const fresh = () => `user-${Math.random().toString(36).slice(2)}@example.com`

/** register makes an account of its own for a test. */
async function register(page: Page, email = fresh()) {
  await page.goto('/register')
  await page.getByLabel('Name').fill('Ada Lovelace')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('analytical engine')
  await page.getByLabel('Password, once more').fill('analytical engine')
  await page.getByTestId('submit').click()
  await expect(page.getByTestId('page-account')).toBeVisible()
  return email
}

test('signing in leads to the page that was asked for', async ({ page }) => {
  await page.goto('/account')
  await expect(page).toHaveURL('/login')
  await expect(page.getByTestId('flash')).toContainText('Please sign in.')
  await page.getByLabel('Email').fill('alex@contacts.example')
  await page.getByLabel('Password').fill('wrong')
  await page.getByTestId('submit').click()
  await expect(page.getByTestId('error-email')).toContainText('do not belong together')
  await expect(page.getByLabel('Email')).toHaveValue('alex@contacts.example')
  await page.getByLabel('Password').fill('contacts-demo')
  await page.getByTestId('submit').click()
  await expect(page).toHaveURL('/account')
  await expect(page.getByTestId('current-user')).toHaveText('Alex Morgan')
})

test('after signing out Back shows nothing private', async ({ page, watch }) => {
  watch.allow(/status of 422/) // live validation on the way
  const email = await register(page)
  await expect(page.getByTestId('profile').getByLabel('Email')).toHaveValue(email)
  await page.getByTestId('nav-contacts').click()
  await expect(page.getByTestId('contact-row').first()).toBeVisible()
  await page.getByTestId('sign-out').click()
  await expect(page.getByTestId('flash')).toContainText('You are signed out.')
  await page.goBack()
  await page.goBack()
  await expect(page.getByTestId('page-login')).toBeVisible()
  await expect(page.getByText(email)).toHaveCount(0)
  await expect(page.getByTestId('page-account')).toHaveCount(0)
})

test('registering is validated field by field, and creates nobody before it is sent', async ({ page, watch }) => {
  watch.allow(/status of 422/)
  const email = fresh()
  await page.goto('/register')
  const live = page.waitForRequest((r) => r.headers()['precognition'] === 'true')
  await page.getByLabel('Email').fill('alex@contacts.example')
  await page.getByLabel('Name').focus()
  expect((await live).headers()['precognition-validate-only']).toBe('email')
  await expect(page.getByTestId('error-email')).toHaveText('This email address is already in use.')
  await expect(page.getByTestId('error-name')).toBeHidden()
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Name').focus()
  await expect(page.getByTestId('error-email')).toBeHidden()
  await page.getByLabel('Name').fill('Ada Lovelace')
  await page.getByLabel('Password', { exact: true }).fill('analytical engine')
  await page.getByLabel('Password, once more').fill('another engine')
  await page.getByLabel('Name').focus()
  await expect(page.getByTestId('error-confirmation')).toBeVisible()
  await expect(page.getByTestId('sign-in')).toBeVisible()
  await page.getByLabel('Password, once more').fill('analytical engine')
  await page.getByTestId('submit').click()
  await expect(page.getByTestId('flash')).toContainText('Welcome, Ada Lovelace.')
  await expect(page.getByTestId('current-user')).toHaveText('Ada Lovelace')
})

test('two forms on one page have errors of their own', async ({ page, watch }) => {
  watch.allow(/status of 422/)
  await register(page)
  const profile = page.getByTestId('profile')
  const password = page.getByTestId('password')
  await profile.getByLabel('Name').fill('')
  await profile.getByRole('button').click()
  await expect(profile.getByTestId('error-name')).toBeVisible()
  await expect(password.locator('.field-error')).toHaveCount(0)
  await password.getByLabel('Current password').fill('wrong')
  await password.getByLabel('New password', { exact: true }).fill('difference engine')
  await password.getByLabel('New password, once more').fill('difference engine')
  await password.getByRole('button').click()
  await expect(password.getByTestId('error-current')).toHaveText('This is not your password.')
  await password.getByLabel('Current password').fill('analytical engine')
  await password.getByRole('button').click()
  await expect(page.getByTestId('flash')).toContainText('Password changed.')
})

test('a picture is uploaded by PUT and shown', async ({ page, watch }) => {
  watch.allow(/status of 422/)
  await register(page)
  const picture = page.getByTestId('picture')
  await picture.locator('input').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('no picture') })
  await expect(page.getByTestId('error-avatar')).toBeVisible()
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
  const upload = page.waitForRequest(/\/account\/avatar/)
  await picture.locator('input').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: png })
  expect((await upload).method()).toBe('PUT')
  await expect(page.getByTestId('flash')).toContainText('Picture saved.')
  await expect(page.getByTestId('nav-account').locator('img')).toHaveJSProperty('naturalWidth', 1)
})

test('an expired token leads back with a message, and the second try succeeds', async ({ page, app, context }) => {
  // A browser that says nothing of itself: a proxy takes away Fetch metadata.
  const proxy = createServer((request, response) => {
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !name.startsWith('sec-fetch-')))
    request.pipe(
      forward(app.url + request.url, { method: request.method, headers }, (answer) => {
        response.writeHead(answer.statusCode!, answer.rawHeaders)
        answer.pipe(response)
      }),
    )
  })
  // Vite's socket is of no use here; without an answer it would be retried.
  proxy.on('upgrade', (_, socket) => socket.on('error', () => {}))
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  try {
    await page.goto(`${url}/contacts/create`)
    await page.getByLabel('Name').fill('Patience Brewster')
    await page.getByLabel('Email').fill(fresh())
    await context.addCookies([{ name: 'XSRF-TOKEN', value: 'expired', url }])
    await page.getByTestId('submit').click()
    await expect(page.getByTestId('flash')).toContainText('open for too long')
    await expect(page.getByLabel('Name')).toHaveValue('Patience Brewster')
    await page.getByTestId('submit').click()
    await expect(page.getByTestId('flash')).toContainText('Contact created.')
  } finally {
    await page.goto('about:blank')
    proxy.closeAllConnections()
    proxy.close()
  }
})
