import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'

const text = /\.(css|csv|html?|ico|js|json|mjs|otf|svg|ttf|txt|vtt|wasm|webmanifest|xml)$/i

// Files that hardly shrink are left as they are.
export function addCompressed(dir) {
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
