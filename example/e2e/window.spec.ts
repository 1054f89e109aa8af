import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from '@playwright/test'
import { first, watched } from './build.ts'
import { expect, test } from './app.ts'

// The window is looked at where developers see it, and with a build, which has
// chunks and a pool that renders. There the program has to let everybody in.
test.beforeEach(async ({ app, mode }) => {
  if (mode === 'production') await app.replace(watched)
})
test.afterEach(async ({ app, mode }) => {
  if (mode === 'production') await app.replace(first)
})

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** accessible finds nothing wrong by the rules of WCAG 2.2, level AA. */
async function accessible(page: Page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(async (): Promise<AxeResults> => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }
    return axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
  })
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`)).toEqual([])
}

/** use visits pages, reloads a part of one, and leaves a message that waits. */
async function use(page: Page) {
  await page.goto('/')
  await page.getByTestId('load-report').click()
  await expect(page.getByTestId('report-row').first()).toBeVisible()
  await page.getByTestId('nav-contacts').click()
  await expect(page.getByTestId('contact-row').first()).toBeVisible()
  await page.evaluate(async () => {
    const body = new URLSearchParams({ name: 'Grace <b>Hopper</b>', email: `grace-${Date.now()}@example.com` })
    await fetch('/contacts', { method: 'POST', redirect: 'manual', body })
  })
}

/** section is the table or list below a heading. */
const section = (page: Page, id: string) => page.locator(`#${id} + *`)
const rowOf = (page: Page, id: string, text: string | RegExp) => page.locator(`#${id} + table tbody tr, #${id} + p + table tbody tr`).filter({ hasText: text }).first()

test('every section shows what the program has', async ({ page, mode }) => {
  await use(page)
  await page.goto('/_inertia')
  await expect(page).toHaveTitle('Inertia')

  await expect(rowOf(page, 'requests', 'GET /contacts')).toContainText(/navigate.*Contacts\/Index.*200.*ms.*KB/)
  await expect(rowOf(page, 'requests', 'partial')).toContainText('Dashboard')
  await expect(rowOf(page, 'requests', 'POST /contacts')).toContainText(/→ \/contacts\/\d+.*302/)
  await expect(rowOf(page, 'flash', 'success')).toContainText('Contact created.')
  await expect(rowOf(page, 'pages', 'Contacts/Index')).toContainText(/main\.indexProps.*src\/pages\/Contacts\/Index\.tsx/)
  await expect(rowOf(page, 'routes', 'contacts.update')).toContainText(/PUT.*\/contacts\/\{id\}/)
  if (mode === 'production') {
    await expect(section(page, 'build')).toContainText(/Version \w+, \d+ files/)
    await expect(rowOf(page, 'build', 'src/pages/Dashboard.tsx')).toContainText(/assets\/Dashboard-.*\.js.*KB/)
    await expect(rowOf(page, 'pages', 'Register')).toContainText('src/pages/Register.tsx') // not visited
    await expect(section(page, 'ssr')).toContainText(/ssr\.Pool/)
    await expect(async () => {
      await page.reload() // it shows what was true when it was asked for
      await expect(section(page, 'ssr')).toContainText(/[1-9]\d* of [1-9]\d* ready/, { timeout: 1000 })
    }).toPass()
  } else {
    await expect(section(page, 'build')).toContainText('The dev server at http://')
    await expect(section(page, 'ssr')).toContainText('ssr.Gateway')
  }

  // The message is still there for the page that it waits for.
  await page.goto((await rowOf(page, 'flash', 'success').locator('[data-name=for]').textContent())!)
  await expect(page.getByTestId('flash')).toContainText('Contact created.')
  await page.goto('/_inertia')
  await expect(section(page, 'flash')).toContainText('Nothing waits')
})

test('a request shows its props with kinds, cost, size and value', async ({ page, watch }) => {
  watch.allow(/status of 404/)
  await use(page)
  await page.goto('/_inertia')
  const props = (name: string) => page.locator('tr').filter({ has: page.locator(`code:text-is("${name}")`) }).first()

  await rowOf(page, 'requests', 'partial').getByRole('link').click()
  await expect(page.getByRole('heading', { level: 2 }).first()).toHaveText('GET /')
  await expect(props('report')).toContainText(/optional.*sent.*ms/)
  await expect(props('report')).toContainText(/dashboard\.go:\d+/)
  await expect(props('now')).toHaveCount(0) // it was not asked for
  await props('report').locator('summary').click()
  await expect(props('report').locator('pre')).toContainText('"contacts"')

  await rowOf(page, 'requests', /GET \/contacts.*navigate/).getByRole('link').click()
  await expect(page.locator('dl').first()).toContainText(/contacts\.index/)
  await expect(page.locator('dl').first()).toContainText(/contacts\.go:\d+/)
  await expect(props('auth')).toContainText(/shared.*sent/)
  await expect(props('contacts')).toContainText(/scroll.*KB/)

  await page.goto('/_inertia?entry=gone')
  await expect(page.getByRole('status')).toContainText('only the last ones are kept')
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [device, viewport] of Object.entries({ desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } })) {
    test(`it can be read on a ${device}, ${colorScheme}`, async ({ page }, info) => {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize(viewport)
      await use(page)
      await page.goto('/_inertia')
      for (const name of ['list', 'request']) {
        if (name === 'request') await rowOf(page, 'requests', /GET \/contacts.*navigate/).getByRole('link').click()
        await accessible(page)
        expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 'nothing is cut off').toBe(0)
        await page.screenshot({ path: info.outputPath(`${name}.png`), fullPage: true })
      }
    })
  }
}

test('it runs no script, and asks nobody for anything', async ({ page, app }) => {
  await use(page)
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto('/_inertia')
  expect(asked.filter((url) => !url.endsWith('/favicon.ico'))).toEqual([`${app.url}/_inertia`])
  expect(await page.locator('script').count()).toBe(0)
})
