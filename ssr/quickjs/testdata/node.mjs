// Renders pages with Node, as "node bundle" does: page objects come line by line.
import http from 'node:http'
import readline from 'node:readline'
import { pathToFileURL } from 'node:url'

let server
http.Server.prototype.listen = function () {
  server = this
  return this
}
console.log = () => {}
await import(pathToFileURL(process.argv[2]))
for await (const line of readline.createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const request = Object.assign(new http.IncomingMessage(null), { url: '/render', method: 'POST' })
  request.push(JSON.parse(line))
  request.push(null)
  const content = await new Promise((resolve) => {
    let text = ''
    server.emit('request', request, { headersSent: false, writeHead() { this.headersSent = true }, write: (chunk) => (text += chunk), end: () => resolve(text) })
  })
  process.stdout.write(JSON.stringify(content) + '\n')
}
