import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../lab.ts'

const pages = { react: 'Hot.tsx', vue: 'Hot.vue', svelte: 'Hot.svelte' }

/** edit replaces text in a source file for the time of a test. */
async function edit(file: string, from: string, to: string, check: () => Promise<void>) {
  const source = readFileSync(file, 'utf8')
  expect(source).toContain(from)
  await apart()
  writeFileSync(file, source.replace(from, to))
  try {
    await check()
    await apart()
  } finally {
    writeFileSync(file, source)
  }
}

/** Vite takes two changes in a row for one. */
const apart = () => new Promise((resolve) => setTimeout(resolve, 1000))

test.beforeEach(async ({ lab, page }) => {
  await lab.open('/hot')
  await page.waitForLoadState('networkidle')
  await page.getByTestId('count').click()
  await expect(page.getByTestId('count')).toHaveText('1')
})

test('an edited component updates the page in place', async ({ lab, page, framework }) => {
  await edit(join(lab.sources, 'pages', pages[framework]), 'Before', 'After', async () => {
    await expect(page.getByRole('heading')).toHaveText('After')
    // Svelte makes a new component; React and Vue keep its state.
    await expect(page.getByTestId('count')).toHaveText(framework === 'svelte' ? '0' : '1')
  })
  await expect(page.getByRole('heading')).toHaveText('Before')
  expect(lab.loads()).toBe(1)
})

test('an edited stylesheet is applied', async ({ lab, page }) => {
  await expect(page.getByRole('heading')).toHaveCSS('letter-spacing', '1px')
  await edit(join(lab.sources, 'pages/hot.css'), '1px', '3px', async () => {
    await expect(page.getByRole('heading')).toHaveCSS('letter-spacing', '3px')
  })
  await expect(page.getByRole('heading')).toHaveCSS('letter-spacing', '1px')
  await expect(page.getByTestId('count')).toHaveText('1')
  expect(lab.loads()).toBe(1)
})

test('a syntax error is shown over the page until it is fixed', async ({ lab, page, framework }) => {
  lab.allow(/status of 500|^\[vite\] Failed to reload \/pages\/Hot/)
  const file = join(lab.sources, 'pages', pages[framework])
  await edit(file, '</h1>', '</h2>', async () => {
    await expect(page.locator('vite-error-overlay')).toContainText(pages[framework])
    // Not as it was: what Svelte has compiled before is no news to it.
    await edit(file, 'Before</h2>', 'Fixed</h1>', async () => {
      await expect(page.locator('vite-error-overlay')).toHaveCount(0)
      await expect(page.getByRole('heading')).toHaveText('Fixed')
    })
  })
})

test('a dev server that was killed is found again', async ({ lab, page, framework }) => {
  await lab.restartVite()
  await expect.poll(() => lab.loads()).toBeGreaterThan(1) // Vite's client notices
  await page.waitForFunction(() => window.ready)
  await page.waitForLoadState('networkidle')
  await edit(join(lab.sources, 'pages', pages[framework]), 'Before', 'After', async () => {
    await expect(page.getByRole('heading')).toHaveText('After')
  })
})
