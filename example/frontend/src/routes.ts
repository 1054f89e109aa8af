// Written by "inertia routes". Do not edit: change the Go code and run it again.

export type Param = string | number | boolean | bigint

/** What a query may have; null and undefined leave a name out. */
export type Query = Record<string, Param | readonly Param[] | null | undefined>

export interface Options {
  /** The query of the URL. */
  query?: Query
  /** Changes to the query of the page that is shown. */
  mergeQuery?: Query
}

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** The types of parameters that are known, by their names. */
interface Types {}

type Value<Name extends string> = Name extends keyof Types ? Types[Name] : Param

/** Names of parameters that may be left out. */
type Default = never

const defaulted: readonly string[] = []

const defaults: Record<string, Param | undefined> = {}

type Values<Names extends string[]> = Names extends [infer First extends string, ...infer Rest extends string[]]
  ? [...([First] extends [Default] ? [] : [Value<First>]), ...Values<Rest>]
  : []

type Params<Names extends string[]> = { [Name in Exclude<Names[number], Default>]: Value<Name> } & { [Name in Extract<Names[number], Default>]?: Value<Name> | undefined }

type Args<Names extends string[]> = Names extends []
  ? [options?: Options]
  : Values<Names> extends []
    ? [params?: Params<Names> | undefined, options?: Options]
    : Values<Names> extends [infer One]
      ? [params: Params<Names> | One | [One], options?: Options]
      : [params: Params<Names> | Values<Names>, options?: Options]

/** A route: call it for what Link, Form and router.visit accept. */
export interface Route<Names extends string[], M extends Method, Component extends string | undefined = undefined> {
  (...args: Args<Names>): { url: string; method: M } & (Component extends string ? { component: Component } : unknown)
  /** The URL alone. */
  url(...args: Args<Names>): string
  /** The attributes of a plain form element, without Inertia. */
  form(...args: Args<Names>): { action: string; method: M extends 'get' ? 'get' : 'post' }
  /** The attributes of a hidden input for methods that plain forms lack: the Go side reads it with form.MethodOverride. */
  readonly override: M extends 'get' | 'post' ? undefined : { type: 'hidden'; name: '_method'; value: Uppercase<M> }
  readonly path: string
  readonly method: M
  /** Whether a URL, by default that of the page shown, is one of this route. */
  current(url?: string): boolean
}

// The rule for values in URLs, the same as in Go.

function text(value: unknown, name: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (typeof value !== 'number') {
    const kind = value === null || value === undefined ? String(value) : Array.isArray(value) ? 'a list' : `of type ${typeof value}`
    throw new Error(`${name} is ${kind}`)
  }
  if (!Number.isFinite(value)) throw new Error(`${name} is ${value}`)
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new Error(`${name} is ${value}, a number that has lost digits: pass a string or a bigint`)
  const [digits = '', exponent] = String(Math.abs(value)).split('e-')
  const plain = exponent ? `0.${'0'.repeat(Number(exponent) - 1)}${digits.replace('.', '')}` : digits
  return value < 0 ? `-${plain}` : plain
}

function escape(value: string): string {
  try {
    return encodeURIComponent(value).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  } catch {
    throw new Error(`${JSON.stringify(value)} is not valid Unicode`)
  }
}

function folder(path: string): boolean {
  return /(^|\/)\.\.?(\/|$)/.test(path)
}

function escapeParam(value: string, name: string, rest: boolean): string {
  const segments = rest ? value.split('/') : [value]
  return segments
    .map((segment, i) => {
      // Browsers take these for folders, escaped or not.
      if (segment === '.' || segment === '..') throw new Error(`${segment} cannot be part of a URL`)
      if (segment === '' && !rest) throw new Error(`${name} is empty`)
      if (segment === '/') throw new Error(`${name} is a lone slash`)
      if (segment === '' && i < segments.length - 1) throw new Error(`${name} has an empty segment`)
      return escape(segment)
    })
    .join('/')
}

function fill(path: string, valueOf: (name: string) => unknown): string {
  const filled = path.replace(/\{(\w+)(\.\.\.)?\}/g, (_, name: string, rest?: string) => escapeParam(text(valueOf(name), name), name, !!rest))
  if (folder(filled)) throw new Error(`${filled} cannot be a URL`)
  return filled
}

function shown(): { pathname: string; search: string } {
  return (globalThis as { location?: { pathname: string; search: string } }).location ?? { pathname: '', search: '' }
}

function withQuery(url: string, { query, mergeQuery }: Options): string {
  const pairs: [name: string, value: string][] = mergeQuery ? [...new URLSearchParams(shown().search)] : []
  const changes = new Map(Object.entries({ ...query, ...mergeQuery }))
  const kept = pairs.filter(([name]) => !changes.has(name))
  for (const [name, value] of changes) {
    if (value === null || value === undefined) continue
    for (const each of Array.isArray(value) ? (value as readonly unknown[]) : [value]) kept.push([name, text(each, name)])
  }
  return kept.length > 0 ? `${url}?${kept.map(([name, value]) => `${escape(name)}=${escape(value)}`).join('&')}` : url
}

