import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'

export default function inertia({ input = 'src/main.tsx', base, devBase = '/__vite/', integrity = false, compress = false, hotFile, refresh = [] } = {}) {
  let config
  return {
    name: 'inertia-templ',

    config(user, { command, isPreview, isSsrBuild }) {
      const build = user.build ?? {}
      if (isSsrBuild) return forServer(user)
      return {
        base: command === 'serve' && !isPreview ? devBase : (base ?? user.base),
        build: {
          manifest: build.manifest || true,
          ...(build.rolldownOptions?.input ? {} : { rolldownOptions: { input } }),
        },
      }
    },

    configResolved(resolved) {
      config = resolved
    },

    // After the manifest and everything it names were written.
    writeBundle: {
      order: 'post',
      sequential: true,
      handler({ dir }) {
        if (config.build.ssr) return
        const out = dir ?? path.resolve(config.root, config.build.outDir)
        if (integrity && config.build.manifest) {
          addIntegrity(out, config.build.manifest === true ? '.vite/manifest.json' : config.build.manifest)
        }
        if (compress) addCompressed(out)
      },
    },

    configureServer(server) {
      if (hotFile) announce(server, path.resolve(config.root, hotFile))
      reload(server, config.root, [refresh].flat())
    },
  }
}

// A bundle for package ssr: one file that needs no node_modules, beside the
// build rather than in it.
function forServer(user) {
  return {
    define: { 'process.env.NODE_ENV': JSON.stringify('production') },
    ssr: { noExternal: user.ssr?.noExternal ?? true },
    build: {
      outDir: 'dist-ssr',
      emptyOutDir: false,
      copyPublicDir: false,
      manifest: false,
      rolldownOptions: { output: { codeSplitting: false } },
    },
  }
}

// Vite gives stylesheets that several chunks share a chunk of their own in the
// manifest; here every stylesheet gets one, to hold its hash.
function addIntegrity(dir, name) {
  const file = path.join(dir, name)
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  const listed = new Set(Object.values(manifest).map((chunk) => chunk.file))
  for (const style of new Set(Object.values(manifest).flatMap((chunk) => chunk.css ?? []))) {
    if (!listed.has(style)) {
      const base = `_${path.basename(style)}`
      const key = base in manifest ? `_${style}` : base
      manifest[key] = { file: style, src: key }
    }
  }
  for (const chunk of Object.values(manifest)) {
    const hash = createHash('sha384').update(readFileSync(path.join(dir, chunk.file))).digest('base64')
    chunk.integrity = `sha384-${hash}`
  }
  const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(file, JSON.stringify(sorted, null, 2))
}

const text = /\.(css|csv|html?|ico|js|json|mjs|otf|svg|ttf|txt|vtt|wasm|webmanifest|xml)$/i

// Files that hardly shrink are left as they are.
function addCompressed(dir) {
  const { constants } = zlib
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name)
    if (!entry.isFile() || !text.test(entry.name) || path.relative(dir, file).startsWith('.')) continue
    const content = readFileSync(file)
    if (content.length <= 1024) continue
    const write = (extension, compressed) => {
      if (compressed.length < content.length * 0.9) writeFileSync(file + extension, compressed)
    }
    write('.br', zlib.brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }))
    write('.gz', zlib.gzipSync(content, { level: 9 }))
    // Node has it since 22.15.
    if (zlib.zstdCompressSync) write('.zst', zlib.zstdCompressSync(content, { params: { [constants.ZSTD_c_compressionLevel]: 19 } }))
  }
}

// Only a server that listens writes the file, and only that one removes it.
function announce(server, file) {
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

function reload(server, root, globs) {
  if (globs.length === 0) return
  const absolute = globs.map((glob) => path.posix.join(root.replaceAll('\\', '/'), glob))
  const matches = absolute.map(expression)
  server.watcher.add(absolute.map((glob) => glob.replace(/\/[^/]*[*{].*$/, '')))
  for (const event of ['add', 'change', 'unlink']) {
    server.watcher.on(event, (file) => {
      const name = file.replaceAll('\\', '/')
      if (matches.some((match) => match.test(name))) server.ws.send({ type: 'full-reload', path: '*' })
    })
  }
}

// expression of a glob with *, ** and {a,b}.
function expression(glob) {
  let depth = 0
  const source = glob.replace(/\*\*\/|\*\*|\*|[{},]|[.+^$()|[\]\\?]/g, (part) => {
    switch (part) {
      case '**/':
        return '(?:.*/)?'
      case '**':
        return '.*'
      case '*':
        return '[^/]*'
      case '{':
        depth++
        return '(?:'
      case '}':
        return depth-- > 0 ? ')' : '\\}'
      case ',':
        return depth > 0 ? '|' : ','
      default:
        return `\\${part}`
    }
  })
  return new RegExp(`^${source}$`)
}
