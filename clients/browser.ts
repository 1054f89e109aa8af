import { type ChildProcess, spawn } from 'node:child_process'
import { expect, type Page, type Request, test as base } from '@playwright/test'

export interface Options {
  framework: 'react' | 'vue' | 'svelte'
}

/** Server is a server of the test's own. */
export interface Server {
  url: string
  /** Sets what /control of the server knows. */
  control(query: string): Promise<void>
}

/** Watch is what the browser did and complained about. */
export interface Watch {
  /** Documents loaded so far. */
  loads: number
  /** Requests of the client's router so far, and the redirects they followed. */
  visits: Request[]
  /** Events of the client so far, as "name detail". */
  events(): Promise<string[]>
  /** Declares complaints that the test provokes. */
  allow(pattern: RegExp): void
}

async function start(framework: string): Promise<[ChildProcess, string]> {
  const args = ['-addr', '127.0.0.1:0', '-dist', `dist/${framework}`]
  const child = spawn('.out/server', args, { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    const read = (data: Buffer) => {
      output += data
      const found = output.match(/listening on (\S+)/)
      if (found) resolve(found[1])
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}:\n${output}`)))
  })
  return [child, url]
}

export const test = base.extend<{ server: Server; watch: Watch }, Options>({
  framework: ['react', { option: true, scope: 'worker' }],

  server: async ({ framework, playwright }, use) => {
    const [child, url] = await start(framework)
    const control = await playwright.request.newContext({ baseURL: url })
    await use({
      url,
      async control(query) {
        expect((await control.post(`/control?${query}`)).status()).toBe(204)
      },
    })
    await control.dispose()
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGINT')
    await ended
  },

  baseURL: async ({ server }, use) => use(server.url),

  // Whatever the browser complains about fails the test.
  watch: [
    async ({ page }, use) => {
      const allowed: RegExp[] = []
      const problems: string[] = []
      const watch: Watch = {
        loads: 0,
        visits: [],
        events: () => page.evaluate(() => JSON.parse(sessionStorage.getItem('events') ?? '[]')),
        allow: (pattern) => allowed.push(pattern),
      }
      // In the session, so that they outlive the document.
      await page.addInitScript(() => {
        for (const name of ['flash', 'success', 'error', 'httpException', 'networkError', 'location']) {
          document.addEventListener(`inertia:${name}`, (event) => {
            const { flash, errors } = (event as CustomEvent).detail
            const events: string[] = JSON.parse(sessionStorage.getItem('events') ?? '[]')
            const detail = flash ?? errors
            events.push(detail ? `${name} ${JSON.stringify(detail)}` : name)
            sessionStorage.setItem('events', JSON.stringify(events))
          })
        }
      })
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') problems.push(`console: ${message.text()}`)
      })
      page.on('pageerror', (error) => problems.push(`page: ${error}`))
      page.on('requestfailed', (request) => {
        const reason = request.failure()?.errorText ?? ''
        // Requests that a newer one replaces are not failures.
        if (reason !== 'net::ERR_ABORTED') problems.push(`request: ${request.url()} ${reason}`)
      })
      page.on('request', (request) => {
        if (request.isNavigationRequest() && request.frame() === page.mainFrame()) watch.loads++
        // The headers of a followed redirect are not reported.
        if ((request.redirectedFrom() ?? request).headers()['x-inertia']) watch.visits.push(request)
      })
      await use(watch)
      // The client shows what it does not understand in a dialog.
      await expect(page.getByRole('dialog')).toHaveCount(0)
      expect(problems.filter((problem) => !allowed.some((pattern) => pattern.test(problem)))).toEqual([])
    },
    { auto: true },
  ],
})

/** only tells what a request asks for, undefined for a full visit. */
export const only = (request: Request) => request.headers()['x-inertia-partial-data']

/** props are those of the page object that answers request. */
export const props = async (request: Request) => (await (await request.response())!.json()).props

/** hold keeps matching requests back until release is called. */
export async function hold(page: Page, matches: (request: Request) => boolean) {
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route('**/*', async (route) => {
    if (matches(route.request())) await released
    await route.continue()
  })
  return release
}

export { expect }
