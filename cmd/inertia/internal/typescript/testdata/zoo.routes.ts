// Written by "inertia routes". Do not edit: change the Go code and run it again.

export type Param = string | number | boolean | bigint

/** What a query may have; null and undefined leave a name out. */
export type Query = Record<string, Param | Param[] | null | undefined>

export interface Options {
  /** The query of the URL. */
  query?: Query
  /** Changes to the query of the page that is shown. */
  mergeQuery?: Query
}

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

type Args<Names extends string[]> = Names extends []
  ? [options?: Options]
  : Names extends [infer One extends string]
    ? [params: Record<One, Param> | Param | [Param], options?: Options]
    : [params: Record<Names[number], Param> | { [I in keyof Names]: Param }, options?: Options]

/** A route: call it for what Link, Form and router.visit accept. */
export interface Route<Names extends string[], M extends Method> {
  (...args: Args<Names>): { url: string; method: M }
  /** The URL alone. */
  url(...args: Args<Names>): string
  readonly path: string
  readonly method: M
  /** Whether a URL, that of the page shown if none is given, is one of this route. */
  current(url?: string): boolean
}

function part(value: unknown): string {
  const text = String(value)
  if (/^\.\.?$/.test(text)) throw new Error(`${text} cannot be part of a URL`)
  return encodeURIComponent(text)
}

function withQuery(url: string, { query, mergeQuery }: Options): string {
  const search = new URLSearchParams(mergeQuery && typeof location !== 'undefined' ? location.search : '')
  for (const [name, value] of Object.entries({ ...query, ...mergeQuery })) {
    search.delete(name)
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== null && each !== undefined) search.append(name, String(each))
    }
  }
  const text = search.toString()
  return text ? `${url}?${text}` : url
}

function matches(path: string, url?: string): boolean {
  const shown = (url ?? (typeof location === 'undefined' ? '' : location.pathname)).replace(/^[a-z]+:\/\/[^/]*/i, '').split(/[?#]/)[0]
  const pattern = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]*?(\\\.\\\.\\\.)?\}/g, (_, rest) => (rest ? '.*' : '[^/]+'))
  return new RegExp(`^${pattern}$`).test(shown ?? '')
}

function define<Names extends string[], M extends Method>(method: M, path: string): Route<Names, M> {
  const names = [...path.matchAll(/\{([^}.]*)/g)].map(([, name]) => name!)
  const url = (...args: unknown[]): string => {
    const params = names.length > 0 ? args.shift() : undefined
    const given = typeof params === 'object' && params !== null ? params : [params]
    let at = 0
    const made = path.replace(/\{([^}.]*)(\.\.\.)?\}/g, (_, name: string, rest?: string) => {
      const value: unknown = Array.isArray(given) ? given[at++] : (given as Record<string, unknown>)[name]
      if (value === undefined || value === null) throw new Error(`${path} needs ${name}`)
      return rest ? String(value).split('/').map(part).join('/') : part(value)
    })
    return withQuery(made, (args[0] as Options | undefined) ?? {})
  }
  return Object.assign((...args: unknown[]) => ({ url: url(...args), method }), {
    url,
    path,
    method,
    current: (shown?: string) => matches(path, shown),
  }) as Route<Names, M>
}

/** DELETE /it's */
export const deleteRoute = /* @__PURE__ */ define<[], 'delete'>('delete', '/it\'s')

/** /files/{path...} */
export const files = /* @__PURE__ */ define<['path'], 'get'>('get', '/files/{path...}')

/** GET / */
export const home = /* @__PURE__ */ define<[], 'get'>('get', '/')

/** PUT /users/{id}/posts/{post} */
export const usersPostsUpdate = /* @__PURE__ */ define<['id', 'post'], 'put'>('put', '/users/{id}/posts/{post}')

/** GET /users/{id} */
export const usersShow = /* @__PURE__ */ define<['id'], 'get'>('get', '/users/{id}')

const named: [name: string, path: string][] = [
  ['delete', '/it\'s'],
  ['files', '/files/{path...}'],
  ['home', '/'],
  ['users.posts.update', '/users/{id}/posts/{post}'],
  ['users.show', '/users/{id}'],
]

/** Whether a URL, that of the page shown if none is given, is one of a route whose name fits: 'users.*'. */
export function isCurrent(pattern: string, url?: string): boolean {
  const fits = new RegExp(`^${pattern.replace(/[.+?^$()|[\]\\{}]/g, '\\$&').replace(/\*/g, '.*')}$`)
  return named.some(([name, path]) => fits.test(name) && matches(path, url))
}
