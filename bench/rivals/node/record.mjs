// Prints the requests of a click on a link, as Chromium sends them:
//   CHROME_PATH=... node record.mjs http://127.0.0.1:3000/tiny /contacts
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const [page, link] = process.argv.slice(2)
const profile = mkdtempSync(join(tmpdir(), 'record-'))
const browser = spawn(process.env.CHROME_PATH, ['--headless', '--no-sandbox', '--remote-debugging-port=0', '--user-data-dir=' + profile, 'about:blank'])
const port = await new Promise((found) =>
  browser.stderr.on('data', (text) => {
    const match = /ws:\/\/127\.0\.0\.1:(\d+)/.exec(text)
    if (match) found(match[1])
  }),
)
const tabs = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()
const socket = new WebSocket(tabs.find((tab) => tab.type === 'page').webSocketDebuggerUrl)
await new Promise((open) => (socket.onopen = open))

const sent = new Map()
let clicked = false
socket.onmessage = ({ data }) => {
  const { method, params } = JSON.parse(data)
  if (method === 'Network.requestWillBeSent') {
    const { url, headers, method: verb } = params.request
    sent.set(params.requestId, { verb, url, headers, clicked })
  }
  if (method === 'Network.responseReceived') {
    const { verb, url, headers, clicked } = sent.get(params.requestId)
    const { status, mimeType } = params.response
    console.log(clicked ? 'after the click:' : 'before it:', verb, url, status, mimeType)
    if (clicked) console.log(headers)
  }
}
let id = 0
const send = (method, params = {}) => socket.send(JSON.stringify({ id: ++id, method, params }))
send('Network.enable')
send('Page.enable')
send('Page.navigate', { url: page })
await sleep(8000)
clicked = true
send('Runtime.evaluate', { expression: `document.querySelector('a[href="${link}"]').click()` })
await sleep(5000)
socket.close()
const ended = new Promise((end) => browser.on('exit', end))
browser.kill()
await ended
rmSync(profile, { recursive: true, force: true })
