// Drives the router of @inertiajs/core through random visits and writes down
// what it asked for, what it was answered, and the page it then held:
//
//	npm ci && npm run record
//
// One sequence is one line of ../sequences.jsonl.gz.
import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { browser } from './browser.mjs'
import { generator } from './random.mjs'
import { EPOCH, ONLY, server } from './server.mjs'

const SEQUENCES = Number(process.env.SEQUENCES ?? 400)
const SEED = Number(process.env.SEED ?? 37)

// The client reads the time for what expires; the test's clock starts here too.
let now = EPOCH
Date.now = () => now

const META = ['component', 'props', 'url', 'flash', 'rescuedProps', 'scrollProps', 'onceProps', 'initialDeferredProps']

async function sequence(seed) {
  const r = generator(seed)
  const answers = server(r)
  const exchanges = []
  now = EPOCH

  const env = browser('https://example.com/p1', (request) => {
    const answer = answers(request)
    exchanges.push({ ...request, response: answer })
    return answer
  })
  // Every sequence has a client of its own: its modules hold its state.
  const { router, useInfiniteScroll } = await import(`./node_modules/@inertiajs/core/dist/index.js?${seed}`)

  let page
  let feed
  let shown
  const flashes = []
  router.on('flash', (event) => flashes.push(structuredClone(event.detail.flash)))
  router.on('httpException', () => true)

  const noop = () => {}
  const mount = () => {
    feed?.dataManager.removeEventListener()
    feed = useInfiniteScroll({
      getPropName: () => 'feed',
      inReverseMode: () => false,
      shouldFetchNext: () => true,
      shouldFetchPrevious: () => true,
      shouldPreserveUrl: () => true,
      getReloadOptions: () => ({}),
      getTriggerMargin: () => 0,
      getStartElement: () => document.createElement('div'),
      getEndElement: () => document.createElement('div'),
      getItemsElement: () => document.createElement('div'),
      getScrollableParent: () => null,
      onBeforePreviousRequest: noop,
      onBeforeNextRequest: noop,
      onCompletePreviousRequest: noop,
      onCompleteNextRequest: noop,
      onDataReset: noop,
    })
  }

  const initial = {
    ...answersPage(answers, { url: 'https://example.com/p1', headers: {} }),
    url: '/p1',
  }
  delete initial.preserveFragment
  const first = structuredClone(initial)

  router.init({
    initialPage: initial,
    resolveComponent: (name) => name,
    swapComponent: async ({ component, page: next, preserveState, initialRender }) => {
      page = next
      // As in an app: the list is on screen while the page has it.
      const unmount = !preserveState || initialRender || component !== shown || !next.scrollProps?.feed
      shown = component
      if (unmount) {
        feed?.dataManager.removeEventListener()
        feed = null
      }
      if (!feed && next.scrollProps?.feed) mount()
    },
  })

  const steps = []
  const run = async (step, act) => {
    exchanges.length = 0
    act()
    await env.idle()
    steps.push({
      ...step,
      exchanges: structuredClone(exchanges),
      page: JSON.parse(JSON.stringify(Object.fromEntries(META.map((key) => [key, page[key]])))),
      location: window.location.href,
      history: env.history(),
      flashes: structuredClone(flashes),
    })
  }

  await run({ do: 'load' }, noop)
  let step
  for (let n = 4 + r.int(5); n > 0; n--) {
    // What was prefetched is then mostly visited.
    step = step?.do === 'prefetch' && r.chance(0.8) ? { ...step, do: 'get' } : random(r, feed)
    await run(step, () => perform(step, router, env, feed))
  }
  env.close()
  return { seed, initial: first, steps }
}

function answersPage(answers, request) {
  for (;;) {
    const { page, status } = answers(request)
    if (page && status === 200) return page
  }
}

// random is a step: what is done and with which options.
function random(r, feed) {
  const filters = () => {
    const options = {}
    if (r.chance(0.8)) options.only = r.some(ONLY)
    if (r.chance(0.2)) options.except = r.some(ONLY, 2)
    if (r.chance(0.2)) options.reset = r.some(['list', 'feed', 'conf'], 2)
    return options
  }
  const flags = (names, options) => {
    for (const name of names) if (r.chance(0.2)) options[name] = true
    return options
  }
  const data = () => r.pick([undefined, { q: 'a b', page: 2 }, { filter: { tags: ['x', 'y'], empty: [], none: null } }, { s: "a'(b)*c~!&=+%é", t: true }])
  const href = () => r.pick(['/p1', '/p2', '/p3?b=1', '/p2?tags[0]=a&tags[1]=b', '/p1#part', '?only=query', '/p3?x=%20y+z&x=2'])
  const advance = r.chance(0.1) ? r.pick([1_000, 70_000]) : 0

  const kind = r.pick(['reload', 'reload', 'reload', 'reload', 'get', 'get', 'get', 'post', 'put', 'delete', 'scroll', 'scroll', 'back', 'forward', 'prefetch'])
  switch (kind) {
    case 'reload':
      return { do: kind, advance, options: { ...flags(['preserveErrors', 'preserveUrl'], filters()), data: r.chance(0.2) ? data() : undefined } }
    case 'get':
      return { do: kind, advance, href: href(), options: { ...flags(['preserveState', 'preserveUrl', 'replace', 'preserveErrors', 'async'], r.chance(0.2) ? filters() : {}), data: data() } }
    case 'post':
    case 'put':
    case 'delete':
      return { do: kind, advance, href: href(), options: { ...flags(['preserveUrl', 'replace'], r.chance(0.2) ? filters() : {}), data: data(), errorBag: r.chance(0.2) ? 'bag' : undefined } }
    case 'scroll':
      if (!feed) return random(r, feed)
      return { do: r.pick(['next', 'next', 'previous']), advance }
  }
  if (kind === 'prefetch') return { do: kind, advance: 0, href: href(), options: r.chance(0.2) ? { only: ['list'] } : {} }
  return { do: kind, advance }
}

function perform(step, router, env, feed) {
  now += step.advance
  env.runTimers()
  const options = structuredClone(step.options ?? {})
  switch (step.do) {
    case 'reload':
      return router.reload(options)
    case 'get':
    case 'post':
    case 'put':
    case 'delete': {
      const preserveState = step.do === 'get' ? {} : { preserveState: true }
      return router.visit(step.href, { ...preserveState, ...options, method: step.do })
    }
    case 'prefetch':
      return router.prefetch(step.href, options)
    case 'next':
      return feed.dataManager.fetchNext()
    case 'previous':
      return feed.dataManager.fetchPrevious()
    case 'back':
      return env.back()
    case 'forward':
      return env.forward()
  }
}

const lines = []
for (let i = 0; i < SEQUENCES; i++) lines.push(JSON.stringify(await sequence(SEED * 1000 + i)))
const file = new URL('../sequences.jsonl.gz', import.meta.url)
const packed = gzipSync(lines.join('\n') + '\n', { level: 9 })
packed[9] = 255 // no operating system, so that the bytes are the same everywhere
writeFileSync(file, packed)
console.log(`${lines.length} sequences, ${packed.length} bytes`)
process.exit(0)