/** A path with all its letters written in the one way that escape has. */
function canonical(path: string): string {
  return path.split('/').map((segment) => {
    try {
      return escape(decodeURIComponent(segment))
    } catch {
      return segment.replace(/[^\w%-]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)
    }
  }).join('/')
}

function matches(path: string, url?: string): boolean {
  const pathname = url?.replace(/^([a-z][a-z0-9+.-]*:)?\/\/[^/?#]*/i, '').split(/[?#]/)[0] ?? shown().pathname
  const pattern = path.split(/(\{\w+(?:\.\.\.)?\})/).map((piece, i) =>
    i % 2 === 0 ? canonical(piece).replace(/\./g, '\\.') : piece.endsWith('...}') ? '.*' : '[^/]+').join('')
  return new RegExp(`^${pattern}$`).test(canonical(pathname || '/'))
}

function define<Names extends string[], M extends Method, Component extends string | undefined = undefined>(method: M, path: string, component?: Component): Route<Names, M, Component> {
  const names = [...path.matchAll(/\{(\w+)/g)].map(([, name]) => name as string)
  const needed = names.filter((name) => !defaulted.includes(name))
  const url = (...args: unknown[]): string => {
    const params = names.length > 0 ? args.shift() : undefined
    const given = typeof params === 'object' && params !== null ? params : params === undefined && needed.length === 0 ? [] : [params]
    if (Array.isArray(given) && given.length > Math.max(needed.length, 1)) throw new Error(`${path} takes ${needed.length} parameters`)
    const made = fill(path, (name) => {
      let value: unknown = Array.isArray(given) ? given[needed.indexOf(name)] : Object.getOwnPropertyDescriptor(given, name)?.value
      if (value === undefined && defaulted.includes(name)) value = defaults[name]
      if (value === undefined || value === null) throw new Error(`${path} needs ${name}`)
      return value
    })
    return withQuery(made, (args[0] as Options | undefined) ?? {})
  }
  return Object.assign((...args: unknown[]) => ({ url: url(...args), method, ...(component && { component }) }), {
    url,
    form: (...args: unknown[]) => ({ action: url(...args), method: method === 'get' ? 'get' : 'post' }),
    override: method === 'get' || method === 'post' ? undefined : { type: 'hidden', name: '_method', value: method.toUpperCase() },
    path,
    method,
    current: (url?: string) => matches(path, url),
  }) as unknown as Route<Names, M, Component>
}

/** GET /about */
export const about = /* @__PURE__ */ define<[], 'get', 'About'>('get', '/about', 'About')

/** PUT /account/avatar */
export const accountAvatar = /* @__PURE__ */ define<[], 'put'>('put', '/account/avatar')

/** PUT /account/password */
export const accountPassword = /* @__PURE__ */ define<[], 'put'>('put', '/account/password')

/** PUT /account/profile */
export const accountProfile = /* @__PURE__ */ define<[], 'put'>('put', '/account/profile')

/** GET /account */
export const accountShow = /* @__PURE__ */ define<[], 'get', 'Account'>('get', '/account', 'Account')

/** GET /audit */
export const auditIndex = /* @__PURE__ */ define<[], 'get', 'Audit'>('get', '/audit', 'Audit')

/** GET /contacts/create */
export const contactsCreate = /* @__PURE__ */ define<[], 'get', 'Contacts/Create'>('get', '/contacts/create', 'Contacts/Create')

/** POST /contacts/delete */
export const contactsDelete = /* @__PURE__ */ define<[], 'post'>('post', '/contacts/delete')

/** DELETE /contacts/{id} */
export const contactsDestroy = /* @__PURE__ */ define<['id'], 'delete'>('delete', '/contacts/{id}')

/** GET /contacts/{id}/edit */
export const contactsEdit = /* @__PURE__ */ define<['id'], 'get', 'Contacts/Edit'>('get', '/contacts/{id}/edit', 'Contacts/Edit')

/** GET /contacts */
export const contactsIndex = /* @__PURE__ */ define<[], 'get', 'Contacts/Index'>('get', '/contacts', 'Contacts/Index')

/** POST /contacts/{id}/notes */
export const contactsNotes = /* @__PURE__ */ define<['id'], 'post'>('post', '/contacts/{id}/notes')

/** POST /contacts/restore */
export const contactsRestore = /* @__PURE__ */ define<[], 'post'>('post', '/contacts/restore')

/** GET /contacts/{id} */
export const contactsShow = /* @__PURE__ */ define<['id'], 'get', 'Contacts/Show'>('get', '/contacts/{id}', 'Contacts/Show')

/** POST /contacts */
export const contactsStore = /* @__PURE__ */ define<[], 'post'>('post', '/contacts')

/** PUT /contacts/{id} */
export const contactsUpdate = /* @__PURE__ */ define<['id'], 'put'>('put', '/contacts/{id}')

/** GET / */
export const dashboard = /* @__PURE__ */ define<[], 'get', 'Dashboard'>('get', '/', 'Dashboard')

/** GET /docs */
export const docs = /* @__PURE__ */ define<[], 'get'>('get', '/docs')

/** GET /files/{id} */
export const filesShow = /* @__PURE__ */ define<['id'], 'get'>('get', '/files/{id}')

/** POST /language */
export const language = /* @__PURE__ */ define<[], 'post'>('post', '/language')

/** GET /live */
export const live = /* @__PURE__ */ define<[], 'get'>('get', '/live')

/** GET /login */
export const login = /* @__PURE__ */ define<[], 'get', 'Login'>('get', '/login', 'Login')

/** POST /login */
export const loginSubmit = /* @__PURE__ */ define<[], 'post'>('post', '/login')

/** POST /logout */
export const logout = /* @__PURE__ */ define<[], 'post'>('post', '/logout')

/** GET /organisations/create */
export const organisationsCreate = /* @__PURE__ */ define<[], 'get', 'Organisations/Create'>('get', '/organisations/create', 'Organisations/Create')

/** DELETE /organisations/{id} */
export const organisationsDestroy = /* @__PURE__ */ define<['id'], 'delete'>('delete', '/organisations/{id}')

/** GET /organisations/{id}/edit */
export const organisationsEdit = /* @__PURE__ */ define<['id'], 'get', 'Organisations/Edit'>('get', '/organisations/{id}/edit', 'Organisations/Edit')

/** GET /organisations */
export const organisationsIndex = /* @__PURE__ */ define<[], 'get', 'Organisations/Index'>('get', '/organisations', 'Organisations/Index')

/** GET /organisations/{id} */
export const organisationsShow = /* @__PURE__ */ define<['id'], 'get', 'Organisations/Show'>('get', '/organisations/{id}', 'Organisations/Show')

/** POST /organisations */
export const organisationsStore = /* @__PURE__ */ define<[], 'post'>('post', '/organisations')

/** PUT /organisations/{id} */
export const organisationsUpdate = /* @__PURE__ */ define<['id'], 'put'>('put', '/organisations/{id}')

/** GET /register */
export const register = /* @__PURE__ */ define<[], 'get', 'Register'>('get', '/register', 'Register')

/** POST /register */
export const registerSubmit = /* @__PURE__ */ define<[], 'post'>('post', '/register')

/** GET /search */
export const search = /* @__PURE__ */ define<[], 'get'>('get', '/search')

/** GET /team */
export const teamIndex = /* @__PURE__ */ define<[], 'get', 'Team'>('get', '/team', 'Team')

/** PUT /team/{id}/role */
export const teamRole = /* @__PURE__ */ define<['id'], 'put'>('put', '/team/{id}/role')

/** GET /trash */
export const trashIndex = /* @__PURE__ */ define<[], 'get', 'Trash'>('get', '/trash', 'Trash')

/** DELETE /trash/{id} */
export const trashPurge = /* @__PURE__ */ define<['id'], 'delete'>('delete', '/trash/{id}')

/** GET /users/{id}/avatar */
export const usersAvatar = /* @__PURE__ */ define<['id'], 'get'>('get', '/users/{id}/avatar')

const named: [name: string, path: string][] = [
  ['about', '/about'],
  ['account.avatar', '/account/avatar'],
  ['account.password', '/account/password'],
  ['account.profile', '/account/profile'],
  ['account.show', '/account'],
  ['audit.index', '/audit'],
  ['contacts.create', '/contacts/create'],
  ['contacts.delete', '/contacts/delete'],
  ['contacts.destroy', '/contacts/{id}'],
  ['contacts.edit', '/contacts/{id}/edit'],
  ['contacts.index', '/contacts'],
  ['contacts.notes', '/contacts/{id}/notes'],
  ['contacts.restore', '/contacts/restore'],
  ['contacts.show', '/contacts/{id}'],
  ['contacts.store', '/contacts'],
  ['contacts.update', '/contacts/{id}'],
  ['dashboard', '/'],
  ['docs', '/docs'],
  ['files.show', '/files/{id}'],
  ['language', '/language'],
  ['live', '/live'],
  ['login', '/login'],
  ['login.submit', '/login'],
  ['logout', '/logout'],
  ['organisations.create', '/organisations/create'],
  ['organisations.destroy', '/organisations/{id}'],
  ['organisations.edit', '/organisations/{id}/edit'],
  ['organisations.index', '/organisations'],
  ['organisations.show', '/organisations/{id}'],
  ['organisations.store', '/organisations'],
  ['organisations.update', '/organisations/{id}'],
  ['register', '/register'],
  ['register.submit', '/register'],
  ['search', '/search'],
  ['team.index', '/team'],
  ['team.role', '/team/{id}/role'],
  ['trash.index', '/trash'],
  ['trash.purge', '/trash/{id}'],
  ['users.avatar', '/users/{id}/avatar'],
]

/** Whether a URL, by default that of the page shown, is one of a route whose name fits: 'users.*'. */
export function isCurrent(pattern: string, url?: string): boolean {
  const fits = new RegExp(`^${pattern.replace(/[.+?^$()|[\]\\{}]/g, '\\$&').replace(/\*/g, '.*')}$`, 's')
  return named.some(([name, path]) => fits.test(name) && matches(path, url))
}
