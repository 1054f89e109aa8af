import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContextOptions, expect, type Page, type Response, request as requests, test as base } from '@playwright/test'
import { copyFrontend, first, inertia, out } from './build.ts'
import { copyToDevelop } from './live.ts'

/** The program with its build, with a dev server of Vite, or a copy of it under the command "inertia dev". */
export type Mode = 'production' | 'dev' | 'inertia dev'
export interface Options {
  mode: Mode
}

/** App is a running contacts program with a database of its own. */
export interface App {
  url: string
  /** What a browser keeps in which the demo user is signed in. */
  signedIn: Exclude<BrowserContextOptions['storageState'], string | undefined>
  /** The folder of the Vite project, in dev mode; that of the program under "inertia dev". */
  sources: string
  /** Where the documentation link leads. */
  docs: string
  /** Stops the server and starts another program in its place, which may keep builds. */
  replace(program: string, builds?: string): Promise<void>
}

/** Watch is what the browser did and complained about. */
export interface Watch {
  /** Documents loaded so far. */
  loads: number
  problems: string[]
  /** Declares complaints that the test provokes. */
  allow(pattern: RegExp): void
}

/** start runs a program until it prints a line that matches ready. */
async function start(command: string, args: string[], ready: RegExp, cwd: string): Promise<[ChildProcess, RegExpMatchArray]> {
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
    child.on('exit', (code) => reject(new Error(`${command} ended with ${code}:\n${output}`)))
  })
  return [child, match]
}

async function stop(child: ChildProcess) {
  if (child.exitCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGINT')
  await ended
}

/** The account that every database has. */
export const demo = { email: 'alex@contacts.example', password: 'contacts-demo' }

/** stranger is for tests that begin with nobody signed in. */
export const stranger = { storageState: { cookies: [], origins: [] } }

async function signIn(url: string) {
  const context = await requests.newContext({ baseURL: url })
  const response = await context.post('/login', { form: demo, maxRedirects: 0 })
  expect(response.headers().location).toBe('/')
  const state = await context.storageState()
  await context.dispose()
  return state
}

/** freePort is one where nothing listens: several checkouts can be tested beside each other. */
async function freePort() {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return String(port)
}

async function run(mode: Mode, worker: number): Promise<[App, () => Promise<void>]> {
  const dir = mkdtempSync(join(tmpdir(), 'contacts-'))
  const docs = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end('<title>Outside</title><h1>Outside</h1>'))
  await new Promise<void>((resolve) => docs.listen(0, '127.0.0.1', resolve))
  const docsURL = `http://127.0.0.1:${(docs.address() as AddressInfo).port}/`

  const args = ['-db', join(dir, 'contacts.db'), '-docs-url', docsURL]
  let vite: ChildProcess | undefined
  let sources = ''
  if (mode === 'dev') {
    sources = copyFrontend(join(out, `dev-${worker}`))
    const port = await freePort()
    const flags = ['--config', 'copy.config.ts', '--port', port, '--strictPort', '--clearScreen', 'false']
    ;[vite] = await start(join(sources, 'node_modules/.bin/vite'), flags, /ready in/, sources)
    args.push('-dev', `http://localhost:${port}`)
  }
  const listening = /running on (http:\/\/(\S+))/
  let server: ChildProcess, url: string, host: string
  if (mode === 'inertia dev') {
    sources = copyToDevelop(join(out, `inertia-dev-${worker}`))
    host = `127.0.0.1:${await freePort()}`
    url = `http://${host}`
    ;[server] = await start(inertia, ['dev', '-C', sources, '--addr', host, '--', ...args], listening, dir)
  } else {
    ;[server, [, url, host]] = await start(first, ['-addr', '127.0.0.1:0', ...args], listening, dir)
  }
  const app: App = {
    url,
    signedIn: await signIn(url),
    sources,
    docs: docsURL,
    async replace(program, builds = '') {
      await stop(server)
      ;[server] = await start(program, ['-addr', host, '-builds', builds, ...args], listening, dir)
    },
  }
  return [
    app,
    async () => {
      await stop(server)
      if (vite) await stop(vite)
      docs.closeAllConnections()
      docs.close()
      rmSync(dir, { recursive: true, force: true })
    },
  ]
}

