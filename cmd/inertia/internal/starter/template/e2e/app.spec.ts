<< if .Accounts ->>
import { readFileSync } from 'node:fs'
<< end ->>
import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'

// Whatever the browser complains about fails the test, but for the answers that a test asks for.
const test = base.extend<{ quiet: void }>({
  quiet: [
    async ({ page }, use) => {
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(String(error)))
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type()) && !/status of (404|422)|ERR_FAILED/.test(message.text())) complaints.push(message.text())
      })
      await use()
      expect(complaints).toEqual([])
    },
    { auto: true },
  ],
})

/** open loads a page, and waits until the front end has taken over. */
async function open(page: Page, url: string) {
  await page.goto(url)
  await page.waitForFunction(() => history.state?.page)
}

/** check finds what shuts visitors out, in light and in dark, and what is too wide for a phone. */
async function check(page: Page, heading: string) {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${heading}, ${colorScheme}: ${id} ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
  }
  const size = page.viewportSize()!
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth), `${heading} on a phone`).toBe(360)
  await page.setViewportSize(size)
}
<<- if .Accounts >>

const password = 'analytical engine'
const fresh = () => `ada-${Date.now()}-${Math.floor(Math.random() * 1e6)}@example.com`

async function register(page: Page, email: string) {
  await open(page, '/register')
  await page.getByLabel('Name').fill('Ada Lovelace')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByLabel('Password again').fill(password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('heading', { name: 'Tasks' })).toBeVisible()
}

async function signOut(page: Page) {
  await page.getByRole('button', { name: 'Ada' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
}

async function signIn(page: Page, email: string, password: string) {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}
<<- end >>
<<- if .SSR >>

test('the first visit is HTML before any script has run', async ({ request }) => {
  const text = async () => (await request.get('/')).text()
  await expect.poll(text, 'a worker starts').toContain('Your program is running.</h1>')
})
<<- end >>

test('the first page says what to do, and a page that is not there leads back to it', async ({ page }) => {
  await open(page, '/')
  await check(page, 'Your program is running.')

  await open(page, '/nowhere')
  await check(page, 'Page not found')

  // Without a server the page stays, and says so.
  await page.route('/', (route) => route.abort())
  await page.getByRole('link', { name: 'Back to the start' }).click()
  await expect(page.getByRole('status')).toContainText('cannot be reached')
  await page.unroute('/')
  await page.getByRole('link', { name: 'Back to the start' }).click()
  await expect(page.getByRole('heading', { name: 'Your program is running.' })).toBeVisible()
})

test('tasks are added, ticked off and deleted', async ({ page }) => {
<<- if .Accounts >>
  await register(page, fresh())
<<- else >>
  await open(page, '/tasks')
  for (const left of await page.getByRole('button', { name: /^Delete/ }).all()) await left.click()
<<- end >>
  await expect(page.getByText('Nothing to do')).toBeVisible()
  await expect(page.getByText('0 open, 0 done')).toBeVisible()
  await check(page, 'Tasks')

  const title = page.getByLabel('New task')
  await page.getByRole('button', { name: 'Add task' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(title).toBeFocused()
  await check(page, 'Tasks')

  // What is too long is told when the field is left, before the form is sent.
  await title.fill('x'.repeat(121))
  await expect(page.getByRole('alert')).toHaveCount(0)
  await title.blur()
  await expect(title).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByRole('listitem')).toHaveCount(0)

  await title.fill('Water the plants')
  await title.press('Enter')
  await expect(page.getByRole('status')).toContainText('added') // for six seconds
  const task = page.getByRole('checkbox', { name: 'Water the plants' })
  await expect(task).not.toBeChecked()
  await expect(title).toHaveValue('')
  await expect(title).toBeFocused()
  await expect(page.getByText('1 open, 0 done')).toBeVisible()
  await check(page, 'Tasks')

  // Not check(): React shows the change an instant after the click.
  await task.click()
  await expect(task).toBeChecked()
  await expect(page.getByText('0 open, 1 done')).toBeVisible()
  await open(page, '/tasks')
  await expect(task).toBeChecked()
  await task.click()
  await expect(task).not.toBeChecked()
  await expect(page.getByText('1 open, 0 done')).toBeVisible()

  await page.getByRole('button', { name: 'Delete Water the plants' }).click()
  await expect(task).toHaveCount(0)
  await expect(page.getByText('0 open, 0 done')).toBeVisible()
})
<<- if .Accounts >>

test('registering is checked field by field', async ({ page }) => {
  const email = fresh()
  await register(page, email)
  await signOut(page)
  await check(page, 'Sign in')

  await page.getByRole('link', { name: 'Create an account' }).click()
  await check(page, 'Create your account')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Email').blur()
  await expect(page.getByLabel('Email'), 'the address is taken').toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('Name')).not.toHaveAttribute('aria-invalid')
  await page.getByLabel('Email').fill(fresh())
  await page.getByLabel('Password', { exact: true }).fill('short')
  await expect(page.getByLabel('Email')).not.toHaveAttribute('aria-invalid')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByLabel('Name')).toBeFocused()
  await expect(page.getByRole('alert')).not.toHaveCount(0)
  await check(page, 'Create your account')
})

test('a profile is changed, and gets a picture', async ({ page }) => {
  await register(page, fresh())
  const menu = page.getByRole('button', { name: 'Ada Lovelace' })
  await menu.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'Settings' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('link', { name: 'Settings' })).toBeHidden()
  await expect(menu).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await check(page, 'Profile')
  await expect(page.getByRole('link', { name: 'Settings' })).toBeHidden()

  const picture = page.getByLabel('Picture')
  await picture.setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('no picture') })
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(picture).toHaveAttribute('aria-invalid', 'true')
  await expect(picture).toBeFocused()

  await picture.setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: await page.screenshot() })
  await page.getByLabel('Name').fill('Ada King')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('status')).not.toBeEmpty()
  const image = page.getByRole('button', { name: 'Ada King' }).locator('img')
  await expect(image).toHaveJSProperty('naturalWidth', 256)
  await check(page, 'Profile')

  // Without a choice the picture stays.
  await page.getByLabel('Name').fill('Ada Lovelace')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(menu.locator('img')).toHaveJSProperty('naturalWidth', 256)
})

