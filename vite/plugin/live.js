// Live props in the browser: fetches those again that the server says have
// changed. One tab listens for all tabs of the browser.

/** Whether mark a is older than b. Marks are microseconds, and the process. */
const older = (a, b) => parseInt(a) < parseInt(b)

export function live(router, { url = '/live', wait = 100 } = {}) {
  if (typeof document === 'undefined') return // rendered on the server

  // This tab: what its page listens to, since when, and what of it has changed.
  const tab = Math.random()
  let on = {}
  let at, from, timer, busy
  let due = new Set()

  // The tab that listens: what all tabs want, and the stream.
  const name = 'inertia-live ' + url
  const bus = navigator.locks && new BroadcastChannel(name)
  let wanted = new Map()
  let open = new Set()
  let leads, release, source, last, since, retry
  let tries = 0

  const tell = (message) => {
    bus?.postMessage(message)
    hear(message)
  }

  const want = (moved) => tell({ tab, on: Object.values(on).join().split(','), from, moved })

  function hear({ ask, tab, on: offers, from: mark, moved, id, names }) {
    if (ask) want()
    else if (tab) leads && add(tab, offers, mark, moved)
    else {
      last = id || last
      if (older(from, id)) from = id
      for (const path in on) {
        // An offer is the channel, "~" and a signature.
        if (!names || on[path].split(',').some((offer) => names.includes(offer.slice(0, -17)))) due.add(path)
      }
      plan()
    }
  }

  function show({ detail: { page } }) {
    const props = page.props.liveProps || {}
    const moved = at !== props.at
    if (!moved && JSON.stringify(on) === JSON.stringify(props.on || {})) return
    if (moved) {
      at = from = props.at
      due = new Set()
    }
    on = props.on || {}
    want(moved)
  }

  function plan() {
    if (due.size && !document.hidden && !busy && !timer) timer = setTimeout(reload, wait * (0.5 + Math.random()))
  }

  function reload() {
    const only = [...due]
    const page = at
    timer = 0
    busy = true
    due = new Set()
    let done
    const end = () => (done = true)
    router.reload({
      only,
      preserveErrors: true,
      onSuccess: end,
      onError: end,
      onFinish() {
        busy = false
        if (done || page !== at) plan()
        else only.forEach((path) => due.add(path)) // with the next event
      },
    })
  }

  function add(tab, offers, mark, moved) {
    offers = offers.filter((offer) => offer)
    wanted.set(tab, offers)
    if (offers.some((offer) => !open.has(offer)) || (moved && offers[0] && older(mark, last))) {
      if (!since || older(mark, since)) since = mark
      connect()
    } else if (![...wanted.values()].flat()[0]) {
      close()
      last = undefined // the next page knows its own moment
    }
  }

  function close() {
    clearTimeout(retry)
    source?.close()
    source = undefined
    open = new Set()
  }

  function connect() {
    let mark = since && !older(last, since) ? since : last
    close()
    since = 0
    open = new Set([...wanted.values()].flat())
    if (!open.size) return
    source = new EventSource(`${url}?on=${encodeURIComponent([...open])}&since=${mark || ''}`)
    const heard = ({ type, data, lastEventId: id }) => {
      tries = 0
      if (id) mark = 0
      if (type === 'hello' && data === '*') return close() // nothing may be listened to
      tell({ id, names: type !== 'reload' && (type === 'message' ? data.split(',') : []) })
      if (type === 'bye') again(+data)
    }
    for (const type of ['message', 'hello', 'reload', 'bye']) source.addEventListener(type, heard)
    source.onerror = () => again(Math.min(30000, 1000 * 2 ** tries++) * (0.5 + Math.random()))

    // Timers of a hidden tab are slow, so there is none if it can be helped.
    const again = (delay) => {
      source.close()
      since ||= mark
      if (delay) retry = setTimeout(connect, delay)
      else connect()
    }
  }

  function start() {
    const lead = () => {
      leads = true
      wanted = new Map()
      tell({ ask: true })
    }
    if (!bus) return lead()
    navigator.locks.request(name, () => new Promise((end) => {
      release = end
      lead()
    }))
  }

  for (const type of ['navigate', 'success', 'error']) router.on(type, show)
  document.addEventListener('visibilitychange', plan)
  addEventListener('pagehide', () => {
    tell({ tab, on: [] })
    leads = false
    close()
    release?.()
  })
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return
    start()
    want(true)
  })
  if (bus) bus.onmessage = ({ data }) => hear(data)
  start()
}