export const test = base.extend<{ watch: Watch }, Options & { app: App }>({
  mode: ['production', { option: true, scope: 'worker' }],

  app: [
    async ({ mode }, use, info) => {
      const [app, end] = await run(mode, info.parallelIndex)
      await use(app)
      await end()
    },
    { scope: 'worker', timeout: 180_000 },
  ],

  baseURL: async ({ app }, use) => use(app.url),
  storageState: async ({ app }, use) => use(app.signedIn),

  // Whatever the browser complains about fails the test.
  watch: [
    async ({ page }, use) => {
      const allowed: RegExp[] = []
      const watch: Watch = { loads: 0, problems: [], allow: (pattern) => allowed.push(pattern) }
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') watch.problems.push(`console: ${message.text()}`)
      })
      page.on('pageerror', (error) => watch.problems.push(`page: ${error}`))
      page.on('dialog', (dialog) => {
        watch.problems.push(`dialog: ${dialog.message()}`)
        void dialog.dismiss()
      })
      page.on('requestfailed', (request) => {
        const reason = request.failure()?.errorText ?? ''
        // Requests that a newer one replaces are not failures.
        if (reason !== 'net::ERR_ABORTED') watch.problems.push(`request: ${request.url()} ${reason}`)
      })
      page.on('request', (request) => {
        if (request.isNavigationRequest() && request.frame() === page.mainFrame()) watch.loads++
      })
      await patient(page)
      // THROTTLE=6 shows what a test does not wait for: pages are six times slower.
      if (process.env.THROTTLE) await (await page.context().newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: Number(process.env.THROTTLE) })
      page.context().on('page', patient)
      await use(watch)
      expect(watch.problems.filter((problem) => !allowed.some((pattern) => pattern.test(problem)))).toEqual([])
    },
    { auto: true },
  ],
})

/** patient has goto and the like wait until the page can be used: rendered on the server, it is seen before. */
async function patient(page: Page) {
  for (const name of ['goto', 'reload', 'goBack', 'goForward'] as const) {
    const load = page[name].bind(page) as (...args: any[]) => Promise<Response | null>
    page[name] = async (...args: any[]) => {
      const response = await load(...args)
      if (!args.at(-1)?.waitUntil) await ready(page)
      return response
    }
  }
  await page.addInitScript(() => document.addEventListener('inertia:navigate', () => Object.assign(document, { navigated: true }), { once: true }))
}

/** ready waits until the page can be used, as goto does, after a click that loads a document. */
export const ready = (page: Page) => page.waitForFunction(usable)

/**
 * usable reports whether React has taken over the page, and the client has told of
 * it, if they are there. React marks elements while it still renders, and the current
 * root gets its child when they are committed; effects, such as keys that the document
 * listens to, come after that.
 */
async function usable() {
  const root = document.querySelector('#app') as Record<string, any> | null
  if (!root) return true
  const container = Object.keys(root).find((key) => key.startsWith('__reactContainer'))
  if (!container || !root[container].stateNode.current.child || !('navigated' in document)) return false
  return new Promise<boolean>((resolve) => requestIdleCallback(() => resolve(true)))
}

/** pageObject is the page in the document as it was served. */
export async function pageObject(page: Page) {
  return JSON.parse((await page.locator('script[data-page="app"][type="application/json"]').textContent()) ?? '')
}

/**
 * settled waits until the page has its deferred props. The client pushes the page
 * that was left if they arrive while it handles Back, and complains if the server
 * is replaced before it has answered.
 */
export const settled = (page: Page) => expect(page.getByTestId('skeleton')).toHaveCount(0)

export { expect }
