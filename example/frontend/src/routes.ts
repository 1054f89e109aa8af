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

/** GET /about */
export const about = /* @__PURE__ */ define<[], 'get'>('get', '/about')

/** PUT /account/avatar */
export const accountAvatar = /* @__PURE__ */ define<[], 'put'>('put', '/account/avatar')

/** PUT /account/password */
export const accountPassword = /* @__PURE__ */ define<[], 'put'>('put', '/account/password')

/** PUT /account/profile */
export const accountProfile = /* @__PURE__ */ define<[], 'put'>('put', '/account/profile')

/** GET /account */
export const accountShow = /* @__PURE__ */ define<[], 'get'>('get', '/account')

/** GET /contacts/create */
export const contactsCreate = /* @__PURE__ */ define<[], 'get'>('get', '/contacts/create')

/** DELETE /contacts/{id} */
export const contactsDestroy = /* @__PURE__ */ define<['id'], 'delete'>('delete', '/contacts/{id}')

/** GET /contacts/{id}/edit */
export const contactsEdit = /* @__PURE__ */ define<['id'], 'get'>('get', '/contacts/{id}/edit')

/** GET /contacts */
export const contactsIndex = /* @__PURE__ */ define<[], 'get'>('get', '/contacts')

/** GET /contacts/{id} */
export const contactsShow = /* @__PURE__ */ define<['id'], 'get'>('get', '/contacts/{id}')

/** POST /contacts */
export const contactsStore = /* @__PURE__ */ define<[], 'post'>('post', '/contacts')

/** PUT /contacts/{id} */
export const contactsUpdate = /* @__PURE__ */ define<['id'], 'put'>('put', '/contacts/{id}')

/** GET / */
export const dashboard = /* @__PURE__ */ define<[], 'get'>('get', '/')

/** GET /docs */
export const docs = /* @__PURE__ */ define<[], 'get'>('get', '/docs')

/** GET /login */
export const login = /* @__PURE__ */ define<[], 'get'>('get', '/login')

/** POST /login */
export const loginSubmit = /* @__PURE__ */ define<[], 'post'>('post', '/login')

/** POST /logout */
export const logout = /* @__PURE__ */ define<[], 'post'>('post', '/logout')

/** GET /register */
export const register = /* @__PURE__ */ define<[], 'get'>('get', '/register')

/** POST /register */
export const registerSubmit = /* @__PURE__ */ define<[], 'post'>('post', '/register')

/** GET /users/{id}/avatar */
export const usersAvatar = /* @__PURE__ */ define<['id'], 'get'>('get', '/users/{id}/avatar')

const named: [name: string, path: string][] = [
  ['about', '/about'],
  ['account.avatar', '/account/avatar'],
  ['account.password', '/account/password'],
  ['account.profile', '/account/profile'],
  ['account.show', '/account'],
  ['contacts.create', '/contacts/create'],
  ['contacts.destroy', '/contacts/{id}'],
  ['contacts.edit', '/contacts/{id}/edit'],
  ['contacts.index', '/contacts'],
  ['contacts.show', '/contacts/{id}'],
  ['contacts.store', '/contacts'],
  ['contacts.update', '/contacts/{id}'],
  ['dashboard', '/'],
  ['docs', '/docs'],
  ['login', '/login'],
  ['login.submit', '/login'],
  ['logout', '/logout'],
  ['register', '/register'],
  ['register.submit', '/register'],
  ['users.avatar', '/users/{id}/avatar'],
]

/** Whether a URL, that of the page shown if none is given, is one of a route whose name fits: 'users.*'. */
export function isCurrent(pattern: string, url?: string): boolean {
  const fits = new RegExp(`^${pattern.replace(/[.+?^$()|[\]\\{}]/g, '\\$&').replace(/\*/g, '.*')}$`)
  return named.some(([name, path]) => fits.test(name) && matches(path, url))
}
