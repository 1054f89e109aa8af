import type { Page } from '@playwright/test'
import { demo, expect, stranger, test } from './app.ts'

test.use(stranger)

const password = 'analytical engine'
const fresh = () => `user-${Math.random().toString(36).slice(2)}@example.com`

/** register makes an account of its own for a test. */
async function register(page: Page, email = fresh()) {
  const form = { name: 'Ada Lovelace', email, password, confirmation: password }
  const response = await page.request.post('/register', { form, maxRedirects: 0 })
  expect(response.headers().location).toBe('/')
  await page.goto('/account')
  await expect(page.getByTestId('profile').getByLabel('Email')).toHaveValue(email)
  return email
}

test('registering is validated field by field, and creates nobody before it is sent', async ({ page, watch }) => {
  watch.allow(/status of 422/)
  const validated: string[] = []
  let sent = 0
  page.on('request', (request) => {
    if (request.method() !== 'POST') return
    const only = request.headers()['precognition-validate-only']
    if (request.headers()['precognition'] === 'true') validated.push(only!)
    else sent++
  })
  const email = fresh()
  await page.goto('/register')
  await page.getByLabel('Email').fill(demo.email)
  await page.getByLabel('Name').focus()
  await expect(page.getByTestId('error-email')).toHaveText('This email address is already in use.')
  await expect(page.getByTestId('error-name')).toHaveCount(0)
  expect(validated).toEqual(['email'])

  await page.getByLabel('Email').fill(email) // a field that is wrong is looked at while it changes
  await expect(page.getByTestId('error-email')).toHaveCount(0)
  await page.getByLabel('Password', { exact: true }).fill('engine')
  await page.getByLabel('Password, once more').fill(password)
  await expect(page.getByTestId('error-password')).toHaveText('Use at least 10 characters.')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await expect(page.getByTestId('error-password')).toHaveCount(0)
  await page.getByLabel('Password, once more').fill('difference engine')
  await page.getByLabel('Name').focus()
  await expect(page.getByTestId('error-confirmation')).toHaveText('The two passwords differ.')
  await page.getByLabel('Password, once more').fill(password)
  await expect(page.getByTestId('error-confirmation')).toHaveCount(0)

  // Live validation has created nobody: the name is missing still.
  await page.getByTestId('submit').click()
  await expect(page.getByTestId('error-name')).toHaveText('Enter a name.')
  await expect(page.getByLabel('Name')).toBeFocused()
  await expect(page).toHaveURL('/register')
  expect(sent).toBe(1)
  await page.getByLabel('Name').fill('Ada Lovelace')
  await page.getByTestId('submit').click()
  await expect(page.getByTestId('flash')).toContainText('Welcome, Ada Lovelace.')
  await expect(page.getByTestId('current-user')).toHaveText('Ada Lovelace')
  expect(sent).toBe(2)
  expect(watch.loads).toBe(1)
})

test('two forms on one page have errors of their own', async ({ page, watch }) => {
  await register(page)
  const loads = watch.loads
  const profile = page.getByTestId('profile')
  const passwords = page.getByTestId('password')
  const bags: (string | undefined)[] = []
  page.on('request', (request) => {
    if (request.method() === 'PUT') bags.push(request.headers()['x-inertia-error-bag'])
  })

  await profile.getByLabel('Name').fill('')
  await page.getByTestId('save-profile').click()
  await expect(profile.getByTestId('error-name')).toHaveText('Enter a name.')
  await expect(passwords.locator('.field-error')).toHaveCount(0)

  await passwords.getByLabel('Current password').fill('wrong')
  await passwords.getByLabel('New password', { exact: true }).fill('difference engine')
  await passwords.getByLabel('New password, once more').fill('difference engine')
  await page.getByTestId('save-password').click()
  await expect(passwords.getByTestId('error-current')).toHaveText('This is not your password.')
  await expect(passwords.locator('.field-error')).toHaveCount(1)
  await expect(profile.getByTestId('error-name'), 'the other form keeps its own').toBeVisible()
  expect(bags).toEqual(['profile', 'password'])

  await passwords.getByLabel('Current password').fill(password)
  await page.getByTestId('save-password').click()
  await expect(page.getByTestId('flash')).toContainText('Password changed.')
  await expect(passwords.getByLabel('Current password')).toHaveValue('')
  await profile.getByLabel('Name').fill('Ada King')
  await page.getByTestId('save-profile').click()
  await expect(page.getByTestId('flash')).toContainText('Profile saved.')
  await expect(page.getByTestId('current-user')).toHaveText('Ada King')
  expect(watch.loads).toBe(loads)
})

test('a picture is uploaded by PUT and shown', async ({ page }) => {
  await register(page)
  const input = page.getByTestId('field-avatar')
  const file = { name: 'me.png', mimeType: 'image/png' }
  await input.setInputFiles({ ...file, buffer: Buffer.from('<svg onload=alert(1)>') })
  await expect(page.getByTestId('error-avatar')).toHaveText('Choose a PNG, JPEG or WebP picture.')

  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
  await input.setInputFiles({ ...file, buffer: Buffer.concat([png, Buffer.alloc(2 << 20)]) })
  await expect(page.getByTestId('error-avatar')).toHaveText('Choose a picture of at most 2 MB.')

  const upload = page.waitForRequest(/\/account\/avatar/)
  await input.setInputFiles({ ...file, buffer: png })
  expect((await upload).method()).toBe('PUT')
  expect((await upload).headers()['content-type']).toContain('multipart/form-data')
  await expect(page.getByTestId('flash')).toContainText('Picture saved.')
  await expect(page.getByTestId('error-avatar')).toHaveCount(0)
  const shown = page.getByTestId('nav-account').locator('img')
  await expect(shown).toHaveJSProperty('naturalWidth', 1)

  const address = (await shown.getAttribute('src'))!
  const served = await page.request.get(address)
  expect(served.headers()).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' })
  const again = await page.request.get(address, { headers: { 'If-None-Match': served.headers().etag! } })
  expect(again.status()).toBe(304)
})
