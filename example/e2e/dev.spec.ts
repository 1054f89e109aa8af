import { readFileSync, writeFileSync } from 'node:fs'
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
  await expect(main).toHaveCSS('max-width', '1040px')
  await edit(join(app.sources, 'src/styles/tokens.css'), '--width: 1040px', '--width: 900px', async () => {
    await expect(main).toHaveCSS('max-width', '900px')
  })
  await expect(main).toHaveCSS('max-width', '1040px')
  expect(watch.loads).toBe(1)
})
