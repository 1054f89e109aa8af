import { spawn } from 'node:child_process'
import { chromium, type LaunchOptions } from '@playwright/test'
import { expect, test } from '../lab.ts'

interface Load {
  name: string
  kind: string
  /** What came over the network after the document had asked for it. */
  bytes: number
  end: number
}

/** load opens the slow page and tells when its headers came, and how its scripts. */
async function load(framework: string, hints: boolean, options: LaunchOptions): Promise<{ html: number; scripts: Load[] }> {
  const server = spawn('.out/hints', ['-dist', `${framework}/dist`, `-hints=${hints}`], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [, url, key] = await new Promise<RegExpMatchArray>((resolve) =>
    server.stdout.on('data', (data) => resolve(String(data).match(/on (\S+) with key (\S+)/)!)),
  )
  // Hints are not for robots, and a headless browser says it is one.
  const flags = [`--ignore-certificate-errors-spki-list=${key}`, '--user-agent=Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0 Safari/537.36']
  const browser = await chromium.launch({ ...options, args: [...options.args!, ...flags] })
  try {
    const page = await browser.newPage()
    await page.goto(url)
    await expect(page.getByTestId('page')).toContainText('slow')
    return await page.evaluate(() => {
      const [navigation] = performance.getEntriesByType('navigation') as (PerformanceNavigationTiming & { finalResponseHeadersStart: number })[]
      const scripts = (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
        .filter(({ name }) => name.endsWith('.js'))
        .map(({ name, initiatorType, transferSize, responseEnd }) => ({ name, kind: initiatorType, bytes: transferSize, end: responseEnd }))
      return { html: navigation.finalResponseHeadersStart || navigation.responseStart, scripts }
    })
  } finally {
    await browser.close()
    server.kill('SIGINT')
  }
}

// A script that was hinted is in the browser's cache when the document asks for
// it: it was loaded in the 200 ms that the props took.
test('with early hints the scripts are there before the document is', async ({ framework, launchOptions }) => {
  const { html, scripts } = await load(framework, true, launchOptions)
  expect(html).toBeGreaterThan(200)
  for (const chunk of [/main-/, /Show-/]) {
    expect(scripts.find(({ name }) => chunk.test(name))).toMatchObject({ kind: 'early-hints', bytes: 0 })
  }
})

test('without them they come after it', async ({ framework, launchOptions }) => {
  const { html, scripts } = await load(framework, false, launchOptions)
  expect(scripts.length).toBeGreaterThan(1)
  for (const { kind, bytes, end } of scripts) {
    expect(kind).not.toBe('early-hints')
    expect(bytes).toBeGreaterThan(0)
    expect(end).toBeGreaterThan(html)
  }
})
