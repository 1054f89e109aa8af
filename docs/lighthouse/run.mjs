// Serves the built site and has Lighthouse rate pages of it, as a phone and as a
// desktop. Fails if a score is below 95. Arguments name other pages.
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { createGzip } from 'node:zlib'
import * as chromeLauncher from 'chrome-launcher'
import lighthouse, { desktopConfig } from 'lighthouse'

const least = 95
const base = '/shell/'
const dist = path.join(import.meta.dirname, '../.vitepress/dist')
const pages = process.argv.length > 2 ? process.argv.slice(2) : ['', 'start/tutorial-1', 'guide/forms', 'reference/options', 'reference/options/new']
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.webp': 'image/webp', '.png': 'image/png', '.woff2': 'font/woff2', '.txt': 'text/plain', '.xml': 'text/xml', '.json': 'application/json' }

if (!existsSync(path.join(dist, 'index.html'))) throw new Error('no built site: run ./task docs:build')

// As a host for static sites does: compressed, kept where the name has a hash.
const server = createServer((request, response) => {
  const url = decodeURIComponent(new URL(request.url, 'http://localhost').pathname)
  const name = url === '/robots.txt' ? url : url.startsWith(base) ? url.slice(base.length) || 'index.html' : ''
  const file = [name, `${name}.html`].map((file) => path.join(dist, file)).find((file) => file.startsWith(dist + path.sep) && existsSync(file) && statSync(file).isFile())
  if (!file) return response.writeHead(404).end()
  const type = types[path.extname(file)] ?? 'application/octet-stream'
  const text = /text|json|xml/.test(type)
  response.writeHead(200, {
    'Content-Type': text ? `${type}; charset=utf-8` : type,
    'Cache-Control': file.includes(`${path.sep}assets${path.sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
    ...(text && { 'Content-Encoding': 'gzip' }),
  })
  const stream = createReadStream(file)
  ;(text ? stream.pipe(createGzip()) : stream).pipe(response)
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${server.address().port}`
const chrome = await chromeLauncher.launch({ chromeFlags: ['--headless=new', '--no-sandbox'] })
let failed = false
try {
  for (const page of pages) {
    for (const [device, config] of [['mobile', undefined], ['desktop', desktopConfig]]) {
      const { lhr } = await lighthouse(origin + base + page, { port: chrome.port, logLevel: 'error' }, config)
      const scores = Object.values(lhr.categories).map((category) => [category, Math.round(category.score * 100)])
      console.log(`${device.padEnd(8)}/${page.padEnd(20)}`, scores.map(([{ title }, score]) => `${title} ${score}`).join(', '))
      for (const [category, score] of scores) {
        if (score >= least) continue
        failed = true
        for (const { id } of category.auditRefs) {
          const audit = lhr.audits[id]
          if (audit.score !== null && audit.score < 0.9) console.log(`  ${audit.id}: ${audit.title} ${audit.displayValue ?? ''}`)
        }
      }
    }
  }
} finally {
  await chrome.kill()
  server.close()
}
if (failed) {
  console.error(`docs:lighthouse: a score is below ${least}`)
  process.exit(1)
}
