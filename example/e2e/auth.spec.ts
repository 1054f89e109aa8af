import type { Page } from '@playwright/test'
import { demo, expect, stranger, test } from './app.ts'

test.use(stranger)

async function signIn(page: Page, password = demo.password) {
  await page.getByLabel('Email').fill(demo.email)
  await page.getByLabel('Password').fill(password)
  await page.getByTestId('submit').click()
}

test('signing in returns to the page that was asked for', async ({ page, watch }) => {
  await page.goto('/contacts?page=2')
  await expect(page).toHaveURL('/login?next=%2Fcontacts%3Fpage%3D2')
  await expect(page.getByTestId('flash')).toContainText('Please sign in.')
  await expect(page.getByTestId('nav-contacts')).toHaveCount(0)
  await expect(page.getByText(demo.password)).toBeVisible()

  await signIn(page, 'wrong')
  await expect(page.getByTestId('error-password')).toHaveText('The email address and the password do not match.')
  await expect(page.getByLabel('Email')).toHaveValue(demo.email)
  await expect(page.getByLabel('Password')).toHaveValue('')
  await expect(page.getByLabel('Password')).toBeFocused()

  await signIn(page)
  await expect(page).toHaveURL('/contacts?page=2')
  await expect(page.getByTestId('current-user')).toHaveText('Alex Morgan')
  await expect(page.getByTestId('contact-row').first()).toBeVisible()
  // Playwright counts the redirect as a request for the document of its own.
  expect(watch.loads).toBe(2)
})

test('a link to another site behind the sign-in page leads nowhere', async ({ page }) => {
  await page.goto('/login?next=//outside.example/')
  await signIn(page)
  await expect(page).toHaveURL('/')
  await expect(page.getByTestId('page-dashboard')).toBeVisible()
})

test('after signing out Back shows nothing private', async ({ page }) => {
  await page.goto('/login')
  await signIn(page)
  await page.getByTestId('nav-contacts').click()
  await page.getByTestId('contact-link').first().click()
  await expect(page.getByTestId('page-show')).toBeVisible()
  const email = (await page.getByTestId('detail-email').textContent())!
  await page.getByTestId('nav-about').click()
  await expect(page.getByTestId('page-about')).toBeVisible()
  const kept = await page.evaluate(() => history.state.page instanceof ArrayBuffer)
  expect(kept, 'the history holds no page that can be read').toBe(true)

  await page.getByTestId('sign-out').click()
  await expect(page.getByTestId('flash')).toContainText('You are signed out.')
  await expect(page.getByTestId('sign-in')).toBeVisible()
  // About is for everybody; the two before it ask the server, which asks to sign in.
  await page.goBack()
  await expect(page.getByTestId('page-about')).toBeVisible()
  await expect(page.getByTestId('current-user')).toHaveCount(0)
  for (let n = 0; n < 2; n++) {
    await page.goBack()
    await expect(page.getByTestId('page-login')).toBeVisible()
    await expect(page.getByTestId('flash')).toContainText('Please sign in.')
    await expect(page.getByText(email)).toHaveCount(0)
  }
})

test('the session outlives the tab, and belongs to one browser', async ({ page, context, browser, app }) => {
  await page.goto('/login')
  await signIn(page)
  await expect(page.getByTestId('page-dashboard')).toBeVisible()
  const second = await context.newPage()
  await second.goto('/contacts')
  await expect(second.getByTestId('contact-row').first()).toBeVisible()
  const session = (await context.cookies()).find((cookie) => cookie.name === 'contacts_session')
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })

  const other = await browser.newContext({ ...stranger, baseURL: app.url })
  const elsewhere = await other.newPage()
  await elsewhere.goto('/contacts')
  await expect(elsewhere.getByTestId('page-login')).toBeVisible()
  await other.close()
})

// The generated route knows its component, so the link shows the page at once.
test('the form for new accounts is there before its answer', async ({ page }) => {
  await page.goto('/login')
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  let answered = false
  await page.route('**/register', async (route) => {
    await held
    answered = true
    await route.continue()
  })
  await page.getByTestId('to-register').click()
  await expect(page.getByTestId('page-register')).toBeVisible()
  expect(answered).toBe(false)
  release()
  await expect(page).toHaveURL('/register')
  await page.getByLabel('Name').fill('Ada')
  await expect(page.getByTestId('page-register')).toBeVisible()
})
