import { spawn } from 'node:child_process'
import { createServer, request as forward } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, type Page, test as base } from '@playwright/test'

// The site is the React build, the panel at /admin/ the Vue one, the shop beside it and the
// help desk on a host of its own the Svelte one.
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
  ['admin', '/admin/', '/shop/'],
  ['shop', '/shop/', '/admin/'],
] as const) {
  const otherName = { '/': 'site', '/admin/': 'admin', '/shop/': 'shop' }[other]

  test(`clicks inside of ${name} stay in its client, beside ${otherName}`, async ({ page, loads, shown }) => {
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
    await visit(page, 'post', `${at}leave?to=${other}`)
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

  test(`${name} has error pages of its own, beside ${otherName}`, async ({ page, loads, shown }) => {
    await page.goto(at)
    page.removeAllListeners('console') // the browser reports the 404
    await visit(page, 'get', `${at}nowhere`)
    await expect.poll(async () => (await shown()).props).toMatchObject({ app: name, status: 404 })
    expect(loads()).toBe(1)
  })
}

test('applications on hosts are left and entered by full loads', async ({ page, loads, shown, url }) => {
  const help = url.replace('127.0.0.1', 'help.localhost')
  await page.goto(`${help}/`)
  expect((await shown()).props.app).toBe('help')
  await visit(page, 'post', '/stay')
  await expect.poll(async () => (await shown()).flash).toEqual({ message: 'stayed at /' })
  expect(loads()).toBe(1)
  await visit(page, 'post', `/leave?to=${url}/admin/more`)
  await expect(page).toHaveURL(`${url}/admin/more`)
  await expect.poll(async () => (await shown()).props).toMatchObject({ app: 'admin', more: true })
  expect((await shown()).flash).toEqual({}) // cookies do not cross
  await visit(page, 'post', `/admin/leave?to=${help}/more`)
  await expect(page).toHaveURL(`${help}/more`)
  await expect.poll(async () => (await shown()).props).toMatchObject({ app: 'help', more: true })
  expect(loads()).toBe(3)
})

// Files of the builds stay where Vite's base says.
test('applications below the prefix of a proxy stay there, and flash crosses', async ({ page, loads, shown, url }) => {
  const proxy = createServer((request, response) => {
    const prefix = /^\/below(?=\/)/.exec(request.url!)?.[0] ?? ''
    const headers = { ...request.headers, 'x-forwarded-prefix': prefix, 'x-forwarded-host': request.headers.host }
    const onward = forward(url + request.url!.slice(prefix.length), { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.rawHeaders)
      answer.pipe(response)
    })
    request.pipe(onward)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const front = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/below`
  await page.goto(`${front}/shop/`)
  await visit(page, 'post', '/below/shop/stay')
  await expect.poll(async () => (await shown()).flash).toEqual({ message: 'stayed at /shop/' })
  await expect(page).toHaveURL(`${front}/shop/more`)
  expect(loads()).toBe(1)
  await visit(page, 'post', '/below/shop/leave?to=/admin/')
  await expect(page).toHaveURL(`${front}/admin/`)
  await expect.poll(async () => (await shown()).flash).toEqual({ message: 'left /shop/' })
  expect((await shown()).props).toMatchObject({ app: 'admin', errors: { name: 'is taken' } })
  expect(loads()).toBe(2)
  proxy.closeAllConnections()
  proxy.close()
})
