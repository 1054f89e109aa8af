import { spawn } from 'node:child_process'
import { expect, type Page, test as base } from '@playwright/test'

// The site is the React build, the panel at /admin/ the Vue one.
const test = base.extend<{ loads: () => number; shown: () => Promise<any> }, { url: string }>({
  url: [
    async ({}, use) => {
      const server = spawn('.out/applications', [], { cwd: `${import.meta.dirname}/..`, stdio: ['ignore', 'pipe', 'inherit'] })
      const [, url] = await new Promise<RegExpMatchArray>((resolve) =>
        server.stdout.on('data', (data) => resolve(String(data).match(/listening on (\S+)/)!)),
      )
      await use(url)
      server.kill('SIGINT')
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ url }, use) => use(url),
  loads: [
    async ({ page }, use) => {
      let loads = 0
      const problems: string[] = []
      page.on('request', (request) => {
        if (request.isNavigationRequest() && request.frame() === page.mainFrame()) loads++
      })
      page.on('pageerror', (error) => problems.push(String(error)))
      page.on('console', (message) => {
        // The browser reports the 409 with which a visit crosses.
        if (message.type() === 'error' && !/status of 409/.test(message.text())) problems.push(message.text())
      })
      await use(() => loads)
      expect(problems).toEqual([])
    },
    { auto: true },
  ],
  shown: async ({ page }, use) => use(async () => JSON.parse((await page.getByTestId('page').textContent())!)),
})

/** visit calls the client's router, and does not wait: a document may take its place. */
async function visit(page: Page, method: 'get' | 'post', path: string) {
  await page.waitForFunction(() => window.ready)
  await page.evaluate(([method, path]) => void (window.router as any)[method](path), [method, path] as const)
}

const client = (page: Page) => page.evaluate(() => [...document.scripts].map(({ src }) => new URL(src || 'x:', location.href).pathname).find((path) => path.includes('/build/')))

for (const [name, at, other] of [
  ['site', '/', '/admin/'],
  ['admin', '/admin/', '/'],
] as const) {
  const otherName = name === 'site' ? 'admin' : 'site'

  test(`clicks inside of ${name} stay in its client`, async ({ page, loads, shown }) => {
    await page.goto(at)
    expect(await client(page)).toMatch(new RegExp(`^${at}build/`))
    for (const path of [`${at}more`, at, `${at}more`]) {
      await visit(page, 'get', path)
      await expect.poll(async () => (await shown()).url).toBe(path)
      expect((await shown()).props.app).toBe(name)
    }
    await visit(page, 'post', `${at}stay`)
    await expect.poll(async () => (await shown()).flash).toEqual({ message: `stayed at ${at}` })
    expect(loads()).toBe(1)
  })

  test(`a visit from ${name} to ${otherName} is a full load`, async ({ page, loads, shown }) => {
    await page.goto(at)
    await visit(page, 'get', `${other}more`)
    await expect(page).toHaveURL(`${other}more`)
    await expect.poll(async () => (await shown()).props).toMatchObject({ app: otherName, more: true })
    expect(await client(page)).toMatch(new RegExp(`^${other}build/`))
    expect(loads()).toBe(2)
    await visit(page, 'get', other)
    await expect.poll(async () => (await shown()).url).toBe(other)
    expect(loads()).toBe(2)
    await page.goBack()
    await page.goBack()
    await expect(page).toHaveURL(at)
    await expect.poll(async () => (await shown()).props.app).toBe(name)
  })

  test(`flash and errors cross from ${name} to ${otherName}, and are shown once`, async ({ page, loads, shown }) => {
    await page.goto(at)
    await visit(page, 'post', `${at}leave`)
    await expect(page).toHaveURL(other)
    await expect.poll(async () => (await shown()).flash).toEqual({ message: `left ${at}` })
    expect((await shown()).props).toMatchObject({ app: otherName, errors: { name: 'is taken' } })
    expect(loads()).toBe(2)
    await visit(page, 'get', `${other}more`)
    await expect.poll(async () => (await shown()).url).toBe(`${other}more`)
    expect(await shown()).toMatchObject({ flash: {}, props: { errors: {} } })
    await page.reload()
    await expect.poll(async () => (await shown()).flash).toEqual({})
  })

  test(`${name} has error pages of its own`, async ({ page, loads, shown }) => {
    await page.goto(at)
    page.removeAllListeners('console') // the browser reports the 404
    await visit(page, 'get', `${at}nowhere`)
    await expect.poll(async () => (await shown()).props).toMatchObject({ app: name, status: 404 })
    expect(loads()).toBe(1)
  })
}
