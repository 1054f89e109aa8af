// Renders a page again and again, in one process and without a socket: what
// createInertiaApp costs by itself. Arguments: a bundle, a file with a page, pages.
// For each line of its input it prints the milliseconds of CPU for a page: without
// the answer as JSON if the line is "alone", else with it.
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const [bundle, file, pages] = process.argv.slice(2)
let server
http.Server.prototype.listen = function () {
  server = this
  return this
}
console.log = () => {}
await import(pathToFileURL(bundle))

const text = readFileSync(file, 'utf8')
const stringify = JSON.stringify

function render() {
  return new Promise((resolve) => {
    const request = Object.assign(new EventEmitter(), { method: 'POST', url: '/render', headers: {}, setEncoding() {} })
    const response = Object.assign(new EventEmitter(), { setHeader() {}, writeHead: () => response, write: () => true, end: resolve })
    server.emit('request', request, response)
    request.emit('data', text)
    request.emit('end')
  })
}

async function cost() {
  const begun = process.cpuUsage()
  for (let n = 0; n < pages; n++) await render()
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / 1000 / pages
}

const alone = (value, ...rest) => (typeof value?.body === 'string' ? '' : stringify(value, ...rest))
for await (const line of createInterface({ input: process.stdin })) {
  JSON.stringify = line === 'alone' ? alone : stringify
  process.stdout.write(`${await cost()}\n`)
}