test('a password is changed, forgotten and chosen again, and an account is deleted', async ({ page }) => {
  const email = fresh()
  await register(page, email)
  await open(page, '/settings/password')
  await check(page, 'Password')
  const change = async (current: string) => {
    await page.getByLabel('Current password').fill(current)
    await page.getByLabel('New password', { exact: true }).fill('difference engine')
    await page.getByLabel('New password again').fill('difference engine')
    await page.getByRole('button', { name: 'Change password' }).click()
  }
  await change('wrong')
  await expect(page.getByLabel('Current password')).toBeFocused()
  await change(password)
  await expect(page.getByRole('status')).not.toBeEmpty()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await signOut(page)

  await signIn(page, email, password)
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await check(page, 'Forgot your password?')
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Send link' }).click()
  await expect(page.getByRole('status')).not.toBeEmpty()

  // Without a mail server the link is in the program's log.
  const links = () => readFileSync(process.env.E2E_LOG ?? '.out/program/log', 'utf8').match(/http[^\s"\\]+\/reset-password\/[^\s"\\]+/g) ?? []
  await expect.poll(() => links().length).toBeGreaterThan(0)
  const link = links().at(-1)!
  expect(new URL(link).origin).toBe(new URL(page.url()).origin)
  await open(page, link)
  await check(page, 'Choose a new password')
  await expect(page.getByLabel('Email')).toHaveValue(email)
  await page.getByLabel('New password', { exact: true }).fill(password)
  await page.getByLabel('New password again').fill(password)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()

  await page.getByLabel('Remember me').check()
  await signIn(page, email, password)
  await expect(page.getByRole('heading', { name: 'Tasks' })).toBeVisible()
  await page.getByRole('button', { name: 'Ada' }).click()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByLabel('Your password').fill(password)
  await page.getByRole('button', { name: 'Delete account' }).click()
  await expect(page.getByRole('heading', { name: 'Your program is running.' })).toBeVisible()
  await page.getByRole('link', { name: 'Sign in' }).first().click()
  await signIn(page, email, password)
  await expect(page.getByRole('alert')).toBeVisible()
})
<<- end >>
