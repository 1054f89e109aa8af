import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { SiteConfig } from 'vitepress'

/**
 * Fails the build if a link leads to an element that its page does not have.
 * VitePress itself finds links to pages that do not exist.
 */
export async function checkAnchors(config: SiteConfig) {
  const pages = new Map<string, string>()
  for (const entry of await readdir(config.outDir, { recursive: true })) {
    if (entry.endsWith('.html')) {
      pages.set(address(config, entry), await readFile(path.join(config.outDir, entry), 'utf8'))
    }
  }
  const dead: string[] = []
  for (const [from, html] of pages) {
    for (const [, href] of html.matchAll(/<a [^>]*?href="([^"]*#[^"]+)"/g)) {
      const target = new URL(href, `http://site${from}`)
      if (target.host !== 'site') continue
      const id = decodeURIComponent(target.hash.slice(1))
      const page = pages.get(target.pathname)
      if (!page?.includes(` id="${id}"`)) dead.push(`${from} links to ${href}`)
    }
  }
  if (dead.length > 0) throw new Error(`links to elements that do not exist:\n  ${[...new Set(dead)].join('\n  ')}`)
}

function address(config: SiteConfig, file: string) {
  const name = file.replaceAll(path.sep, '/').replace(/\.html$/, '')
  return config.site.base + name.replace(/(^|\/)index$/, '$1')
}
