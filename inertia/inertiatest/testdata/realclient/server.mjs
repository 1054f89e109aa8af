// A server that answers at random, but mostly as servers do: what a partial
// reload asks for comes back, labelled now and then with merge metadata.

const TOP = ['conf', 'feed', 'list', 'n', 'user']
const PATHS = ['list', 'feed', 'feed.data', 'feed.meta', 'conf', 'conf.items', 'conf.deep.list', 'user.tags', 'user', 'n', 'absent', 'absent.too', 'list.0', 'list.0.tags']
const MATCH = ['list.id', 'feed.data.id', 'conf.items.id', 'conf.deep.list.id', 'user.tags.id', 'list.0.tags.id', 'feed.data.absent']
export const ONLY = [...TOP, 'feed.data', 'feed.meta', 'conf.items', 'conf.deep', 'conf.deep.list', 'user.tags', 'user.name', 'absent', 'slow', 'slower', 'late.one', 'once', 'again.value']
const GROUPS = { default: ['slow', 'late.one'], second: ['slower'] }

export const EPOCH = Date.UTC(2000, 0, 1)

export function server(r) {
  const items = () =>
    Array.from({ length: r.int(4) }, () => {
      if (r.chance(0.1)) return r.pick([null, 7, 'x', [1], { no: 'id' }])
      const item = { id: r.chance(0.9) ? r.int(5) : String(r.int(5)), v: r.int(100) }
      if (r.chance(0.15)) item.tags = [r.int(3)]
      if (r.chance(0.05)) item.id = r.pick([null, true, {}, 1.5])
      return item
    })
  const values = {
    list: items,
    n: () => r.pick([r.int(9), 'text', null, true, 0.5]),
    feed: () => ({ data: items(), meta: { total: r.int(50), ...(r.chance(0.3) ? { more: [r.int(3)] } : {}) } }),
    conf: () => ({
      items: items(),
      deep: { list: items(), ...(r.chance(0.5) ? { [r.pick(['x', 'y'])]: r.int(9) } : {}) },
      ...(r.chance(0.2) ? { flag: r.chance(0.5) } : {}),
    }),
    user: () => ({ name: r.pick(['Ada', 'Grace']), tags: r.chance(0.5) ? items() : [r.int(3), r.int(3)] }),
    slow: () => r.pick([items(), r.int(9), null]),
    slower: () => ({ done: r.int(9) }),
    late: () => ({ one: r.int(9) }),
    once: () => ({ token: r.int(1000) }),
    again: () => ({ value: r.int(1000), other: r.int(9) }),
    alias: () => r.int(1000),
  }
  // Now and then a prop has the type of another.
  const value = (key) => (TOP.includes(key) && r.chance(0.07) ? values[r.pick(TOP)]() : values[key]())

  const errors = () => (r.chance(0.15) ? r.pick([{ name: 'Required.' }, { bag: { email: 'Wrong.' } }, { name: ['One.', 'Two.'] }]) : {})

  const metadata = (page) => {
    const p = () => r.some(PATHS)
    if (r.chance(0.5)) page.mergeProps = p()
    if (r.chance(0.25)) page.prependProps = p()
    if (r.chance(0.35)) page.deepMergeProps = p()
    if (r.chance(0.6)) page.matchPropsOn = r.some(MATCH, 4)
  }

  const scroll = () => ({
    pageName: r.pick(['page', 'cursor']),
    previousPage: r.pick([null, 1, 'prev', 0]),
    nextPage: r.pick([null, 3, 4, 'next']),
    currentPage: r.pick([1, 2, 'now']),
    reset: r.chance(0.15),
  })

  const once = (page, request) => {
    const known = (request.headers['x-inertia-except-once-props'] ?? '').split(',')
    const expiresAt = () => r.pick([null, null, EPOCH + r.int(120_000), EPOCH + 500, EPOCH + 3_600_000])
    const add = (key, prop) => {
      page.onceProps ??= {}
      page.onceProps[key] = r.chance(0.9) ? { prop, expiresAt: expiresAt() } : { prop }
      const [top] = prop.split('.')
      if (known.includes(key) && r.chance(0.9)) delete page.props[top]
      else page.props[top] = value(top)
    }
    if (r.chance(0.5)) add('once', 'once')
    if (r.chance(0.4)) add('shared-key', r.pick(['again.value', 'alias']))
  }

  // A prop may be deferred and remembered, too.
  const deferredOnce = (page, request) => {
    page.onceProps ??= {}
    page.onceProps.slower = { prop: 'slower', expiresAt: r.pick([null, EPOCH + 60_000]) }
    const known = (request.headers['x-inertia-except-once-props'] ?? '').split(',')
    if (known.includes('slower') && page.deferredProps) delete page.deferredProps.second
  }

  const full = (page, request) => {
    for (const key of TOP) if (r.chance(0.8)) page.props[key] = value(key)
    if (r.chance(0.4)) {
      page.deferredProps = {}
      for (const group of Object.keys(GROUPS)) if (r.chance(0.7)) page.deferredProps[group] = [...GROUPS[group]]
    }
    if (r.chance(0.4)) page.scrollProps = { feed: scroll() }
    if (r.chance(0.3)) metadata(page)
    once(page, request)
    if (page.deferredProps?.second && r.chance(0.5)) deferredOnce(page, request)
    if (r.chance(0.3)) page.sharedProps = ['errors', 'user']
  }

  const partial = (page, request) => {
    const only = (request.headers['x-inertia-partial-data'] ?? '').split(',').filter(Boolean)
    const except = (request.headers['x-inertia-partial-except'] ?? '').split(',').filter(Boolean)
    const keys = only.length ? only : Object.keys(values).filter((key) => !except.includes(key))
    for (const path of keys) {
      const [top, ...rest] = path.split('.')
      if (!values[top] || r.chance(0.05)) continue
      const v = value(top)
      if (rest.length && v && typeof v === 'object' && !Array.isArray(v) && r.chance(0.8)) {
        const pruned = rest[0] in v ? { [rest[0]]: v[rest[0]] } : {}
        page.props[top] = { ...(page.props[top] ?? {}), ...pruned }
      } else page.props[top] = v
    }
    metadata(page)
    const intent = request.headers['x-inertia-infinite-scroll-merge-intent']
    if (intent && r.chance(0.8)) page[intent === 'prepend' ? 'prependProps' : 'mergeProps'] = ['feed.data']
    if (r.chance(0.15)) page.rescuedProps = r.some(['slow', 'slower', 'late.one'])
    if (r.chance(0.25)) once(page, request)
    if ('slower' in page.props && r.chance(0.5)) deferredOnce(page, request)
    if (keys.includes('feed') && r.chance(0.9)) page.scrollProps = { feed: scroll() }
  }

  return (request) => {
    const url = new URL(request.url)
    // Which of two background requests is redirected first would be chance.
    if (r.chance(0.05) && request.headers['cache-control'] !== 'no-cache') {
      return { status: 409, headers: { 'x-inertia-redirect': r.pick(['/p1', '/p2#part', '/p3?b=1']) } }
    }
    const asked = request.headers['x-inertia-partial-component']
    const background = request.headers['cache-control'] === 'no-cache'
    const page = {
      component: asked && (background || r.chance(0.8)) ? asked : r.pick(['P', 'P', 'P', 'Q']),
      props: { errors: errors() },
      url: r.chance(0.9) || background ? url.pathname + url.search : r.pick(['/p1', '/p2', '/elsewhere?x=1']),
      version: 'v1',
    }
    if (asked === page.component) partial(page, request)
    else full(page, request)
    if (r.chance(0.2)) page.flash = { [r.pick(['success', 'info'])]: r.int(100) }
    if (r.chance(0.05)) page.preserveFragment = true
    if (r.chance(0.05)) page.clearHistory = true
    return { status: r.chance(0.05) ? r.pick([404, 422, 500]) : 200, headers: { 'x-inertia': 'true' }, page }
  }
}
