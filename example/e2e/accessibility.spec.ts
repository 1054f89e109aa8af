import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, stranger, test } from './app.ts'

/** check has axe look for what breaks WCAG 2.2 AA in the page as it is shown. */
async function check(page: Page, what: string) {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`)
  expect(found, what).toEqual([])
}

const paths = [
  '/',
  '/contacts',
  '/contacts?search=nobody-is-called-so',
  '/contacts/create',
  '/contacts/60',
  '/contacts/60/edit',
  '/organisations',
  '/organisations/3',
  '/organisations/3/edit',
  '/organisations/create',
  '/trash',
  '/team',
  '/audit',
  '/account',
  '/about',
  '/nothing-here',
]

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    // Half-transparent text of an animation would count as too pale.
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } })

    for (const path of paths) {
      test(`${path} is WCAG AA in ${colorScheme}`, async ({ page, watch }) => {
        watch.allow(/status of 404/)
        await page.goto(path)
        await expect(page.getByTestId('skeleton')).toHaveCount(0)
        await check(page, path)
      })
    }

    test(`what opens over a page is WCAG AA in ${colorScheme}`, async ({ page, watch }) => {
      watch.allow(/status of 422/)
      await page.goto('/contacts/60')
      await expect(page.getByTestId('skeleton')).toHaveCount(0)
      await page.getByTestId('edit-email').click()
      await page.getByTestId('inline-email').fill('no address')
      await expect(page.getByTestId('error-email')).toBeVisible()
      await check(page, 'inline editing')
      await page.getByTestId('delete').click()
      await check(page, 'dialog')
      await page.getByTestId('confirm-cancel').click()
      await page.keyboard.press('Control+k')
      await expect(page.getByTestId('palette-input')).toBeFocused()
      await check(page, 'palette')
      await page.keyboard.press('Escape')
      await page.getByTestId('how-open').click()
      await expect(page.getByTestId('how-source')).toBeVisible()
      await check(page, 'drawer')
    })

    test.describe('signed out', () => {
      test.use(stranger)
      test(`the way in is WCAG AA in ${colorScheme}`, async ({ page }) => {
        for (const path of ['/login', '/register']) {
          await page.goto(path)
          await check(page, path)
        }
        await page.goto('/login')
        await page.getByTestId('submit').click()
        await expect(page.locator('.field-error').first()).toBeVisible()
        await check(page, 'errors')
      })
    })
  })
}

test('nothing is cut off on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  for (const path of paths.filter((path) => path !== '/nothing-here')) {
    await page.goto(path)
    await expect(page.getByTestId('skeleton')).toHaveCount(0)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), path).toBeLessThanOrEqual(0)
  }
})
