import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, request as forward } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, type Page, test as base } from '@playwright/test'

export interface Options {
  framework: 'react' | 'vue' | 'svelte'
  /** Whether a Vite dev server stands behind the program. */
  dev: boolean
}

/** Lab drives the page of a test through the client's router. */
export interface Lab {
  /** An origin that is not the server's. */
  outside: string
  /** The server as a browser without Fetch metadata reaches it. */
  plain: string
  /** The folder of the front end's sources, which tests may change in dev mode. */
  sources: string
  /** Kills the dev server and starts another one. */
  restartVite(): Promise<void>
  /** Documents loaded so far. */
  loads(): number
  /** Sets what the server's control endpoint knows. */
  control(query: string): Promise<void>
  /** Opens a page and waits for the client, which a page rendered on the server does not show. */
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

/** start runs a program until it prints a line that matches ready. */
export async function start(command: string, args: string[], ready: RegExp, cwd = import.meta.dirname): Promise<[ChildProcess, RegExpMatchArray]> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const match = await new Promise<RegExpMatchArray>((resolve, reject) => {
    const read = (data: Buffer) => {
      output += data
      const found = output.match(ready)
      if (found) resolve(found)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('exit', (code) => reject(new Error(`${command} ended with ${code}: ${output}`)))
  })
  return [child, match]
}

export async function stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGINT') {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await ended
}

/** copySources makes a Vite project that tests may change. */
function copySources(framework: string, worker: number): string {
  const to = join(import.meta.dirname, '.out', `dev-${framework}-${worker}`)
  rmSync(to, { recursive: true, force: true })
  mkdirSync(to, { recursive: true })
  for (const name of [framework, 'probe.ts', 'routes.ts', 'types.ts', 'lab.css', 'package.json']) {
    cpSync(join(import.meta.dirname, name), join(to, name), { recursive: true, filter: (source) => !/\/dist(-ssr)?(\/|$)/.test(source) })
  }
  symlinkSync(join(import.meta.dirname, 'node_modules'), join(to, 'node_modules'))
  writeFileSync(
    join(to, framework, 'copy.config.ts'),
    `import { mergeConfig } from 'vite'
import base from './vite.config.ts'

export default mergeConfig(base, { cacheDir: '.vite', server: { fs: { strict: false } } })
`,
  )
  return join(to, framework)
}

export interface Server {
  url: string
  sources: string
  restartVite(): Promise<void>
  end(): Promise<void>
}

/** freePort is one where nothing listens: several checkouts can be tested beside each other. */
async function freePort() {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return String(port)
}

async function serve(framework: string, dev: boolean, worker: number): Promise<Server> {
  const listening = /listening on (\S+)/
  if (!dev) {
    const [server, [, url]] = await start('.out/server', ['-front', framework], listening)
    return { url, sources: '', restartVite: async () => {}, end: () => stop(server) }
  }
  const sources = copySources(framework, worker)
  const port = await freePort()
  const flags = ['--config', 'copy.config.ts', '--port', port, '--strictPort', '--clearScreen', 'false']
  const startVite = () => start(join(sources, '../node_modules/.bin/vite'), flags, /ready in/, sources)
  let [vite] = await startVite()
  const [server, [, url]] = await start('.out/server', ['-front', framework, '-dev', `http://localhost:${port}`], listening)
  return {
    url,
    sources,
    async restartVite() {
      await stop(vite, 'SIGKILL')
      ;[vite] = await startVite()
    },
    async end() {
      await stop(server)
      await stop(vite)
    },
  }
}

export const test = base.extend<{ lab: Lab }, Options & { server: Server; outside: string; plain: string }>({
  framework: ['react', { option: true, scope: 'worker' }],
  dev: [false, { option: true, scope: 'worker' }],

  server: [
    async ({ framework, dev }, use, info) => {
      const server = await serve(framework, dev, info.parallelIndex)
      await use(server)
      await server.end()
    },
    { scope: 'worker', timeout: 180_000 },
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
        const onward = forward(server.url + request.url, { method: request.method, headers }, (answer) => {
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

  baseURL: async ({ server }, use) => use(server.url),

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
      sources: server.sources,
      restartVite: server.restartVite,
      loads: () => loads,
      allow: (pattern) => allowed.push(pattern),
      control: async (query) => {
        await request.post(`${server.url}/control?${query}`)
      },
      open: async (path) => {
        await page.goto(path)
        await page.waitForFunction(() => window.ready)
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
  await page.waitForFunction(() => window.ready) // a new document may have come
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
