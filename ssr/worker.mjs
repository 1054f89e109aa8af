// Renders pages for the program that started it. Frames, both ways, begin with
// the length of the rest, 4 bytes, high byte first. A request is a page object
// in JSON. An answer is a byte for its kind, the resident memory in KB and the
// length of the head, 4 bytes each, the head in JSON, the body.
import { EventEmitter } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import { pathToFileURL } from 'node:url'

const [socket, bundle] = process.argv.slice(2)
const RESULT = 0
const ERROR = 1
const READY = 2
const FAILED = 3

// The server that the bundle starts does not listen: its handler is called.
let server
http.Server.prototype.listen = function () {
  server = this
  return this
}

const connection = net.connect(socket)
connection.on('error', () => process.exit(0))
connection.on('close', () => process.exit(0)) // the program has ended, or has no more use for this

let renders = 0

function answer(kind, head, body = '') {
  const headBytes = Buffer.from(head)
  const bodyLength = Buffer.byteLength(body)
  const frame = Buffer.allocUnsafe(13 + headBytes.length + bodyLength)
  frame.writeUInt32BE(9 + headBytes.length + bodyLength, 0)
  frame[4] = kind
  frame.writeUInt32BE(renders++ % 16 === 0 ? Math.round(process.memoryUsage.rss() / 1024) : 0, 5)
  frame.writeUInt32BE(headBytes.length, 9)
  headBytes.copy(frame, 13)
  frame.write(body, 13 + headBytes.length)
  connection.write(frame)
}

function describe(error) {
  return error instanceof Error ? { error: error.message, stack: error.stack } : { error: String(error) }
}

// What the server's handler makes of the page, without a socket in between.
function throughServer(text) {
  return new Promise((resolve) => {
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
    server.emit('request', request, response)
    request.emit('data', text)
    request.emit('end')
  })
}

function serve(render) {
  return async (text) => {
    if (render) {
      const page = JSON.parse(text)
      try {
        const { head = [], body } = (await render(page)) ?? {}
        if (typeof body !== 'string') throw new Error('the bundle renders no body')
        answer(RESULT, JSON.stringify(head), body)
      } catch (error) {
        answer(ERROR, JSON.stringify({ ...describe(error), component: page.component, url: page.url }))
      }
      return
    }
    const [status, content] = await throughServer(text)
    const result = status === 200 ? JSON.parse(content) : undefined
    if (typeof result?.body === 'string') answer(RESULT, JSON.stringify(result.head ?? []), result.body)
    else answer(ERROR, content)
  }
}

// Requests may come several at a time, and in pieces. Each is answered before the
// next one is begun.
function listen(handle) {
  let frames = []
  let busy = false
  const work = async () => {
    busy = true
    while (frames.length > 0) {
      const batch = frames
      frames = []
      for (const frame of batch) await handle(frame)
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

try {
  const module = await import(pathToFileURL(bundle))
  const render = [module.default, module.render].find((exported) => typeof exported === 'function')
  if (!render && !server) {
    throw new Error(
      'the bundle neither exports a render function nor calls createServer of "@inertiajs/.../server" (with its option cluster off)',
    )
  }
  listen(serve(render))
  answer(READY, JSON.stringify(Object.keys(process.versions).find((name) => name === 'bun' || name === 'deno') ?? 'node'))
} catch (error) {
  answer(FAILED, JSON.stringify(describe(error)))
}
