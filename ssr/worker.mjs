// Renders pages for the program that started it. Frames, both ways, begin with
// the length of the rest, 4 bytes, high byte first. A request is a page object
// in JSON. An answer is a byte for its kind, the resident memory in KB and the
// length of the head, 4 bytes each, the head in JSON, the body.
import { AsyncLocalStorage } from 'node:async_hooks'
import { EventEmitter } from 'node:events'
import http from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import { pathToFileURL } from 'node:url'

const [socket, bundle] = process.argv.slice(2)
const RESULT = 0
const ERROR = 1
const READY = 2
const FAILED = 3
const LIMIT = 64 * 1024 * 1024 // the program reads no longer answer

// The server that the bundle starts does not listen: its handler is called.
let server
http.Server.prototype.listen = function () {
  server = this
  return this
}

const exit = process.exit.bind(process)
const print = process.stderr.write.bind(process.stderr)
const connection = net.connect(socket)
connection.on('error', () => exit(0))
connection.on('close', () => exit(0)) // the program has ended, or has no more use for this

let renders = 0

function answer(kind, head, body = '') {
  const headBytes = Buffer.from(head)
  const bodyLength = Buffer.byteLength(body)
  const length = 9 + headBytes.length + bodyLength
  if (length > LIMIT) throw tooLarge(length)
  const frame = Buffer.allocUnsafe(4 + length)
  frame.writeUInt32BE(length, 0)
  frame[4] = kind
  frame.writeUInt32BE(renders++ % 16 === 0 ? Math.round(process.memoryUsage.rss() / 1024) : 0, 5)
  frame.writeUInt32BE(headBytes.length, 9)
  headBytes.copy(frame, 13)
  frame.write(body, 13 + headBytes.length)
  connection.write(frame)
}

function tooLarge(length) {
  return Object.assign(new Error(`the rendered page has ${length} bytes, more than ${LIMIT}`), { ssrType: 'too-large' })
}

// What is thrown may be anything, even what cannot be turned into text.
function describe(error) {
  try {
    if (!(error instanceof Error)) return { error: String(error).slice(0, 1e5) || 'an empty error' }
    return {
      error: String(error.message || error.name || 'an error without a message').slice(0, 1e5),
      stack: String(error.stack ?? '').slice(0, 1e5),
      type: error.ssrType,
    }
  } catch {
    return { error: 'an error that cannot be shown' }
  }
}

function nameOf(page) {
  try {
    const { component, url } = JSON.parse(page.text)
    return { component: String(component), url: String(url) }
  } catch {
    return {}
  }
}

// The page that code belongs to: what runs in it, or after it in its timers and
// promises, as far as the runtime knows.
const pages = new AsyncLocalStorage()
let current // is being rendered
let last

// Pages must not end the process that renders others.
function keepAlive() {
  const trap = (owner, name, ends = () => true) => {
    const real = owner?.[name]
    if (typeof real !== 'function') return
    try {
      owner[name] = function (...args) {
        if ((pages.getStore() ?? current) && ends(...args)) {
          throw new Error(`the page calls ${name}(${args.map(String).join(', ')}), which would end the server's renderer`)
        }
        return real.apply(this, args)
      }
    } catch {
      // It cannot be replaced: the program starts another worker.
    }
  }
  for (const name of ['exit', 'abort', 'reallyExit']) trap(process, name)
  trap(process, 'kill', (pid, signal) => Math.abs(pid) === process.pid && signal !== 0)
  trap(globalThis.Deno, 'exit')
  syncBuiltinESMExports()

  const reported = new Set()
  const report = (what, error) => {
    const name = nameOf(pages.getStore() ?? current ?? last ?? {})
    const key = name.component + '\n' + what
    if (reported.has(key) || reported.size >= 1000) return
    reported.add(key)
    const { error: message, stack = '' } = describe(error)
    print('\n\x1einertia-ssr-fault ' + JSON.stringify({ ...name, what, error: message.slice(0, 1000), stack: stack.slice(0, 2000) }) + '\n')
  }
  process.on('unhandledRejection', (error) => report('unhandled rejection', error))
  process.on('uncaughtException', (error) => {
    const page = pages.getStore()
    if (page && page === current) page.fail(error)
    else report('uncaught exception', error)
  })
}

// The server's handler makes JSON of what it has rendered, between the head of its
// answer and the rest. Making that JSON costs a quarter of a page, and reading it as
// much again, so what is in it is handed over instead.
let direct = true // the handler is one with which this works
let open = false // it has written the head and is about to write the rest
let taken = 0 // what has been handed over since
let written = {} // the JSON that was made last of something with a body, and that

