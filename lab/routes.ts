// Written by "inertia routes". Do not edit: change the Go code and run it again.
// Options: {"only":["links","links.*","delete"],"defaults":["locale"]}

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
type Default = 'locale'

const defaulted: readonly string[] = ['locale']

let defaults: Record<string, Param | undefined> = {}

interface Storage {
  getStore(): typeof defaults | undefined
  enterWith(values: typeof defaults): void
}

/** On the server, values of each page that is rendered. A browser shows one page. */
const storage = /* @__PURE__ */ ((): Storage | undefined => {
  if ('document' in globalThis) return undefined
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => { AsyncLocalStorage: new () => Storage } | undefined } }
  const hooks = process?.getBuiltinModule?.('node:async_hooks')
  return hooks && new hooks.AsyncLocalStorage()
})()

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
      if (value === undefined && defaulted.includes(name)) value = (storage?.getStore() ?? defaults)[name]
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

/**
 * Values for parameters that calls leave out. On the server, set them each time before a page is rendered: they hold for
 * that page alone.
 */
export function setDefaults(values: { [Name in Default]?: Value<Name> }): void {
  const all = { ...(storage?.getStore() ?? defaults), ...values }
  if (storage) storage.enterWith(all)
  else defaults = all
}

/** DELETE /at/{locale}/links/{id} */
export const deleteRoute = /* @__PURE__ */ define<['locale', 'id'], 'delete'>('delete', '/at/{locale}/links/{id}')

/** GET /at/{locale}/links */
export const links = /* @__PURE__ */ define<['locale'], 'get', 'Links'>('get', '/at/{locale}/links', 'Links')

/** GET /at/{locale}/links/{id} */
export const linksShow = /* @__PURE__ */ define<['locale', 'id'], 'get', 'Show'>('get', '/at/{locale}/links/{id}', 'Show')

/** PUT /at/{locale}/links/{id} */
export const linksUpdate = /* @__PURE__ */ define<['locale', 'id'], 'put'>('put', '/at/{locale}/links/{id}')

const named: [name: string, path: string][] = [
  ['delete', '/at/{locale}/links/{id}'],
  ['links', '/at/{locale}/links'],
  ['links.show', '/at/{locale}/links/{id}'],
  ['links.update', '/at/{locale}/links/{id}'],
]

/** Whether a URL, by default that of the page shown, is one of a route whose name fits: 'users.*'. */
export function isCurrent(pattern: string, url?: string): boolean {
  const fits = new RegExp(`^${pattern.replace(/[.+?^$()|[\]\\{}]/g, '\\$&').replace(/\*/g, '.*')}$`, 's')
  return named.some(([name, path]) => fits.test(name) && matches(path, url))
}
