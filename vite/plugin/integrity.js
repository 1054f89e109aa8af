import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

// Vite gives stylesheets that several chunks share a chunk of their own in the
// manifest; here every stylesheet gets one, to hold its hash.
export function addIntegrity(dir, name) {
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
