import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

// Only a server that listens writes the file, and only that one removes it.
export function announce(server, file) {
  server.httpServer?.once('listening', () => {
    const { address, family, port } = server.httpServer.address()
    const any = address === '::' || address === '0.0.0.0'
    const host = any ? 'localhost' : family === 'IPv6' ? `[${address}]` : address
    const scheme = server.config.server.https ? 'https' : 'http'
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, `${scheme}://${host}:${port}${server.config.base.replace(/\/$/, '')}`)
    const remove = () => rmSync(file, { force: true })
    server.httpServer.once('close', remove)
    process.once('exit', remove)
    for (const signal of ['SIGINT', 'SIGHUP']) process.once(signal, () => process.exit())
  })
}