function handOver() {
  const stringify = JSON.stringify
  JSON.stringify = function (...args) {
    const result = args.length === 1 && typeof args[0]?.body === 'string' ? args[0] : undefined
    if (result && open) {
      taken++
      written = { text: '', result }
      return ''
    }
    const text = stringify.apply(this, args)
    if (result) written = { text, result }
    return text
  }
}

// What the server's handler makes of the page, without a socket in between.
function throughServer(text) {
  return new Promise((resolve) => {
    const request = Object.assign(new EventEmitter(), { method: 'POST', url: '/render', headers: {}, setEncoding() {} })
    let status = 200
    let content = ''
    taken = 0
    const response = Object.assign(new EventEmitter(), {
      headersSent: false,
      setHeader() {},
      writeHead(code) {
        status = code
        response.headersSent = true
        open = direct && code === 200
        queueMicrotask(() => (open = false))
        return response
      },
      write(chunk) {
        open = false
        content += chunk
        return true
      },
      end(chunk) {
        open = false
        if (chunk) content += chunk
        resolve([status, content])
      },
    })
    server.emit('request', request, response)
    request.emit('data', text)
    request.emit('end')
  })
}

async function askServer(text) {
  let [status, content] = await throughServer(text)
  if (taken > 1 || (taken === 1 && content !== '')) {
    // The handler renders after the head of its answer, and the page made JSON.
    direct = false
    ;[status, content] = await throughServer(text)
  }
  const result = status !== 200 ? undefined : written.text === content ? written.result : JSON.parse(content)
  written = {}
  return typeof result?.body === 'string' ? [RESULT, JSON.stringify(listOf(result.head)), result.body] : [ERROR, content]
}

async function askFunction(render, text) {
  const result = await render(JSON.parse(text))
  if (typeof result?.body !== 'string') throw new Error('the bundle renders no body')
  return [RESULT, JSON.stringify(listOf(result.head)), result.body]
}

function listOf(head) {
  if (head === undefined || head === null) return []
  if (Array.isArray(head) && head.every((element) => typeof element === 'string')) return head
  throw new Error('the bundle renders a head that is not a list of strings')
}

// Renders a page and answers, whatever happens.
async function serve(ask, text) {
  const page = { text }
  current = page
  try {
    answer(
      ...(await new Promise((resolve, reject) => {
        page.fail = reject
        pages.run(page, ask, text).then(resolve, reject)
      })),
    )
  } catch (error) {
    answer(ERROR, JSON.stringify({ ...describe(error), ...nameOf(page) }))
  }
  last = page
  current = undefined
}

// Requests may come several at a time, and in pieces. Each is answered before the
// next one is begun.
function listen(ask) {
  let frames = []
  let busy = false
  const work = async () => {
    busy = true
    while (frames.length > 0) {
      const batch = frames
      frames = []
      for (const frame of batch) await serve(ask, frame)
    }
    busy = false
  }
  let pieces = []
  let missing = 4
  connection.on('data', (piece) => {
    pieces.push(piece)
    missing -= piece.length
    if (missing > 0) return
    const have = pieces.length === 1 ? piece : Buffer.concat(pieces)
    let at = 0
    while (have.length - at >= 4) {
      const end = at + 4 + have.readUInt32BE(at)
      if (end > have.length) break
      frames.push(have.toString('utf8', at + 4, end))
      at = end
    }
    pieces = at < have.length ? [have.subarray(at)] : []
    missing = (have.length - at >= 4 ? 4 + have.readUInt32BE(at) : 4) - (have.length - at)
    if (!busy && frames.length > 0) work()
  })
}

// Inertia's createServer says that it listens, which is not so here.
async function load() {
  const log = console.log
  const filtered = (...args) => {
    if (args.length !== 1 || typeof args[0] !== 'string' || !/^Starting SSR server on port \d+\.\.\.$/.test(args[0])) log.apply(console, args)
  }
  console.log = filtered
  try {
    return await import(pathToFileURL(bundle))
  } finally {
    if (console.log === filtered) console.log = log
  }
}

try {
  const module = await load()
  const render = [module.default, module.render].find((exported) => typeof exported === 'function')
  if (!render && !server) {
    throw new Error(
      'the bundle neither exports a render function nor calls createServer of "@inertiajs/.../server" (with its option cluster off)',
    )
  }
  keepAlive()
  if (!render) handOver()
  listen(render ? (text) => askFunction(render, text) : askServer)
  answer(READY, JSON.stringify(Object.keys(process.versions).find((name) => name === 'bun' || name === 'deno') ?? 'node'))
} catch (error) {
  answer(FAILED, JSON.stringify(describe(error)))
}
