// As much of a browser as the client needs: a document, a history that can go
// back, a location, cookies, and requests that a function answers.
import { Window } from 'happy-dom'

const clearReal = globalThis.clearTimeout

export function browser(url, answer) {
  const window = new Window({ url, settings: { disableJavaScriptFileLoading: true } })
  const location = () => new URL(window.location.href)

  const entries = [{ state: null, url: location().href }]
  let at = 0
  const move = (to) => window.happyDOM.setURL(to)
  const history = {
    get state() {
      return entries[at].state
    },
    scrollRestoration: 'auto',
    pushState(state, _, to) {
      const href = to === undefined ? location().href : new URL(to, location()).href
      entries.splice(at + 1, Infinity, { state: structuredClone(state), url: href })
      at++
      move(href)
    },
    replaceState(state, _, to) {
      const href = to === undefined ? location().href : new URL(to, location()).href
      entries[at] = { state: structuredClone(state), url: href }
      move(href)
    },
    go(by) {
      if (!entries[at + by]) return false
      at += by
      move(entries[at].url)
      const event = new window.Event('popstate')
      event.state = structuredClone(entries[at].state)
      window.dispatchEvent(event)
      return true
    },
  }
  Object.defineProperty(window, 'history', { value: history, configurable: true })

  let inFlight = 0
  class XMLHttpRequest {
    upload = {}
    headers = {}
    open(method, to) {
      this.method = method
      this.url = new URL(to, location()).href
    }
    setRequestHeader(name, value) {
      this.headers[name.toLowerCase()] = String(value)
    }
    getAllResponseHeaders() {
      return Object.entries(this.answer.headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('')
    }
    abort() {
      if (this.aborted || this.status) return
      this.aborted = true
      inFlight--
      this.onabort?.()
    }
    send(body) {
      inFlight++
      this.answer = answer({ method: this.method, url: this.url, headers: this.headers, body })
      setImmediate(() => {
        if (this.aborted) return
        this.status = this.answer.status
        this.responseText = this.answer.page ? JSON.stringify(this.answer.page) : ''
        inFlight--
        this.onload?.()
      })
    }
  }

  // Timers of the window belong to the clock of the test.
  let timer = 1e9
  const timers = new Map()
  window.setTimeout = (callback, delay) => {
    const id = ++timer
    timers.set(id, { callback, due: Date.now() + delay })
    return id
  }
  globalThis.clearTimeout = (id) => timers.delete(id) || clearReal(id)

  window.requestAnimationFrame = (callback) => setImmediate(callback)
  window.document.cookie = 'XSRF-TOKEN=a%2Fb%3D'

  const globals = {
    window,
    document: window.document,
    location: window.location,
    history,
    sessionStorage: window.sessionStorage,
    XMLHttpRequest,
    CustomEvent: window.CustomEvent,
    Event: window.Event,
    IntersectionObserver: window.IntersectionObserver,
    requestAnimationFrame: window.requestAnimationFrame,
  }
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  }

  return {
    window,
    back: () => history.go(-1),
    forward: () => history.go(1),
    history: () => ({ at, urls: entries.map((entry) => entry.url) }),
    runTimers() {
      for (const [id, { callback, due }] of timers) {
        if (due > Date.now()) continue
        timers.delete(id)
        callback()
      }
    },
    // Waits until nothing happens any more.
    async idle() {
      for (let quiet = 0; quiet < 12; quiet++) {
        await new Promise((resolve) => setImmediate(resolve))
        if (inFlight > 0) quiet = 0
      }
    },
    close: () => window.happyDOM.close(),
  }
}
