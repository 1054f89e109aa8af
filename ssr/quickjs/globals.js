// What bundles expect of their surroundings besides ECMAScript: the parts of the
// web that server-side runtimes have. There is no window and no document.
;(() => {
  const define = (values) => {
    for (const [name, value] of Object.entries(values)) {
      if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value, writable: true, configurable: true })
    }
  }

  // Timers wait in a list; the program that embeds this runs those that are due.
  let timers = []
  let lastTimer = 0
  const setTimer = (callback, delay, repeat, args) => {
    const wait = Math.max(Number(delay) || 0, 0)
    const timer = { id: ++lastTimer, at: Date.now() + wait, wait: repeat ? Math.max(wait, 1) : undefined, callback, args, unref: () => timer, ref: () => timer, hasRef: () => true, [Symbol.toPrimitive]: () => timer.id }
    timers.push(timer)
    return timer
  }
  const clearTimer = (timer) => {
    const id = typeof timer === 'object' ? timer?.id : timer
    timers = timers.filter((each) => each.id !== id)
  }
  /** Runs the timers that are due and tells in how many milliseconds the next one is, -1 for none. */
  globalThis.__runTimers = () => {
    const now = Date.now()
    const due = timers.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at || a.id - b.id)
    for (const timer of due) {
      if (timer.wait === undefined) clearTimer(timer)
      else timer.at = now + timer.wait
      timer.callback(...timer.args)
    }
    if (timers.length === 0) return -1
    return Math.max(0, Math.min(...timers.map(({ at }) => at)) - Date.now())
  }
  globalThis.__clearTimers = () => void (timers = [])

  class MessagePort {
    postMessage(data) {
      setTimer(() => this.other?.onmessage?.({ data }), 0, false, [])
    }
    close() {}
    start() {}
    ref() {}
    unref() {}
  }

  const utf8 = {
    encode(text) {
      const bytes = []
      for (const character of String(text)) {
        let code = character.codePointAt(0)
        if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd
        if (code < 0x80) bytes.push(code)
        else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
        else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
        else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
      }
      return new Uint8Array(bytes)
    },
    decode(bytes) {
      let text = ''
      for (let i = 0; i < bytes.length; ) {
        const first = bytes[i++]
        const more = first < 0x80 ? 0 : first >> 5 === 6 ? 1 : first >> 4 === 14 ? 2 : first >> 3 === 30 ? 3 : -1
        if (more < 0) {
          text += '\ufffd'
          continue
        }
        let code = more === 0 ? first : first & (0x3f >> more)
        let valid = true
        for (let n = 0; n < more; n++) {
          if ((bytes[i] & 0xc0) !== 0x80) {
            valid = false
            break
          }
          code = (code << 6) | (bytes[i++] & 63)
        }
        text += valid && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
      }
      return text
    },
  }

  const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

  class URLSearchParams {
    constructor(init = '') {
      this.pairs = []
      if (typeof init === 'string') {
        for (const part of init.replace(/^\?/, '').split('&')) {
          if (part === '') continue
          const [name, ...rest] = part.split('=')
          this.pairs.push([unescapeForm(name), unescapeForm(rest.join('='))])
        }
      } else if (init) {
        const entries = typeof init[Symbol.iterator] === 'function' ? init : Object.entries(init)
        for (const [name, value] of entries) this.pairs.push([String(name), String(value)])
      }
    }
    append(name, value) {
      this.pairs.push([String(name), String(value)])
    }
    delete(name) {
      this.pairs = this.pairs.filter(([each]) => each !== name)
    }
    get(name) {
      return this.pairs.find(([each]) => each === name)?.[1] ?? null
    }
    getAll(name) {
      return this.pairs.filter(([each]) => each === name).map(([, value]) => value)
    }
    has(name) {
      return this.pairs.some(([each]) => each === name)
    }
    set(name, value) {
      const at = this.pairs.findIndex(([each]) => each === name)
      if (at < 0) return this.append(name, value)
      this.pairs = this.pairs.filter(([each], i) => each !== name || i === at)
      this.pairs[this.pairs.findIndex(([each]) => each === name)][1] = String(value)
    }
    sort() {
      this.pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    }
    get size() {
      return this.pairs.length
    }
    forEach(callback, self) {
      for (const [name, value] of this.pairs) callback.call(self, value, name, this)
    }
    *keys() {
      for (const [name] of this.pairs) yield name
    }
    *values() {
      for (const [, value] of this.pairs) yield value
    }
    *entries() {
      for (const [name, value] of this.pairs) yield [name, value]
    }
    [Symbol.iterator]() {
      return this.entries()
    }
    toString() {
      return this.pairs.map(([name, value]) => `${escapeForm(name)}=${escapeForm(value)}`).join('&')
    }
  }
  const unescapeForm = (text) => {
    try {
      return decodeURIComponent(text.replaceAll('+', ' '))
    } catch {
      return text
    }
  }
  const escapeForm = (text) =>
    encodeURIComponent(text)
      .replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
      .replaceAll('%20', '+')

  // URLs with an authority, as pages and their links have them.
  class URL {
    constructor(url, base) {
      const text = String(url).trim()
      let match = text.match(/^([a-z][a-z0-9+.-]*:)(?:\/\/(?:([^/?#@]*)@)?([^/?#:]*|\[[^\]]*\])(?::(\d*))?)?([^?#]*)(\?[^#]*)?(#.*)?$/i)
      if (!match) {
        if (base === undefined) throw new TypeError('Invalid URL')
        const from = new URL(base)
        if (text.startsWith('//')) return new URL(from.protocol + text)
        const [, path, search, hash] = text.match(/^([^?#]*)(\?[^#]*)?(#.*)?$/s)
        const target = path === '' ? from.pathname : path.startsWith('/') ? path : from.pathname.replace(/[^/]*$/, '') + path
        return new URL(`${from.protocol}//${from.host}${target}${search ?? (path === '' ? from.search : '')}${hash ?? ''}`)
      }
      const [, protocol, credentials = '', host = '', port = '', path = '', search = '', hash = ''] = match
      this.protocol = protocol.toLowerCase()
      ;[this.username, this.password = ''] = credentials.split(':')
      this.hostname = host.toLowerCase()
      this.port = { 'http:': '80', 'https:': '443' }[this.protocol] === port ? '' : port
      this.pathname = this.hostname ? normalize(path) : path
      this.search = search === '?' ? '' : escapeURL(search, /[^\x21\x24-\x3b\x3d\x3f-\x7e]/gu)
      this.hash = hash === '#' ? '' : escapeURL(hash, /[^\x21\x23-\x3b\x3d\x3f-\x5f\x61-\x7e]/gu)
    }
    get host() {
      return this.hostname + (this.port && `:${this.port}`)
    }
    get origin() {
      return this.hostname ? `${this.protocol}//${this.host}` : 'null'
    }
    get searchParams() {
      const params = new URLSearchParams(this.search)
      for (const change of ['append', 'delete', 'set', 'sort']) {
        params[change] = (...args) => {
          URLSearchParams.prototype[change].apply(params, args)
          const text = params.toString()
          this.search = text && `?${text}`
        }
      }
      return params
    }
    get href() {
      const credentials = this.username ? `${this.username}${this.password && `:${this.password}`}@` : ''
      return `${this.protocol}${this.hostname ? `//${credentials}${this.host}` : ''}${this.pathname}${this.search}${this.hash}`
    }
    toString() {
      return this.href
    }
    toJSON() {
      return this.href
    }
    static canParse(url, base) {
      try {
        return Boolean(new URL(url, base))
      } catch {
        return false
      }
    }
  }
  const escapeURL = (text, unsafe) => text.replace(unsafe, (c) => [...utf8.encode(c)].map((b) => `%${b.toString(16).toUpperCase().padStart(2, '0')}`).join(''))
  const normalize = (path) => {
    const parts = []
    for (const part of path.replace(/^\//, '').split('/')) {
      if (part === '..') parts.pop()
      else if (part !== '.') parts.push(part)
    }
    if (/(^|\/)\.\.?$/.test(path)) parts.push('')
    return escapeURL(`/${parts.join('/')}`, /[^\x21\x24-\x3b\x3d\x40-\x5f\x61-\x7a\x7c\x7e\x25]/gu)
  }

  class AbortSignal {
    aborted = false
    listeners = new Set()
    addEventListener(_, listener) {
      this.listeners.add(listener)
    }
    removeEventListener(_, listener) {
      this.listeners.delete(listener)
    }
    throwIfAborted() {
      if (this.aborted) throw this.reason
    }
  }

  class Event {
    constructor(type, options = {}) {
      Object.assign(this, { type, defaultPrevented: false }, options)
    }
    preventDefault() {
      this.defaultPrevented = true
    }
  }

  class EventTarget {
    heard = new Map()
    addEventListener(type, listener) {
      this.heard.set(type, [...(this.heard.get(type) ?? []), listener])
    }
    removeEventListener(type, listener) {
      this.heard.set(type, (this.heard.get(type) ?? []).filter((each) => each !== listener))
    }
    dispatchEvent(event) {
      for (const listener of this.heard.get(event.type) ?? []) (listener.handleEvent ?? listener).call(this, event)
      return !event.defaultPrevented
    }
  }

  const show = (value) => {
    if (typeof value === 'string') return value
    if (value instanceof Error) return `${value}\n${value.stack ?? ''}`
    try {
      return JSON.stringify(value) ?? String(value)
    } catch {
      return String(value)
    }
  }
  const say = (level) => (...values) => __log(level, values.map(show).join(' '))

  // Buffers are what becomes of bodies; nothing renders with them.
  class Nothing {}
  const began = Date.now()

  define({
    global: globalThis,
    console: { log: say('info'), info: say('info'), debug: say('debug'), warn: say('warn'), error: say('error'), trace: say('debug'), dir: say('info'), table: say('info'), group() {}, groupEnd() {}, time() {}, timeEnd() {}, assert() {} },
    setTimeout: (callback, delay, ...args) => setTimer(callback, delay, false, args),
    setInterval: (callback, delay, ...args) => setTimer(callback, delay, true, args),
    setImmediate: (callback, ...args) => setTimer(callback, 0, false, args),
    clearTimeout: clearTimer,
    clearInterval: clearTimer,
    clearImmediate: clearTimer,
    queueMicrotask: (callback) => void Promise.resolve().then(callback),
    structuredClone: (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value))),
    performance: { now: () => Date.now() - began, timeOrigin: began, mark() {}, measure() {} },
    MessagePort,
    MessageChannel: class MessageChannel {
      port1 = new MessagePort()
      port2 = new MessagePort()
      constructor() {
        this.port1.other = this.port2
        this.port2.other = this.port1
      }
    },
    TextEncoder: class TextEncoder {
      encoding = 'utf-8'
      encode(text = '') {
        return utf8.encode(text)
      }
      encodeInto(text, target) {
        const bytes = utf8.encode(text)
        target.set(bytes.subarray(0, target.length))
        return { read: text.length, written: Math.min(bytes.length, target.length) }
      }
    },
    TextDecoder: class TextDecoder {
      encoding = 'utf-8'
      decode(bytes = new Uint8Array()) {
        return utf8.decode(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes.buffer ?? bytes))
      }
    },
    btoa: (text) => {
      let out = ''
      for (let i = 0; i < text.length; i += 3) {
        const [a, b, c] = [0, 1, 2].map((n) => text.charCodeAt(i + n))
        out += base64[a >> 2] + base64[((a & 3) << 4) | (b >> 4)] + (i + 1 < text.length ? base64[((b & 15) << 2) | (c >> 6)] : '=') + (i + 2 < text.length ? base64[c & 63] : '=')
      }
      return out
    },
    atob: (text) => {
      let bits = 0
      let held = 0
      let out = ''
      for (const character of text.replace(/[\s=]/g, '')) {
        held = (held << 6) | base64.indexOf(character)
        bits += 6
        if (bits >= 8) out += String.fromCharCode((held >> (bits -= 8)) & 255)
      }
      return out
    },
    URL,
    URLSearchParams,
    AbortSignal,
    AbortController: class AbortController {
      signal = new AbortSignal()
      abort(reason = new Error('This operation was aborted')) {
        if (this.signal.aborted) return
        Object.assign(this.signal, { aborted: true, reason })
        for (const listener of this.signal.listeners) listener({ type: 'abort' })
      }
    },
    Event,
    EventTarget,
    CustomEvent: class CustomEvent extends Event {},
    ReadableStream: Nothing,
    WritableStream: Nothing,
    TransformStream: Nothing,
    Blob: Nothing,
    File: class File {},
    FormData: class FormData {},
    Headers: class Headers extends Map {},
    Request: Nothing,
    Response: Nothing,
    fetch: async () => {
      throw new Error('fetch is not available here: load data in the handler and pass it as props')
    },
    crypto: {
      getRandomValues: (array) => {
        const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
        const hex = __random(bytes.length)
        for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(hex.slice(2 * i, 2 * i + 2), 16)
        return array
      },
      randomUUID: () => {
        const hex = __random(16)
        return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${'89ab'[parseInt(hex[16], 16) & 3]}${hex.slice(17, 20)}-${hex.slice(20)}`
      },
    },
  })
})()
