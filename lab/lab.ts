import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, request as forward } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, type Page, test as base } from '@playwright/test'

export interface Options {
  framework: 'react' | 'vue' | 'svelte'
}

/** Lab drives the page of a test through the client's router. */
export interface Lab {
  /** An origin that is not the server's. */
  outside: string
  /** The server as a browser without Fetch metadata reaches it. */
  plain: string
  /** Documents loaded so far. */
  loads(): number
  /** Sets what the server's control endpoint knows. */
  control(query: string): Promise<void>
  /** Opens a page and waits for the client. */
  open(path: string): Promise<void>
  /** Runs a method of the client's router and waits for its visit to end. */
  router(method: string, ...args: unknown[]): Promise<void>
  /** What the component Show displays. */
  shown(): Promise<{ props: Record<string, any>; flash: Record<string, any>; url: string }>
  /** What the client's events were. */
  events(): Promise<string[]>
  /** Declares complaints that the test provokes. */
  allow(pattern: RegExp): void
}

async function start(framework: string): Promise<[string, ChildProcess]> {
  const child = spawn('.out/server', ['-dist', join('dist', framework)], { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (data) => {
      output += data
      const match = output.match(/listening on (\S+)/)
      if (match) resolve(match[1])
    })
    child.stderr.on('data', (data) => (output += data))
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${output}`)))
  })
  return [url, child]
}

export const test = base.extend<{ lab: Lab }, Options & { server: string; outside: string; plain: string }>({
  framework: ['react', { option: true, scope: 'worker' }],

  server: [
    async ({ framework }, use) => {
      const [url, child] = await start(framework)
      await use(url)
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGINT')
      await ended
    },
    { scope: 'worker' },
  ],

  outside: [
    async ({}, use) => {
      const server = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end('<h1>Outside</h1>'))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
      server.closeAllConnections()
      server.close()
    },
    { scope: 'worker' },
  ],

  // A proxy that takes away what modern browsers say of themselves.
  plain: [
    async ({ server }, use) => {
      const proxy = createServer((request, response) => {
        const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !name.startsWith('sec-fetch-')))
        const onward = forward(server + request.url, { method: request.method, headers }, (answer) => {
          response.writeHead(answer.statusCode!, answer.rawHeaders)
          answer.pipe(response)
        })
        request.pipe(onward)
      })
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
      await use(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`)
      proxy.closeAllConnections()
      proxy.close()
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ server }, use) => use(server),

  lab: async ({ page, server, outside, plain, request }, use) => {
    const allowed: RegExp[] = []
    const problems: string[] = []
    let loads = 0
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text())
    })
    page.on('pageerror', (error) => problems.push(String(error)))
    page.on('request', (r) => {
      if (r.isNavigationRequest() && r.frame() === page.mainFrame()) loads++
    })
    const lab: Lab = {
      outside,
      plain,
      loads: () => loads,
      allow: (pattern) => allowed.push(pattern),
      control: async (query) => {
        await request.post(`${server}/control?${query}`)
      },
      open: async (path) => {
        await page.goto(path)
        await page.waitForFunction(() => window.router !== undefined)
      },
      router: (method, ...args) => visit(page, method, args),
      shown: async () => JSON.parse((await page.getByTestId('page').textContent()) ?? ''),
      events: () => page.evaluate(() => window.events),
    }
    await lab.control('version=v1&broken=false')
    await use(lab)
    await lab.control('version=v1&broken=false')
    expect(problems.filter((problem) => !allowed.some((pattern) => pattern.test(problem)))).toEqual([])
  },
})

/** visit calls router[method](...args, {onFinish}) and waits for the end. */
async function visit(page: Page, method: string, args: unknown[]) {
  await page.evaluate(
    ([method, args]) =>
      new Promise<void>((resolve) => {
        const list = [...(args as unknown[])]
        const takesOptions = { visit: 1, get: 2, post: 2, put: 2, delete: 1, reload: 0 }[method as string] ?? 0
        while (list.length < takesOptions) list.push({})
        const options = { ...((list[takesOptions] as object) ?? {}), onFinish: () => setTimeout(resolve) }
        list[takesOptions] = options
        ;(window.router as any)[method as string](...list)
      }),
    [method, args] as const,
  )
}

export { expect }
