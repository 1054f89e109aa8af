// The modules of Node.js that bundles import, as far as rendering goes.
;(() => {
  class EventEmitter {
    heard = new Map()
    on(name, listener) {
      this.heard.set(name, [...(this.heard.get(name) ?? []), listener])
      return this
    }
    addListener(name, listener) {
      return this.on(name, listener)
    }
    once(name, listener) {
      const once = (...args) => {
        this.off(name, once)
        listener.apply(this, args)
      }
      return this.on(name, once)
    }
    off(name, listener) {
      this.heard.set(name, (this.heard.get(name) ?? []).filter((each) => each !== listener))
      return this
    }
    removeListener(name, listener) {
      return this.off(name, listener)
    }
    removeAllListeners() {
      this.heard.clear()
      return this
    }
    emit(name, ...args) {
      const listeners = this.heard.get(name) ?? []
      for (const listener of listeners) listener.apply(this, args)
      return listeners.length > 0
    }
  }

  class Stream extends EventEmitter {
    pipe(target) {
      return target
    }
    write() {
      return true
    }
    end() {}
    destroy() {
      return this
    }
  }

  const exit = (code = 0) => {
    throw new Error(`the page has called process.exit(${code})`)
  }
  const process = Object.assign(new EventEmitter(), {
    env: { NODE_ENV: 'production' },
    argv: ['quickjs', 'bundle.mjs'],
    version: 'v20.0.0',
    versions: { node: '20.0.0' },
    platform: 'linux',
    pid: 1,
    cwd: () => '/',
    exit,
    nextTick: (callback, ...args) => queueMicrotask(() => callback(...args)),
    hrtime: Object.assign(() => [Math.floor(Date.now() / 1000), 0], { bigint: () => BigInt(Date.now()) * 1000000n }),
    memoryUsage: Object.assign(() => ({ rss: 0, heapUsed: 0, heapTotal: 0 }), { rss: () => 0 }),
    stdout: { write: (text) => (console.log(String(text).trimEnd()), true), isTTY: false },
    stderr: { write: (text) => (console.error(String(text).trimEnd()), true), isTTY: false },
    emitWarning: (text) => console.warn(String(text)),
  })
  Object.defineProperty(globalThis, 'process', { value: process, writable: true, configurable: true })

  // The server that a bundle starts does not listen: its handler is called.
  let handler
  class Server extends EventEmitter {
    constructor(listener) {
      super()
      this.listener = listener
    }
    listen() {
      handler = this.listener
      return this
    }
    close() {
      return this
    }
    address() {
      return { port: 0 }
    }
  }

  // A value holds for the page that is rendered, of which there is one at a time.
  let rendered = 0
  class AsyncLocalStorage {
    run(store, callback, ...args) {
      const before = this.getStore()
      this.enterWith(store)
      try {
        return callback(...args)
      } finally {
        this.enterWith(before)
      }
    }
    getStore() {
      return this.page === rendered ? this.store : undefined
    }
    enterWith(store) {
      this.store = store
      this.page = rendered
    }
    exit(callback, ...args) {
      return this.run(undefined, callback, ...args)
    }
    disable() {}
  }

  const path = {
    sep: '/',
    delimiter: ':',
    join: (...parts) => parts.filter(Boolean).join('/').replace(/\/+/g, '/'),
    resolve: (...parts) => parts.reduce((at, part) => (part.startsWith('/') ? part : `${at}/${part}`), '/').replace(/\/+/g, '/'),
    dirname: (name) => name.replace(/\/?[^/]*$/, '') || '/',
    basename: (name, ext = '') => (name.endsWith(ext) ? name.slice(0, name.length - ext.length) : name).replace(/.*\//, ''),
    extname: (name) => name.match(/[^/.](\.[^./]*)$/)?.[1] ?? '',
    relative: (_, to) => to,
    normalize: (name) => name,
    isAbsolute: (name) => name.startsWith('/'),
  }
  path.posix = path

  const absent = (name) => () => {
    throw new Error(`${name} is not available here`)
  }
  const createServer = (...args) => new Server(args.at(-1))
  const modules = {
    http: { createServer, Server, STATUS_CODES: {}, METHODS: [], Agent: class {}, request: absent('http.request'), get: absent('http.get') },
    https: { createServer, Server, Agent: class {}, request: absent('https.request'), get: absent('https.get') },
    cluster: { isPrimary: false, isMaster: false, isWorker: false, fork: absent('cluster.fork'), on() {}, workers: {} },
    fs: { existsSync: () => false, readFileSync: absent('fs.readFileSync'), statSync: absent('fs.statSync'), readdirSync: () => [], writeFileSync: absent('fs.writeFileSync'), promises: {} },
    'fs/promises': { readFile: absent('fs.readFile'), writeFile: absent('fs.writeFile') },
    os: { availableParallelism: () => 1, cpus: () => [], platform: () => 'linux', EOL: '\n', tmpdir: () => '/tmp', homedir: () => '/', hostname: () => 'localhost' },
    path,
    'path/posix': path,
    process,
    events: Object.assign(EventEmitter, { EventEmitter }),
    stream: Object.assign(Stream, { Stream, Readable: Stream, Writable: Stream, Duplex: Stream, Transform: Stream, PassThrough: Stream, pipeline: absent('stream.pipeline') }),
    'stream/web': { ReadableStream: globalThis.ReadableStream, WritableStream: globalThis.WritableStream, TransformStream: globalThis.TransformStream },
    util: {
      TextEncoder, TextDecoder,
      inherits: (child, parent) => Object.setPrototypeOf(child.prototype, parent.prototype),
      promisify: (f) => (...args) => new Promise((resolve, reject) => f(...args, (error, value) => (error ? reject(error) : resolve(value)))),
      inspect: (value) => JSON.stringify(value), format: (...values) => values.join(' '), deprecate: (f) => f, types: {}, isDeepStrictEqual: (a, b) => JSON.stringify(a) === JSON.stringify(b),
    },
    url: { URL, URLSearchParams, pathToFileURL: (name) => new URL(`file://${name}`), fileURLToPath: (url) => String(url).replace(/^file:\/\//, ''), parse: (url) => new URL(url, 'http://localhost') },
    crypto: { ...globalThis.crypto, webcrypto: globalThis.crypto, createHash: absent('crypto.createHash'), randomBytes: absent('crypto.randomBytes') },
    async_hooks: { AsyncLocalStorage, AsyncResource: class {}, createHook: () => ({ enable() {}, disable() {} }), executionAsyncId: () => 0 },
    buffer: { Buffer: globalThis.Buffer },
    timers: { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate },
    'timers/promises': { setTimeout: (delay, value) => new Promise((resolve) => setTimeout(() => resolve(value), delay)) },
    perf_hooks: { performance },
    worker_threads: { isMainThread: true, parentPort: null, MessageChannel, Worker: absent('worker_threads.Worker') },
    child_process: { spawn: absent('child_process.spawn'), exec: absent('child_process.exec') },
    net: { createServer: absent('net.createServer'), connect: absent('net.connect'), Socket: class {} },
    tty: { isatty: () => false },
    zlib: { createGzip: absent('zlib.createGzip') },
    querystring: { parse: (text) => Object.fromEntries(new URLSearchParams(text)), stringify: (values) => String(new URLSearchParams(values)) },
    string_decoder: { StringDecoder: class { write(bytes) { return new TextDecoder().decode(bytes) } end() { return '' } } },
    assert: Object.assign((value, message) => { if (!value) throw new Error(message ?? 'assertion failed') }, { ok: (value, message) => modules.assert(value, message) }),
  }
  const require = (name) => {
    const found = modules[name.replace(/^node:/, '')]
    if (!found) throw new Error(`Cannot find module '${name}'`)
    return found
  }
  process.getBuiltinModule = (name) => modules[name.replace(/^node:/, '')]
  modules.module = { createRequire: () => Object.assign(require, { resolve: (name) => name }), builtinModules: Object.keys(modules) }

  globalThis.__modules = modules
  globalThis.__exports = () => JSON.stringify(Object.fromEntries(Object.entries(modules).map(([name, module]) => [name, Object.keys(module).filter((key) => /^[A-Za-z_$][\w$]*$/.test(key) && key !== 'default')])))

  // What comes of a page: the kind of the answer, the head in JSON, the body.
  let answer
  const describe = (error) => (error instanceof Error ? { error: error.message, stack: error.stack } : { error: String(error) })

  const throughServer = (text) =>
    new Promise((resolve, reject) => {
      const request = Object.assign(new EventEmitter(), { method: 'POST', url: '/render', headers: {}, setEncoding() {} })
      let status = 200
      let content = ''
      const response = Object.assign(new EventEmitter(), {
        headersSent: false,
        setHeader() {},
        writeHead(code) {
          status = code
          response.headersSent = true
          return response
        },
        write(chunk) {
          content += chunk
          return true
        },
        end(chunk) {
          if (chunk) content += chunk
          resolve([status, content])
        },
      })
      Promise.resolve(handler(request, response)).catch(reject)
      request.emit('data', text)
      request.emit('end')
    })

  let render
  globalThis.__loaded = (module) => {
    render = [module.default, module.render].find((exported) => typeof exported === 'function')
    if (!render && !handler) {
      throw new Error('the bundle neither exports a render function nor calls createServer of "@inertiajs/.../server" (with its option cluster off)')
    }
  }

  const run = async (text) => {
    if (render) {
      const page = JSON.parse(text)
      try {
        const { head = [], body } = (await render(page)) ?? {}
        if (typeof body !== 'string') throw new Error('the bundle renders no body')
        return ['result', JSON.stringify(head), body]
      } catch (error) {
        return ['error', JSON.stringify({ ...describe(error), component: page.component, url: page.url }), '']
      }
    }
    const [status, content] = await throughServer(text)
    if (status !== 200) return ['error', content, '']
    const result = JSON.parse(content)
    if (typeof result?.body !== 'string') return ['error', content, '']
    return ['result', JSON.stringify(result.head ?? []), result.body]
  }
  globalThis.__render = (text) => {
    answer = undefined
    rendered++
    run(text).then(
      (done) => void (answer = done),
      (error) => void (answer = ['error', JSON.stringify(describe(error)), '']),
    )
  }
  globalThis.__answer = (part) => answer?.[part] ?? null
})()
