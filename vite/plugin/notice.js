import { readFileSync, watch } from 'node:fs'
import path from 'node:path'

// followNotices shows what "inertia dev" writes into a file: an error of the Go
// program over all open pages, until it is fixed and they reload.
export function followNotices(server, file) {
  const read = () => {
    try {
      return JSON.parse(readFileSync(file, 'utf8'))
    } catch {
      return undefined // There is none yet.
    }
  }
  let notice = read() ?? { number: 0 }
  const show = (client) => {
    if (notice.error) client.send({ type: 'error', err: notice.error })
  }
  // The folder is watched, because the file is replaced.
  const watcher = watch(path.dirname(file), () => {
    const next = read()
    if (!next || next.number === notice.number) return
    notice = next
    // Vite would keep an error for the next page, which may come when it is fixed.
    if (server.ws.clients.size === 0) return
    if (notice.error) show(server.ws)
    else server.ws.send({ type: 'full-reload', path: '*' })
  })
  watcher.unref()
  server.httpServer?.once('close', () => watcher.close())

  // Pages that connect later, or that a hot update has taken the error from.
  server.ws.on('connection', (socket) => show({ send: (payload) => socket.send(JSON.stringify(payload)) }))
  return () => setTimeout(() => server.ws.clients.size > 0 && show(server.ws), 50)
}
