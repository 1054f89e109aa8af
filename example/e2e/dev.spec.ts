import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './app.ts'

/** edit replaces text in a source file for the time of a test. */
async function edit(file: string, from: string, to: string, check: () => Promise<void>) {
  const source = readFileSync(file, 'utf8')
  expect(source).toContain(from)
  writeFileSync(file, source.replace(from, to))
  try {
    await check()
  } finally {
    writeFileSync(file, source)
  }
}

test('an edited component updates the page and keeps its state', async ({ page, app, watch }) => {
  await page.goto('/')
  await page.getByTestId('load-report').click()
  await expect(page.getByTestId('report-row').first()).toBeVisible()
  await edit(join(app.sources, 'src/pages/Dashboard.tsx'), 'Everyone you know, at a glance.', 'Edited while it runs.', async () => {
    await expect(page.getByText('Edited while it runs.')).toBeVisible()
    await expect(page.getByTestId('report-row').first()).toBeVisible()
  })
  await expect(page.getByText('Everyone you know, at a glance.')).toBeVisible()
  expect(watch.loads).toBe(1)
})

test('the browser talks to one origin only', async ({ page, app }) => {
  const others = new Set<string>()
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.origin !== app.url) others.add(url.origin)
  })
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).host !== new URL(app.url).host) others.add(socket.url())
  })
  await page.goto('/')
  await expect(page.getByTestId('page-dashboard')).toBeVisible()
  expect([...others]).toEqual([])
})

test('an edited stylesheet is applied without breaking the policy', async ({ page, app, watch }) => {
  await page.goto('/')
  const main = page.getByRole('main')
  await expect(main).toHaveCSS('max-width', '1120px')
  await edit(join(app.sources, 'src/styles/tokens.css'), '--width: 1120px', '--width: 900px', async () => {
    await expect(main).toHaveCSS('max-width', '900px')
  })
  await expect(main).toHaveCSS('max-width', '1120px')
  expect(watch.loads).toBe(1)
})

test('a view that the server renders reloads the page', async ({ page, app, watch }) => {
  await page.goto('/')
  await expect(page.getByTestId('page-dashboard')).toBeVisible()
  await page.waitForLoadState('networkidle')
  mkdirSync(join(app.sources, 'views'), { recursive: true })
  writeFileSync(join(app.sources, 'views/note.txt'), 'no view')
  await page.waitForTimeout(500)
  expect(watch.loads).toBe(1)
  const reloaded = page.waitForEvent('load')
  // A file that appears whole is one change. One that is made and then written may be two.
  writeFileSync(join(app.sources, 'views/layout.part'), String(Date.now()))
  renameSync(join(app.sources, 'views/layout.part'), join(app.sources, 'views/layout.templ'))
  await reloaded
  expect(watch.loads).toBe(2)
})

test('the hot file tells where the dev server is', async ({ app }) => {
  const url = readFileSync(join(app.sources, 'tmp/hot'), 'utf8')
  expect(url).toMatch(/^http:\/\/localhost:\d+\/__vite$|^http:\/\/(127\.0\.0\.1|\[::1\]):\d+\/__vite$/)
  expect((await fetch(`${url}/@vite/client`)).status).toBe(200)
})

test('a syntax error is shown over the page until it is fixed', async ({ page, app, watch }) => {
  watch.allow(/./)
  await page.goto('/')
  await expect(page.getByTestId('page-dashboard')).toBeVisible()
  await edit(join(app.sources, 'src/pages/Dashboard.tsx'), 'export default function', 'export default funct', async () => {
    await expect(page.locator('vite-error-overlay')).toContainText('Dashboard.tsx')
    await page.waitForTimeout(1000) // Vite takes two changes in a row for one
  })
  await expect(page.locator('vite-error-overlay')).toHaveCount(0)
  await expect(page.getByTestId('page-dashboard')).toBeVisible()
})

test('an error on the server is shown with its place, and the browser renders the page', async ({ page, app, watch }) => {
  watch.allow(/./)
  const file = join(app.sources, 'src/pages/Dashboard.tsx')
  const broken = "  if (typeof window === 'undefined') throw new Error('only the server fails')\n  return ("
  await edit(file, '  return (', broken, async () => {
    await expect(async () => {
      await page.goto('/')
      await expect(page.locator('vite-error-overlay')).toContainText('only the server fails', { timeout: 5000 })
    }).toPass()
    await expect(page.locator('vite-error-overlay')).toContainText(/pages\/Dashboard\.tsx:\d+:\d+/)
    await expect(page.getByTestId('page-dashboard')).toBeVisible()
    await page.goto('about:blank') // where Vite's client does not reload at the same time
    await page.waitForTimeout(1000)
  })
  await expect(async () => {
    expect(await (await page.request.get('/')).text()).toContain('data-server-rendered')
  }).toPass()
  await page.goto('/')
  await expect(page.locator('vite-error-overlay')).toHaveCount(0)
})
