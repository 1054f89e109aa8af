// The DevTools extension is not among the packages of npm, so specs play its
// part: a panel hooks into the client as the extension does, through what
// createInertiaApp exposes in development, sends the hints, and reads the entries.

interface Visit {
  id: string
  deferredProps?: boolean
  poll?: boolean
  prefetch?: boolean
  only: string[]
}

interface Interceptors {
  onVisitRequest(handler: (visit: Visit, config: { headers?: Record<string, string> }) => object): void
  onVisitResponse<R extends { headers: Record<string, string> }>(handler: (visit: Visit, response: R) => R): void
}

export interface Source {
  file: string
  line: number
}

export interface Prop {
  inertiaType?: string
  deferGroup?: string
  shared?: boolean
  rescued?: boolean
  renderSource?: Source
  shareSource?: Source
  timing?: object
}

interface Body {
  status: string
  value?: any
  reason?: string
}

export interface Entry {
  __meta: {
    id: string
    tabUuid: string | null
    batchId: string | null
    method: string
    url: string
    component: string | null
    requestType: string
    status: number
    serverTimingMs: number | null
    redirectLocation?: string
    visitId?: string
  }
  http: { requestHeaders: Record<string, string>; responseHeaders: Record<string, string>; requestBody: Body; responseBody: Body }
  props: Record<string, Prop>
  propValues?: Record<string, any>
  route: { name: string | null; uri: string; action: string | null; actionSource?: Source }
  renderSource: Source | null
  componentPath: string | null
}

/** What a panel needs of Playwright's page, which is another type in each project of npm. */
interface Page {
  addInitScript(script: () => void): Promise<unknown>
  on(event: 'response', listener: (response: { headers(): Record<string, string> }) => void): unknown
  waitForTimeout(ms: number): Promise<void>
  request: { get(url: string): Promise<{ status(): number; json(): Promise<any> }> }
}

/** The name of the tab that a panel sends. */
export const tab = 'panel'

export interface Panel {
  /** The entries of everything the page asked for so far, redirects included. */
  entries(): Promise<Entry[]>
  /** Waits until there are so many entries of a type. */
  of(type: string, count?: number): Promise<Entry[]>
  /** Waits for the last entry of a path. */
  at(path: string): Promise<Entry>
}

/** open hooks a panel into the client, before a page's scripts run. */
export async function open(page: Page): Promise<Panel> {
  await page.addInitScript(() => {
    let interceptors: Interceptors
    let batch: string | undefined
    Object.defineProperty(window, '__inertia_interceptors__', {
      get: () => interceptors,
      set(exposed: Interceptors) {
        interceptors = exposed
        exposed.onVisitRequest((visit, config) => {
          batch ??= JSON.parse(document.querySelector('script[data-inertia-devtools-id]')!.textContent!)
          const headers: Record<string, string> = { ...config.headers, 'X-Inertia-Devtools-Tab': 'panel', 'X-Inertia-Devtools-Visit': visit.id }
          if (visit.deferredProps || visit.poll || visit.prefetch || visit.only.length > 0) headers['X-Inertia-Devtools-Parent'] = batch!
          if (visit.deferredProps) headers['X-Inertia-Devtools-Deferred'] = '1'
          if (visit.poll) headers['X-Inertia-Devtools-Poll'] = '1'
          return { ...config, headers }
        })
        exposed.onVisitResponse((visit, response) => {
          if (!visit.prefetch) batch = response.headers['x-inertia-devtools-parent-out']
          return response
        })
      },
    })
  })

  const ids: string[] = []
  page.on('response', (response) => {
    const id = response.headers()['x-inertia-devtools-id']
    if (id) ids.push(id)
  })
  // Read each time: an entry may have been read before its answer had ended.
  const entries = () =>
    Promise.all(
      ids.map(async (id): Promise<Entry> => {
        const response = await page.request.get(`/_inertia/devtools/entries/${id}`)
        if (response.status() !== 200) throw new Error(`the entry ${id}: status ${response.status()}`)
        return response.json()
      }),
    )
  /** find waits without end: a test has a limit of its own. */
  async function find<T>(pick: (found: Entry[]) => T | undefined): Promise<T> {
    for (;;) {
      const found = pick(await entries())
      if (found) return found
      await page.waitForTimeout(100)
    }
  }
  return {
    entries,
    of: (type, count = 1) =>
      find((all) => {
        const found = all.filter((entry) => entry.__meta.requestType === type)
        return found.length >= count ? found : undefined
      }),
    at: (path) => find((all) => all.findLast((entry) => new URL(entry.__meta.url).pathname === path)),
  }
}

/** batches groups entries by the one that began their batch, by id. */
export function batches(entries: Entry[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>()
  for (const entry of entries) {
    const { id, batchId, requestType } = entry.__meta
    const begun = requestType === 'prefetch' ? id : (batchId ?? id)
    groups.set(begun, [...(groups.get(begun) ?? []), entry])
  }
  return groups
}
